"""A packet judged page by page: every reason at once, and no page for another's fault.

The order of the checks, from the bytes to what they mean:

1. limits, form, schema (of the packet, and of each page) and every signature
   (``core.signature``);
2. the school, its seal on the packet, and that the registry knows both;
3. that the page belongs to the packet's class;
4. who may sign for whom (``authority``);
5. the window (``window``);
6. the numbers, against the person and the registry (``numbers``);
7. the regulation of the year (``assessment``).

A page that fails 1 is not read any further: nothing is known of it. A page that the
registry holds already, to the byte, is accepted again and stored no second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from hocba.core.packet import Fault, PacketHeader, PageOutcome
from hocba.core.record import ClassYear, Page
from hocba.core.signature import PacketReport, PageReport
from hocba.core.verdict import Status, Verdict
from hocba.parties.models import UnitKind
from hocba.registry.intake import assessment, authority, numbers, window
from hocba.registry.intake.claims import Claims, PageClaim
from hocba.registry.intake.known import Known

_MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as far as it can be believed: either a record, or the faults that keep us from it."""

    claim: PageClaim
    report: PageReport
    page: Page | None
    faults: tuple[Fault, ...]

    def __post_init__(self) -> None:
        if (self.page is None) == (not self.faults):
            raise AssertionError("a page is believed or faulted, never both, never neither")


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the pages of a packet are judged by."""

    header: PacketHeader
    known: Known
    at: datetime
    shared_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a page; ``page`` is to be stored when there is one."""

    claim: PageClaim
    page: Page | None = None
    content: bytes = b""
    faults: tuple[Fault, ...] = ()

    def outcome(self, school_year: str) -> PageOutcome:
        return PageOutcome(self.claim.lookup_code, school_year, self.claim.version, self.faults)


def read(claims: Claims, report: PacketReport) -> tuple[Reading, ...]:
    """Step 1. ``report`` must be of the very bytes that the claims were read from."""
    return tuple(_reading(*pair) for pair in zip(claims.pages, report.pages, strict=True))


def judge(
    readings: Sequence[Reading],
    header: PacketHeader,
    report: PacketReport,
    known: Known,
    at: datetime,
) -> tuple[Judgement, ...]:
    """Steps 2 to 7. A fault of the packet is a fault of every page."""
    common = list(_packet_faults(header, report, known))
    if common:
        return tuple(_returned(reading, common) for reading in readings)
    ids = Counter(each.page.pupil.personal_id for each in readings if each.page is not None)
    shared = frozenset(personal_id for personal_id, times in ids.items() if times > 1)
    hearing = Hearing(header, known, at, shared)
    return tuple(_judge(reading, hearing) for reading in readings)


def _reading(claim: PageClaim, report: PageReport) -> Reading:
    return Reading(claim, report, report.page, tuple(unproven(report)))


def unproven(report: PageReport) -> Iterator[Fault]:
    """Why nothing on the page can be believed; nothing for a page that passed step 1."""
    yield from (_fault(each) for each in report.verdicts if not each.passed)
    for signature in report.signatures:
        if not signature.verdict.passed:
            yield _fault(signature.verdict, authority.title(signature.role))
    if report.flaw is not None:
        yield _fault(report.flaw)


def _fault(verdict: Verdict, about: str = "") -> Fault:
    unknown = "Chưa kiểm tra được: " if verdict.status is Status.UNDETERMINED else ""
    where = f"{about[0].upper()}{about[1:]}: " if about else ""
    return Fault(verdict.code, f"{where}{unknown}{verdict.message}")


def _packet_faults(header: PacketHeader, report: PacketReport, known: Known) -> Iterator[Fault]:
    yield from (_fault(each) for each in report.verdicts if not each.passed)
    signature = report.packet_signature
    if signature is None:
        return
    if not signature.verdict.passed:
        yield _fault(signature.verdict, "chữ ký gói tin")
        return
    yield from _unit_faults(header, known)
    yield from authority.signature_faults(signature, header.school_code, known.signers)


def _unit_faults(header: PacketHeader, known: Known) -> Iterator[Fault]:
    school = known.units.get(header.school_code)
    department = known.units.get(header.department_code)
    if school is None or school.kind != UnitKind.SCHOOL:
        yield Fault(
            "TRUONG_KHONG_CO", f"Mã trường {header.school_code} không có trong danh mục của Sở."
        )
    if department is None or department.kind != UnitKind.DEPARTMENT:
        yield Fault("SAI_SO", f"Gói tin gửi tới Sở {header.department_code}, không phải Sở này.")


def _returned(reading: Reading, faults: Iterable[Fault]) -> Judgement:
    kept = tuple(dict.fromkeys(faults))[:_MOST_FAULTS]
    return Judgement(reading.claim, faults=kept)


def _judge(reading: Reading, hearing: Hearing) -> Judgement:
    page, content = reading.page, reading.report.covered
    if page is None:
        return _returned(reading, reading.faults)
    if _held_already(page, content, hearing.known):
        return Judgement(reading.claim)
    found = list(_faults(page, reading.report, hearing))
    return _returned(reading, found) if found else Judgement(reading.claim, page, content)


def _held_already(page: Page, content: bytes, known: Known) -> bool:
    live = known.live.get(page.lookup_code)
    return live is not None and live.sha256 == sha256(content).digest()


def _faults(page: Page, report: PageReport, hearing: Hearing) -> Iterator[Fault]:
    known = hearing.known
    yield from _of_another_class(page.class_year, hearing.header.class_year)
    yield from authority.faults(page, report.signatures, known.signers)
    person = page.pupil.personal_id
    yield from window.faults(page, known.calendar, hearing.at, known.late.get(person))
    yield from numbers.faults(page, known, shared=person in hearing.shared_ids)
    yield from assessment.faults(page)


def _of_another_class(own: ClassYear, packet: ClassYear) -> Iterator[Fault]:
    if own == packet:
        return
    names = {"school_code": "trường", "class_name": "lớp", "school_year": "năm học"}
    differing = [f.name for f in fields(own) if getattr(own, f.name) != getattr(packet, f.name)]
    what = ", ".join(dict.fromkeys(names.get(name, "thông tin lớp") for name in differing))
    yield Fault("KHAC_DAU_GOI", f"Học bạ không thuộc lớp ghi ở đầu gói tin: khác {what}.")
