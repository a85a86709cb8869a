"""The pages of somebody who acts for an organisation."""

from __future__ import annotations

from http import HTTPStatus

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hocba.adapters import clock
from hocba.adapters.tables import download
from hocba.parties.accounts.models import Account, Organisation
from hocba.parties.accounts.queries import member
from hocba.parties.accounts.who_may import signed_in, who_may
from hocba.public.organisations.batch import Outcome, open_list
from hocba.public.organisations.bundle import as_zip
from hocba.public.organisations.forms import ListForm
from hocba.public.organisations.table import table_of
from hocba.public.owners.models import Form
from hocba.public.portal.trusted import trusted

_TAKEN_HOME = {"xlsx", "csv", "zip"}
"""What the list may become; anything else is a page."""


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(member)
def batch(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/co-quan``: a list of codes; by POST, what came of each line, on the page or as a file."""
    if request.method != "POST":
        return _form(request, organisation, ListForm())
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, organisation, form, HTTPStatus.BAD_REQUEST)
    wish = request.POST.get("dang", "")
    outcomes = open_list(
        organisation,
        form.lines,
        Form.DATA if wish in _TAKEN_HOME else Form.SCREEN,
        account=_account(request),
        trust=trusted(),
        at=clock.now(),
    )
    if wish not in _TAKEN_HOME:
        return _page(request, organisation, outcomes)
    return _zip(outcomes) if wish == "zip" else download(table_of(outcomes), f"hoc-ba.{wish}")


def _account(request: HttpRequest) -> Account:
    account = signed_in(request)
    if account is None:  # who_may has let nobody else through
        raise AssertionError("a member is signed in")
    return account


def _form(
    request: HttpRequest,
    organisation: Organisation,
    form: ListForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"organisation": organisation, "form": form, "page": "organisation"}
    return render(request, "organisations/batch.html", context, status=status)


def _page(
    request: HttpRequest, organisation: Organisation, outcomes: list[Outcome]
) -> HttpResponse:
    opened = sum(outcome.right is not None for outcome in outcomes)
    context = {"organisation": organisation, "outcomes": outcomes, "opened": opened}
    return render(request, "organisations/outcomes.html", {"page": "organisation", **context})


def _zip(outcomes: list[Outcome]) -> FileResponse:
    return FileResponse(as_zip(outcomes), as_attachment=True, filename="hoc-ba.zip")
