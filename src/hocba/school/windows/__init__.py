"""What the school knows of the register's windows, so that it is warned where it works."""
