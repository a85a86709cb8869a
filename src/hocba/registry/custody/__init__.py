"""What is known of transcripts that changed school; who keeps one follows from it."""
