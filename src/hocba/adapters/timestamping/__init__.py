"""Timestamps from an authority (RFC 3161)."""

from hocba.adapters.timestamping.client import TimestampAuthority

__all__ = ["TimestampAuthority"]
