"""The committed vectors, read back and put before our verifier."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography import x509

from hocba.core.signature import (
    POLICY,
    POLICY_WITH_ANSWERS,
    PacketReport,
    PageReport,
    Report,
    TrustStore,
    verify,
)
from hocba.core.signature.questions import signatures
from hocba.core.verdict import Status
from tests.vectors.catalogue import Vector
from tests.vectors.make import DATA


@dataclass(frozen=True, slots=True)
class Case:
    """A vector with its document, as it lies in ``directory``."""

    vector: Vector
    directory: Path

    @property
    def name(self) -> str:
        return self.vector.name

    @property
    def good(self) -> bool:
        return self.vector.status is Status.PASSED

    @property
    def root(self) -> Path:
        return self.directory / f"{self.vector.trust}.pem"

    @property
    def document(self) -> bytes:
        """The document, unpacked."""
        packed = self.directory / f"{self.name}.xml.gz"
        if packed.exists():
            return gzip.decompress(packed.read_bytes())
        return (self.directory / f"{self.name}.xml").read_bytes()

    def report(self) -> Report:
        """What our verifier says of the document."""
        return self.judged(self.document)

    def judged(self, document: bytes) -> Report:
        """What our verifier says of any document, by the vector's trust, policy and time."""
        trust = trust_in(self.root) if self.vector.trust else TrustStore.of([])
        policy = POLICY_WITH_ANSWERS if self.vector.demanding else POLICY
        return verify(document, trust=trust, policy=policy, at=self.vector.at)

    def ends_as_expected(self) -> Report:
        """The report, which must have the vector's status and reason, and give out what it may."""
        report = self.report()
        assert report.status is self.vector.status, (self.name, reasons(report))
        assert self.vector.code in reasons(report), (self.name, reasons(report))
        if not self.good:
            assert given_out(report) in (b"", None), self.name
        return report


def reasons(report: Report) -> set[str]:
    """The code of every verdict in a report."""
    found = {verdict.code for verdict in report.verdicts}
    found |= {each.verdict.code for each in signatures(report)}
    if isinstance(report, PacketReport):
        found |= {verdict.code for page in report.pages for verdict in page.verdicts}
    return found


def given_out(report: Report) -> object:
    """What somebody who trusts the whole of the report would read on."""
    if isinstance(report, PacketReport):
        return report.header
    return report.covered if isinstance(report, PageReport) else None


@cache
def trust_in(file: Path) -> TrustStore:
    return TrustStore.of(x509.load_pem_x509_certificates(file.read_bytes()))


@cache
def cases(directory: Path = DATA) -> tuple[Case, ...]:
    """All of them, in the order of the manifest."""
    listed = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    return tuple(Case(_vector(entry), directory) for entry in listed)


def named(name: str) -> tuple[Case, ...]:
    """The vector of this name, or its variants."""
    return tuple(case for case in cases() if case.name.partition("-")[0] == name)


def _vector(entry: dict) -> Vector:
    typed = {"status": Status(entry["status"]), "at": datetime.fromisoformat(entry["at"])}
    return Vector(**entry | typed)
