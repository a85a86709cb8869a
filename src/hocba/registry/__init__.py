"""The Department's registry: intake, locking, ledger. A packet's bytes are all that it trusts."""
