"""Opening an .xlsx package (ECMA-376, part 2) without trusting it.

Size, number of parts and compression ratio are judged from the zip directory before anything
is unpacked; what is really unpacked is bounded again, because a directory can lie. Every
part that is read is well-formed XML without a DTD, so no entity can grow or reach out.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from hocba.core.errors import UnreadableFile

MAX_FILE = 20 * 2**20
"""Bytes of the whole file; a class's workbook has some tens of kilobytes."""

MAX_PART = 64 * 2**20
MAX_PARTS = 2_000
MAX_RATIO = 200
RATIO_FLOOR = 2**20
"""A part smaller than this may be compressed as tightly as it likes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""All that zipfile raises on bytes that are no sound archive."""


class Archive:
    """The parts of a package by name. ``read`` and its kin raise UnreadableFile."""

    def __init__(self, data: bytes) -> None:
        _refuse_other_files(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise UnreadableFile(_CORRUPT) from error
        self._parts = {part.filename.lstrip("/"): part for part in self._zip.infolist()}
        self._unpacked = 0
        _refuse_bombs(self._zip.infolist())

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part, proven to be XML without a DTD."""
        try:
            with self._zip.open(self._parts[name]) as part:
                data = part.read(MAX_PART - self._unpacked + 1)
        except _BROKEN as error:
            raise UnreadableFile(_CORRUPT) from error
        self._unpacked += len(data)
        if self._unpacked > MAX_PART:
            raise UnreadableFile(_TOO_LARGE_INSIDE)
        _refuse_dtd(data)
        return data

    def root(self, name: str) -> etree._Element:
        """The root element of a small part."""
        try:
            return etree.fromstring(self.read(name), _parser())
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(_CORRUPT) from error

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Each element with one of the local names, in order; forgotten once it was handed out."""
        source = io.BytesIO(self.read(name))
        wanted = tuple(f"{{*}}{tag}" for tag in tags)
        try:
            for _, element in etree.iterparse(source, tag=wanted, resolve_entities=False):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(_CORRUPT) from error

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id → (last word of the type, name of the target part)."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))[1:],
            )
            for item in self.root(rels)
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }


_CORRUPT = "Tệp bị hỏng nên không đọc được; hãy mở bằng Excel rồi lưu lại dạng .xlsx."
_TOO_LARGE_INSIDE = (
    "Tệp giải nén ra quá lớn so với bảng của một lớp; hãy xoá các hàng, cột và trang tính thừa "
    "rồi lưu lại."
)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise UnreadableFile("Tệp rỗng, không có dữ liệu; hãy kiểm tra lại tệp.")
    if len(data) > MAX_FILE:
        raise UnreadableFile(
            f"Tệp lớn hơn {MAX_FILE // 2**20} MB; hãy tách bảng của từng lớp ra một tệp riêng."
        )
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.startswith(b"%PDF"):
        raise UnreadableFile("Đây là tệp PDF, không phải sổ Excel; hãy chọn tệp .xlsx của lớp.")
    if not data.startswith(b"PK"):
        raise UnreadableFile("Đây không phải là sổ Excel (.xlsx); hãy chọn đúng tệp của lớp.")


def _refuse_ole(data: bytes) -> NoReturn:
    if _ENCRYPTED_PACKAGE in data:
        raise UnreadableFile("Tệp được bảo vệ bằng mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
    raise UnreadableFile(
        "Tệp ở dạng Excel cũ (.xls); hãy mở bằng Excel và lưu lại thành «Excel Workbook (.xlsx)»."
    )


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > 2 * MAX_PART:
        raise UnreadableFile(_TOO_LARGE_INSIDE)
    for part in parts:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFile("Tệp được bảo vệ bằng mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
        if part.compress_type not in _METHODS:
            raise UnreadableFile(_CORRUPT)
        if part.file_size > max(RATIO_FLOOR, MAX_RATIO * part.compress_size):
            raise UnreadableFile(_TOO_LARGE_INSIDE)


class _RootReached(Exception):
    """The root element has begun: a DTD can no longer follow."""


def _refuse_dtd(data: bytes) -> None:
    def doctype(*_: object) -> NoReturn:
        raise UnreadableFile(
            "Tệp chứa khai báo XML không an toàn (DTD), thứ mà Excel không bao giờ ghi; "
            "hãy mở bằng Excel rồi lưu lại dạng .xlsx."
        )

    def root(*_: object) -> NoReturn:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        parser.Parse(data, True)
    except _RootReached:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFile(_CORRUPT) from error
