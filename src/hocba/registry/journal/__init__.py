"""Who did what, when, in the registry: a table that only grows."""
