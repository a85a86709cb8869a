"""To be the owner of the tables for a while: what migrations need, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Connect as the owner until the end of the block.

    That is DATABASE_OWNER_URL, or the application's own login before it takes its role.
    """
    settings = connection.settings_dict
    kept = dict(settings)
    owner = {**kept.get("OWNER", {}), "OPTIONS": kept.get("OWNER_OPTIONS", kept["OPTIONS"])}
    if all(kept[key] == value for key, value in owner.items()):
        yield
        return
    connection.close()
    settings.update(owner)
    try:
        yield
    finally:
        connection.close()
        settings.update(kept)
