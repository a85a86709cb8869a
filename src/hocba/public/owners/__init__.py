"""What is one's own: transcripts, who looked at them, and leave given to others."""
