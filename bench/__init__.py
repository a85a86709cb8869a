"""What the program costs, as ratios: both sides are taken in the same run on the same bytes."""
