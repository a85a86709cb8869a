"""Organisations take transcripts over: on what ground, one by one, by program, or many at once."""
