"""The pages of whoever owns a transcript. What is not theirs looks like what is not there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hocba.adapters import clock
from hocba.adapters.tables import download
from hocba.core.errors import InputError
from hocba.parties.accounts.queries import living_organisations, member, staff
from hocba.parties.accounts.who_may import who_may
from hocba.public.copies.issuing import issue
from hocba.public.owners.forms import BY_LINK, GrantForm
from hocba.public.owners.granting import grant_by_link, grant_to_organisation, revoke
from hocba.public.owners.models import Form
from hocba.public.owners.opening import Right, open_by
from hocba.public.owners.queries import copies_given, grants_of, looks_at
from hocba.public.owners.rights import Book, Owner, Ward, owner
from hocba.public.owners.tables import copies_table, grants_table, looks_table
from hocba.public.portal.sealing import registry_seal
from hocba.public.portal.trusted import trusted
from hocba.public.printing import Transcript, facts
from hocba.public.progress.watching import watch


@require_GET
@who_may(owner)
def home(request: HttpRequest, mine: Owner) -> HttpResponse:
    """``/toi``: one's own transcripts and one's children's."""
    who = mine.account
    # An officer is asked for where there are pages for one: not in the portal by itself.
    work = {"organisation": member(who), "person": staff(who), "watch": partial(watch, who)}
    return render(request, "owners/home.html", {"owner": mine, "page": "owner", **work})


@require_GET
@who_may(owner)
def transcript(request: HttpRequest, mine: Owner, code: str) -> HttpResponse:
    """``/toi/hoc-ba/<code>``: all years, on the screen."""
    found = _open(mine, code, Form.SCREEN)
    return render(request, "owners/transcript.html", {"transcript": facts(found), "page": "owner"})


@require_POST
@who_may(owner)
def pdf(request: HttpRequest, mine: Owner, code: str) -> HttpResponse:  # noqa: ARG001
    """``/toi/hoc-ba/<code>/ban-in``: a sealed copy under a number of its own."""
    return as_pdf(_open(mine, code, Form.PDF), to=f"owner:{mine.account.pk}")


@require_GET
@who_may(owner)
def seen(request: HttpRequest, mine: Owner, code: str) -> HttpResponse:
    """``/toi/hoc-ba/<code>/da-xem``: who looked and why, which copies there are; also as files."""
    ward, book = _mine(mine, code)
    looks, copies = looks_at(code), copies_given(code)
    match request.GET.get("tai"):
        case "luot-xem":
            return download(looks_table(looks), "luot-xem.xlsx")
        case "ban-in":
            return download(copies_table(copies), "ban-in.xlsx")
    context = {"ward": ward, "book": book, "looks": looks, "copies": copies}
    return render(request, "owners/seen.html", {"page": "owner", **context})


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(owner)
def grants(request: HttpRequest, mine: Owner, code: str) -> HttpResponse:
    """``/toi/hoc-ba/<code>/cho-phep``: leave that was given on this pupil; by POST, give more."""
    ward, book = _mine(mine, code)
    organisations = living_organisations()
    if request.GET.get("tai") == "da-cho":
        given = grants_of([ward.personal_id], at=clock.now())
        return download(grants_table(given), "cho-phep.xlsx")
    if request.method != "POST":
        return _grants_page(request, ward, book, GrantForm(ward.years, organisations))
    form = GrantForm(ward.years, organisations, request.POST)
    if form.is_valid():
        try:
            return _granted(request, mine, ward, book, form)
        except InputError as error:
            form.add_error(None, gettext(error.message))
    return _grants_page(request, ward, book, form, HTTPStatus.BAD_REQUEST)


@require_POST
@who_may(owner)
def end_grant(request: HttpRequest, mine: Owner, grant: UUID) -> HttpResponse:  # noqa: ARG001
    """``/toi/cho-phep/<id>/thu-hoi``: take leave back, at once."""
    if not revoke(grant, owner=mine, at=clock.now()):
        raise Http404
    return redirect("owners:home")


def as_pdf(found: Transcript, *, to: str) -> HttpResponse:
    """A sealed copy to take home, logged under ``to``."""
    code = found.latest.page.lookup_code
    (sealed,) = issue([found], seal=registry_seal(), to=to, at=clock.now())
    return HttpResponse(
        sealed,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="hoc-ba-{code}.pdf"'},
    )


def _mine(mine: Owner, code: str) -> tuple[Ward, Book]:
    found = mine.book(code)
    if found is None:
        raise Http404
    return found


def _open(mine: Owner, code: str, form: Form) -> Transcript:
    ward, _ = _mine(mine, code)
    right = Right(code, mine.account.full_name, ward.ground, "", account=mine.account)
    return open_by([right], form, trust=trusted(), at=clock.now())[code]


def _granted(
    request: HttpRequest, mine: Owner, ward: Ward, book: Book, form: GrantForm
) -> HttpResponse:
    at, to = clock.now(), form.cleaned_data["noi_nhan"]
    if to != BY_LINK:
        grant_to_organisation(form.wish, ward=ward, by=mine.account, organisation=to, at=at)
        return redirect("owners:grants", book.code)
    secret = secrets.token_urlsafe(32)
    grant = grant_by_link(form.wish, ward=ward, by=mine.account, secret=secret, at=at)
    # Shown this once: only its digest is kept.
    address = f"{settings.HOCBA_PUBLIC_URL}{reverse('owners:link', args=[secret])}"
    context = {"book": book, "grant": grant, "address": address, "page": "owner"}
    return render(request, "owners/link_made.html", context)


def _grants_page(
    request: HttpRequest,
    ward: Ward,
    book: Book,
    form: GrantForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    given = grants_of([ward.personal_id], at=clock.now())
    context: Mapping[str, object] = {"ward": ward, "book": book, "form": form, "grants": given}
    return render(request, "owners/grants.html", {"page": "owner", **context}, status=status)
