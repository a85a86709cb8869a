"""Collect what issuers say of the certificates of chains that lead to a trusted root.

Only addresses in certificates that a trusted authority has issued are asked: what a stranger
writes into a file sends nobody anywhere. Answers are kept for as long as they are current,
silence for a minute, so that a class of signatures by ten people asks ten times and a
responder that is down costs one time-out and not one for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from hocba.adapters.exchange import Limits, Message, ask
from hocba.adapters.revocation.places import lists, responders
from hocba.core.errors import Unavailable
from hocba.core.signature import Evidence
from hocba.core.signature.revocation import Answers
from hocba.core.signature.trust import Chain

OCSP_LIMITS = Limits(size=64 * 1024, seconds=5)
CRL_LIMITS = Limits(size=32 * 1024 * 1024, seconds=20)

_LONGEST = timedelta(hours=1)
_SILENCE = timedelta(minutes=1)
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was heard, and until when the same need not be asked again."""

    der: bytes
    until: datetime


class Collector:
    """Asks, and remembers what it heard; ``now`` tells the time, with its time zone."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        ocsp_limits: Limits = OCSP_LIMITS,
        crl_limits: Limits = CRL_LIMITS,
    ) -> None:
        self._now = now
        self._ocsp_limits = ocsp_limits
        self._crl_limits = crl_limits
        self._kept: dict[tuple[str, bytes], _Kept] = {}
        self._silent: dict[str, datetime] = {}

    def collect(self, chains: Iterable[Chain]) -> Evidence:
        """The authorities of the chains, and what could be learnt of every certificate in them.

        An issuer that does not answer leaves a gap in the evidence, nothing else.
        """
        links = dict.fromkeys(link for chain in chains for link in pairwise(chain))
        issuers = dict.fromkeys(issuer.public_bytes(Encoding.DER) for _, issuer in links)
        found = Evidence(certificates=tuple(issuers))
        for certificate, issuer in links:
            found |= self._status(certificate, issuer)
        return found

    def _status(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Evidence:
        """The first answer that the issuer stands for."""
        for evidence in self._heard(certificate, issuer):
            if Answers(evidence).about(certificate, issuer):
                return evidence
        return Evidence()

    def _heard(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[Evidence]:
        """OCSP first, whose answers are small and fresh; then the lists."""
        for url in responders(certificate):
            question = Message(_question(certificate, issuer), "application/ocsp-request")
            response = self._hear(url, self._ocsp_limits, question)
            if response is not None:
                yield Evidence(ocsp=(response,))
        for url in lists(certificate):
            crl = self._hear(url, self._crl_limits)
            if crl is not None:
                yield Evidence(crls=(_der(crl),))

    def _hear(self, url: str, limits: Limits, question: Message | None = None) -> bytes | None:
        """The answer from an address, perhaps an earlier one; None when it keeps silent."""
        now, key = self._now(), (url, question.body if question else b"")
        kept = self._kept.get(key)
        if kept is not None and now < kept.until:
            return kept.der
        if now < self._silent.get(url, now):
            return None
        try:
            answer = ask(url, limits, question)
        except Unavailable:
            self._silent[url] = now + _SILENCE
            return None
        self._keep(key, answer, now)
        return answer

    def _keep(self, key: tuple[str, bytes], answer: bytes, now: datetime) -> None:
        if len(self._kept) >= _REMEMBERED:
            self._kept.clear()
        ends = _ends_of_list(answer) if key[1] == b"" else _ends_of_response(answer)
        if ends is not None:
            self._kept[key] = _Kept(answer, min(ends, now + _LONGEST))


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """SHA-1 only names the issuer here, and is what every responder knows (RFC 5019)."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1())  # noqa: S303
    return builder.build().public_bytes(Encoding.DER)


def _der(crl: bytes) -> bytes:
    """Some issuers publish their lists in PEM."""
    if not crl.startswith(b"-----BEGIN"):
        return crl
    try:
        return x509.load_pem_x509_crl(crl).public_bytes(Encoding.DER)
    except ValueError:
        return crl


def _ends_of_response(der: bytes) -> datetime | None:
    try:
        return ocsp.load_der_ocsp_response(der).next_update_utc
    except ValueError:
        return None


def _ends_of_list(crl: bytes) -> datetime | None:
    try:
        return x509.load_der_x509_crl(_der(crl)).next_update_utc
    except ValueError:
        return None
