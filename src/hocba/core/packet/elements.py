"""The small vocabulary that every writer and reader of the packet's elements shares."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from lxml import etree

from hocba.core.errors import PacketError

NAMESPACE = "urn:hocba:goi-tin:1"
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"

VIETNAM = timezone(timedelta(hours=7))
"""The one civil time of Vietnam; a fixed offset, so no time zone database is asked."""


LOCAL_NAME = slice(len(NAMESPACE) + 2, None)
"""What of the tag of an element of the packet's namespace is its name there."""


def tag(name: str) -> str:
    """The qualified name of an element of the packet's namespace."""
    return f"{{{NAMESPACE}}}{name}"


PACKET, HEADER, PAGES = tag("GoiTin"), tag("ThongTinGoiTin"), tag("DanhSachHocBa")
PAGE, DATA, SIGNATURES = tag("HocBa"), tag("DuLieu"), tag("ChuKySo")
RECEIPT, RECEIPT_BODY = tag("BienNhan"), tag("NoiDung")
DISPATCH, DISPATCH_RECEIPT = tag("BaoCaoBo"), tag("BienNhanBo")
ORDER = tag("DeNghi")
SUBJECT = tag("MonHoc")
SIGNATURE = f"{{{XMLDSIG}}}Signature"


def new(name: str, **attributes: str) -> etree._Element:
    """A root element whose default namespace is the packet's."""
    return etree.Element(tag(name), attributes, nsmap={None: NAMESPACE})  # type: ignore[dict-item]


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Append an element that holds elements."""
    return etree.SubElement(parent, tag(name), attributes)


def add_text(parent: etree._Element, name: str, text: str | None) -> None:
    """Append an element that holds text; nothing at all for None and for the empty text.

    Raises PacketError, naming the element, for text that is not NFC or that XML 1.0
    cannot carry: what is signed must be what everyone reads, to the byte.
    """
    if not text:
        return
    _require_nfc(name, text)
    try:
        etree.SubElement(parent, tag(name)).text = text
    except ValueError:
        raise PacketError(
            f"Mục «{name}» có ký tự không được phép trong XML; hãy xoá ký tự đó rồi làm lại.",
            code="KY_TU_CAM",
        ) from None


def texts(element: etree._Element) -> dict[str, str]:
    """The texts of an element's children by local name; of a name that repeats, the last.

    Raises PacketError for text that is not NFC, wherever it came from.
    """
    found = unchecked_texts(element)
    if not unicodedata.is_normalized("NFC", "\n".join(found.values())):
        for name, text in found.items():
            _require_nfc(name, text)
    return found


def unchecked_texts(element: etree._Element) -> dict[str, str]:
    """What :func:`texts` gives, of an element within one that :func:`require_nfc` was asked of."""
    return {child.tag[LOCAL_NAME]: child.text or "" for child in element}


def require_nfc(element: etree._Element) -> None:
    """Raise PacketError for any text within the element that is not NFC, naming where it stands.

    All of it is looked at in one go: no part of a normal text is without normal form. That two
    texts would grow together where they meet is no fault of theirs.
    """
    together = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    if not unicodedata.is_normalized("NFC", together):
        for each in element.iter():
            _require_nfc(each.tag[LOCAL_NAME], each.text or "")


def _require_nfc(name: str, text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise PacketError(
            f"Mục «{name}» chưa ở dạng Unicode dựng sẵn (NFC); hãy chuẩn hoá rồi làm lại.",
            code="KHONG_NFC",
        )


def canonical(element: etree._Element) -> bytes:
    """Exclusive C14N 1.0 of the element, as if it stood alone."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def write_moment(moment: datetime) -> str:
    """Local time of Vietnam without offset, to the second: the national data centre's form.

    Raises PacketError for a moment without time zone or with a fraction of a second.
    """
    if moment.tzinfo is None or moment.microsecond:
        raise PacketError("Thời gian phải có múi giờ và tròn giây.", code="THOI_GIAN")
    try:
        return moment.astimezone(VIETNAM).replace(tzinfo=None).isoformat()
    except OverflowError:
        raise PacketError("Thời gian nằm ngoài lịch.", code="THOI_GIAN") from None


def read_moment(text: str) -> datetime:
    """The moment that :func:`write_moment` wrote, at +07:00. Raises PacketError."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError:
        raise PacketError("Gói tin có thời điểm không có trong lịch.", code="THOI_GIAN") from None


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD. Raises PacketError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PacketError("Gói tin có ngày không có trong lịch.", code="THOI_GIAN") from None


def child(element: etree._Element, name: str) -> etree._Element:
    """The element's only child of that name. Raises PacketError when there is none."""
    found = element.find(tag(name))
    if found is None:
        raise PacketError(f"Gói tin thiếu mục «{name}».", code="SAI_LUOC_DO")
    return found


def children(element: etree._Element, name: str) -> Sequence[etree._Element]:
    """The element's children of that name, in document order."""
    return element.findall(tag(name))
