"""The one way in which versions move on: a whole set, in one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.adapters.bulk import execute
from hocba.core.errors import LifecycleError
from hocba.core.lifecycle import TRANSITIONS, Action
from hocba.school.pages.models import PageVersion


@dataclass(frozen=True, slots=True)
class Rewritten:
    """New bytes for the version that was read as ``id`` at ``revision``."""

    id: int
    revision: int
    content: bytes


def _statement(signatures: str) -> str:
    return f"""
    UPDATE {PageVersion._meta.db_table} AS page
       SET content = new.content, state = %s, revision = page.revision + 1,
           signatures = {signatures}, updated_at = %s
      FROM unnest(%s::bigint[], %s::int[], %b::bytea[]) AS new (id, revision, content)
     WHERE page.id = new.id AND page.revision = new.revision AND page.state = ANY(%s)
"""  # noqa: S608 - table and expression are ours, every value is a parameter


_ADD_A_SIGNATURE = _statement("page.signatures || %s::varchar")
_TAKE_ALL_AWAY = _statement("%s::varchar[]")


def write_signed(signed: Sequence[Rewritten], action: Action, label: str, *, at: datetime) -> None:
    """Put the signed bytes in place and move the set on, or change nothing.

    ``label`` is added to the versions' ``signatures``. Raises LifecycleError when any
    version was changed by somebody else since it was read: a signature over bytes that are
    no longer current must not be kept.
    """
    _write(_ADD_A_SIGNATURE, signed, action, label, at)


def write_unsigned(unsigned: Sequence[Rewritten], *, at: datetime) -> None:
    """Put the bytes without any signature in place, as drafts again; the same error."""
    _write(_TAKE_ALL_AWAY, unsigned, Action.WITHDRAW, [], at)


def _write(
    statement: str,
    rewritten: Sequence[Rewritten],
    action: Action,
    signatures: str | list[str],
    at: datetime,
) -> None:
    transition = TRANSITIONS[action]
    changed = execute(
        statement,
        [
            transition.target.value,
            signatures,
            at,
            [each.id for each in rewritten],
            [each.revision for each in rewritten],
            [each.content for each in rewritten],
            sorted(transition.sources),
        ],
    )
    _expect(changed, len(rewritten))


def move(
    versions: Sequence[PageVersion], action: Action, *, at: datetime, **fields: object
) -> None:
    """Change the state of versions whose bytes stay; the same guard, the same error."""
    transition = TRANSITIONS[action]
    changed = PageVersion.objects.filter(
        id__in=[v.pk for v in versions], state__in=transition.sources
    ).update(state=transition.target, updated_at=at, **fields)
    _expect(changed, len(versions))


def _expect(changed: int, wanted: int) -> None:
    if changed != wanted:
        raise LifecycleError(
            f"{wanted - changed} học bạ vừa được người khác thay đổi; chưa có gì được ghi. "
            "Hãy tải lại danh sách lớp rồi làm lại."
        )
