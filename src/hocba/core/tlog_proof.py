"""A proof in a file of its own, checked without asking anybody (c2sp.org/tlog-proof).

The file holds the place of a leaf, the path from it to the root, and the signed head over
that root. Its ``extra`` is the leaf itself: nobody need believe it, for the path binds it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from hocba.core import merkle
from hocba.core.checkpoint import Checkpoint, verify_checkpoint
from hocba.core.errors import InputError
from hocba.core.signed_note import NoteVerifier

SUFFIX = ".tlog-proof"
MAX_BYTES = 128 * 1024

_FORM = "c2sp.org/tlog-proof@v1"
_HASH = r"[A-Za-z0-9+/]{43}="
_PROOF = re.compile(
    rf"{re.escape(_FORM)}\n(?:extra ([A-Za-z0-9+/]+={{0,2}})\n)?index (0|[1-9][0-9]{{0,18}})\n"
    rf"((?:{_HASH}\n){{0,63}})\n".encode()
)


class ProofError(InputError):
    """The bytes are no proof file: whether the leaf is in the log was not found out."""

    code = "TEP_CHUNG_MINH_HONG"


class NotIncluded(InputError):
    """The head is good, but the path does not lead from this leaf to its root."""

    code = "KHONG_CO_TRONG_SO_CAI"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """``path`` leads from the leaf at ``index`` to the root that the note ``checkpoint`` signs."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    @classmethod
    def parse(cls, data: bytes) -> TlogProof:
        """Read a proof file. Raises ProofError unless it is written as :attr:`data` is."""
        match = _PROOF.match(data)
        if match is None or len(data) > MAX_BYTES:
            raise ProofError("Tệp không phải là chứng minh sổ cái đọc được (c2sp.org/tlog-proof).")
        extra, index, path = match.groups()
        proof = cls(
            int(index),
            tuple(map(_decoded, path.split())),
            data[match.end() :],
            _decoded(extra or b""),
        )
        # Stray bits in the base64 would let one proof be written in several ways.
        if proof.data != data:
            raise ProofError("Chuỗi Base64 trong tệp chứng minh sổ cái không ở dạng chuẩn.")
        return proof

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        lines = [_FORM]
        if self.extra:
            lines.append(f"extra {b64encode(self.extra).decode()}")
        lines += [f"index {self.index}", *(b64encode(each).decode() for each in self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    def verify(self, leaf: bytes, *verifiers: NoteVerifier) -> Checkpoint:
        """The head under which ``leaf``, an entry's bytes, is proven to stand at :attr:`index`.

        Raises NotIncluded when the path does not fit, NoteError when the head does not verify.
        """
        head = verify_checkpoint(self.checkpoint, *verifiers)
        hashed = merkle.leaf_hash(leaf)
        if not merkle.includes(head.root, head.size, self.index, hashed, self.path):
            raise NotIncluded("Đường dẫn chứng minh không nối được mục này với đầu sổ cái đã ký.")
        return head


def _decoded(text: bytes) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise ProofError("Chuỗi Base64 trong tệp chứng minh sổ cái không đúng.") from error
