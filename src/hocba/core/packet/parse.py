"""From bytes that anyone may have sent to a tree that the schema has accepted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import as_file, files
from typing import Protocol, cast

from lxml import etree

from hocba.core.errors import LimitExceeded, PacketError
from hocba.core.packet import limits
from hocba.core.packet.elements import (
    DISPATCH,
    DISPATCH_RECEIPT,
    NAMESPACE,
    ORDER,
    PACKET,
    PAGE,
    XMLDSIG,
    canonical,
)

BREAKS_SCHEMA = "SAI_LUOC_DO"
_ELEMENT = re.compile(r"\{(?:" + re.escape(NAMESPACE) + "|" + re.escape(XMLDSIG) + r")\}(\w+)")
_DECLARED = re.compile(r'<(?:xs:|xsd:)?element name="(\w+)"')
_PAGE_PATH = re.compile(r"/\*/\*\[2\]/\*\[(\d+)\]/")
_SCHEMA_FILES = ("v1.xsd", "dispatch-v1.xsd", "order-v1.xsd", "xmldsig.xsd")
_OTHER_SCHEMAS = {
    DISPATCH: "dispatch-v1.xsd",
    DISPATCH_RECEIPT: "dispatch-v1.xsd",
    ORDER: "order-v1.xsd",
}
_LISTS = frozenset({PACKET, DISPATCH})
_WHAT_IS_WRONG = {
    "SCHEMAV_ELEMENT_CONTENT": "thiếu, thừa hoặc sai thứ tự phần tử",
    "SCHEMAV_CVC_ELT_1": "không phải phần tử gốc của gói tin",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "có chữ ở chỗ chỉ được có phần tử",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "có thuộc tính không được phép",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "có thuộc tính không được phép",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "thiếu thuộc tính bắt buộc",
}
_TOO_DEEP_OR_LONG = frozenset(
    {etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG}
)


def load_schema(name: str) -> etree.XMLSchema:
    """A schema of the caller's own, whose log tells of the caller's document alone."""
    with as_file(files(__package__)) as folder:
        return etree.XMLSchema(file=str(folder / name))


@cache
def _declared_names() -> frozenset[str]:
    folder = files(__package__)
    texts = [(folder / name).read_text("utf-8") for name in _SCHEMA_FILES]
    return frozenset(name for text in texts for name in _DECLARED.findall(text))


def _schema_name(root: etree._Element) -> str:
    return _OTHER_SCHEMAS.get(root.tag, "v1.xsd")


class _LogEntry(Protocol):
    """What lxml-stubs do not tell of an entry of an error log."""

    message: str
    path: str | None
    type_name: str


_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    collect_ids=False,
)
_IDS = etree.XPath("//@Id", smart_strings=False)
_SCHEMA_HINTS = etree.XPath(
    "boolean(//@xsi:*)", namespaces={"xsi": "http://www.w3.org/2001/XMLSchema-instance"}
)
_SCHEMAS = {name: load_schema(name) for name in _SCHEMA_FILES[:3]}


def parse(data: bytes, *, roots: Collection[str] = (PACKET, PAGE)) -> etree._Element:
    """The root of a packet or a lone page (or of what else ``roots`` names), well-formed and valid.

    ``data`` may be gzip. Raises LimitExceeded before parsing when it is too large, and
    PacketError for everything else that keeps it from being read.
    """
    root = of_root(well_formed(data), roots)
    hold_to_schema(root)
    return root


def parse_again(data: bytes) -> etree._Element:
    """The root of what was cut, in canonical form, out of a document that :func:`parse` returned.

    Its canonical form says what the document said: limits and schema, which that has passed, are
    not asked again. Raises PacketError when it is not XML.
    """
    return _parse(data)


def of_root(root: etree._Element, roots: Collection[str]) -> etree._Element:
    """The same root. Raises PacketError unless it is one of ``roots``."""
    if root.tag not in roots:
        raise PacketError("Tệp XML này không phải gói tin học bạ.", code="KHONG_PHAI_GOI_TIN")
    return root


def well_formed(data: bytes) -> etree._Element:
    """The root of any document within the limits, whatever the schema says of it.

    Raises as :func:`parse` does. Only for telling a broken packet's pages apart.
    """
    plain = limits.check(data)
    odd = limits.has_odd_namespaces(plain)
    root = _parse(plain)
    if odd:
        _refuse_hints(root)
        _require_canonical_form(root)
    return root


def _refuse_hints(root: etree._Element) -> None:
    # Before the schema sees them: libxml2 would open the file that xsi:schemaLocation names.
    if _SCHEMA_HINTS(root):
        raise PacketError("Gói tin không được có thuộc tính xsi.", code="CAU_TRUC_CAM")


def _require_canonical_form(root: etree._Element) -> None:
    """Canonical XML has no form for a namespace that is no absolute address; XML has."""
    try:
        canonical(root)
    except etree.C14NError:
        raise PacketError(
            "Gói tin khai báo một không gian tên không phải địa chỉ tuyệt đối.",
            code="CAU_TRUC_CAM",
        ) from None


def validate(root: etree._Element) -> None:
    """Hold a whole document that was put together here against the schema.

    Raises PacketError naming the element, as :func:`parse` does.
    """
    # Parts that come out of other documents were entered as xs:ID there, not in this one.
    if _has_an_id_twice(root):
        raise _id_twice()
    hold_to_schema(root)


def hold_to_schema(root: etree._Element) -> None:
    """Raise PacketError as :func:`parse` does.

    The schema sees to the Ids that it declares; within a signature it sees nothing, and the
    verifier takes no Id there but those that its profile writes.
    """
    if _SCHEMAS[_schema_name(root)].validate(root):
        return
    raise _id_twice() if _has_an_id_twice(root) else _invalid(root)


def _has_an_id_twice(root: etree._Element) -> bool:
    # Without the blanks around them, as the schema compares: a broken page's are not its.
    identifiers = [each.strip() for each in cast("list[str]", _IDS(root))]
    return len(set(identifiers)) != len(identifiers)


def _id_twice() -> PacketError:
    return PacketError("Gói tin có hai phần tử cùng Id.", code="TRUNG_ID")


def _parse(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _malformed(error) from None


def _malformed(error: etree.XMLSyntaxError) -> PacketError:
    if error.code in _TOO_DEEP_OR_LONG:  # type: ignore[attr-defined]
        return LimitExceeded("Gói tin lồng quá sâu hoặc có tên, giá trị quá dài.")
    line, column = error.position
    return PacketError(f"Gói tin không phải XML đúng cú pháp (dòng {line}, cột {column}).")


def _invalid(root: etree._Element) -> PacketError:
    # A schema of its own: the shared one's log may by now tell of another thread's document.
    schema = load_schema(_schema_name(root))
    schema.validate(root)
    return fault(root, schema)


def fault(root: etree._Element, schema: etree.XMLSchema) -> PacketError:
    """The first thing wrong of what ``schema`` has just refused, by element and page.

    Never its value, nor a name that the sender made up, which may be personal: in the place
    of an unknown element that one is named which was expected there.
    """
    entry = _entries(schema.error_log)[0]
    declared = _declared_names()
    named = [name for name in _ELEMENT.findall(entry.message) if name in declared]
    name = named[0] if named else etree.QName(root).localname
    what = _WHAT_IS_WRONG.get(entry.type_name, "giá trị không hợp lệ")
    return PacketError(f"Mục «{name}»{_page_number(root, entry)}: {what}.", code=BREAKS_SCHEMA)


def _page_number(root: etree._Element, entry: _LogEntry) -> str:
    found = _PAGE_PATH.match(entry.path or "") if root.tag in _LISTS else None
    return f" của học bạ thứ {found[1]}" if found else ""


def _entries(log: object) -> list[_LogEntry]:
    return list(cast("Iterable[_LogEntry]", log))
