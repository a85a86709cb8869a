"""The road from a school to the register's API: a packet up, its state and its receipt down,
and what the register says of its windows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from hocba.adapters.exchange import Answer, Limits, Message, converse, reason_of
from hocba.core.errors import InputError, Unavailable

PATH = "/api/v1/packets"
_CALENDAR = "/api/v1/calendar"

_LIMITS = Limits(size=4 * 1024 * 1024, seconds=120)
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})


class Standing(StrEnum):
    """What has become of a packet, in the API's words."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class ToldWindows:
    """Of pupils who completed the class, and of those who were re-assessed."""

    completed_until: date
    reassessed_until: date


@dataclass(frozen=True, slots=True)
class RegisterApi:
    """The register at ``url``, and the access token that the Department gave."""

    url: str
    token: str = field(repr=False)
    limits: Limits = _LIMITS

    def hand_in(self, packet: bytes, guid: UUID) -> None:
        """Hand a packet in under this GUID; again it changes nothing.

        Raises InputError when the register refuses it or our token, and Unavailable when it
        does not answer or is busy: the same may be sent again then. So do the other questions.
        """
        headers = {**self._authorized, "Idempotency-Key": str(guid)}
        message = Message(packet, "application/xml", headers)
        self._heard(converse(f"{self.url}{PATH}", self.limits, message), HTTPStatus.ACCEPTED)

    def state(self, guid: UUID) -> tuple[Standing, str]:
        """Where the packet stands, and the register's sentence on it, empty for none."""
        body = self._asked(f"{PATH}/{guid}")
        try:
            said = json.loads(body)
            return Standing(said["standing"]), str(said.get("message") or "")
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable("Sở trả lời không đọc được; hãy thử lại sau.") from error

    def receipt(self, guid: UUID) -> bytes:
        """The signed receipt, not yet verified."""
        return self._asked(f"{PATH}/{guid}/receipt")

    def windows(self, school_year: str) -> ToldWindows:
        """The last days on which schools report in this year."""
        body = self._asked(f"{_CALENDAR}?{urlencode({'school_year': school_year})}")
        try:
            said = json.loads(body)
            return ToldWindows(
                date.fromisoformat(said["completed_until"]),
                date.fromisoformat(said["reassessed_until"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable("Sở trả lời không đọc được; hãy thử lại sau.") from error

    @property
    def _authorized(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _asked(self, address: str) -> bytes:
        answer = converse(f"{self.url}{address}", self.limits, headers=self._authorized)
        return self._heard(answer, HTTPStatus.OK)

    def _heard(self, answer: Answer, good: HTTPStatus) -> bytes:
        if answer.status == good:
            return answer.body
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(f"Sở chưa nhận được ({answer.status}): {reason_of(answer)}")
        raise InputError(
            f"Sở không nhận ({answer.status}): {reason_of(answer)}", code="SO_KHONG_NHAN"
        )
