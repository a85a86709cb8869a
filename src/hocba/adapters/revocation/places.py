"""Where a certificate says that its status can be asked (RFC 5280, 4.2.1.13 and 4.2.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID


def can_be_asked(certificate: x509.Certificate) -> bool:
    """Whether the certificate names anybody to ask."""
    return bool(responders(certificate) or lists(certificate))


def responders(certificate: x509.Certificate) -> list[str]:
    """The addresses of OCSP responders, in the certificate's order."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return []
    ocsp = AuthorityInformationAccessOID.OCSP
    return _urls(each.access_location for each in access.value if each.access_method == ocsp)


def lists(certificate: x509.Certificate) -> list[str]:
    """The addresses of the issuer's revocation lists, in the certificate's order."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return _urls(name for point in points.value for name in point.full_name or [])


def _urls(names: Iterable[x509.GeneralName]) -> list[str]:
    urls = [each.value for each in names if isinstance(each, x509.UniformResourceIdentifier)]
    return [url for url in urls if urlsplit(url).scheme in {"http", "https"}]
