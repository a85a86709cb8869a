"""``/bang-tong-hop``: choose a file; by POST, what was found in it, and the drafts made of it.

The file is not kept: what it says stands in the drafts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hocba.adapters import clock
from hocba.adapters.tables import Table, download
from hocba.core.errors import HocbaError
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import who_may
from hocba.parties.models import Person, Unit
from hocba.school.imports import Group, check_workbook, groups, title_of
from hocba.school.pages.drafting import Replacing
from hocba.school.signing.rights import no_class
from hocba.school.signing.views import missing, page
from hocba.school.workbooks.drafts import draft, schools_of
from hocba.school.workbooks.forms import WorkbookForm

DRAFT, TABLE = "lap", "xlsx"


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(staff)
def workbook_page(request: HttpRequest, person: Person) -> HttpResponse:
    at = clock.now()
    schools = schools_of(person.code, at=at)
    if not schools:
        return missing(request, no_class())
    if request.method != "POST":
        return _form(request, schools, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _result(request, form, schools, person, at)
        except HocbaError as error:
            form.add_error("tep", _(error.message))
    return _form(request, schools, form, HTTPStatus.BAD_REQUEST)


def _result(
    request: HttpRequest,
    form: WorkbookForm,
    schools: Sequence[Unit],
    person: Person,
    at: datetime,
) -> HttpResponse:
    report = check_workbook(form.workbook)
    found, wish = groups(report), request.POST.get("viec")
    if wish == TABLE:
        return download(_table(found), "can-xem-lai.xlsx")
    reason = form.cleaned_data["ly_do"]
    replacing = Replacing(person.code, reason) if reason else None
    drafted = draft(report, schools, replacing, at=at) if wish == DRAFT else None
    context = {
        "title": title_of(report),
        "counts": report.counts,
        "groups": found,
        "drafted": drafted,
    }
    return page(request, "workbooks/result.html", context)


def _table(found: Sequence[Group]) -> Table:
    head = [_("Ở học sinh nào"), _("Lỗi hay cảnh báo"), _("Ở đâu"), _("Nội dung"), _("Mã")]
    rows = [
        (group.title, line.word, line.place, line.message, line.code)
        for group in found
        for line in group.lines
    ]
    return Table(_("Cần xem lại"), head, rows)


def _form(
    request: HttpRequest,
    schools: Sequence[Unit],
    form: WorkbookForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return page(request, "workbooks/form.html", {"schools": schools, "form": form}, status)
