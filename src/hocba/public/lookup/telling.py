"""The page of a lookup code: what its template is given."""

from __future__ import annotations

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
    return {**told, "level": gettext(found.level_words), "locked_at": locked_at(found)}


def locked_at(found: Standing) -> str:
    """Day and hour of the last locking; empty while there is none."""
    if found.effective_date is None:
        return ""
    return date_format(localtime(found.effective_date), "DATETIME_FORMAT")
