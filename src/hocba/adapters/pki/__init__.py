"""A PKI of our own for demonstrations and tests; nobody else trusts it."""
