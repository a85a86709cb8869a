"""Look a transcript up: what its code alone tells, and what a second fact opens."""
