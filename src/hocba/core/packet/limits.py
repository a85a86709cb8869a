"""What a packet may cost, checked on its bytes before an XML parser sees them.

Every look is one pass in C, and most documents need few: what has neither ``!`` nor ``?``
declares nothing, and what is short does not hold too much of anything. Depth needs no pass
of its own: libxml2 stops at 256 levels while it parses, and the schema then allows far fewer.
"""

from __future__ import annotations

import re
import zlib

from hocba.core.errors import LimitExceeded, PacketError

MAX_BYTES = 96 * 1024 * 1024
"""2,000 secondary pages with their chains are 67 MB; a class of 45 is 1.5 MB."""

MAX_ELEMENTS = 1_000_000
MAX_ATTRIBUTES = 1_000_000
"""Counted as equals signs, so the padding of base64 counts too."""

_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(rb"""<\?xml version=["']1\.0["']( encoding=["'](?i:utf-8)["'])?\s*\?>""")
_NOT_MARKUP = bytes(set(range(256)) - set(b"<>!?"))


def check(data: bytes) -> bytes:
    """The document's own bytes: unpacked if gzip, without XML declaration, within the limits.

    Raises LimitExceeded when it is too large, and PacketError when it holds a document type,
    an entity, a comment, a CDATA section or a processing instruction: a packet needs none,
    and each is a way to make two programs read two different things. Another encoding than
    UTF-8 cannot be declared, and the parser, which is told UTF-8, stops at it.
    """
    data = _unpack(data)
    _check_size(data)
    data = _without_declaration(data)
    _check_start(data)
    _check_markup(data)
    return data


def beginning(data: bytes, size: int) -> bytes:
    """The first ``size`` bytes of the document, looked at as :func:`check` does with a whole one.

    Raises as that does, but for what only the end would show.
    """
    if data.startswith(_GZIP):
        try:
            data = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(data, size)
        except zlib.error:
            raise PacketError("Tệp nén gzip bị hỏng.", code="GZIP_HONG") from None
    plain = _without_declaration(data[:size])
    _check_start(plain)
    _check_markup(plain)
    return plain


def _unpack(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        plain = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise PacketError("Tệp nén gzip bị hỏng.", code="GZIP_HONG") from None
    _check_size(plain)
    if not unpacker.eof or unpacker.unused_data:
        raise PacketError("Tệp nén gzip bị cụt hoặc có phần thừa.", code="GZIP_HONG")
    return plain


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise LimitExceeded(f"Gói tin lớn hơn {MAX_BYTES // 1024 // 1024} MB; hãy chia nhỏ gói.")


def _without_declaration(data: bytes) -> bytes:
    found = _DECLARATION.match(data)
    return data[found.end() :].lstrip(b" \t\r\n") if found else data


def _check_start(data: bytes) -> None:
    if not data.startswith(b"<"):
        raise PacketError(
            "Tệp này không phải gói tin XML mã UTF-8 không dấu BOM.", code="KHONG_PHAI_XML"
        )


def _check_markup(data: bytes) -> None:
    if b"!" in data or b"?" in data:
        _refuse_declarations(data.translate(None, _NOT_MARKUP))
    if len(data) > MAX_ELEMENTS:
        _check_counts(data)


def _refuse_declarations(skeleton: bytes) -> None:
    if b"<!" in skeleton or b"<?" in skeleton:
        raise PacketError(
            "Gói tin không được có DOCTYPE, thực thể, chú thích, CDATA hay chỉ thị xử lý.",
            code="CAU_TRUC_CAM",
        )


def _check_counts(data: bytes) -> None:
    if data.count(b"<") > 2 * MAX_ELEMENTS:
        raise LimitExceeded("Gói tin có quá nhiều phần tử.")
    if data.count(b"=") > MAX_ATTRIBUTES:
        raise LimitExceeded("Gói tin có quá nhiều thuộc tính.")
