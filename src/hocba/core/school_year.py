"""The school year, the key by which rules, windows and pages are dated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from hocba.core.errors import InputError

_SHAPE = re.compile(r"\s*([0-9]{4})\s*[-–—]\s*([0-9]{4})\s*")


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year by the calendar year it begins in; ``str()`` gives ``2023-2024``."""

    first: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2023-2024`` (any dash, blanks allowed). Raises InputError for anything else."""
        shape = _SHAPE.fullmatch(text)
        if shape is None or int(shape[2]) != int(shape[1]) + 1:
            raise InputError(
                f"Năm học «{text.strip()}» không đúng: hãy viết hai năm liền nhau, như 2023-2024.",
                code="NAM_HOC_SAI",
            )
        return cls(int(shape[1]))

    @property
    def begins(self) -> date:
        """The first day, 1 September."""
        return date(self.first, 9, 1)

    def __str__(self) -> str:
        return f"{self.first}-{self.first + 1}"
