"""What a vector is: a document, what was done to it, and how its verification must end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.verdict import Status
from tests.core.signature import signing

SCHOOL_TRUST, LONG_TERM_TRUST, ARCHIVE_TRUST = "truong-hoc", "co-tra-loi-thu-hoi", "luu-tru"
NO_TRUST = ""
"""Roots by the name of their file; the second authority answers on revocation and stamps time,
the third file also holds the root of authorities that stamp for decades."""

Documents = bytes | Mapping[str, bytes]
"""One document, or one for each variant of the same attack, by the variant's name."""


@dataclass(frozen=True, slots=True)
class Vector:
    """``what`` was done; ``code`` is a reason that the report must hold, whatever else it says.

    ``trust`` names the roots, ``at`` is the time of verification; ``demanding`` is a policy
    that wants an answer on the revocation of every certificate.
    """

    name: str
    what: str
    status: Status
    code: str
    trust: str
    at: datetime
    demanding: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the vectors of one name are made."""

    model: Vector
    make: Callable[..., Documents]

    def made(self, *means: object) -> Iterator[tuple[Vector, bytes]]:
        made = self.make(*means)
        variants = {"": made} if isinstance(made, bytes) else made
        for variant, document in variants.items():
            name = "-".join(filter(None, (self.model.name, variant)))
            yield replace(self.model, name=name), document


class Catalogue(list[Recipe]):
    """The recipes of one kind, in the order of their telling."""

    def vector(
        self,
        code: str,
        status: Status = Status.FAILED,
        *,
        trust: str = SCHOOL_TRUST,
        at: datetime = signing.CHECKED_AT,
        demanding: bool = False,
    ) -> Callable[[Callable[..., Documents]], Callable[..., Documents]]:
        """Enter a function that makes a document: its name and docstring are the vector's."""

        def enter(make: Callable[..., Documents]) -> Callable[..., Documents]:
            what = " ".join((make.__doc__ or "").split())
            self.append(
                Recipe(Vector(make.__name__, what, status, code, trust, at, demanding), make)
            )
            return make

        return enter
