"""What evidence costs: a class's packet with answers on revocation, and one nobody asked about.

And what must not grow: trust stores and revocation lists ten times as large. There the small
side is the other one, so a ratio of 1 is a size that costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from bench.timing import interleaved
from bench.verify import ROLES, SCHOOL, SIGNED_AT, VALIDITY, sample_page
from hocba.adapters.keys import SigningKey
from hocba.adapters.pki import authority
from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.core.packet import PacketHeader, assemble, write_page
from hocba.core.record import Page
from hocba.core.signature import (
    POLICY,
    Evidence,
    TrustStore,
    complete,
    prepare_packet,
    prepare_page,
    verify_packet,
)
from hocba.core.verdict import Status

PAGES, ROOTS, REVOKED = 35, 20, 10_000
"""A class; the small trust store and list, of which the others are ten times the size."""


@dataclass(frozen=True)
class Klass:
    """A signed packet, and the authorities of its signers."""

    packet: bytes
    root: SigningKey
    issuing: SigningKey


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Pages a second and core; the list is checked once and then known, as at intake."""
    klass = _klass()
    few, many = _trust(klass, ROOTS), _trust(klass, 10 * ROOTS)
    sides = {
        "nobody asked": _verify(klass, few),
        "answers given": _verify(klass, few, _lists(klass, REVOKED)),
        f"a list of {10 * REVOKED:,}": _verify(klass, few, _lists(klass, 10 * REVOKED)),
        f"{10 * ROOTS} roots": _verify(klass, many),
    }
    taken = interleaved(sides, rounds=2 if short else 25)
    return [
        _row("class, answers given", taken, "answers given", "nobody asked", 0.9),
        _row("class, a list × 10", taken, f"a list of {10 * REVOKED:,}", "answers given", 0.8),
        _row("class, trust store × 10", taken, f"{10 * ROOTS} roots", "nobody asked", 0.9),
    ]


def _row(name: str, taken: dict[str, float], own: str, other: str, aim: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours": PAGES / taken[own],
        "other": PAGES / taken[other],
        "other_name": other,
        "unit": "pages/s",
        "ratio": taken[other] / taken[own],
        "aim": aim,
    }


def _verify(
    klass: Klass, trust: TrustStore, evidence: Evidence | None = None
) -> Callable[[], object]:
    at = SIGNED_AT + timedelta(days=2)

    def verify() -> None:
        report = verify_packet(klass.packet, trust=trust, policy=POLICY, at=at, evidence=evidence)
        if report.status is not Status.PASSED:
            raise RuntimeError("the sample class does not pass")

    return verify


def _klass() -> Klass:
    root = authority.new_root(Subject("Gốc", "Đo tốc độ"), VALIDITY)
    issuing = authority.new_issuing_authority(root, Subject("Cấp phát", "Đo tốc độ"), VALIDITY)
    keys = [
        authority.issue(issuing, Subject(f"Người ký {role}", SCHOOL), KeyKind.RSA_2048, VALIDITY)
        for role in ROLES
    ]
    first = sample_page()
    codes = [UUID(int=number, version=4).hex for number in range(1, PAGES + 1)]
    pages = [_signed(replace(first, lookup_code=code), keys) for code in codes]
    return Klass(_sealed(first, pages, keys[-1]), root, issuing)


def _signed(page: Page, keys: list[SigningKey]) -> bytes:
    data = write_page(page)
    for role, key in zip(ROLES, keys, strict=True):
        prepared = prepare_page(data, role=role, **_means(key))
        data = complete(prepared, key.sign(prepared.to_be_signed))
    return data


def _sealed(first: Page, pages: list[bytes], key: SigningKey) -> bytes:
    year = first.class_year
    header = PacketHeader(
        packet_id=UUID(int=0, version=4).hex,
        department_code=year.department_code,
        school_code=year.school_code,
        school_name=year.school_name,
        level=year.level,
        grade=year.grade,
        class_name=year.class_name,
        school_year=year.school_year,
        created_at=SIGNED_AT,
    )
    prepared = prepare_packet(assemble(header, pages), **_means(key))
    return complete(prepared, key.sign(prepared.to_be_signed))


def _means(key: SigningKey) -> dict[str, Any]:
    return {
        "certificate": key.certificate,
        "chain": key.chain,
        "algorithm": key.algorithm,
        "signing_time": SIGNED_AT,
    }


def _trust(klass: Klass, roots: int) -> TrustStore:
    others = [authority.new_root(Subject(f"Gốc {n}", "Khác"), VALIDITY) for n in range(1, roots)]
    return TrustStore.of([klass.root.certificate, *(each.certificate for each in others)])


def _lists(klass: Klass, revoked: int) -> Evidence:
    """The root's list, which is empty, and the issuing authority's."""
    return Evidence(crls=(_list(klass.root, 0), _list(klass.issuing, revoked)))


def _list(issuer: SigningKey, revoked: int) -> bytes:
    begins = SIGNED_AT + timedelta(days=1)
    entries = [
        x509.RevokedCertificateBuilder(x509.random_serial_number(), SIGNED_AT).build()
        for _ in range(revoked)
    ]
    name, ends = issuer.certificate.subject, begins + timedelta(days=7)
    builder = x509.CertificateRevocationListBuilder(name, begins, ends, [], entries)
    return builder.sign(issuer.private_key, SHA256()).public_bytes(Encoding.DER)
