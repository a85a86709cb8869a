"""Keep what witnesses say of a head; nobody else may put anything beside it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from hocba.core.cosignature import cosignatures
from hocba.core.errors import InputError
from hocba.core.signed_note import NoteVerifier, UnknownKey, split_note
from hocba.registry.ledger.models import Checkpoint, Cosignature


def known_witnesses() -> list[NoteVerifier]:
    """Those whom this installation believes. Raises NoteError when a key is malformed."""
    return [NoteVerifier.parse(text) for text in settings.HOCBA_WITNESSES]


def keep_cosignatures(note: bytes, witnesses: list[NoteVerifier], *, at: datetime) -> int:
    """Keep the cosignatures of a checkpoint of ours by known witnesses; how many there are.

    A witness is heard once on a head. Raises NoteError when the note is malformed or a line
    false, UnknownKey when no line is by a known witness, InputError when the note is none of
    this log's heads.
    """
    text, _ = split_note(note)
    found = list(cosignatures(note, *witnesses))
    if not found:
        raise UnknownKey("Không có chữ ký của nhân chứng nào được biết.")
    head = _head_of(text)
    rows = (Cosignature(checkpoint=head, witness=each.name, line=each.line, kept_at=at)
            for each in found)  # fmt: skip
    Cosignature.objects.bulk_create(rows, ignore_conflicts=True)
    return len(found)


def _head_of(text: str) -> Checkpoint:
    """Our head with these words. The size is only where to look: the text is compared whole."""
    size = text.split("\n")[1] if text.count("\n") >= 3 else ""
    head = Checkpoint.objects.filter(size=int(size)).first() if _is_size(size) else None
    if head is None or split_note(bytes(head.note))[0] != text:
        raise InputError("Ghi chú này không phải là đầu sổ cái nào của sổ này.")
    return head


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
