"""How many pages stand where, unit by unit or class by class: one statement, whatever the size.

The register knows a page from its arrival on; what is before that – draft, signed, issued,
submitted, returned – is known of the schools that work in this installation, and a page counts
there only while the register has none of that pupil and year. Of a school that uses another
program nothing is known but what has arrived. No page is read: states and places alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hocba.core.lifecycle import State
from hocba.parties.models import PERSONAL_ROLES, Unit, UnitKind

AT_SCHOOL = (State.DRAFT, State.SIGNED, State.ISSUED, State.REPORTED, State.REJECTED)
ARRIVED = (State.ACCEPTED, State.LOCKED)
STATES = (
    *(State.DRAFT, State.SIGNED, State.ISSUED, State.REPORTED),
    *(State.ACCEPTED, State.REJECTED, State.LOCKED),
)
"""The seven, in the order of a page's life."""

SIGNERS, CERTIFIED, PACKETS = "signers", "certified", "packets"

_PAGES = """
    SELECT school_code, class_name, state, count(*) AS n FROM intake_registeredpage
    WHERE school_year = %(year)s AND state = ANY(%(arrived)s) AND school_code IN {schools}
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT school_code, class_name, state, count(*) FROM pages_pageversion version
    WHERE school_year = %(year)s AND state = ANY(%(at_school)s) AND school_code IN {schools}
    AND NOT EXISTS (
        SELECT FROM intake_registeredpage page
        WHERE page.live_code = version.transcript_id AND page.school_year = version.school_year
    )
    GROUP BY 1, 2, 3
"""
_OF_CLASSES = f"""
    SELECT class_name, class_name, '', state, sum(n)::int FROM ({_PAGES}) pages
    GROUP BY 1, 4 ORDER BY 1
""".format(schools="(%(unit)s)")  # noqa: S608 - our own constants alone are put in
_OF_UNITS = f"""
    WITH RECURSIVE under (member, place) AS (
        SELECT code, code FROM parties_unit WHERE parent_id = %(unit)s
        UNION ALL
        SELECT unit.code, place FROM parties_unit unit JOIN under ON parent_id = member
    ), pages AS ({_PAGES}), told (place, what, n) AS (
        SELECT place, state, sum(n)::int FROM pages JOIN under ON member = school_code GROUP BY 1, 2
        UNION ALL
        SELECT place, '{PACKETS}', count(*)::int FROM queue_submission
        JOIN under ON member = school_code WHERE standing = 'waiting' GROUP BY 1
        UNION ALL
        SELECT place, CASE WHEN has THEN '{CERTIFIED}' ELSE '{SIGNERS}' END, count(*)::int
        FROM (
            SELECT DISTINCT place, post.person_id, EXISTS (
                SELECT FROM parties_certificate card
                WHERE card.person_id = post.person_id AND revoked_at IS NULL
            ) AS has
            FROM parties_appointment post JOIN under ON member = unit_id
            WHERE role = ANY(%(roles)s) AND in_place_of_id IS NULL
            AND valid_from <= %(today)s AND (valid_to IS NULL OR valid_to >= %(today)s)
        ) signers GROUP BY 1, 2
    )
    SELECT unit.code, unit.name, unit.kind, what, n
    FROM parties_unit unit LEFT JOIN told ON place = unit.code
    WHERE unit.parent_id = %(unit)s ORDER BY unit.kind, unit.name, unit.code
""".format(schools="(SELECT member FROM under)")  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """A district, a school or a class: how many pages in each state; who can sign there.

    ``code`` is empty for a class. ``packets`` have come and wait to be taken in.
    """

    code: str
    name: str
    kind: str
    pages: Mapping[State, int]
    signers: int = 0
    certified: int = 0
    packets: int = 0

    @property
    def total(self) -> int:
        return sum(self.pages.values())

    @property
    def open(self) -> int:
        """Pages that are not locked yet."""
        return self.total - self.pages.get(State.LOCKED, 0)

    @property
    def counts(self) -> Sequence[tuple[State, int]]:
        """All seven states in their order."""
        return [(state, self.pages.get(state, 0)) for state in STATES]


def lines_of(unit: Unit, school_year: str, *, today: date) -> list[Line]:
    """The units below this one, or the classes of this school. One query."""
    wish: dict[str, Any] = {
        "unit": unit.code,
        "year": school_year,
        "arrived": [state.value for state in ARRIVED],
        "at_school": [state.value for state in AT_SCHOOL],
        "roles": list(PERSONAL_ROLES),
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_CLASSES if unit.kind == UnitKind.SCHOOL else _OF_UNITS, wish)
        rows = cursor.fetchall()
    return list(_lines(rows))


def sum_of(lines: Sequence[Line], name: str) -> Line:
    """All lines as one."""
    pages = {state: sum(line.pages.get(state, 0) for line in lines) for state in STATES}
    return Line(
        "",
        name,
        "",
        pages,
        sum(line.signers for line in lines),
        sum(line.certified for line in lines),
        sum(line.packets for line in lines),
    )


def _lines(rows: Iterable[tuple[str, str, str, str | None, int]]) -> Iterable[Line]:
    told: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for code, name, kind, what, n in rows:
        told[code, name, kind] |= {what: n} if what else {}
    for (code, name, kind), found in told.items():
        pages = {state: found[state] for state in STATES if state in found}
        certified = found.get(CERTIFIED, 0)
        signers = found.get(SIGNERS, 0) + certified
        yield Line(code, name, kind, pages, signers, certified, found.get(PACKETS, 0))
