"""How far the schools are: what districts and the Department watch, never a pupil's content."""
