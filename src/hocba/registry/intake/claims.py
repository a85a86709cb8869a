"""What a packet says of itself, read before anything is believed: enough to address an answer.

Nothing else may be taken from here. What is stored and judged comes from the bytes that
the signatures cover.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from hocba.core.packet import PACKET, PacketHeader, parse, read_header
from hocba.core.packet.elements import child


@dataclass(frozen=True, slots=True)
class PageClaim:
    """Which page of the packet's school year an answer is about."""

    lookup_code: str
    version: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Who says to send which pages, in the packet's order."""

    header: PacketHeader
    pages: tuple[PageClaim, ...]


def read_claims(data: bytes) -> Claims:
    """Raises PacketError when ``data`` is no packet that can be read."""
    root = parse(data, roots=(PACKET,))
    pages = tuple(_claim(child(page, "DuLieu")) for page in child(root, "DanhSachHocBa"))
    return Claims(read_header(root), pages)


def _claim(data: etree._Element) -> PageClaim:
    code, version = (child(data, name).text or "" for name in ("MaDinhDanhHocBa", "PhienBan"))
    return PageClaim(code, int(version))
