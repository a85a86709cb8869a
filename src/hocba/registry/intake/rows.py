"""Accepted pages as rows of the root database, whether a school or a Department brought them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from hocba.adapters.bulk import copy_in
from hocba.core.lifecycle import State
from hocba.core.record import Page
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript

_COLUMNS = (
    "lookup_code",
    "school_year",
    "version",
    "state",
    "content",
    "sha256",
    "personal_id",
    "level",
    "grade",
    "school_code",
    "class_name",
    "reassessed",
    "packet_id",
    "accepted_at",
)


def add_transcripts(pages: Iterable[Page]) -> None:
    """The transcripts of pages whose lookup codes are new.

    In the order of their codes, so that two packets with the same pupils wait for each other
    and do not block one another for good.
    """
    rows = sorted(
        (page.lookup_code, page.pupil.personal_id, page.class_year.level.value) for page in pages
    )
    copy_in(Transcript, ("lookup_code", "personal_id", "level"), rows)


def add_accepted(pages: Iterable[tuple[Page, bytes]], packet: Packet) -> None:
    """Each page with its signed bytes, accepted when ``packet`` was received."""
    copy_in(RegisteredPage, _COLUMNS, (_row(page, content, packet) for page, content in pages))


def _row(page: Page, content: bytes, packet: Packet) -> tuple[object, ...]:
    year = page.class_year
    return (
        page.lookup_code,
        year.school_year,
        page.version,
        State.ACCEPTED.value,
        content,
        sha256(content).digest(),
        page.pupil.personal_id,
        year.level.value,
        year.grade,
        year.school_code,
        year.class_name,
        page.reassessment is not None,
        packet.pk,
        packet.received_at,
    )
