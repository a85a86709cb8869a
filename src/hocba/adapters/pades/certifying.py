"""The incremental update that certifies a PDF of our own, written byte by byte.

typst writes one table of where each object stands, and objects that stand whole. So catalog and
first page are found by their places and get their entries as text; no other of the several
hundred objects is read, which a library would do first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

FIELD = "CoQuanCapBan"
"""The name of the seal's field."""

_END = re.compile(rb"trailer\s*<<(?P<entries>[^<>]*)>>\s*startxref\s+(?P<table>\d+)\s+%%EOF\s*")
_LONGEST_END = 1024
_TABLE = re.compile(rb"xref\s+0 (?P<size>\d+)\s+(?=\d{10} 65535 f)")
_LINE = 20
_OBJECT = re.compile(rb"(?P<number>\d+) 0 obj\s*<<(?P<entries>.*?)>>\s*endobj", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info \d+ 0 R")
_FIRST_ID = re.compile(rb"/ID\s*\[\s*(\([^()\\]*\)|<[^<>]*>)")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_FIRST_KID = re.compile(rb"/Kids\s*\[\s*(\d+) 0 R")
_NOT_BEFORE = (b"/AcroForm", b"/Perms", b"/Extensions", b"/Annots", b"/Prev", b"/Encrypt")

# Outside of the page: PDF/UA-1 wants a tag on what is inside, PDF/A-3 forbids to hide it.
_FIELD = (
    "/FT /Sig /T ({name}) /Type /Annot /Subtype /Widget /F 132 "
    "/Rect [-9999 -9999 -9999 -9999] /P {page} 0 R /V {seal} 0 R"
)
_CATALOG = (
    "/Extensions <</ESIC <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 1>>>> "
    "/AcroForm <</Fields [{field} 0 R] /SigFlags 3>> /Perms <</DocMDP {seal} 0 R>>"
)
# DocMDP 1: no changes. None of the entries that ISO 19005-3, 6.1.12, forbids.
_SEAL = (
    "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:{at:%Y%m%d%H%M%S}Z) "
    "/Reference [<</Type /SigRef /TransformMethod /DocMDP "
    "/TransformParams <</Type /TransformParams /V /1.2 /P 1>>>>] /Contents "
)
_RANGE = "/ByteRange [0 {:010} {:010} {:010}]"


class NotOurs(ValueError):
    """A PDF that is broken, signed already, or not as our typesetter writes them."""


@dataclass(frozen=True, slots=True)
class _Original:
    """The PDF as it was typeset: where its objects stand, and what its trailer says."""

    data: bytes
    table: int
    places: int
    size: int
    trailer: bytes

    def entries(self, number: int) -> bytes:
        """What the dictionary that is object ``number`` holds. Raises NotOurs."""
        line = self.places + number * _LINE
        place = self.data[line : line + _LINE]
        found = _OBJECT.match(self.data, int(place[:10])) if place[17:18] == b"n" else None
        if found is None or int(found["number"]) != number:
            raise NotOurs("an object that is not where it should be")
        return found["entries"]


def certify(pdf: bytes, *, at: datetime, room: int, sign: Callable[[bytes], bytes]) -> bytes:
    """``pdf`` and after it a certifying signature; ``room`` bytes are kept for its value.

    ``sign`` makes the value from the SHA-256 of all that it covers. Raises NotOurs.
    """
    before, after = _update(_original(pdf), at, room)
    hole = 2 * room + len("<>")
    start, end = len(pdf) + len(before), len(pdf) + len(before) + hole
    told = _RANGE.format(start, end, len(after)).encode()
    after = after.replace(_RANGE.format(0, 0, 0).encode(), told, 1)
    digest = sha256(pdf)
    digest.update(before)
    digest.update(after)
    value = sign(digest.digest()).hex().upper().ljust(2 * room, "0").encode()
    return b"".join((pdf, before, b"<", value, b">", after))


def _original(pdf: bytes) -> _Original:
    end = _END.search(pdf, max(len(pdf) - _LONGEST_END, 0))
    table = _TABLE.match(pdf, int(end["table"])) if end else None
    if end is None or table is None or end.end() != len(pdf):
        raise NotOurs("no end of a PDF with a single table")
    return _Original(pdf, int(end["table"]), table.end(), int(table["size"]), end["entries"])


def _update(original: _Original, at: datetime, room: int) -> tuple[bytes, bytes]:
    """What stands before and after the value of the signature."""
    root = _number(_ROOT, original.trailer)
    field, seal = original.size, original.size + 1
    written, places = bytearray(b"\n"), {}
    for number, entries in _changed(original, root, field, seal):
        places[number] = len(original.data) + len(written)
        written += b"%d 0 obj\n<<%b>>\nendobj\n" % (number, entries)
    places[seal] = len(original.data) + len(written)
    written += b"%d 0 obj\n<<%b" % (seal, _SEAL.format(at=at.astimezone(UTC)).encode())
    after = b" %b>>\nendobj\n" % _RANGE.format(0, 0, 0).encode()
    table = len(original.data) + len(written) + 2 * room + len("<>") + len(after)
    return bytes(written), after + b"".join(_ending(original, places, root, table))


def _changed(original: _Original, root: int, field: int, seal: int) -> Iterator[tuple[int, bytes]]:
    """First page and catalog with what they get, and the field. Raises NotOurs."""
    catalog = original.entries(root)
    page, entries = _first_page(original, _number(_PAGES, catalog))
    before = (catalog, entries, original.trailer)
    if any(key in each for key in _NOT_BEFORE for each in before):
        raise NotOurs("signed, or with a form of its own")
    yield page, b"%b /Annots [%d 0 R]" % (entries, field)
    yield root, catalog + b" " + _CATALOG.format(field=field, seal=seal).encode()
    yield field, _FIELD.format(name=FIELD, page=page, seal=seal).encode()


def _first_page(original: _Original, number: int) -> tuple[int, bytes]:
    entries = original.entries(number)
    while b"/Kids" in entries:
        number = _number(_FIRST_KID, entries)
        entries = original.entries(number)
    return number, entries


def _ending(original: _Original, places: dict[int, int], root: int, table: int) -> Iterator[bytes]:
    """The table of the update and its trailer; the file's second identifier is a new one."""
    yield b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        yield b"%d 1\n%010d 00000 n \n" % (number, places[number])
    info, first = _INFO.search(original.trailer), _FIRST_ID.search(original.trailer)
    if info is None or first is None:
        raise NotOurs("no information about the document, or no identifier")
    changed = sha256(original.data).hexdigest()[:32].encode()
    yield b"trailer\n<</Size %d /Root %d 0 R %b /ID [%b <%b>] /Prev %d>>\n" % (
        original.size + 2, root, info.group(), first[1], changed, original.table,
    )  # fmt: skip
    yield b"startxref\n%d\n%%%%EOF\n" % table


def _number(pattern: re.Pattern[bytes], entries: bytes) -> int:
    found = pattern.search(entries)
    if found is None:
        raise NotOurs("a reference is missing")
    return int(found[1])
