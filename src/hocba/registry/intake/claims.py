"""What a packet says of itself, read before anything is believed: enough to address an answer.

Nothing else may be taken from here. What is stored and judged comes from the bytes that
the signatures cover.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from hocba.core.packet import PacketHeader, read_header
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


def read_claims(root: etree._Element) -> Claims:
    """Of a packet that was parsed. Raises PacketError when its header contradicts itself."""
    pages = tuple(_claim(child(page, "DuLieu")) for page in child(root, "DanhSachHocBa"))
    return Claims(read_header(root), pages)


def _claim(data: etree._Element) -> PageClaim:
    code, version = (child(data, name).text or "" for name in ("MaDinhDanhHocBa", "PhienBan"))
    return PageClaim(code, int(version))
