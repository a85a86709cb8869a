"""What an owner may know: who looked, which copies there are, what leave was given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import Count, Max

from hocba.public.copies.standing import CopyStanding, copies_of
from hocba.public.lookup.models import Asked, Look
from hocba.public.owners.models import Grant, Opening
from hocba.public.owners.opening import living_grants

MOST_LINES = 500
"""The latest; older ones are given on request."""

_ASKED: Mapping[str, str] = {
    Asked.STATUS: "Chỉ xem tình trạng, không thấy nội dung",
    Asked.TRANSCRIPT: "Xem học bạ bằng mã, ngày sinh và số định danh",
    Asked.PDF: "Lấy bản in bằng mã, ngày sinh và số định danh",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One look, in words: when, who, what, which years, on what ground, for what; and if shown."""

    at: datetime
    who: str
    what: str
    shown: bool
    years: str = ""
    ground: str = ""
    purpose: str = ""


def looks_at(code: str) -> list[Line]:
    """The latest looks at a transcript, by code and by right, the latest first. Two queries."""
    looks = Look.objects.filter(lookup_code=code).order_by("-at")[:MOST_LINES]
    openings = Opening.objects.filter(lookup_code=code).order_by("-at")[:MOST_LINES]
    lines = chain(map(_line_of_look, looks), map(_line_of_opening, openings))
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_LINES]


def _line_of_look(look: Look) -> Line:
    by_operator = look.who.startswith("operator:")
    who = "Người vận hành hệ thống của Sở" if by_operator else "Người tra cứu không đăng nhập"
    what = _ASKED.get(look.asked, look.get_asked_display())
    return Line(look.at, who, what, look.shown)


def _line_of_opening(opening: Opening) -> Line:
    return Line(
        opening.at,
        opening.who,
        opening.get_form_display(),
        shown=True,
        years=", ".join(opening.years),
        ground=opening.get_ground_display(),
        purpose=opening.purpose,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A copy, what became of it, and to whom it was given, in words."""

    standing: CopyStanding
    to: str


_RECEIVERS = {
    "visitor": "Người tra cứu không đăng nhập",
    "operator": "Người vận hành hệ thống của Sở",
    "owner": "Chủ học bạ hoặc cha mẹ",
    "organisation": "Cơ quan, tổ chức",
    "grant": "Người có đường dẫn",
}


def copies_given(code: str) -> list[Given]:
    """Every copy of a transcript that was ever given, the latest first."""
    copies = copies_of(code)
    return [Given(each, _RECEIVERS[each.copy.given_to.partition(":")[0]]) for each in copies]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant, in words, with how often it was used."""

    id: UUID
    to: str
    years: str
    purpose: str
    given_at: datetime
    last_day: date
    revoked_at: datetime | None
    living: bool
    uses: int
    last_used: datetime | None


def grants_of(personal_ids: Collection[str], *, at: datetime) -> list[GrantLine]:
    """Every grant that was ever given on these pupils, the latest first. Three queries."""
    grants = Grant.objects.filter(personal_id__in=list(personal_ids))
    living = set(living_grants(at).filter(pk__in=grants).values_list("pk", flat=True))
    times = Opening.objects.filter(grant__in=grants).values_list("grant_id")
    uses = {grant: (n, last) for grant, n, last in times.annotate(Count("pk"), Max("at"))}
    newest_first = grants.select_related("organisation").order_by("-given_at")
    return [_grant_line(grant, grant.pk in living, uses) for grant in newest_first]


def _grant_line(
    grant: Grant, living: bool, uses: Mapping[UUID | None, tuple[int, datetime | None]]
) -> GrantLine:
    count, last = uses.get(grant.pk, (0, None))
    return GrantLine(
        grant.pk,
        grant.organisation.name if grant.organisation else "Người có đường dẫn",
        ", ".join(grant.years),
        grant.purpose,
        grant.given_at,
        grant.last_day,
        grant.revoked_at,
        living,
        count,
        last,
    )
