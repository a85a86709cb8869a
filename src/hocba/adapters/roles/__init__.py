"""What the running application may do in the database: less than the owner of its tables."""

ROLE = "hocba_app"
"""The role that the running application takes; it owns nothing and cannot log in."""
