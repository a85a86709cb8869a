"""``/rut-chu-ky``: the head's classes, and a class of which pages are chosen with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.adapters import clock
from hocba.core.errors import LifecycleError, SigningError
from hocba.core.lifecycle import Role
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import who_may
from hocba.parties.models import Person
from hocba.school.signing.forms import read_turn, words_of
from hocba.school.signing.rights import Turn, no_class, require_right
from hocba.school.signing.views import missing, page
from hocba.school.withdrawing import listing
from hocba.school.withdrawing.actions import withdraw
from hocba.school.withdrawing.forms import WithdrawalForm


@require_safe
@who_may(staff)
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """The classes of the head's school with signatures that may be withdrawn."""
    posts = listing.headships(person.code, at=clock.now())
    if not posts:
        return missing(request, no_class())
    return page(request, "withdrawing/start.html", {"offers": listing.offers(posts)})


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(staff)
def class_page(request: HttpRequest, person: Person) -> HttpResponse:
    """A class's pages to choose from; by POST, the signatures of the chosen ones are withdrawn."""
    at = clock.now()
    try:
        turn = _turn(request, person, at)
    except SigningError as error:
        return missing(request, error)
    rows = listing.rows_of(turn)
    if request.method != "POST":
        return _shown(request, turn, rows, WithdrawalForm([]))
    form = WithdrawalForm([row.lookup_code for row in rows], request.POST)
    if form.is_valid():
        try:
            return _withdrawn(turn, form, person, at)
        except LifecycleError as error:
            form.add_error(None, gettext(error.message))
            rows = listing.rows_of(turn)
    return _shown(request, turn, rows, form, HTTPStatus.BAD_REQUEST)


def _turn(request: HttpRequest, person: Person, at: datetime) -> Turn:
    turn = read_turn(request.GET)
    if turn.role is not Role.HEAD:
        raise no_class()
    require_right(person.code, turn, at=at)
    return turn


def _withdrawn(turn: Turn, form: WithdrawalForm, person: Person, at: datetime) -> HttpResponse:
    """To the class, where each state is told."""
    withdraw(
        form.cleaned_data["hoc_ba"],
        school_code=turn.school_code,
        school_year=turn.school_year,
        head=person.code,
        reason=form.cleaned_data["ly_do"],
        at=at,
    )
    return redirect(f"{reverse('signing:class')}?{urlencode(words_of(turn))}")


def _shown(
    request: HttpRequest,
    turn: Turn,
    rows: Sequence[listing.Row],
    form: WithdrawalForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "turn": turn,
        "rows": rows,
        "form": form,
        "chosen": request.POST.getlist("hoc_ba"),
        "reason": request.POST.get("ly_do", ""),
        "address": urlencode(words_of(turn)),
    }
    return page(request, "withdrawing/class.html", context, status)
