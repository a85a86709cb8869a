"""What the terminal's log shows: kind and place of an error, never the data in it."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class DiscreetFormatter(logging.Formatter):
    """Leaves out the words of exceptions and the addresses of requests.

    The database's errors quote the row that they refuse, and an address may hold a lookup
    code: both may speak of a pupil.
    """

    def format(self, record: logging.LogRecord) -> str:
        # Another formatter may have left its own words of the exception on the record.
        facts = {**record.__dict__, "exc_text": None, **_request_facts(record)}
        return super().format(logging.makeLogRecord(facts))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        places = traceback.extract_tb(trace)
        lines = [f"  {place.filename}:{place.lineno} {place.name}" for place in places]
        return "\n".join([kind.__name__ if kind else "", *lines])


def _request_facts(record: logging.LogRecord) -> dict[str, object]:
    """What replaces Django's words on a request: status, method, and the route it matched."""
    request = getattr(record, "request", None)
    if request is None:
        return {}
    route = request.resolver_match.route if request.resolver_match else "?"
    status = getattr(record, "status_code", "?")
    return {"msg": f"HTTP {status}: {request.method} /{route}", "args": None}
