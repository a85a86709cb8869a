"""Hold this node's ledger against the other's, by what the other shows to everybody.

1. The other's head is signed by the key that this node knows it by.
2. Its entries give that head's root, and the root of every head that was seen of it before:
   nothing was taken out, nothing was put in between.
3. Entry by entry: what one has and the other has not, or has in other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hocba.adapters.mirror import Mirror
from hocba.core.checkpoint import Checkpoint, verify_checkpoint
from hocba.core.errors import HocbaError
from hocba.core.reconcile import Comparison, compare, roots_at
from hocba.core.signed_note import NoteVerifier
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.ledger.models import Entry
from hocba.registry.locking.queries import entry_of
from hocba.registry.reporting.models import SeenHead

LEDGER_PATH = "/so-cai"
"""Where a node shows its ledger to everybody."""


class Forked(HocbaError):
    """The other ledger's entries are not those of a head that it has signed."""

    code = "SO_CAI_RE_NHANH"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared: the other's head as it was, and all differences to it."""

    head: Checkpoint
    comparison: Comparison


def reconcile(
    mirror: Mirror, key: NoteVerifier, *, at: datetime, reported_by: str = ""
) -> Reconciliation:
    """Compare with the ledger at ``mirror``, signed by ``key``, and remember its head.

    ``reported_by`` is the Department whose pages are compared, at the Ministry, which holds
    those of many; without it all of this node's ledger is. Raises Forked when the other's
    entries are not those that it signed, now or before; NoteError when its head is not signed;
    Unavailable when it does not answer.
    """
    note = mirror.checkpoint()
    head = verify_checkpoint(note, key)
    theirs = list(mirror.entries(head.size))
    _require_its_own(theirs, head, key.name)
    comparison = compare(own_leaves(reported_by), theirs)
    _remember(head, note, at)
    return Reconciliation(head, comparison)


def own_leaves(reported_by: str = "") -> Iterator[bytes]:
    """The entries of this node's ledger, or of those pages that one Department reported."""
    if not reported_by:
        leaves = Entry.objects.order_by("position").values_list("leaf", flat=True)
        return (bytes(leaf) for leaf in leaves.iterator())
    pages = RegisteredPage.objects.filter(packet__dispatch__department_code=reported_by)
    entries = (entry_of(page) for page in pages.defer("content").iterator())
    return (entry.leaf for entry in entries if entry is not None)


def _require_its_own(theirs: list[bytes], head: Checkpoint, origin: str) -> None:
    heads = {s.size: bytes(s.root) for s in SeenHead.objects.filter(origin=origin)}
    seen_more = [size for size in heads if size > head.size]
    if seen_more:
        raise Forked(
            f"Sổ cái «{origin}» chỉ còn {head.size} mục, trước đây có {max(seen_more)}:"
            " sổ đã bị cắt hoặc đây là bản sao cũ."
        )
    roots = roots_at(theirs, [*heads, head.size])
    if roots[head.size] != head.root:
        raise Forked(f"Các mục của sổ cái «{origin}» không phải của đầu sổ mà nó đã ký.")
    for size, root in heads.items():
        if roots[size] != root:
            raise Forked(
                f"Sổ cái «{origin}» đã rẽ nhánh: {size} mục đầu không còn như lần đối soát trước;"
                " hãy giữ cả hai đầu sổ làm bằng chứng."
            )


def _remember(head: Checkpoint, note: bytes, at: datetime) -> None:
    SeenHead.objects.bulk_create(
        [SeenHead(origin=head.origin, size=head.size, root=head.root, note=note, seen_at=at)],
        ignore_conflicts=True,
    )
