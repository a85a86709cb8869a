"""The road to the Ministry's node: one dispatch up, one receipt down, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from hocba.adapters.exchange import Limits, Message, converse, reason_of
from hocba.core.errors import InputError, Unavailable

PATH = "/api/v1/dispatches"

_LIMITS = Limits(size=4 * 1024 * 1024, seconds=120)
_REFUSALS = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@dataclass(frozen=True, slots=True)
class MinistryApi:
    """The Ministry's node at ``url``, and the access token that it gave the Department."""

    url: str
    token: str = field(repr=False)
    limits: Limits = _LIMITS

    def carry(self, dispatch: bytes) -> bytes:
        """The Ministry's receipt.

        Raises InputError when it refuses this very dispatch, and Unavailable for everything
        after which the same bytes may be sent again: nobody answers, it is busy, or it does not
        know our token.
        """
        headers = {"Authorization": f"Bearer {self.token}"}
        message = Message(dispatch, "application/xml", headers)
        answer = converse(f"{self.url}{PATH}", self.limits, message)
        if answer.status == HTTPStatus.OK and answer.body:
            return answer.body
        if answer.status in _REFUSALS:
            raise InputError(f"Bộ không nhận báo cáo: {reason_of(answer)}", code="BO_KHONG_NHAN")
        raise Unavailable(f"Bộ chưa nhận được báo cáo ({answer.status}): {reason_of(answer)}")
