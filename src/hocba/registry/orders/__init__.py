"""What schools order of pages that are there: believed for the seal, done, kept for ever."""
