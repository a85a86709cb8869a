"""Copies that were given away: each has a serial number, and the log tells of it for ever."""
