"""What was known of the signers when a packet came in, kept as it was."""
