"""The border at which the database's own failures become an error of this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from hocba.core.errors import Unavailable


@contextmanager
def translating_outages() -> Iterator[None]:
    """Raise Unavailable when the database is away, its disk is full, or it stopped the work.

    To stand outside the transaction: by then everything has been rolled back.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(
            "Cơ sở dữ liệu tạm thời không phục vụ được; chưa có gì được ghi. Hãy thử lại sau."
        ) from error
