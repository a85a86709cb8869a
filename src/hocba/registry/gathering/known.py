"""What the Ministry has already of the pupils in a dispatch, in two queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from hocba.core.record import Page
from hocba.registry.intake.models import LIVE, RegisteredPage, Transcript


@dataclass(frozen=True, slots=True)
class Known:
    """``held`` is by lookup code and ``held_by`` by personal ID, of the dispatch's school year;
    ``owners`` and ``codes`` are the bonds between lookup code, person and level."""

    held: Mapping[str, RegisteredPage]
    held_by: Mapping[str, str]
    owners: Mapping[str, tuple[str, str]]
    codes: Mapping[tuple[str, str], str]


def look_up(school_year: str, pages: Sequence[Page]) -> Known:
    of_these = Q(lookup_code__in=[page.lookup_code for page in pages]) | Q(
        personal_id__in=[page.pupil.personal_id for page in pages]
    )
    live = list(
        RegisteredPage.objects.filter(of_these, school_year=school_year, state__in=LIVE).defer(
            "content"
        )
    )
    bonds = Transcript.objects.filter(of_these).values_list("lookup_code", "personal_id", "level")
    found = list(bonds)
    return Known(
        held={page.lookup_code: page for page in live},
        held_by={page.personal_id: page.lookup_code for page in live},
        owners={code: (person, level) for code, person, level in found},
        codes={(person, level): code for code, person, level in found},
    )
