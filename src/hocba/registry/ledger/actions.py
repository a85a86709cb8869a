"""The one thing that may be done to the log: append to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from hocba.adapters.bulk import copy_in
from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.errors import Unavailable
from hocba.core.signed_note import NoteSigner
from hocba.registry.ledger import queries
from hocba.registry.ledger.models import Checkpoint, Entry, Node

_ATTEMPTS = 20


@transaction.atomic
def append(leaves: Sequence[bytes], *, at: datetime, signer: NoteSigner) -> Checkpoint:
    """Enter ``leaves`` in order and return the new signed head.

    Runs inside the caller's transaction if there is one, so that the log and what it
    speaks of are committed together or not at all. Raises ValueError when there is nothing
    to enter, IntegrityError when a leaf is in the log already, Unavailable when other
    writers keep getting in first.
    """
    if not leaves:
        raise ValueError("an empty batch would sign the same head twice")
    for _ in range(_ATTEMPTS):
        size, peaks = _head()
        born = merkle.grow(size, peaks, [merkle.leaf_hash(leaf) for leaf in leaves])
        new = _signed(size, size + len(leaves), {**peaks, **born}, at, signer)
        if _swap_head(new):
            _store(size, leaves, born)
            return new
    raise Unavailable("Sổ cái đang bận. Hãy thử lại sau ít phút.")


def _head() -> tuple[int, Mapping[merkle.Node, bytes]]:
    newest = queries.head()
    size = newest.size if newest else 0
    return size, queries.nodes(merkle.nodes_of((0, size)))


def _signed(
    old: int, new: int, nodes: Mapping[merkle.Node, bytes], at: datetime, signer: NoteSigner
) -> Checkpoint:
    root = merkle.root_of((0, new), nodes)
    note = sign_checkpoint(new, root, signer)
    return Checkpoint(size=new, previous_size=old, root=root, note=note, signed_at=at)


def _swap_head(new: Checkpoint) -> bool:
    """Compare-and-swap: True when no other head has followed the one that we read.

    The insert waits for a rival that has not committed yet. The head goes in before the
    entries, so the loser of the race finds out before it has written anything; the note it
    signed is never seen by anyone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, previous_size, root, note, signed_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [new.size, new.previous_size, bytes(new.root), bytes(new.note), new.signed_at],
        )
        won: bool = cursor.rowcount == 1
    return won


def _store(size: int, leaves: Sequence[bytes], born: Mapping[merkle.Node, bytes]) -> None:
    copy_in(Entry, ("position", "leaf"), enumerate(leaves, start=size))
    inner = ((level, index, value) for (level, index), value in born.items() if level)
    copy_in(Node, ("level", "index", "hash"), inner)
