"""The pages of the lookup. Personal data travels in the body of a POST, never in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hocba.adapters import clock
from hocba.public.copies.issuing import issue
from hocba.public.lookup import telling
from hocba.public.lookup.codes import read_code
from hocba.public.lookup.forms import CodeForm, SecondFactForm
from hocba.public.lookup.gate import held_up
from hocba.public.lookup.limits import looks, tries
from hocba.public.lookup.models import Asked, Look
from hocba.public.lookup.opening import open_transcript
from hocba.public.lookup.standing import Asking, look
from hocba.public.portal.errors import wrong_method
from hocba.public.portal.same_site import without_cookies
from hocba.public.portal.sealing import registry_seal
from hocba.public.portal.trusted import trusted
from hocba.public.portal.visitor import visitor
from hocba.public.printing import Transcript, facts

Show = Callable[[HttpRequest, Transcript, SecondFactForm], HttpResponse]


def search(request: HttpRequest) -> HttpResponse:
    """``/tra-cuu``: ask for a code, and go to its page."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect("lookup:transcript", form.cleaned_data["ma"])
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return _page(request, "lookup/search.html", {"form": form}, status)


def other_spelling(request: HttpRequest, text: str) -> HttpResponse:
    """``/tra-cuu/…`` with a code in another spelling, or with no code at all."""
    code = read_code(text)
    if code is not None:
        return redirect("lookup:transcript", code)
    form = CodeForm({"ma": text})
    return _page(request, "lookup/search.html", {"form": form}, HTTPStatus.NOT_FOUND)


@without_cookies
def transcript(request: HttpRequest, code: str) -> HttpResponse:
    """``/tra-cuu/<code>``: its standing; with the second fact, the transcript."""
    if request.method == "POST":
        return _opened(request, code, Asked.TRANSCRIPT, _on_screen)
    if request.method in {"GET", "HEAD"}:
        return _standing(request, code)
    return wrong_method(request, "GET, HEAD, POST")


@without_cookies
def standing_by_work(request: HttpRequest, code: str) -> HttpResponse:
    """``/tra-cuu/<code>/tinh-trang``: the standing, for who brings a proof of work."""
    if request.method == "POST":
        return _standing(request, code)
    return redirect("lookup:transcript", code)


@without_cookies
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """``/tra-cuu/<code>/ban-in``: the PDF, by the second fact; without it, back to the standing."""
    if request.method == "POST":
        return _opened(request, code, Asked.PDF, _as_pdf)
    return redirect("lookup:transcript", code)


def _standing(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    action = reverse("lookup:standing", args=[code])
    if held := held_up(request, code, looks(request), action=action, at=at):
        return held
    found = look(Asking(code, visitor(request), at))
    status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
    return _page(request, telling.TEMPLATE, telling.context(code, found), status)


def _opened(request: HttpRequest, code: str, asked: Asked, show: Show) -> HttpResponse:
    at, form = clock.now(), SecondFactForm(request.POST)
    if held := held_up(
        request, code, tries(request, code), action=request.path, at=at, fields=form.typed
    ):
        return held
    if not form.is_valid():
        return _asked_again(request, code, form, HTTPStatus.BAD_REQUEST)
    found = open_transcript(code, form.fact, trust=trusted(), at=at)
    # Written before anything is shown: a look that could not be logged is not granted.
    Look.objects.create(
        at=at, lookup_code=code, who=visitor(request), asked=asked, shown=found is not None
    )
    if found is None:
        form.refuse()
        return _asked_again(request, code, form, HTTPStatus.NOT_FOUND)
    return show(request, found, form)


def _asked_again(
    request: HttpRequest, code: str, form: SecondFactForm, status: HTTPStatus
) -> HttpResponse:
    return _page(request, "lookup/second_fact.html", {"code": code, "form": form}, status)


def _on_screen(request: HttpRequest, found: Transcript, form: SecondFactForm) -> HttpResponse:
    return _page(request, "lookup/transcript.html", {"transcript": facts(found), "form": form})


def _as_pdf(request: HttpRequest, found: Transcript, form: SecondFactForm) -> HttpResponse:  # noqa: ARG001
    code = found.latest.page.lookup_code
    to = f"visitor:{visitor(request)}"
    (copy,) = issue([found], seal=registry_seal(), to=to, at=clock.now())
    return HttpResponse(
        copy,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="hoc-ba-{code}.pdf"'},
    )


def _page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, template, {"page": "lookup", **context}, status=status)
