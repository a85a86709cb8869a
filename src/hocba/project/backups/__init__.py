"""A backup is files with a manifest; a restored database must come to the same ledger head."""
