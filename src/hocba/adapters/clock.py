"""The time of day, the one place that reads it.

``HOCBA_CLOCK`` (RFC 3339, such as ``2024-06-24T08:00:00+07:00``) moves the program to
another moment, from which time runs on as usual. It is for demonstrations and tests; the
settings of a production system refuse it.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hocba.core.errors import InputError

VARIABLE = "HOCBA_CLOCK"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, timezone-aware, in Việt Nam's time."""
    return datetime.now(ZONE) + _shift


def read(text: str) -> datetime:
    """The moment that HOCBA_CLOCK names. Raises InputError when it is none, or has no time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputError(
            f"{VARIABLE} phải là một thời điểm có múi giờ, ví dụ 2024-06-24T08:00:00+07:00."
        )
    return moment


def start_at(moment: datetime | None) -> None:
    """Let the clock of this process show ``moment`` now; None goes back to the real time."""
    global _shift  # noqa: PLW0603 - a process has one clock
    _shift = moment - datetime.now(ZONE) if moment is not None else timedelta()


_shift = timedelta()
if VARIABLE in os.environ:
    start_at(read(os.environ[VARIABLE]))
