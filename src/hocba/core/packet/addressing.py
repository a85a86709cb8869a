"""To which school's desk a packet goes, read off its first bytes before the rest is looked at.

Nothing is believed for it: who takes the packet in reads the whole of it, and refuses it if
its header names another school. A document that the schema accepts has one header, the first
child of its root, and that is the only place that is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import limits
from hocba.core.packet.elements import HEADER, PACKET, texts

_ENOUGH = 64 * 1024
"""Bytes; a header is shorter than 3 KB."""


def addressed_school(data: bytes) -> str:
    """The school that the header names; ``data`` may be gzip.

    Raises PacketError when the beginning is not that of a packet.
    """
    parser = etree.XMLPullParser(
        ("end",),
        tag=HEADER,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        parser.feed(limits.beginning(data, _ENOUGH))
    except etree.XMLSyntaxError:
        raise _no_header() from None
    header = _first_ended(parser)
    if header is None or not _is_in_place(header):
        raise _no_header()
    return texts(header).get("MaTruong", "")


def _first_ended(parser: etree.XMLPullParser) -> etree._Element | None:
    events = cast("Iterable[tuple[str, Any]]", parser.read_events())
    return next((element for _, element in events), None)


def _is_in_place(header: etree._Element) -> bool:
    root = header.getparent()
    return (
        root is not None and root.tag == PACKET and root.getparent() is None and root[0] is header
    )


def _no_header() -> PacketError:
    return PacketError(
        "Nội dung gửi lên không bắt đầu như một gói tin học bạ; hãy gửi nguyên tệp gói tin đã ký.",
        code="KHONG_PHAI_GOI_TIN",
    )
