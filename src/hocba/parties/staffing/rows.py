"""The lines of a list of staff, and what may be doubtful about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hocba.core.lifecycle import Role


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line, by its number in the list.

    Without a personal ID the recorded one stays. Without a role the line speaks of the person
    alone. Without ``begins`` it ends the post that runs; ``ends`` is the last day.
    """

    number: int
    code: str
    full_name: str = ""
    personal_id: str = ""
    unit: str = ""
    role: Role | None = None
    begins: date | None = None
    ends: date | None = None


class Doubt(NamedTuple):
    """What is wrong with a line, as a sentence that says what to do."""

    number: int
    sentence: str
