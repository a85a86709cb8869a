"""Who did what, when, from where, in the registry: a table that only grows."""
