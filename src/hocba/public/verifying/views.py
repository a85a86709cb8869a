"""``/kiem-tra``: a file in, a verdict out, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hocba.adapters import clock
from hocba.core.signature import POLICY, PdfReport
from hocba.public.limits.actions import Limit, count
from hocba.public.portal.errors import too_large, too_many, wrong_method
from hocba.public.portal.same_site import without_cookies
from hocba.public.portal.trusted import trusted, trusted_ledgers
from hocba.public.portal.visitor import visitor
from hocba.public.verifying import uploads
from hocba.public.verifying.findings import findings
from hocba.public.verifying.forms import FileForm
from hocba.public.verifying.judging import judge
from hocba.public.verifying.printed import copy_of

FILES = Limit("files", 60, timedelta(minutes=10))
"""For each visitor; a packet of a class is some tenths of a second of work."""


@without_cookies
def verifying(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _verified(request)
    if request.method in {"GET", "HEAD"}:
        return _page(request, "verifying/ask.html", {"form": FileForm()})
    return wrong_method(request, "GET, HEAD, POST")


def _verified(request: HttpRequest) -> HttpResponse:
    if uploads.too_large(request):
        return too_large(request)
    at = clock.now()
    if wait := count(FILES, visitor(request), at=at):
        return too_many(request, wait)
    uploads.keep_in_memory(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, "verifying/ask.html", {"form": form}, HTTPStatus.BAD_REQUEST)
    report = judge(
        form.cleaned_data["tep"].read(),
        trust=trusted(),
        policy=POLICY,
        at=at,
        ledgers=trusted_ledgers(),
    )
    context: dict[str, object] = {"findings": findings(report), "at": at}
    if isinstance(report, PdfReport) and report.files:
        context |= {"issued": True, "copy": copy_of(report)}
    return _page(request, "verifying/findings.html", context)


def _page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, template, {"page": "verifying", **context}, status=status)
