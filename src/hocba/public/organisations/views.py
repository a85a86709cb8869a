"""The pages of somebody who acts for an organisation."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hocba.adapters import clock
from hocba.parties.accounts.models import Account, Organisation
from hocba.parties.accounts.queries import member
from hocba.parties.accounts.who_may import signed_in, who_may
from hocba.public.organisations.batch import Outcome, open_list
from hocba.public.organisations.forms import ListForm
from hocba.public.organisations.table import as_csv
from hocba.public.owners.models import Form
from hocba.public.portal.trusted import trusted

_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(member)
def batch(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """``/co-quan``: a list of codes; by POST, what came of each line, on the page or as CSV."""
    if request.method != "POST":
        return _form(request, organisation, ListForm())
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, organisation, form, HTTPStatus.BAD_REQUEST)
    wants_table = request.POST.get("dang") == "csv"
    outcomes = open_list(
        organisation,
        form.lines,
        Form.DATA if wants_table else Form.SCREEN,
        account=_account(request),
        trust=trusted(),
        at=clock.now(),
    )
    return _csv(outcomes) if wants_table else _page(request, organisation, outcomes)


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


def _csv(outcomes: list[Outcome]) -> HttpResponse:
    return HttpResponse(
        _BOM + as_csv(outcomes),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="hoc-ba.csv"'},
    )
