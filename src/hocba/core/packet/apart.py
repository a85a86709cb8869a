"""A packet whose pages break the schema, taken apart: its frame stands, and so do the others.

Looked for only when the schema has refused the whole, so that a good packet costs nothing
more. A page is broken when the schema refuses it alone. Everything that is the packet's own
is held to as ever, with the broken pages in their places: limits, namespaces, no ``Id`` twice
in all of it, frame, header, signature. Of a broken page nothing is read but its name, so that
it can be answered: the lookup code in its ``Id``, by which the packet's signature covers it,
and its version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet.elements import DATA, PACKET, PAGE, PAGES, canonical, tag
from hocba.core.packet.parse import (
    BREAKS_SCHEMA,
    fault,
    hold_to_schema,
    load_schema,
    of_root,
    well_formed,
)

_XS = "{http://www.w3.org/2001/XMLSchema}"
_VERSION = f"{DATA}/{tag('PhienBan')}"
_ID = re.compile(r"hb-([0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15})")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page that breaks the schema: its name, and what is wrong. Nothing else is known of it."""

    lookup_code: str
    version: int
    error: PacketError


@dataclass(frozen=True, slots=True)
class Apart:
    """A document that the schema accepts, but for the ``broken`` pages, counted from 0."""

    root: etree._Element
    broken: Mapping[int, BrokenPage] = field(default_factory=dict)


def take_apart(data: bytes, *, roots: Collection[str] = (PACKET,)) -> Apart:
    """As ``parse`` does, but a packet's pages break the schema each for itself.

    Raises as that does for all else, and for a broken page that cannot be answered by its
    name: a receipt could not say which page it sends back.
    """
    root = of_root(well_formed(data), roots)
    try:
        hold_to_schema(root)
    except PacketError as error:
        if root.tag != PACKET or error.code != BREAKS_SCHEMA or not _frame_stands(root):
            raise
        broken = _broken(root)
        if not broken:
            raise
        return Apart(root, broken)
    return Apart(root)


def _frame_stands(root: etree._Element) -> bool:
    return _frame().validate(root) and all(page.tag == PAGE for page in root.iterfind(f"{PAGES}/*"))


@cache
def _frame() -> etree.XMLSchema:
    """The schema of a packet, but that it does not look into the pages."""
    with as_file(files(__package__)) as folder:
        schema = etree.parse(str(folder / "v1.xsd"))
        for page in schema.iterfind(f".//{_XS}element[@ref='HocBa']"):
            del page.attrib["ref"]
            page.tag = f"{_XS}any"
            page.attrib.update({"namespace": "##targetNamespace", "processContents": "skip"})
        return etree.XMLSchema(schema)


def _broken(root: etree._Element) -> dict[int, BrokenPage]:
    """Each page is judged in its own canonical form: the bytes that signatures cover."""
    schema = load_schema("v1.xsd")
    found = {}
    for place, page in enumerate(root.iterfind(f"{PAGES}/{PAGE}")):
        alone = well_formed(canonical(page))
        if not schema.validate(alone):
            found[place] = _named(page, place, fault(alone, schema))
    return found


def _named(page: etree._Element, place: int, error: PacketError) -> BrokenPage:
    code = _ID.fullmatch(page.get("Id", ""))
    versions = ["" if len(each) else each.text or "" for each in page.iterfind(_VERSION)]
    if code is None or len(versions) != 1 or not _NUMBER.fullmatch(versions[0]):
        raise PacketError(
            f"Học bạ thứ {place + 1} sai lược đồ, lại không đọc được Id hoặc «PhienBan» của nó "
            "để trả lời riêng; hãy sửa trang đó rồi nộp lại cả gói.",
            code=BREAKS_SCHEMA,
        )
    return BrokenPage(code[1], int(versions[0]), error)
