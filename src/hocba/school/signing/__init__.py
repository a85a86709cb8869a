"""Signing sessions: prepare a set, have it signed outside, complete each page on its own."""
