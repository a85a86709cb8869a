"""A page taken apart into the bytes that its signatures cover.

The page is cut from its own exclusive C14N. In canonical form its frame is a fixed run of
bytes, so whatever else stood in it (white space, an attribute, another element) is found by
comparing; and a part cut out is the part's own C14N, but for the default namespace that the
frame has declared for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hocba.core.packet import NAMESPACE
from hocba.core.signature import profile, unsigned


class BrokenFrame(Exception):
    """Something stands on the page beside its data and its signatures."""


_EVIDENCE, _EVIDENCE_END = unsigned.OPENING.encode(), unsigned.CLOSING.encode()
_CLOSING = profile.CLOSING.encode()


@dataclass(frozen=True, slots=True)
class PageParts:
    """The C14N of a page's data and of each of its signatures."""

    lookup_code: str
    data: bytes
    signatures: tuple[bytes, ...]


_DECLARED = f' xmlns="{NAMESPACE}"'.encode()
_HEAD = re.compile(
    b"<HocBa" + re.escape(_DECLARED) + rb' Id="hb-([0-9a-f]{32})">(?=<DuLieu Id="dl-\1">)'
)
_DATA, _DATA_END = b"<DuLieu", b"</DuLieu>"
_SIGNATURES = b"<ChuKySo>"
END = b"</ChuKySo></HocBa>"
_SIGNATURE_END = b"</ds:Signature>"


def cut(page: bytes) -> PageParts:
    """The parts of a ``<HocBa>`` in exclusive C14N, valid by the schema. Raises BrokenFrame."""
    head, end = _HEAD.match(page), page.find(_DATA_END + _SIGNATURES)
    if head is None or end < 0 or not page.endswith(END):
        raise BrokenFrame
    data_end = end + len(_DATA_END)
    *signatures, rest = page[data_end + len(_SIGNATURES) : -len(END)].split(_SIGNATURE_END)
    if rest:
        raise BrokenFrame
    return PageParts(
        lookup_code=head[1].decode(),
        data=_DATA + _DECLARED + page[head.end() + len(_DATA) : data_end],
        signatures=tuple(signature + _SIGNATURE_END for signature in signatures),
    )


def unsigned_page(page: bytes) -> bytes:
    """A page that was cut once, without its signatures: a fifth of the bytes, all of the record."""
    return page[: page.index(_DATA_END + _SIGNATURES) + len(_DATA_END)] + _SIGNATURES + END


def plain(page: bytes) -> bytes:
    """The page without the evidence in its last signature, which no other signature covers."""
    end = _CLOSING + END
    if not page.endswith(_EVIDENCE_END + end):
        return page
    return page[: page.rindex(_EVIDENCE)] + end
