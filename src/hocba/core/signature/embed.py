"""Evidence put into a page: B-T with a timestamp, B-LT with chains and answers besides.

It goes into the last signature, the seal, which covers all that stands before it and is itself
covered by nothing on the page. A packet or the ledger covers the page as it was without.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from hocba.core.errors import SigningError
from hocba.core.packet import PAGE, canonical, parse
from hocba.core.signature import grammar, parts, unsigned
from hocba.core.signature.evidence import Evidence
from hocba.core.signature.grammar import Signature
from hocba.core.signature.profile import CLOSING
from hocba.core.signature.timestamp import BadToken, read_token


def embed(page: bytes, evidence: Evidence) -> bytes:
    """The canonical page with ``evidence`` added to what its last signature has.

    Timestamps of other things are left out. Raises PacketError when ``page`` is no page,
    SigningError when nobody has signed it, or an archive timestamp keeps it as it is.
    """
    content, last = _last_signature(page)
    if last.renewals:
        raise SigningError(
            "Trang này đã có dấu thời gian lưu trữ nên không thêm chứng cứ vào trước được nữa; hãy "
            "gia hạn bằng dấu lưu trữ mới.",
            code="DA_LUU_TRU",
        )
    own = sha256(last.value_alone).digest()
    tokens = tuple(token for token in evidence.tokens if _stamps(token, own))
    text = unsigned.write(last.unsigned | replace(evidence, tokens=tokens))
    end = CLOSING.encode() + parts.END
    return parts.plain(content).removesuffix(end) + text.encode() + end


def imprint_to_stamp(page: bytes) -> bytes | None:
    """The SHA-256 that a timestamp of the page's last signature is of; None when it has one.

    Raises as :func:`embed` does.
    """
    _, last = _last_signature(page)
    return None if last.unsigned.tokens else sha256(last.value_alone).digest()


def _last_signature(page: bytes) -> tuple[bytes, Signature]:
    content = canonical(parse(page, roots=(PAGE,)))
    try:
        signatures = parts.cut(content).signatures
    except parts.BrokenFrame:
        signatures = ()
    last = grammar.read(signatures[-1]) if signatures else None
    if last is None:
        raise SigningError("Học bạ này chưa có chữ ký nào đúng khuôn mẫu.", code="CHUA_KY")
    return content, last


def _stamps(token: bytes, own: bytes) -> bool:
    try:
        return read_token(token).imprint == own
    except BadToken:
        return False
