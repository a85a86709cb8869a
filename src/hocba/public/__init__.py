"""What people meet: the lookup portal, the verification of a file, the printed form."""
