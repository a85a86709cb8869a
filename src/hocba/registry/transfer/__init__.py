"""A pupil changes school: the old one hands the transcript over, the new one accepts it."""
