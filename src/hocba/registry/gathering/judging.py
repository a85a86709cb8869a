"""A dispatch judged event by event, so that no page answers for another's fault.

1. The page: schema and every signature of its school (``core.signature``).
2. The event speaks of this page, and both of this Department.
3. The Department's ledger holds the page: the path leads to the head that it signed.
4. Lookup code, personal ID and level belong together, here too.
5. The version: only one that is larger than what is held is taken. What is held already is
   answered as when it was taken; a smaller one is passed over. What is held is locked, so a
   larger one, or a cancellation, is returned: nobody changes a locked page.

Who may sign for which school is the Department's to know, and was asked when it took the
page in; the Ministry holds the Department to it by its signature.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from hocba.core import merkle
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.packet import DispatchEvent, EventOutcome, Fault, Standing
from hocba.core.record import Event, Page
from hocba.core.signature import PageReport
from hocba.registry.gathering.believing import Heard
from hocba.registry.gathering.known import Known
from hocba.registry.intake.judging import unproven
from hocba.registry.intake.models import RegisteredPage


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of an event; ``page`` is to be stored when there is one."""

    event: DispatchEvent
    outcome: EventOutcome
    page: Page | None = None

    @property
    def entry(self) -> LedgerEntry:
        return entry_of(self.event)


def entry_of(event: DispatchEvent) -> LedgerEntry:
    """The very entry that the Department's ledger has for the page."""
    return LedgerEntry.of(
        event.lookup_code,
        event.school_year,
        event.version,
        sha256(event.page).digest(),
        event.updated_at,
    )


def judge(heard: Heard, known: Known) -> tuple[Judgement, ...]:
    """The judgements, in the order of the events."""
    ids = Counter(page.page.pupil.personal_id for page in heard.report.pages if page.page)
    shared = frozenset(personal_id for personal_id, times in ids.items() if times > 1)
    pairs = zip(heard.dispatch.events, heard.report.pages, strict=True)
    return tuple(_judge(event, report, heard, known, shared) for event, report in pairs)


def _judge(
    event: DispatchEvent, report: PageReport, heard: Heard, known: Known, shared: frozenset[str]
) -> Judgement:
    page = report.page
    if page is None:
        return _returned(event, *unproven(report))
    faults = [
        *_of_another_page(event, page, report.covered, heard),
        *_not_in_the_ledger(event, heard),
    ]
    if faults:
        return _returned(event, *faults)
    held = known.held.get(event.lookup_code)
    if held is not None and held.version > event.version:
        return Judgement(event, _outcome(event, Standing.SUPERSEDED, held_version=held.version))
    if held is not None and bytes(held.sha256) == sha256(event.page).digest():
        return Judgement(event, _outcome(event, Standing.HELD))
    faults = [*_bond(page, known, shared), *_locked_here(event, held)]
    if faults:
        return _returned(event, *faults)
    return Judgement(event, _outcome(event, Standing.HELD), page)


def _returned(event: DispatchEvent, *faults: Fault) -> Judgement:
    return Judgement(event, _outcome(event, Standing.RETURNED, faults=faults))


def _outcome(
    event: DispatchEvent,
    standing: Standing,
    *,
    held_version: int | None = None,
    faults: tuple[Fault, ...] = (),
) -> EventOutcome:
    return EventOutcome(
        event.lookup_code, event.school_year, event.version, standing, held_version, faults
    )


def _of_another_page(
    event: DispatchEvent, page: Page, covered: bytes, heard: Heard
) -> Iterator[Fault]:
    own = (page.lookup_code, page.class_year.school_year, page.version)
    if own != (event.lookup_code, event.school_year, event.version) or covered != event.page:
        yield Fault("KHAC_SU_KIEN", "Học bạ kèm theo không phải của sự kiện này.")
    code = heard.dispatch.header.department_code
    if page.class_year.department_code != code:
        yield Fault("SAI_SO", f"Học bạ không thuộc Sở {code} là nơi gửi báo cáo.")


def _not_in_the_ledger(event: DispatchEvent, heard: Heard) -> Iterator[Fault]:
    leaf = merkle.leaf_hash(entry_of(event).leaf)
    if not merkle.includes(heard.head.root, heard.head.size, event.index, leaf, event.path):
        yield Fault(
            "KHONG_CO_TRONG_SO_CAI",
            "Chứng minh sổ cái không dẫn từ học bạ này tới đầu sổ mà Sở đã ký.",
        )


def _bond(page: Page, known: Known, shared: frozenset[str]) -> Iterator[Fault]:
    person, level = page.pupil.personal_id, page.class_year.level.value
    if known.owners.get(page.lookup_code, (person, level)) != (person, level):
        yield Fault(
            "MA_TRA_CUU_CUA_NGUOI_KHAC",
            "Mã tra cứu này đã gắn với một số định danh hoặc cấp học khác.",
        )
    if known.codes.get((person, level), page.lookup_code) != page.lookup_code:
        yield Fault(
            "DA_CO_MA_TRA_CUU", f"Số định danh {person} đã có học bạ cấp này với mã tra cứu khác."
        )
    if known.held_by.get(person, page.lookup_code) != page.lookup_code or person in shared:
        yield Fault(
            "DA_CO_TRANG_NAM_HOC",
            f"Số định danh {person} đã có một học bạ khác trong năm học này.",
        )


def _locked_here(event: DispatchEvent, held: RegisteredPage | None) -> Iterator[Fault]:
    if event.event is Event.CANCEL:
        yield Fault("DA_CHOT", "Học bạ đã chốt không huỷ được.")
    elif held is not None and held.version == event.version:
        yield Fault("KHAC_BAN_DANG_GIU", "Bộ đang giữ phiên bản này với nội dung khác.")
    elif held is not None:
        yield Fault(
            "DA_CHOT",
            f"Bộ đang giữ phiên bản {held.version} đã chốt; học bạ đã chốt không thay thế được.",
        )
