"""The append-only Merkle log of locked pages and its signed heads."""
