"""The ledger re-verified from nothing but its leaves and notes, as an outsider would."""

from __future__ import annotations

from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hocba.core import merkle
from hocba.core.checkpoint import verify_checkpoint
from hocba.core.signed_note import NoteSigner
from hocba.registry.ledger import queries
from hocba.registry.ledger.models import Checkpoint, Entry, Node

LEDGER_KEY = NoteSigner(
    "hocba.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
)


def audit() -> int:
    """Hold every leaf, node, head and proof against each other; return the ledger's size."""
    leaves = list(Entry.objects.order_by("position").values_list("position", "leaf"))
    assert [position for position, _ in leaves] == list(range(len(leaves)))
    hashes = [merkle.leaf_hash(bytes(leaf)) for _, leaf in leaves]
    nodes = merkle.grow(0, {}, hashes)
    assert stored_nodes() == {node: value for node, value in nodes.items() if node[0]}
    heads = list(Checkpoint.objects.order_by("size"))
    for checkpoint in heads:
        signed = verify_checkpoint(bytes(checkpoint.note), LEDGER_KEY.verifier)
        root = merkle.root_of((0, checkpoint.size), nodes)
        assert (signed.size, signed.root) == (checkpoint.size, root)
        assert bytes(checkpoint.root) == root
    assert [head.previous_size for head in heads] == [0, *(head.size for head in heads)][:-1]
    for old, new in pairwise(heads):
        path = queries.consistency(old.size, new.size)
        assert merkle.extends(bytes(old.root), old.size, bytes(new.root), new.size, path)
    assert len(leaves) == (heads[-1].size if heads else 0)
    return len(leaves)


def stored_nodes() -> dict[merkle.Node, bytes]:
    return {
        (level, index): bytes(value)
        for level, index, value in Node.objects.values_list("level", "index", "hash")
    }
