"""The page that sets a task; it alone lets in a script, our own."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hocba.public.portal.headers import POLICY_WITH_WORKER
from hocba.public.portal.waiting import about

TEMPLATE = "limits/task.html"


def task_page(
    request: HttpRequest,
    task: str,
    *,
    action: str,
    wait: int,
    fields: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """``action`` takes the solution, with ``fields`` sent along; ``wait``: the road without it."""
    context = task_context(task, action=action, wait=about(wait), fields=fields)
    response = render(request, TEMPLATE, context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Content-Security-Policy"] = POLICY_WITH_WORKER
    response.headers["Retry-After"] = str(wait)
    return response


def task_context(
    task: str, *, action: str, wait: str, fields: Iterable[tuple[str, str]] = ()
) -> dict[str, object]:
    return {"task": task, "action": action, "wait": wait, "fields": list(fields)}
