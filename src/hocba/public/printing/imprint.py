"""What a copy says of itself beside the signed pages: ``ban-in.json``, attached under the seal.

With the signed pages it holds all that a form was made of, so that anybody can have the same
facts again, and set the same file again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hocba.public.printing.facts import Facts, facts
from hocba.public.printing.transcript import Transcript

FILE = "ban-in.json"
FORMAT = "hocba-copy/v1"

_PROGRAM = Path(__file__).parent


class NoImprint(ValueError):
    """The bytes are no ``ban-in.json``."""


@dataclass(frozen=True, slots=True)
class YearImprint:
    """A year of a copy: which version of which page, locked when (None: a draft)."""

    school_year: str
    version: int
    effective_date: datetime | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """``form`` is the digest of the form that set the copy, ``facts`` what it was given to set."""

    form: str
    serial: str
    issued_at: datetime
    lookup_url: str
    years: tuple[YearImprint, ...]
    facts: Facts


def write_imprint(transcript: Transcript) -> str:
    """The imprint of a copy as it is attached; empty for what is no copy."""
    if transcript.issued_at is None:
        return ""
    document = {
        "format": FORMAT,
        "form": form_digest(),
        "serial": transcript.serial,
        "issued_at": transcript.issued_at.isoformat(),
        "lookup_url": transcript.lookup_url,
        "years": list(_years(transcript)),
        "facts": facts(transcript),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def _years(transcript: Transcript) -> Iterator[dict[str, Any]]:
    for year in transcript.years:
        locked = year.effective_date
        yield {
            "school_year": year.page.class_year.school_year,
            "version": year.page.version,
            "effective_date": locked.isoformat() if locked else None,
            "units": list(year.units),
        }


def read_imprint(data: bytes) -> Imprint:
    """Raises NoImprint."""
    try:
        document = json.loads(data)
        if document["format"] != FORMAT:
            raise NoImprint(document["format"])
        return Imprint(
            form=str(document["form"]),
            serial=str(document["serial"]),
            issued_at=datetime.fromisoformat(document["issued_at"]),
            lookup_url=str(document["lookup_url"]),
            years=tuple(map(_year, document["years"])),
            facts=dict(document["facts"]),
        )
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoImprint("not an imprint") from error


def _year(document: dict[str, Any]) -> YearImprint:
    locked = document["effective_date"]
    return YearImprint(
        school_year=str(document["school_year"]),
        version=int(document["version"]),
        effective_date=None if locked is None else datetime.fromisoformat(locked),
        units=tuple(map(str, document["units"])),
    )


@cache
def form_digest() -> str:
    """SHA-256 of all that decides what a form makes of its facts: its files, and who sets them.

    Two installations with the same digest set the same transcript to the same bytes.
    """
    digest = sha256(f"typst {version('typst')}, segno {version('segno')}".encode())
    for path in sorted(_PROGRAM.rglob("*")):
        if path.suffix in {".py", ".typ"}:
            digest.update(path.relative_to(_PROGRAM).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
