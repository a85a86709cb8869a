"""What a packet says of itself, read before anything is believed: enough to address an answer.

Nothing else may be taken from here. What is stored and judged comes from the bytes that
the signatures cover.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from hocba.core.packet import Apart, BrokenPage, PacketHeader, read_header
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


def read_claims(packet: Apart) -> Claims:
    """Of a packet that was taken apart. Raises PacketError when its header contradicts itself."""
    pages = enumerate(child(packet.root, "DanhSachHocBa"))
    claims = tuple(_claim(page, packet.broken.get(place)) for place, page in pages)
    return Claims(read_header(packet.root), claims)


def _claim(page: etree._Element, broken: BrokenPage | None) -> PageClaim:
    if broken is not None:
        return PageClaim(broken.lookup_code, broken.version)
    data = child(page, "DuLieu")
    code, version = (child(data, name).text or "" for name in ("MaDinhDanhHocBa", "PhienBan"))
    return PageClaim(code, int(version))
