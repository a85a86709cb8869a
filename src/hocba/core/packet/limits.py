"""What a packet may cost, checked on its bytes before an XML parser sees them.

Every look is one pass in C, and most documents need few: what has neither ``!`` nor ``?``
declares nothing, what has no ``&`` refers to nothing, and what is short does not hold too much
of anything. Depth is found with the tags alone: each round takes the innermost pairs away.
"""

from __future__ import annotations

import re
import zlib

from hocba.core.errors import LimitExceeded, PacketError
from hocba.core.packet.elements import NAMESPACE, XMLDSIG

MAX_BYTES = 96 * 1024 * 1024
"""2,000 secondary pages with their chains are 67 MB; a class of 45 is 1.5 MB."""

MAX_ELEMENTS = 1_000_000
MAX_ATTRIBUTES = 1_000_000
"""Counted as equals signs, so the padding of base64 counts too."""

MAX_DEPTH = 32
"""Evidence in a page's signature within a dispatch, the deepest that is written, has 14 levels."""

LONGEST_NAMESPACE = 128
"""Bytes. Exclusive C14N writes a name again in each element that uses it: a long one makes of a
small file one that no memory holds."""

_GZIP = b"\x1f\x8b"
_USUAL_NAMESPACES = (
    f'="{NAMESPACE}"',
    f':ds="{XMLDSIG}"',
    ':xades="http://uri.etsi.org/01903/v1.3.2#"',
)
_ODD_NAMESPACE = re.compile(f"xmlns(?!{'|'.join(map(re.escape, _USUAL_NAMESPACES))})".encode())
_LONG_NAMESPACE = re.compile(
    rb"""xmlns[^\s=<>]*\s*=\s*(?:"[^"]{%d}|'[^']{%d})""" % ((LONGEST_NAMESPACE + 1,) * 2)
)
_DECLARATION = re.compile(rb"""<\?xml version=["']1\.0["']( encoding=["'](?i:utf-8)["'])?\s*\?>""")
_NOT_MARKUP = bytes(set(range(256)) - set(b"<>!?"))
_END = b"\0"
"""Stands for the ``</`` of an end tag."""
_NOT_OF_TAGS = bytes(set(range(256)) - set(b"</>\"'"))
_NOT_AN_EDGE = b"/>\"'"
_MAY_BE_EMPTY = re.compile(rb"/>")  # in half the time that ``in`` would take
_EMPTY_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+(?<=/)>""")
_ENTITY = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});|[#0-9A-Za-z]{0,8}\Z)"
)
"""A reference to anything but a character; one that the end cuts off may still become one."""


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
    has_odd_namespaces(plain)
    return plain


def has_odd_namespaces(data: bytes) -> bool:
    """Whether a namespace may be declared in other words than a signer of ours would write.

    Raises LimitExceeded when one is too long.
    """
    if not _ODD_NAMESPACE.search(data):
        return False
    if _LONG_NAMESPACE.search(data):
        raise LimitExceeded("Gói tin khai báo một không gian tên quá dài.")
    return True


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
    if b"&" in data and _ENTITY.search(data):
        raise _forbidden()
    if len(data) > MAX_ELEMENTS:
        _check_counts(data)
    _check_depth(data)


def _refuse_declarations(skeleton: bytes) -> None:
    if b"<!" in skeleton or b"<?" in skeleton:
        raise _forbidden()


def _forbidden() -> PacketError:
    return PacketError(
        "Gói tin không được có DOCTYPE, thực thể, chú thích, CDATA hay chỉ thị xử lý.",
        code="CAU_TRUC_CAM",
    )


def _check_counts(data: bytes) -> None:
    if data.count(b"<") > 2 * MAX_ELEMENTS:
        raise LimitExceeded("Gói tin có quá nhiều phần tử.")
    if data.count(b"=") > MAX_ATTRIBUTES:
        raise LimitExceeded("Gói tin có quá nhiều thuộc tính.")


def _check_depth(data: bytes) -> None:
    """Count the levels, those of elements that are never closed too."""
    edges = _edges(data)
    for _ in range(MAX_DEPTH):
        edges, before = edges.replace(b"<" + _END, b""), edges
        if len(edges) == len(before):
            break
    if b"<" + _END in edges or edges.count(b"<") > MAX_DEPTH:
        raise LimitExceeded(f"Gói tin lồng sâu hơn {MAX_DEPTH} cấp phần tử.")


def _edges(data: bytes) -> bytes:
    """``<`` for each element that begins and ``_END`` for each that ends, in their order.

    A slash that is no end tag's stands behind a ``>`` or a quote: those are kept until it is told.
    """
    if _MAY_BE_EMPTY.search(data):  # seldom: canonical form has no such tag
        data = _EMPTY_TAG.sub(b"<></>", data)
    tags = data.translate(None, _NOT_OF_TAGS)
    return tags.replace(b"</", _END).translate(None, _NOT_AN_EDGE)
