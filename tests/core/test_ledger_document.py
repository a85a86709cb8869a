"""The example in docs/ledger.md is true: its leaf, its hash, its key and its signed head."""

from __future__ import annotations

import re
from pathlib import Path

from hocba.core import merkle
from hocba.core.checkpoint import verify_checkpoint
from hocba.core.signed_note import NoteVerifier
from hocba.core.tlog_proof import TlogProof
from tests.core.test_ledger_entry import ENTRY

TEXT = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text("utf-8")
_FENCED = re.findall(r"^```(\w*)\n(.*?\n)```$", TEXT, re.DOTALL | re.MULTILINE)
BLOCKS = [block for language, block in _FENCED if not language]


def test_the_example_can_be_checked_by_what_the_document_says() -> None:
    leaf, note, key, proof = BLOCKS
    assert leaf.encode() == ENTRY.leaf
    leaf_hash = merkle.leaf_hash(leaf.encode())
    assert leaf_hash.hex() in TEXT
    head = verify_checkpoint(note.encode(), NoteVerifier.parse(key))
    assert merkle.includes(head.root, head.size, 0, leaf_hash, ())
    found = TlogProof.parse(proof.encode())
    assert found.extra == leaf.encode()
    assert found.verify(found.extra, NoteVerifier.parse(key)) == head
