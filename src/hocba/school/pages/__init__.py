"""Transcripts and pages while they are the school's to change."""
