"""What the Department does with a locked page: report it until the Ministry's receipt is there."""
