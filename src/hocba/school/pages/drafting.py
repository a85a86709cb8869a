"""Draft a class: checked pupils become drafts, each in the transcript that is theirs for life.

A page that the Department has accepted stays in force while its replacement is in work beside
it: a new version, signed and reported like the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hocba.core.errors import InputError
from hocba.core.lifecycle import Action, State
from hocba.core.packet import read_page, write_page
from hocba.core.record import ClassYear, Event, Outcome, Page, Pupil, Results
from hocba.parties.models import Unit
from hocba.parties.names import name_key
from hocba.parties.queries import department_of
from hocba.school.imports import CheckedPupil, ImportReport
from hocba.school.pages import journal
from hocba.school.pages.models import IN_FORCE, IN_WORK, PageVersion, Transcript


@dataclass(frozen=True, slots=True)
class PupilYear:
    """One pupil's year as the import let it pass."""

    pupil: Pupil
    results: Results
    stated: Outcome
    computed: Outcome


def accepted_years(pupils: Iterable[CheckedPupil]) -> list[PupilYear]:
    """The years of the pupils that the check did not hold back."""
    return [
        PupilYear(p.pupil, p.results, p.stated, p.computed)
        for p in pupils
        if p.accepted and p.pupil and p.results and p.stated and p.computed
    ]


def class_of(report: ImportReport, school: Unit) -> ClassYear:
    """The class that a workbook is of, at this school.

    Raises InputError when it names no class, or another school: its pupils would get pages of
    a school that is not theirs.
    """
    if report.grade is None or report.level is None:
        raise InputError("Không tìm thấy tên lớp trong các dòng tiêu đề của bảng tổng hợp.")
    if report.school_name and name_key(report.school_name) != school.name_key:
        raise InputError(
            f"Bảng tổng hợp là của «{report.school_name}», không phải của «{school.name}» "
            f"({school.code}); hãy chọn đúng tệp hoặc đúng mã trường."
        )
    return ClassYear(
        department_of(school.code),
        school.code,
        school.name,
        report.level,
        report.grade,
        report.class_name,
        report.school_year,
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pupil whose page was left as it is, and why (Vietnamese)."""

    pupil_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replacing:
    """Who wants accepted pages replaced where the data differs, and why; kept for ever."""

    actor: str
    reason: str

    def __post_init__(self) -> None:
        journal.require_reason(self.reason, "thay thế")


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What drafting a class did; each pupil is counted once, ``replacing`` among ``created``."""

    created: int
    replacing: int
    rewritten: int
    unchanged: int
    refused: tuple[Refusal, ...]


@transaction.atomic
def draft_class(
    class_year: ClassYear,
    years: Sequence[PupilYear],
    *,
    at: datetime,
    new_code: Callable[[], str],
    replacing: Replacing | None = None,
) -> DraftReport:
    """Make or renew the drafts of one class.

    A page that is already being signed, or beyond, is never overwritten: its pupil is
    refused with the reason. One that the Department has accepted gets a new version beside it
    if ``replacing`` says why. Drafting the same data again changes nothing. ``new_code`` gives
    a fresh UUID v4 in 32 hex characters for a pupil who has no transcript yet.
    """
    codes = _lookup_codes(class_year, years, at=at, new_code=new_code)
    highest = _highest(class_year, codes.values())
    in_work = _versions(class_year, codes.values(), IN_WORK)
    in_force = _versions(class_year, codes.values(), IN_FORCE)
    sorting = _Sorting(replacing)
    for year in years:
        code = codes[year.pupil.personal_id]
        page = _page(class_year, year, code, highest.get(code, 0) + 1, at)
        sorting.place(page, in_work.get(code), in_force.get(code))
    return sorting.save(at)


def _lookup_codes(
    class_year: ClassYear,
    years: Iterable[PupilYear],
    *,
    at: datetime,
    new_code: Callable[[], str],
) -> dict[str, str]:
    """Lookup code by personal ID; who has none yet gets one.

    The transcripts stay locked until the drafts are written: a twin process waits here, and then
    finds them.
    """
    by_id = {year.pupil.personal_id: year.pupil for year in years}
    transcripts = Transcript.objects.filter(level=class_year.level, personal_id__in=by_id)
    known = set(transcripts.values_list("personal_id", flat=True))
    Transcript.objects.bulk_create(
        [
            Transcript(
                lookup_code=new_code(),
                personal_id=personal_id,
                level=class_year.level,
                pupil_code=pupil.code,
                created_at=at,
            )
            for personal_id, pupil in by_id.items()
            if personal_id not in known
        ],
        ignore_conflicts=True,
    )
    locked = transcripts.all().select_for_update(no_key=True).order_by("lookup_code")
    return dict(locked.values_list("personal_id", "lookup_code"))


def _versions(
    class_year: ClassYear, codes: Iterable[str], states: Collection[str]
) -> dict[str, PageVersion]:
    """The one version of each page in one of these states, by lookup code, locked."""
    found = PageVersion.objects.select_for_update().filter(
        transcript__in=list(codes), school_year=class_year.school_year, state__in=states
    )
    return {v.transcript_id: v for v in found}


def _highest(class_year: ClassYear, codes: Iterable[str]) -> dict[str, int]:
    """The number of the newest version there is of each page."""
    versions = PageVersion.objects.filter(
        transcript__in=list(codes), school_year=class_year.school_year
    )
    return dict(versions.values_list("transcript_id").annotate(Max("version")))


def _page(class_year: ClassYear, year: PupilYear, code: str, version: int, at: datetime) -> Page:
    return Page(
        lookup_code=code,
        version=version,
        event=Event.NEW if version == 1 else Event.UPDATE,
        updated_at=at.replace(microsecond=0),
        class_year=class_year,
        pupil=year.pupil,
        results=year.results,
        stated=year.stated,
        computed=year.computed,
    )


class _Sorting:
    """Where each page of the class goes: new, rewritten, unchanged or refused."""

    def __init__(self, replacing: Replacing | None) -> None:
        self._replacing = replacing
        self.new: list[Page] = []
        self.replacements: list[Page] = []
        self.rewritten: list[tuple[PageVersion, Page]] = []
        self.unchanged = 0
        self.refused: list[Refusal] = []

    def place(self, page: Page, in_work: PageVersion | None, in_force: PageVersion | None) -> None:
        newest = in_work or in_force
        if newest is None:
            self.new.append(page)
        elif newest.school_code != page.class_year.school_code:
            self.refused.append(Refusal(page.pupil.code, _ELSEWHERE))
        elif _same_facts(page, read_page(bytes(newest.content))):
            self.unchanged += 1
        elif newest.state == State.DRAFT:
            self._rewrite(newest, page)
        elif newest.state == State.ACCEPTED and self._replacing:
            self.replacements.append(page)
        else:
            self.refused.append(Refusal(page.pupil.code, _why_not(State(newest.state))))

    def _rewrite(self, draft: PageVersion, page: Page) -> None:
        event = read_page(bytes(draft.content)).event
        self.rewritten.append((draft, replace(page, version=draft.version, event=event)))

    def save(self, at: datetime) -> DraftReport:
        PageVersion.objects.bulk_create([_version(page, at) for page in self.new])
        replacements = [_version(page, at) for page in self.replacements]
        PageVersion.objects.bulk_create(replacements)
        if self._replacing:
            actor, reason = self._replacing.actor, self._replacing.reason.strip()
            journal.record(replacements, Action.CREATE, actor, at=at, reason=reason)
        for version, page in self.rewritten:
            version.content = write_page(page)
            version.finished = page.finished
            version.class_name = page.class_year.class_name
            version.revision += 1
            version.updated_at = at
        PageVersion.objects.bulk_update(
            [version for version, _ in self.rewritten],
            ["content", "finished", "class_name", "revision", "updated_at"],
        )
        return DraftReport(
            len(self.new) + len(replacements),
            len(replacements),
            len(self.rewritten),
            self.unchanged,
            tuple(self.refused),
        )


_ELSEWHERE = (
    "Học sinh có học bạ năm học này ở trường khác; hãy xem lại số định danh, hoặc làm thủ tục"
    " chuyển trường trước."
)


def _why_not(state: State) -> str:
    """Why a page in this state is left as it is, and what to do instead."""
    match state:
        case State.ACCEPTED:
            return "Học bạ đã được Sở tiếp nhận; muốn sửa hãy lập bản thay thế, hoặc thu hồi trước."
        case State.LOCKED:
            return "Học bạ đã chốt, không sửa được nữa."
        case State.REPORTED:
            return "Học bạ đang chờ Sở trả lời; hãy nhận biên nhận trước."
        case _:
            return f"Học bạ {state.vietnamese}; muốn sửa hãy rút chữ ký trước."


def _same_facts(new: Page, old: Page) -> bool:
    return replace(new, updated_at=old.updated_at, version=old.version, event=old.event) == old


def _version(page: Page, at: datetime) -> PageVersion:
    return PageVersion(
        transcript_id=page.lookup_code,
        school_code=page.class_year.school_code,
        school_year=page.class_year.school_year,
        grade=page.class_year.grade,
        class_name=page.class_year.class_name,
        version=page.version,
        state=State.DRAFT,
        finished=page.finished,
        content=write_page(page),
        updated_at=at,
    )
