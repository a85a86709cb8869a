"""How often something may be done in a window of time, counted in PostgreSQL for all processes."""
