"""What the register says of a year's windows, asked over its API."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

from hocba.adapters.exchange import Limits, converse
from hocba.core.errors import InputError, Unavailable

_PATH = "/api/v1/calendar"
_LIMITS = Limits(size=64 * 1024, seconds=20)


@dataclass(frozen=True, slots=True)
class ToldWindows:
    """The last days of the windows in which schools report."""

    completed_until: date
    reassessed_until: date


def ask_windows(url: str, token: str, school_year: str) -> ToldWindows:
    """Those of the register at ``url``.

    Raises InputError when it has none for the year or does not know the token, and
    Unavailable when it gives no answer that can be read.
    """
    address = f"{url.rstrip('/')}{_PATH}?{urlencode({'school_year': school_year})}"
    answer = converse(address, _LIMITS, headers={"Authorization": f"Bearer {token}"})
    if answer.status == HTTPStatus.NOT_FOUND:
        raise InputError(f"Sở chưa đặt lịch năm học {school_year}.")
    if answer.status == HTTPStatus.UNAUTHORIZED:
        raise InputError("Sở không nhận mã truy cập này; hãy kiểm tra mã còn hạn không.")
    try:
        told = json.loads(answer.body)
        return ToldWindows(
            date.fromisoformat(told["completed_until"]),
            date.fromisoformat(told["reassessed_until"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"Sở trả lời không đọc được ({answer.status}); hãy thử lại.") from error
