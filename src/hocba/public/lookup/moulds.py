"""Pages rendered once by their templates, with marks where each answer has its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import NamedTuple
from uuid import uuid4

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from hocba.public.limits.pages import TEMPLATE as TASK_TEMPLATE
from hocba.public.limits.pages import task_context
from hocba.public.lookup import telling
from hocba.public.lookup.codes import PATH
from hocba.public.lookup.standing import Standing
from hocba.public.portal.errors import ERROR_TEMPLATE, too_many_context
from hocba.public.portal.headers import POLICY_WITH_WORKER


class Marks(NamedTuple):
    """Words that no template has, in the form of lookup codes, so that they fit an address."""

    code: str
    school: str
    locked_at: str
    task: str
    wait: str


class Mould:
    """A page in pieces: fixed text, and the names of what comes between."""

    def __init__(self, status: HTTPStatus, render: Callable[[Marks], str], **headers: str) -> None:
        marks = Marks(*(uuid4().hex for _ in Marks._fields))
        names = dict(zip(marks, Marks._fields, strict=True))
        pieces = re.split(f"({'|'.join(marks)})", render(marks))
        self.status = f"{status.value} {status.phrase}"
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self._pieces = [(names.get(piece), piece.encode()) for piece in pieces]

    def cast(self, words: Mapping[str, str]) -> bytes:
        """The page with these words, escaped as its template would."""
        given = {name: escape(word).encode() for name, word in words.items()}
        return b"".join(given[name] if name else piece for name, piece in self._pieces)


def standing_mould(found: Standing | None) -> Mould:
    """For all codes of this level that are in force, or all that are not, or unknown ones."""

    def render(marks: Marks) -> str:
        if found is None:
            told = telling.context(marks.code, None)
        else:
            told = telling.context(marks.code, replace(found, school=marks.school))
            told["locked_at"] = marks.locked_at
        return _render(telling.TEMPLATE, told, marks)

    return Mould(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, render)


def task_mould() -> Mould:
    """For a visitor who has to bring a proof of work."""

    def render(marks: Marks) -> str:
        action = reverse("lookup:standing", args=[marks.code])
        told = task_context(marks.task, action=action, wait=marks.wait)
        return _render(TASK_TEMPLATE, told, marks)

    return Mould(HTTPStatus.TOO_MANY_REQUESTS, render, Content_Security_Policy=POLICY_WITH_WORKER)


def too_many_mould() -> Mould:
    """For a visitor who has to wait."""

    def render(marks: Marks) -> str:
        return _render(ERROR_TEMPLATE, too_many_context(marks.wait), marks)

    return Mould(HTTPStatus.TOO_MANY_REQUESTS, render)


def _render(template: str, context: Mapping[str, object], marks: Marks) -> str:
    request = HttpRequest()
    request.path = request.path_info = PATH + marks.code
    return render_to_string(template, dict(context), request)
