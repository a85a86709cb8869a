"""Looks that whoever runs the machine takes at a transcript are written down as well."""

from __future__ import annotations

from hocba.adapters import clock
from hocba.project.operator import operator
from hocba.public.lookup.models import Asked, Look


def log_look(lookup_code: str, asked: Asked, *, shown: bool) -> None:
    """Write a look down; to be called before anything is shown."""
    Look.objects.create(
        at=clock.now(), lookup_code=lookup_code, who=operator(), asked=asked, shown=shown
    )
