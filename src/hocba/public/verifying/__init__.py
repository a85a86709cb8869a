"""Verify a file that somebody has: who signed, when, and whether it is whole. Nothing is kept."""
