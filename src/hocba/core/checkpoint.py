"""The ledger's head as a C2SP checkpoint (c2sp.org/tlog-checkpoint): origin, size, root.

The origin is the name of the log's key. Extension lines are read over and never written.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from hocba.core.signed_note import NoteError, NoteSigner, NoteVerifier, open_note

_BODY = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A promise: the log ``origin`` has ``size`` entries and this RFC 6962 root hash."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def sign_checkpoint(size: int, root: bytes, signer: NoteSigner) -> bytes:
    return signer.sign(Checkpoint(signer.name, size, root).text)


def verify_checkpoint(note: bytes, *verifiers: NoteVerifier) -> Checkpoint:
    """The checkpoint that one of ``verifiers`` signed.

    Raises NoteError when the note does not verify, is no checkpoint, or speaks of a log
    that none of the keys belongs to.
    """
    body = open_note(note, *verifiers)
    match = _BODY.fullmatch(body)
    if match is None:
        raise NoteError("Ghi chú có chữ ký nhưng không phải là đầu sổ cái.")
    if match[1] not in {verifier.name for verifier in verifiers}:
        raise NoteError("Đầu sổ cái là của một sổ cái khác.")
    checkpoint = Checkpoint(match[1], int(match[2]), b64decode(match[3]))
    if not body.startswith(checkpoint.text):
        raise NoteError("Mã băm gốc của sổ cái không ở dạng chuẩn.")
    return checkpoint
