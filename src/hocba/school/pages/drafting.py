"""Draft a class: checked pupils become drafts, each in the transcript that is theirs for life."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hocba.core.lifecycle import State
from hocba.core.packet import read_page, write_page
from hocba.core.record import ClassYear, Event, Outcome, Page, Pupil, Results
from hocba.school.imports import CheckedPupil
from hocba.school.pages.models import ENDED, PageVersion, Transcript


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pupil whose page was left as it is, and why (Vietnamese)."""

    pupil_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What drafting a class did; each pupil is counted once."""

    created: int
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
) -> DraftReport:
    """Make or renew the drafts of one class.

    A page that is already being signed, or beyond, is never overwritten: its pupil is
    refused with the reason. Drafting the same data again changes nothing. ``new_code``
    gives a fresh UUID v4 in 32 hex characters for a pupil who has no transcript yet.
    """
    codes = _lookup_codes(class_year, years, at=at, new_code=new_code)
    live = _live_versions(class_year, codes.values())
    ended = _highest_ended(class_year, codes.values())
    sorting = _Sorting()
    for year in years:
        code = codes[year.pupil.personal_id]
        page = _page(class_year, year, code, ended.get(code, 0) + 1, at)
        sorting.place(page, live.get(code))
    return sorting.save(at)


def _lookup_codes(
    class_year: ClassYear,
    years: Iterable[PupilYear],
    *,
    at: datetime,
    new_code: Callable[[], str],
) -> dict[str, str]:
    """Lookup code by personal ID; who has none yet gets one, safe against a twin process."""
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
    return dict(transcripts.all().values_list("personal_id", "lookup_code"))


def _live_versions(class_year: ClassYear, codes: Iterable[str]) -> dict[str, PageVersion]:
    found = (
        PageVersion.objects.select_for_update()
        .filter(transcript__in=list(codes), school_year=class_year.school_year)
        .exclude(state__in=ENDED)
    )
    return {v.transcript_id: v for v in found}


def _highest_ended(class_year: ClassYear, codes: Iterable[str]) -> dict[str, int]:
    ended = PageVersion.objects.filter(
        transcript__in=list(codes), school_year=class_year.school_year, state__in=ENDED
    )
    return dict(ended.values_list("transcript_id").annotate(Max("version")))


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

    def __init__(self) -> None:
        self.new: list[Page] = []
        self.rewritten: list[tuple[PageVersion, Page]] = []
        self.unchanged = 0
        self.refused: list[Refusal] = []

    def place(self, page: Page, live: PageVersion | None) -> None:
        if live is None:
            self.new.append(page)
        elif _same_facts(page, read_page(bytes(live.content))):
            self.unchanged += 1
        elif live.state == State.DRAFT:
            self.rewritten.append((live, replace(page, version=live.version)))
        else:
            word = State(live.state).vietnamese
            reason = f"Học bạ {word}: muốn sửa phải rút chữ ký hoặc thu hồi trước."
            self.refused.append(Refusal(page.pupil.code, reason))

    def save(self, at: datetime) -> DraftReport:
        PageVersion.objects.bulk_create([_version(page, at) for page in self.new])
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
        return DraftReport(len(self.new), len(self.rewritten), self.unchanged, tuple(self.refused))


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
