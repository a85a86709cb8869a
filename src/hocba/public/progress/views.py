"""``/tien-do``: an officer watches their units, level by level; others' units are not there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hocba.adapters import clock
from hocba.adapters.tables import download
from hocba.parties.accounts.who_may import who_may
from hocba.parties.models import Unit, UnitKind
from hocba.public.progress.counts import STATES, Line, lines_of, sum_of
from hocba.public.progress.forms import FilterForm
from hocba.public.progress.returned import returned_pages
from hocba.public.progress.tables import lines_table, returned_table
from hocba.public.progress.watching import Watch, watch
from hocba.public.progress.windows import windows_of, year_of
from hocba.registry.intake.models import Calendar


@require_safe
@who_may(watch)
def start(request: HttpRequest, mine: Watch) -> HttpResponse:  # noqa: ARG001
    """The officer's own office; who serves several chooses from its page."""
    return redirect("progress:unit", mine.offices[0].code)


@require_safe
@who_may(watch)
def unit(request: HttpRequest, mine: Watch, code: str) -> HttpResponse:
    """The units below this one, or a school's classes and what was sent back to it."""
    road = mine.of(code)
    if not road:
        raise Http404
    shown = road[-1]
    calendars = {each.school_year: each for each in Calendar.objects.order_by("-school_year")}
    now = year_of(list(calendars.values()), at=clock.now())
    form = FilterForm(list(calendars), now, request.GET.dict())
    if request.GET.get("tai") == "tra-lai" and shown.kind == UnitKind.SCHOOL:
        return download(returned_table(returned_pages(code, form.year)), "tra-lai.xlsx")
    lines = form.keep(lines_of(shown, form.year, today=clock.now().date()))
    if request.GET.get("tai") == "xlsx":
        return download(lines_table(lines), "tien-do.xlsx")
    context = {
        "road": road[:-1],
        "offices": [office for office in mine.offices if office != road[0]],
        "form": form,
        "windows": windows_of(calendars.get(form.year), at=clock.now()),
        "query": urlencode({"nam": form.year, "loc": form.cleaned_data.get("loc", "")}),
    }
    return render(request, "progress/unit.html", context | _list(shown, lines, form.year))


def _list(shown: Unit, lines: list[Line], school_year: str) -> dict[str, object]:
    school = shown.kind == UnitKind.SCHOOL
    return {
        "page": "progress",
        "unit": shown,
        "school": school,
        "states": STATES,
        "lines": lines,
        "all": sum_of(lines, ""),
        "returned": returned_pages(shown.code, school_year) if school else (),
    }
