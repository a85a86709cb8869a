"""English, with the month as a word: 3/4 is not the same day everywhere."""
