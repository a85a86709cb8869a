"""How dates and moments are written in each language (FORMAT_MODULE_PATH)."""
