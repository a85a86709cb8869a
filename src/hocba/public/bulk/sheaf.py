"""Bind the pages of many PDFs into one without ever holding more than one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

_ON_PAPER = ("/MediaBox", "/Contents", "/Resources")
"""What of a page a printer needs; tags, links and attachments stay with the copy itself."""

_CATALOG, _PAGES = 1, 2


class Sheaf:
    """A PDF under way: objects are written at once, only their places are kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places: dict[int, int] = {}
        self._sheets: list[int] = []
        self._last = _PAGES
        stream.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, pdf: bytes) -> None:
        """All pages of ``pdf``, which is one of our own."""
        copy = _Copy(self)
        for page in _leaves(PdfFileReader(BytesIO(pdf)).root["/Pages"]):
            kept = {key: copy.renumbered(page.raw_get(key)) for key in _ON_PAPER}
            head = {"/Type": pdf_name("/Page"), "/Parent": _reference(_PAGES)}
            self._sheets.append(self.number())
            self.write(self._sheets[-1], _dictionary({**head, **kept}))
            copy.write_what_waits()

    def close(self) -> None:
        """What comes last in a PDF: the list of the pages, and where each object stands."""
        kids = generic.ArrayObject(map(_reference, self._sheets))
        count = generic.NumberObject(len(self._sheets))  # type: ignore[no-untyped-call]
        pages = {"/Type": pdf_name("/Pages"), "/Kids": kids, "/Count": count}
        catalog = {"/Type": pdf_name("/Catalog"), "/Pages": _reference(_PAGES)}
        self.write(_PAGES, _dictionary(pages))
        self.write(_CATALOG, _dictionary(catalog))
        begins = self._stream.tell()
        places = "".join(f"{self._places[n]:010} 00000 n \n" for n in range(1, self._last + 1))
        self._stream.write(
            f"xref\n0 {self._last + 1}\n0000000000 65535 f \n{places}"
            f"trailer\n<</Size {self._last + 1}/Root {_CATALOG} 0 R>>\n"
            f"startxref\n{begins}\n%%EOF\n".encode()
        )

    def number(self) -> int:
        """The number of the next object."""
        self._last += 1
        return self._last

    def write(self, number: int, content: generic.PdfObject) -> None:
        self._places[number] = self._stream.tell()
        self._stream.write(f"{number} 0 obj\n".encode())
        content.write_to_stream(self._stream, None)
        self._stream.write(b"\nendobj\n")


class _Copy:
    """Objects of one PDF on their way into a sheaf, where they have other numbers."""

    def __init__(self, sheaf: Sheaf) -> None:
        self._sheaf = sheaf
        self._numbers: dict[int, int] = {}
        self._waiting: list[tuple[int, Any]] = []

    def renumbered(self, value: Any) -> generic.PdfObject:
        """``value`` with the new numbers; what it is the first to refer to waits to be written."""
        match value:
            case generic.IndirectObject():
                return _reference(self._number_of(value))
            case generic.StreamObject():
                entries = {key: self.renumbered(each) for key, each in value.items()}
                return generic.StreamObject(entries, encoded_data=value.encoded_data)
            case generic.DictionaryObject():
                return _dictionary({key: self.renumbered(each) for key, each in value.items()})
            case generic.ArrayObject():
                raw = (value.raw_get(place) for place in range(len(value)))
                return generic.ArrayObject(map(self.renumbered, raw))
            case _:
                return value  # type: ignore[no-any-return]

    def write_what_waits(self) -> None:
        while self._waiting:
            number, value = self._waiting.pop()
            self._sheaf.write(number, self.renumbered(value))

    def _number_of(self, reference: Any) -> int:
        if reference.idnum not in self._numbers:
            self._numbers[reference.idnum] = self._sheaf.number()
            self._waiting.append((self._numbers[reference.idnum], reference.get_object()))
        return self._numbers[reference.idnum]


def _leaves(node: Any) -> Iterator[generic.DictionaryObject]:
    """The pages of a tree of pages, in their order."""
    if node["/Type"] == "/Page":
        yield node
        return
    for place in range(len(node["/Kids"])):
        yield from _leaves(node["/Kids"][place])


def _dictionary(entries: Mapping[str, object]) -> generic.DictionaryObject:
    named = {pdf_name(key): value for key, value in entries.items()}
    return generic.DictionaryObject(named)  # type: ignore[no-untyped-call]


def _reference(number: int) -> generic.IndirectObject:
    return generic.IndirectObject(number, 0, None)  # type: ignore[no-untyped-call]
