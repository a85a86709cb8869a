"""What the running program may do in the database: less than the owner of its tables.

The roles own nothing and cannot log in; a connection takes one as it is made.
"""

ROLE = "hocba_app"
"""The role of the program as a whole."""

PORTAL_ROLE = "hocba_portal"
"""The role of the public pages when they are served by themselves: a part of the other."""
