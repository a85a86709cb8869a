"""Who signed a page, as the printed form tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hocba.core.lifecycle import Role
from hocba.core.packet import identifiers
from hocba.core.record import Page
from hocba.core.signature import SignatureReport


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A signature in a form: who, when, with which certificate (serial number, hexadecimal).

    ``subjects`` are the codes of the subjects that a subject teacher signed, ``in_place_of`` is
    the staff code of the person for whom somebody else signed.
    """

    role: Role
    signer: str
    organization: str
    signed_at: datetime
    certificate: str
    subjects: tuple[str, ...] = ()
    in_place_of: str = ""


def signature_blocks(reports: Iterable[SignatureReport], page: Page) -> tuple[SignatureBlock, ...]:
    """The blocks of the valid signatures among ``reports``, in their order."""
    return tuple(block for report in reports if (block := _block(report, page)) is not None)


def _block(report: SignatureReport, page: Page) -> SignatureBlock | None:
    if not report.verdict.passed or not report.certificate:
        return None
    if report.role is None or report.signing_time is None:
        return None
    return SignatureBlock(
        role=report.role,
        signer=report.signer_name,
        organization=report.organization,
        signed_at=report.signing_time,
        certificate=f"{report.certificate.serial_number:X}",
        subjects=_subjects(report, page),
        in_place_of=report.in_place_of,
    )


def _subjects(report: SignatureReport, page: Page) -> tuple[str, ...]:
    signed = set(report.covers)
    return tuple(
        result.subject
        for result in page.results.subjects
        if identifiers.of_subject(page.lookup_code, result.subject) in signed
    )
