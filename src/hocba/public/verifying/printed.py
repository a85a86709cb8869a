"""``/kiem-tra/ban-in``: paper in hand, its two numbers typed in, and what the log of copies says.

Serial number and lookup code together show that somebody holds the copy. They learn what was
issued and what became of it, and nothing of what is in it.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hocba.adapters import clock
from hocba.core.signature import PdfReport
from hocba.public.copies.standing import CopyStanding, copy_standing
from hocba.public.limits.actions import Limit, count
from hocba.public.lookup.models import Asked, Look
from hocba.public.portal.errors import too_many, wrong_method
from hocba.public.portal.same_site import without_cookies
from hocba.public.portal.visitor import visitor
from hocba.public.printing import IMPRINT, NoImprint, read_imprint
from hocba.public.verifying.forms import CopyForm

NUMBERS = Limit("numbers-of-copies", 120, timedelta(minutes=10))
"""For each visitor: an admissions office with its pile of paper, and nobody who guesses."""


@without_cookies
def printed(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _found(request)
    if request.method in {"GET", "HEAD"}:
        return _page(request, CopyForm())
    return wrong_method(request, "GET, HEAD, POST")


def _found(request: HttpRequest) -> HttpResponse:
    at, who = clock.now(), visitor(request)
    if wait := count(NUMBERS, who, at=at):
        return too_many(request, wait)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    code = form.cleaned_data["ma"]
    found = copy_standing(form.cleaned_data["so"])
    if found is not None and found.copy.lookup_code != code:
        found = None
    Look.objects.create(
        at=at, lookup_code=code, who=who, asked=Asked.STATUS, shown=found is not None
    )
    if found is None:
        form.refuse()
        return _page(request, form, status=HTTPStatus.NOT_FOUND)
    return _page(request, form, found)


def _page(
    request: HttpRequest,
    form: CopyForm,
    found: CopyStanding | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"page": "verifying", "form": form, "copy": found}
    return render(request, "verifying/printed.html", context, status=status)


def copy_of(report: PdfReport) -> CopyStanding | None:
    """What became of the copy that a sealed file is; None when the log has not this file."""
    try:
        serial = read_imprint(report.files[IMPRINT]).serial
    except (KeyError, NoImprint):
        return None
    found = copy_standing(serial)
    return found if found and bytes(found.copy.sha256) == report.sha256 else None
