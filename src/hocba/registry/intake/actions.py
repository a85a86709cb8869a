"""What may be done to the root database before locking: take a packet in, recall pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from hocba.adapters.availability import translating_outages
from hocba.adapters.keys import SigningKey
from hocba.core.errors import InputError, LifecycleError, PacketError, Unavailable
from hocba.core.lifecycle import TRANSITIONS, Action, State
from hocba.core.packet import Fault, PacketHeader, take_apart
from hocba.core.signature import PacketReport
from hocba.registry.intake import queries
from hocba.registry.intake.claims import read_claims
from hocba.registry.intake.examining import Conditions, examine
from hocba.registry.intake.judging import Reading, judge, read
from hocba.registry.intake.known import look_up
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.intake.receipts import sign_receipt
from hocba.registry.intake.storing import Delivery, RivalWasFirst, store
from hocba.registry.journal.models import JournalEntry

_ATTEMPTS = 5


def receive(
    data: bytes,
    *,
    sender: str,
    at: datetime,
    conditions: Conditions,
    receipt_key: SigningKey,
    addressed_by: str = "",
) -> bytes:
    """Take a packet in, page by page, and return the signed receipt (``<BienNhan>``).

    The same bytes always get the same receipt and change nothing more. All is written in
    one transaction or nothing is. A page that breaks the schema is sent back, and no other
    for it. Raises PacketError for what is no packet that can be read, or is of another school
    than ``addressed_by``; SigningError when the receipt cannot be signed; Unavailable when the
    database is away, an issuer of certificates keeps silent, or rivals for the same pupils
    keep getting in first.
    """
    digest = sha256(data).digest()
    with translating_outages():
        known_receipt = queries.receipt_of(digest)
        if known_receipt is not None:
            return known_receipt
        packet = take_apart(data)
        claims = read_claims(packet)
        _require_school(claims.header, addressed_by)
        report, evidence = examine(packet, conditions, at)
        header = report.header or claims.header
        delivery = Delivery(data, digest, sender, at, header, evidence)
        return _take_in(delivery, report, read(claims, report), receipt_key)


def _require_school(header: PacketHeader, addressed_by: str) -> None:
    if addressed_by not in ("", header.school_code):
        raise PacketError("Gói tin không phải của trường đã nêu khi nộp.", code="KHAC_TRUONG")


def _take_in(
    delivery: Delivery, report: PacketReport, readings: Sequence[Reading], key: SigningKey
) -> bytes:
    for _ in range(_ATTEMPTS):
        try:
            return _try_to_take_in(delivery, report, readings, key)
        except RivalWasFirst:
            continue
        except IntegrityError as error:
            if not isinstance(error.__cause__, (UniqueViolation, ForeignKeyViolation)):
                raise
    raise Unavailable("Các học bạ này đang được xử lý ở một gói tin khác. Hãy thử lại sau ít phút.")


@transaction.atomic
def _try_to_take_in(
    delivery: Delivery, report: PacketReport, readings: Sequence[Reading], key: SigningKey
) -> bytes:
    known_receipt = queries.receipt_of(delivery.digest)
    if known_receipt is not None:
        return known_receipt
    header = delivery.header
    pages = [reading.page for reading in readings if reading.page is not None]
    known = look_up(header, pages, report)
    judgements = judge(readings, header, report, known, delivery.at)
    outcomes = [judgement.outcome(header.school_year) for judgement in judgements]
    receipt = sign_receipt(header, delivery.digest, outcomes, at=delivery.at, key=key)
    store(delivery, judgements, known, receipt)
    return receipt


@dataclass(frozen=True, slots=True)
class RecallReport:
    """Which pages were taken back, and why the others were not, by lookup code."""

    recalled: tuple[str, ...]
    refused: Mapping[str, Fault]


def recall(
    *,
    school_code: str,
    school_year: str,
    lookup_codes: Sequence[str],
    reason: str,
    actor: str,
    at: datetime,
) -> RecallReport:
    """Take accepted pages back for their school; one that cannot be does not stop the others.

    A transcript that is left without a page is free again: its number may have been the
    very mistake. Raises InputError without a reason, Unavailable as :func:`receive`.
    """
    if not reason.strip():
        raise InputError("Thu hồi học bạ phải ghi lý do.")
    with translating_outages(), transaction.atomic():
        live = {
            page.lookup_code: page
            for page in RegisteredPage.objects.select_for_update()
            .filter(live_code__in=lookup_codes, school_year=school_year)
            .defer("content")
            .order_by("pk")
        }
        refused = _refusals(live, lookup_codes, school_code)
        pages = [page for code, page in live.items() if code not in refused]
        _recall(pages, at)
        JournalEntry.objects.bulk_create(
            JournalEntry(
                at=at,
                actor=actor,
                action=Action.RECALL,
                school_code=school_code,
                school_year=school_year,
                lookup_code=page.lookup_code,
                version=page.version,
                reason=reason,
            )
            for page in pages
        )
    return RecallReport(tuple(page.lookup_code for page in pages), refused)


def _refusals(
    live: Mapping[str, RegisteredPage], lookup_codes: Sequence[str], school_code: str
) -> dict[str, Fault]:
    found = {}
    for code in lookup_codes:
        page = live.get(code)
        if page is None or page.school_code != school_code:
            found[code] = Fault("KHONG_CO_HOC_BA", "Trường không có học bạ này ở Sở.")
        elif page.state == State.LOCKED:
            found[code] = Fault("DA_CHOT", "Học bạ đã chốt, không thu hồi được nữa.")
    return found


def _recall(pages: Sequence[RegisteredPage], at: datetime) -> None:
    step = TRANSITIONS[Action.RECALL]
    recalled = RegisteredPage.objects.filter(
        pk__in=[page.pk for page in pages], state__in=step.sources
    ).update(state=step.target, ended_at=at)
    if recalled != len(pages):
        raise LifecycleError("Một số học bạ vừa được thay đổi; chưa có gì được thu hồi.")
    queries.unheld_transcripts([page.lookup_code for page in pages]).delete()
