"""C2SP signed notes (c2sp.org/signed-note) with Ed25519 keys.

A note is a text, an empty line and one signature line per key. A reader trusts the keys
that it was configured with and ignores the lines of all others, so that witnesses may
countersign and keys may roll over.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hocba.core.errors import InputError

ED25519, COSIGNATURE = b"\x01", b"\x04"
"""Kinds of keys: one that signs notes, one that cosigns checkpoints (c2sp.org/tlog-cosignature)."""

_MOST_BYTES = 100_000
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteError(InputError):
    """The bytes are no signed note, or no trusted key vouches for them."""

    code = "GHI_CHU_KY_SO"


class UnknownKey(NoteError):
    """No line is by a key that the reader trusts: that says nothing against the note."""

    code = "KHOA_GHI_CHU_LA"


class FalseSignature(NoteError):
    """A line that claims to be by a trusted key is not: text or line was changed."""

    code = "CHU_KY_GHI_CHU_SAI"


SignatureLine = tuple[tuple[str, bytes], bytes]


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A public key under a name; written ``name+id+key``, as Go's sumdb/note does."""

    name: str
    key: Ed25519PublicKey
    kind: bytes = ED25519

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError("Tên khoá của sổ cái phải khác rỗng, không có dấu cách hay dấu «+».")

    @classmethod
    def parse(cls, text: str) -> NoteVerifier:
        """Read ``name+id+key``. Raises NoteError when malformed or when the id is another key's."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = decode(encoded)
        if raw[:1] not in (ED25519, COSIGNATURE) or len(raw) != 33:
            raise NoteError("Khoá công khai của sổ cái không phải là khoá Ed25519.")
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(raw[1:]), raw[:1])
        if verifier.key_id.hex() != key_id:
            raise NoteError("Khoá công khai của sổ cái không khớp với mã khoá ghi kèm.")
        return verifier

    def __str__(self) -> str:
        encoded = b64encode(self.kind + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + self.kind + self.key.public_bytes_raw()
        return sha256(named).digest()[:4]


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private key under the name that its signatures carry."""

    name: str
    key: Ed25519PrivateKey

    @property
    def verifier(self) -> NoteVerifier:
        return NoteVerifier(self.name, self.key.public_key())

    def sign(self, text: str) -> bytes:
        """The note of ``text``. Raises NoteError unless it is plain lines that end in a newline."""
        if not text.endswith("\n") or _CONTROL.search(text):
            raise NoteError("Nội dung cần ký phải kết thúc bằng dấu xuống dòng, không có kí tự lạ.")
        signature = b64encode(self.verifier.key_id + self.key.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n".encode()


def open_note(note: bytes, *verifiers: NoteVerifier) -> str:
    """The text of ``note``, once a trusted key has been found to vouch for it.

    Raises NoteError when the note is malformed, UnknownKey when no line is by one of
    ``verifiers``, FalseSignature when any line that claims to be does not hold.
    """
    text, signatures = split_note(note)
    trusted = {(each.name, each.key_id): each.key for each in verifiers if each.kind == ED25519}
    known = [(key, value) for (name, key_id), value in signatures
             if (key := trusted.get((name, key_id)))]  # fmt: skip
    if not known:
        raise UnknownKey("Không có chữ ký của khoá tin cậy.")
    for key, value in known:
        _verify(key, value, text)
    return text


def split_note(note: bytes) -> tuple[str, list[SignatureLine]]:
    """The text of a note, and who (name and key id) claims to have signed it, with what.

    Raises NoteError when it is malformed.
    """
    if len(note) > _MOST_BYTES:
        raise NoteError("Tệp quá lớn so với một ghi chú có chữ ký số.")
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise NoteError("Tệp không phải là văn bản UTF-8.") from error
    text, separator, lines = whole.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or _CONTROL.search(whole):
        raise NoteError("Tệp không phải là ghi chú có chữ ký số.")
    return text + "\n", [_signature(line) for line in lines[:-1].split("\n")]


def _signature(line: str) -> SignatureLine:
    match = _LINE.fullmatch(line)
    raw = decode(match[2]) if match else b""
    if match is None or len(raw) < 5:
        raise NoteError("Dòng chữ ký của ghi chú không đúng dạng.")
    return (match[1], raw[:4]), raw[4:]


def _verify(key: Ed25519PublicKey, signature: bytes, text: str) -> None:
    try:
        key.verify(signature, text.encode())
    except InvalidSignature as error:
        raise FalseSignature("Chữ ký trên ghi chú không đúng: nội dung đã bị sửa đổi.") from error


def decode(text: str) -> bytes:
    """Base64 in its one canonical spelling. Raises NoteError."""
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise NoteError("Chuỗi Base64 trong ghi chú không đúng.") from error
    # Stray bits after the last byte would let one signature be written in several ways.
    if b64encode(raw).decode() != text:
        raise NoteError("Chuỗi Base64 trong ghi chú không ở dạng chuẩn.")
    return raw
