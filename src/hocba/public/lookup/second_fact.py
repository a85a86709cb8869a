"""What a person must know besides the code: birth date and the end of the personal ID."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from hocba.core.record import Pupil

_DAY_FIRST = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4})|(\d{2})(\d{2})(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class SecondFact:
    """``id_ending``: the last four digits of the personal ID."""

    birth_date: date
    id_ending: str

    def fits(self, pupil: Pupil) -> bool:
        """Whether this is the pupil; the comparison takes the same time wherever they differ."""
        theirs = SecondFact(pupil.birth_date, pupil.personal_id[-4:])
        return compare_digest(_told(self), _told(theirs))


def _told(fact: SecondFact) -> str:
    return f"{fact.birth_date.isoformat()} {fact.id_ending}"


def read_day(text: str) -> date | None:
    """A day as people write it (18/12/2014, 18-12-2014, 18122014, 2014-12-18), or None."""
    words = text.strip()
    if found := _YEAR_FIRST.fullmatch(words):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(words):
        day, month, year = (group for group in found.groups() if group)
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
