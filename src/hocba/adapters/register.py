"""The road from a school to the register's API: packets and orders up, receipts and answers down,
and what the register says of the school's pages and of its windows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import quote, urlencode
from uuid import UUID

from hocba.adapters.exchange import Answer, Limits, Message, converse, reason_of
from hocba.core.errors import InputError, Unavailable

PATH = "/api/v1/packets"
_CALENDAR = "/api/v1/calendar"
_ORDERS = "/api/v1/orders"
_PAGES = "/api/v1/schools/{}/pages"
_AT_ONCE = 1_000

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
class ToldPage:
    """A version of a page that the register has, and its state in the API's words."""

    lookup_code: str
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What came of an order: lookup codes that it was done for, and those refused, with why.

    ``requests`` are the numbers of late cases that it opened.
    """

    done: tuple[str, ...]
    refused: Mapping[str, str]
    requests: tuple[int, ...]


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
        self._given(PATH, packet, guid, HTTPStatus.ACCEPTED)

    def state(self, guid: UUID) -> tuple[Standing, str]:
        """Where the packet stands, and the register's sentence on it, empty for none."""
        with _readable():
            said = json.loads(self._asked(f"{PATH}/{guid}"))
            return Standing(said["standing"]), str(said.get("message") or "")

    def receipt(self, guid: UUID) -> bytes:
        """The signed receipt, not yet verified."""
        return self._asked(f"{PATH}/{guid}/receipt")

    def carry_out(self, order: bytes, guid: UUID) -> CarriedOut:
        """Bring a signed order under this GUID; again it gets the answer that it had."""
        with _readable():
            said = json.loads(self._given(_ORDERS, order, guid, HTTPStatus.OK))
            return CarriedOut(
                done=tuple(map(str, said["done"])),
                refused={
                    str(each["lookup_code"]): str(each["message"]) for each in said["refused"]
                },
                requests=tuple(map(int, said["late_cases"])),
            )

    def pages(self, school_code: str, school_year: str) -> Iterator[ToldPage]:
        """Every version that the register ever accepted of this school in this year."""
        address = _PAGES.format(quote(school_code, safe=""))
        asked = {"school_year": school_year, "limit": _AT_ONCE}
        after: int | None = 0
        while after is not None:
            with _readable():
                said = json.loads(self._asked(f"{address}?{urlencode(asked | {'after': after})}"))
                told = [
                    ToldPage(str(each["lookup_code"]), int(each["version"]), str(each["state"]))
                    for each in said["pages"]
                ]
                after = _further(after, said["next"])
            yield from told

    def windows(self, school_year: str) -> ToldWindows:
        """The last days on which schools report in this year."""
        with _readable():
            asked = urlencode({"school_year": school_year})
            said = json.loads(self._asked(f"{_CALENDAR}?{asked}"))
            return ToldWindows(
                date.fromisoformat(said["completed_until"]),
                date.fromisoformat(said["reassessed_until"]),
            )

    def _given(self, path: str, document: bytes, guid: UUID, good: HTTPStatus) -> bytes:
        headers = {**self._authorized, "Idempotency-Key": str(guid)}
        message = Message(document, "application/xml", headers)
        return self._heard(converse(f"{self.url}{path}", self.limits, message), good)

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


def _further(after: int, following: object) -> int | None:
    """Where the next part begins. Raises ValueError for an answer that would never end."""
    if following is None:
        return None
    if not isinstance(following, int) or following <= after:
        raise ValueError("the next part does not lie after this one")
    return following


@contextmanager
def _readable() -> Iterator[None]:
    """Whoever answers in the register's place may say anything; our own errors pass."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("Sở trả lời không đọc được; hãy thử lại sau.") from error
