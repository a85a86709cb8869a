"""Every signed head against the tree, with its timestamp and its witnesses; and heads from outside.

Whoever holds the log's key could sign another history from its beginning. What he cannot
make are the heads that others have kept: mirrors, witnesses, the timestamp authority, the
last audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

from hocba.core import merkle
from hocba.core.checkpoint import Checkpoint as Head
from hocba.core.checkpoint import verify_checkpoint
from hocba.core.cosignature import cosignatures
from hocba.core.signature.timestamp import BadToken, read_token
from hocba.core.signature.trust import NoTrust, Untrusted
from hocba.core.signed_note import NoteError
from hocba.registry.audit.findings import Fault, Finding, head_name
from hocba.registry.audit.grounds import Grounds
from hocba.registry.ledger import queries
from hocba.registry.ledger.models import Checkpoint

_AT_ONCE = 200


def check_heads(_low: int, size: int, grounds: Grounds) -> Iterator[Finding]:
    """The heads of the log up to ``size`` entries, in their order."""
    rows = Checkpoint.objects.filter(size__lte=size).select_related("timestamp")
    ordered = rows.prefetch_related("cosignatures").order_by("size")
    previous, waiting = 0, ordered.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        roots = _roots([each.size for each in some])
        for each in some:
            yield from _check(each, roots.get(each.size), previous, grounds)
            previous = each.size
    if previous != size:
        yield Finding(head_name(size), Fault.HEAD_ORDER)


def check_against(notes: Iterable[bytes], size: int, grounds: Grounds) -> Iterator[Finding]:
    """Heads that somebody kept outside the registry: each must be a beginning of this log."""
    heads = [verify_checkpoint(note, grounds.ledger) for note in notes]
    roots = _roots([head.size for head in heads if head.size <= size])
    for head in heads:
        if roots.get(head.size) != head.root:
            yield Finding(head_name(head.size), Fault.FORK)


def _roots(sizes: Sequence[int]) -> dict[int, bytes]:
    """The roots of the log at these sizes, without those for which nodes are missing."""
    spans = {size: merkle.nodes_of((0, size)) for size in sizes}
    hashes = queries.nodes(node for nodes in spans.values() for node in nodes)
    return {
        size: merkle.root_of((0, size), hashes)
        for size, nodes in spans.items()
        if all(node in hashes for node in nodes)
    }


def _check(
    row: Checkpoint, root: bytes | None, previous: int, grounds: Grounds
) -> Iterator[Finding]:
    name = head_name(row.size)
    try:
        signed = verify_checkpoint(bytes(row.note), grounds.ledger)
    except NoteError:
        yield Finding(name, Fault.HEAD_SIGNATURE)
        return
    if signed != Head(grounds.ledger.name, row.size, bytes(row.root)) or signed.root != root:
        yield Finding(name, Fault.HEAD)
    if row.previous_size != previous:
        yield Finding(name, Fault.HEAD_ORDER)
    if hasattr(row, "timestamp") and not _is_stamped(row, grounds):
        yield Finding(name, Fault.TIMESTAMP)
    if not _is_cosigned(row, grounds):
        yield Finding(name, Fault.COSIGNATURE)


def _is_stamped(row: Checkpoint, grounds: Grounds) -> bool:
    """By an authority that chained to a trusted root at the time that it tells."""
    try:
        token = read_token(bytes(row.timestamp.token))
        grounds.trust.chain(token.authority, token.sent, token.time)
    except (BadToken, NoTrust, Untrusted):
        return False
    return token.imprint == sha256(bytes(row.note)).digest()


def _is_cosigned(row: Checkpoint, grounds: Grounds) -> bool:
    lines = "".join(each.line for each in row.cosignatures.all()).encode()
    try:
        list(cosignatures(bytes(row.note) + lines, *grounds.witnesses))
    except NoteError:
        return False
    return True
