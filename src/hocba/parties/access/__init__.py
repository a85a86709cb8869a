"""Access tokens of machines: which program may ask for what, for which units, until when."""
