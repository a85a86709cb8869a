"""Asking the issuers of certificates whether they have revoked them: OCSP first, else CRL."""

from hocba.adapters.revocation.collector import Collector
from hocba.adapters.revocation.places import can_be_asked

__all__ = ["Collector", "can_be_asked"]
