"""A school's side of a page's life: import → draft → sign → pack and report.

The registry never sees anything of this package but the bytes of a packet.
"""
