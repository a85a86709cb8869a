"""Files that are no workbook, or that mean harm: one clear sentence, nothing else."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import UnreadableFile
from hocba.school.imports.archive import MAX_FILE, MAX_PART, MAX_PARTS
from hocba.school.imports.workbook import read_workbook
from tests.school.imports.builders import CLASS_4A1, package, packed, parts

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_SHEET = "<sheetData/>"


def refused(data: bytes) -> str:
    begun = time.perf_counter()
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data)
    assert time.perf_counter() - begun < 2
    assert caught.value.message.endswith(".")
    return caught.value.message


def test_an_empty_file_is_refused():
    assert "Tệp rỗng" in refused(b"")


def test_a_text_file_is_refused():
    assert "không phải là sổ Excel" in refused("Họ và tên;Toán\n".encode())


def test_a_pdf_is_refused_by_its_name():
    assert "PDF" in refused(b"%PDF-1.7\n")


def test_an_old_excel_file_is_told_how_to_be_saved():
    assert ".xls" in refused(_OLE + bytes(512))


def test_an_encrypted_workbook_is_said_to_be_password_protected():
    assert "mật khẩu" in refused(_OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"))


def test_an_encrypted_zip_is_said_to_be_password_protected():
    data = bytearray(package(_EMPTY_SHEET))
    flags = data.index(b"PK\x01\x02") + 8
    data[flags] |= 1
    assert "mật khẩu" in refused(bytes(data))


def test_a_file_over_twenty_megabytes_is_refused_before_anything_is_read():
    assert "lớn hơn 20 MB" in refused(b"PK" + bytes(MAX_FILE))


def test_a_cut_off_workbook_is_refused():
    whole = CLASS_4A1.read_bytes()
    for length in (10, 1000, len(whole) // 2, len(whole) - 1):
        assert "hỏng" in refused(whole[:length])


def test_a_zip_that_is_no_workbook_is_refused():
    assert "không phải là sổ Excel" in refused(packed({"readme.txt": b"hello"}))
    opendocument = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    assert "lưu lại dạng .xlsx" in refused(packed(opendocument))


def test_a_binary_workbook_is_refused():
    files = parts(_EMPTY_SHEET)
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
    assert "không phải là sổ Excel" in refused(packed(files))


def test_a_bomb_is_known_from_the_zip_directory():
    files = parts(_EMPTY_SHEET)
    files["xl/worksheets/sheet1.xml"] = b"<worksheet>" + bytes(30 * 2**20)
    assert "giải nén ra quá lớn" in refused(packed(files))


def test_a_bomb_with_a_lying_directory_is_stopped_while_it_unpacks():
    files = parts(_EMPTY_SHEET)
    files["xl/worksheets/sheet1.xml"] = b" " * (MAX_PART + 2**20)
    data = bytearray(packed(files))
    _lie_about_size(data, b"xl/worksheets/sheet1.xml", MAX_PART // 200)
    with pytest.raises(UnreadableFile):
        read_workbook(bytes(data))


def _lie_about_size(data: bytearray, name: bytes, size: int) -> None:
    """Write another uncompressed size into the central directory."""
    at = 0
    while (at := data.index(b"PK\x01\x02", at)) >= 0:
        if data[at + 46 : at + 46 + len(name)] == name:
            struct.pack_into("<I", data, at + 24, size)
            return
        at += 4


def test_parts_that_are_small_each_do_not_add_up_unseen():
    sheet = "<sheetData>" + "<row/>" * 200_000 + "</sheetData>"
    files = parts(sheet)
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(2, 60)]
    files |= dict.fromkeys(names, files["xl/worksheets/sheet1.xml"])
    relations = "".join(
        f'<Relationship Id="s{number}" Type="x/worksheet" Target="/{name}"/>'
        for number, name in enumerate(names)
    )
    rels = files["xl/_rels/workbook.xml.rels"].decode()
    files["xl/_rels/workbook.xml.rels"] = rels.replace(
        "</Relationships>", relations + "</Relationships>"
    ).encode()
    listed = "".join(
        f'<sheet name="S{number}" sheetId="{number + 2}" r:id="s{number}"/>'
        for number in range(len(names) - 12)
    )
    book = files["xl/workbook.xml"].decode()
    files["xl/workbook.xml"] = book.replace("</sheets>", listed + "</sheets>").encode()
    with pytest.raises(UnreadableFile, match="giải nén ra quá lớn"):
        read_workbook(packed(files))


def test_a_zip_of_too_many_parts_is_refused():
    files = parts(_EMPTY_SHEET) | {f"x{number}": b"" for number in range(MAX_PARTS)}
    assert "giải nén ra quá lớn" in refused(packed(files))


def test_a_compression_that_excel_does_not_use_is_refused():
    assert "hỏng" in refused(packed(parts(_EMPTY_SHEET), zipfile.ZIP_LZMA))


_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "prolog",
    [
        _LAUGHS,
        "<!DOCTYPE worksheet>",
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0"?><!-- --><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_a_dtd_is_refused_in_any_encoding(prolog, encoding):
    cell = "<sheetData><row><c t='inlineStr'><is><t>text</t></is></c></row></sheetData>"
    files = parts(cell, prolog=prolog)
    sheet = files["xl/worksheets/sheet1.xml"].decode()
    files["xl/worksheets/sheet1.xml"] = sheet.encode(encoding)
    assert "DTD" in refused(packed(files))


def test_broken_xml_in_any_part_is_refused():
    for name in parts(_EMPTY_SHEET, shared="<si/>", styles="<cellXfs/>"):
        files = parts(_EMPTY_SHEET, shared="<si/>", styles="<cellXfs/>")
        files[name] = files[name][:-3]
        assert "hỏng" in refused(packed(files))


def test_an_unknown_encoding_is_refused():
    files = parts(_EMPTY_SHEET, prolog='<?xml version="1.0" encoding="x-klingon"?>')
    assert "hỏng" in refused(packed(files))


def test_a_workbook_with_thousands_of_sheets_is_refused():
    files = parts(_EMPTY_SHEET)
    book = files["xl/workbook.xml"].decode()
    more = "<sheet name='x' r:id='r0' xmlns:r='r'/>" * 51
    files["xl/workbook.xml"] = book.replace("</sheets>", more + "</sheets>").encode()
    assert "hơn 50 trang tính" in refused(packed(files))


@given(st.binary(max_size=2000).map(lambda tail: b"PK\x03\x04" + tail))
def test_random_bytes_behind_a_zip_signature_are_refused(data):
    with pytest.raises(UnreadableFile):
        read_workbook(data)


@given(st.integers(0, 2**32), st.integers(0, 255))
def test_one_changed_byte_is_read_or_refused_never_more(position, value):
    data = bytearray(CLASS_4A1.read_bytes())
    data[position % len(data)] = value
    with contextlib.suppress(UnreadableFile):
        read_workbook(bytes(data))


def test_nothing_is_read_from_the_parts_that_are_not_needed():
    data = CLASS_4A1.read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part))
        new.writestr("xl/theme/evil.xml", _LAUGHS + "<x>&i;</x>")
    assert read_workbook(stream.getvalue()) == read_workbook(data)
