"""A witness's word on a checkpoint (c2sp.org/tlog-cosignature, Ed25519).

It says: at this time, this head was the largest that I had seen of this log, and all that I
had seen before is in it. With enough witnesses a log cannot show different histories to
different people.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hocba.core.signed_note import COSIGNATURE, FalseSignature, NoteError, NoteVerifier, split_note

_TIME_BYTES = 8
_SIZE = _TIME_BYTES + 64
_LATEST = 253_402_300_799  # the end of the year 9999, which is as far as a datetime goes


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A cosignature that holds: by the witness ``name``, at ``time``; ``line`` as it is written."""

    name: str
    time: datetime
    line: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A private key under the name that its cosignatures carry."""

    name: str
    key: Ed25519PrivateKey

    @property
    def verifier(self) -> NoteVerifier:
        return NoteVerifier(self.name, self.key.public_key(), COSIGNATURE)

    def cosign(self, note: bytes, at: datetime) -> str:
        """The signature line, newline included, for a checkpoint that the witness has checked.

        Raises NoteError when ``note`` is malformed.
        """
        text, _ = split_note(note)
        seconds = int(at.timestamp())
        value = seconds.to_bytes(_TIME_BYTES) + self.key.sign(_message(text, seconds))
        return f"— {self.name} {b64encode(self.verifier.key_id + value).decode()}\n"


def cosignatures(note: bytes, *witnesses: NoteVerifier) -> Iterator[Cosignature]:
    """Those of the cosignatures of ``note`` that are by known witnesses; others are passed over.

    Raises NoteError when the note is malformed, FalseSignature when a line that claims to be
    by a known witness does not hold.
    """
    known = {(each.name, each.key_id): each for each in witnesses if each.kind == COSIGNATURE}
    text, lines = split_note(note)
    for signer, value in lines:
        if signer in known:
            yield _verified(known[signer], value, text)


def _verified(witness: NoteVerifier, value: bytes, text: str) -> Cosignature:
    seconds = int.from_bytes(value[:_TIME_BYTES])
    if len(value) != _SIZE or seconds > _LATEST:
        raise NoteError(f"Chữ ký của nhân chứng «{witness.name}» không đúng dạng.")
    try:
        witness.key.verify(value[_TIME_BYTES:], _message(text, seconds))
    except InvalidSignature as error:
        raise FalseSignature(f"Chữ ký của nhân chứng «{witness.name}» không đúng.") from error
    line = f"— {witness.name} {b64encode(witness.key_id + value).decode()}\n"
    return Cosignature(witness.name, datetime.fromtimestamp(seconds, UTC), line)


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
