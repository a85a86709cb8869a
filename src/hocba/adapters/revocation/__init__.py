"""Asking the issuers of certificates whether they have revoked them: OCSP first, else CRL."""

from hocba.adapters.revocation.collector import Collector

__all__ = ["Collector"]
