"""Locking: a set of accepted pages becomes effective and enters the ledger, in one step."""
