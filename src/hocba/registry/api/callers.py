"""Who calls, what the token lets them do, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.parties.access.queries import Bearer, bearer_of
from hocba.registry.api.models import Tally
from hocba.registry.api.problems import Problem

CALLS_A_MINUTE = 600
"""For each token: a city of schools through one vendor is 10 packets a second."""

_KEPT = timedelta(hours=1)
_COUNT = """
    INSERT INTO api_tally (token_id, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (token_id, minute) DO UPDATE SET count = api_tally.count + 1
    RETURNING count
"""


class Request(HttpRequest):
    """A call whose token was found good."""

    auth: Bearer


class TokenAuthentication(HttpBearer):
    """``Authorization: Bearer …``; counts the call before anything else is done for it."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:  # noqa: ARG002
        at = clock.now()
        bearer = bearer_of(token, at=at)
        if bearer is not None:
            _count(bearer, at)
        return bearer


def require(bearer: Bearer, scope: Scope, school_code: str) -> None:
    """Raises Problem (403) unless the token is for this, and for this school."""
    if not (bearer.may(scope) and bearer.acts_for(school_code)):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "NGOAI_PHAM_VI",
            f"Mã truy cập không cho quyền «{scope}» đối với trường này.",
        )


def actor_of(bearer: Bearer) -> str:
    """How the journal names the caller."""
    return f"{bearer.sender} (mã truy cập số {bearer.token_id})"


def _count(bearer: Bearer, at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bearer.token_id, minute])
        (counted,) = cursor.fetchone()
    if counted == 1:
        Tally.objects.filter(minute__lt=at - _KEPT).delete()
    if counted > CALLS_A_MINUTE:
        wait = int((minute + timedelta(minutes=1) - at).total_seconds()) + 1
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "QUA_NHIEU",
            f"Mã truy cập này đã gọi quá {CALLS_A_MINUTE} lần trong một phút.",
            {"Retry-After": str(wait)},
        )
