"""A class or a school printed at once: chosen, issued set by set, put into one file."""
