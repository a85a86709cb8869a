"""The page of a lookup code: what its template is given."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from hocba.public.lookup.forms import SecondFactForm
from hocba.public.lookup.standing import Standing

TEMPLATE = "lookup/standing.html"


def context(code: str, found: Standing | None) -> dict[str, object]:
    """In the language of the moment."""
    told: dict[str, object] = {
        "page": "lookup",
        "code": code,
        "standing": found,
        "form": SecondFactForm(),
    }
    if found is None:
        return told
    return {
        **told,
        "level": gettext(found.level_words),
        "locked_at": locked_at(found, translation.get_language()),
    }


def locked_at(found: Standing, language: str) -> str:
    """Day and hour of the last locking; empty while there is none."""
    return _written(found.effective_date, language) if found.effective_date else ""


@lru_cache(maxsize=1_000)
def _written(moment: datetime, language: str) -> str:
    """Kept, because whole schools are locked at one moment."""
    with translation.override(language):
        return date_format(localtime(moment), "DATETIME_FORMAT")
