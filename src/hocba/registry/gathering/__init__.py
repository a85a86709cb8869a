"""What the Ministry does with a Department's dispatch: check it, keep it, sign a receipt."""
