"""The frame of every public page: layout, stylesheet, error pages, security headers."""
