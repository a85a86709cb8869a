"""A whole list of staff at once: who is who, who holds which post from when to when."""
