"""A page and its canonical XML are two forms of the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import read_page, read_page_again, write_page
from hocba.core.record import Award, Page, PassLevel, SchoolLevel
from tests import strategies
from tests.core.packet.examples import PRIMARY, SECONDARY, with_comment, with_mark, with_pupil

LEVELS = pytest.mark.parametrize("page", [PRIMARY, SECONDARY], ids=["primary", "secondary"])


@given(strategies.pages)
def test_every_page_comes_back_exactly(page: Page) -> None:
    assert read_page(write_page(page)) == page


@given(strategies.pages)
def test_a_page_that_was_parsed_already_is_read_as_if_it_had_not_been(page: Page) -> None:
    assert read_page_again(write_page(page)) == page


@given(strategies.pages)
def test_what_is_written_is_its_own_exclusive_canonical_form(page: Page) -> None:
    written = write_page(page)
    again = etree.tostring(etree.fromstring(written), method="c14n", exclusive=True)
    assert again == written


@given(strategies.pages)
def test_no_text_stands_between_elements(page: Page) -> None:
    root = etree.fromstring(write_page(page))
    assert all(element.text is None for element in root.iter() if len(element))
    assert all(element.tail is None for element in root.iter())


@given(strategies.pages, strategies.pages)
def test_two_pages_have_the_same_bytes_only_if_they_are_the_same(one: Page, other: Page) -> None:
    assert (write_page(one) == write_page(other)) == (one == other)


def test_a_moment_is_written_in_the_local_time_of_vietnam() -> None:
    page = replace(PRIMARY, updated_at=datetime(2024, 5, 31, 20, 30, 5, tzinfo=UTC))
    written = write_page(page)
    assert b"<ThoiGianCapNhat>2024-06-01T03:30:05</ThoiGianCapNhat>" in written
    assert read_page(written).updated_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 5, 31, 10),  # noqa: DTZ001
        datetime(2024, 5, 31, 10, microsecond=1, tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime(1999, 12, 31, tzinfo=UTC),
    ],
)
def test_a_moment_that_would_not_come_back_is_refused(moment: datetime) -> None:
    with pytest.raises(PacketError):
        write_page(replace(PRIMARY, updated_at=moment))


def test_scores_are_written_with_one_decimal() -> None:
    written = write_page(with_mark(Decimal(8)))
    assert b"<CaNam>8.0</CaNam>" in written


def test_marks_by_comment_are_written_in_the_fields_own_letters() -> None:
    written = write_page(with_mark(PassLevel.CD)).decode()
    assert "<CaNam>CĐ</CaNam>" in written


@pytest.mark.parametrize("score", ["8.25", "10.1", "-0.5", "NaN", "Infinity", "1E+2"])
def test_a_score_that_is_no_score_is_refused(score: str) -> None:
    with pytest.raises(PacketError):
        write_page(with_mark(Decimal(score)))


@pytest.mark.parametrize("comment", ["\x00", "a\x0bb", "\ufffe", "\ud800"])
def test_a_character_that_xml_cannot_carry_is_refused_by_the_fields_name(comment: str) -> None:
    with pytest.raises(PacketError, match="NhanXet"):
        write_page(with_comment(comment))


@pytest.mark.parametrize("read", [read_page, read_page_again])
def test_an_accent_is_not_composed_with_the_letter_that_ends_another_field(
    read: Callable[[bytes], Page],
) -> None:
    page = with_comment("\N{COMBINING ACUTE ACCENT} đứng đầu")
    level, score = b"<MucDatDuoc>T</MucDatDuoc>", b"<DiemKTDK>10</DiemKTDK>"
    written = write_page(page).replace(level + score, b"<MucDatDuoc>C</MucDatDuoc>", 1)
    assert b">C</MucDatDuoc><NhanXet>\xcc\x81 " in written
    assert read(written).results.subjects[0].comment == page.results.subjects[0].comment


@pytest.mark.parametrize("read", [read_page, read_page_again])
def test_decomposed_text_is_not_read_wherever_it_stands(read: Callable[[bytes], Page]) -> None:
    written = write_page(with_comment("kỹ"))
    with pytest.raises(PacketError, match="«NhanXet»") as error:
        read(written.replace("ỹ".encode(), "y\N{COMBINING TILDE}".encode()))
    assert error.value.code == "KHONG_NFC"


def test_decomposed_text_is_refused_by_the_fields_name() -> None:
    with pytest.raises(PacketError, match="HoVaTen"):
        write_page(with_pupil(full_name="Ho\u0302\u0300 Minh Khoa"))


@pytest.mark.parametrize(
    "comment", [" ", "  Tiến bộ ", "một\nhai\r\nba\t", "<b>&amp;]]>", "\u200b"]
)
def test_comments_keep_every_character(comment: str) -> None:
    page = with_comment(comment)
    assert read_page(write_page(page)) == page


@pytest.mark.parametrize(
    "name",
    [" Hồ Minh", "Hồ Minh ", "Hồ\nMinh", "Hồ\tMinh", "Hồ \u202eMinh", "Hồ\u061c", "", "x" * 201],
)
def test_a_name_is_one_line_of_visible_text(name: str) -> None:
    with pytest.raises(PacketError, match=r"HoVaTen|SoDinhDanh|NgayThangNamSinh"):
        write_page(with_pupil(full_name=name))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("personal_id", "01234567890"),
        ("personal_id", "٠١٢٣٤٥٦٧٨٩٠١"),
        ("birth_date", date(1899, 12, 31)),
        ("code", "m" * 51),
        ("mother", " "),
        ("address", "a" * 201),
    ],
)
def test_a_person_that_the_schema_does_not_know_is_refused(field: str, value: object) -> None:
    with pytest.raises(PacketError):
        write_page(with_pupil(**{field: value}))


@pytest.mark.parametrize("lookup_code", ["", "A" * 32, "0" * 32, "g" * 32])
@LEVELS
def test_a_lookup_code_is_a_lower_case_uuid_of_version_4(page: Page, lookup_code: str) -> None:
    with pytest.raises(PacketError):
        write_page(replace(page, lookup_code=lookup_code))


@pytest.mark.parametrize("version", [0, -1, 10**9])
def test_a_version_is_a_positive_number(version: int) -> None:
    with pytest.raises(PacketError, match="PhienBan"):
        write_page(replace(PRIMARY, version=version))


@pytest.mark.parametrize(
    "changes",
    [
        {"grade": 6},
        {"grade": 0},
        {"grade": 13},
        {"level": SchoolLevel.LOWER_SECONDARY},
        {"school_year": "2023-2025"},
        {"school_year": "2023"},
        {"school_year": "1999-2000"},
    ],
)
def test_a_class_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PacketError):
        write_page(replace(PRIMARY, class_year=replace(PRIMARY.class_year, **changes)))


def test_results_of_another_level_are_refused() -> None:
    for page in (
        replace(PRIMARY, results=SECONDARY.results),
        replace(PRIMARY, stated=SECONDARY.stated),
        replace(SECONDARY, computed=PRIMARY.computed),
    ):
        with pytest.raises(PacketError, match="MaCapHoc"):
            write_page(page)


def test_an_award_of_another_level_is_refused() -> None:
    with pytest.raises(PacketError, match="KhenThuong"):
        write_page(replace(PRIMARY, stated=replace(PRIMARY.stated, award=Award.HSG)))


@LEVELS
def test_one_subject_twice_is_refused(page: Page) -> None:
    twice = replace(page.results, subjects=page.results.subjects[:1] * 2)
    with pytest.raises(PacketError, match="Id"):
        write_page(replace(page, results=twice))


def test_one_trait_twice_is_refused() -> None:
    for name in ("qualities", "competences"):
        twice = getattr(PRIMARY.results, name)[:1] * 2
        with pytest.raises(PacketError):
            write_page(replace(PRIMARY, results=replace(PRIMARY.results, **{name: twice})))


@LEVELS
def test_a_message_never_carries_the_value_that_was_refused(page: Page) -> None:
    with pytest.raises(PacketError) as refused:
        write_page(replace(page, pupil=replace(page.pupil, personal_id="987654321")))
    assert "987654321" not in str(refused.value)
