"""Who comes too often is asked for a proof of work, and then to wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from hocba.public.limits.actions import Limit, count_each
from hocba.public.limits.pages import task_page
from hocba.public.limits.tasks import set_task, solved
from hocba.public.portal.errors import too_many
from hocba.public.portal.visitor import visitor

SOLUTION = "bai_giai"


def purpose(code: str, who: str) -> str:
    """What a task is set for: this code, asked for by this visitor."""
    return f"{code} {who}"


def held_up(
    request: HttpRequest,
    code: str,
    counted: Mapping[Limit, str],
    *,
    action: str,
    at: datetime,
    fields: Iterable[tuple[str, str]] = (),
) -> HttpResponse | None:
    """Count an attempt. The page that asks for work or patience, or None: let it pass."""
    allowance = count_each(counted, at=at)
    if allowance.free:
        return None
    if allowance.closed:
        return too_many(request, allowance.wait)
    what = purpose(code, visitor(request))
    if solved(request.POST.get(SOLUTION, ""), what, at=at):
        return None
    task = set_task(what, at=at)
    return task_page(request, task, action=action, wait=allowance.wait, fields=fields)
