"""The printed form as a reader gets it: all content, nothing outside the margins."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from hocba.core.lifecycle import Role
from hocba.public.printing import Year, facts, render, render_many
from tests import strategies
from tests.public.printing.examples import (
    CERTIFICATE,
    COMMENT,
    LOCKED,
    PRIMARY,
    PRIMARY_PAGE,
    SECONDARY,
    SECONDARY_PAGE,
    draft,
    locked,
    signature,
    transcript,
)
from tests.public.printing.paper import MARGINS, pages_of, stained_margins, text_of

LONG_WORD = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft" * 2
LONG_TEXT = "Em học tập chăm chỉ, tiến bộ rõ rệt; cần luyện thêm kĩ năng trình bày. " * 30


@pytest.mark.parametrize("printed", [PRIMARY, SECONDARY], ids=["primary", "secondary"])
def test_a_year_is_a_cover_a_person_page_and_two_pages_of_results(printed):
    cover, person, *results = pages_of(render(printed))
    assert "HỌC BẠ" in cover
    assert "QUÁ TRÌNH HỌC TẬP" in person
    assert len(results) == 2


@pytest.mark.parametrize("printed", [PRIMARY, SECONDARY], ids=["primary", "secondary"])
def test_every_fact_is_printed(printed):
    text = text_of(render(printed)).replace(" ", "")
    missing = [word for word in _words(facts(printed)) if word.replace(" ", "") not in text]
    assert missing == ["https://hocba.example/tra-cuu/" + facts(printed)["code"]]


def _words(value):
    """Every text in the facts but those that steer the form and those for other pages."""
    match value:
        case str():
            return [value.upper() if value in ("Tiểu học", "Trung học cơ sở") else value]
        case list():
            return [word for each in value for word in _words(each)]
        case dict():
            steering = {"form", "grade", "day"}
            return [word for key, each in value.items() if key not in steering
                    for word in _words(each)]  # fmt: skip
        case _:
            return []


def test_the_foot_of_every_page_has_code_version_and_number():
    pages = pages_of(render(PRIMARY))
    code = PRIMARY_PAGE.lookup_code
    for number, page in enumerate(pages, start=1):
        assert f"Mã tra cứu: {code} Phiên bản 1 Trang {number}/{len(pages)}" in " ".join(
            page.split()
        )


def test_a_signature_block_has_signer_time_and_certificate():
    block = (
        "GIÁO VIÊN CHỦ NHIỆM Ký bởi: Lê Thị Mẫu Ba Đơn vị: Trường Tiểu học Kim Đồng "
        f"Thời gian ký: 31/05/2024 15:04:05 Số chứng thư: {CERTIFICATE}"
    )
    assert block.replace(" ", "") in text_of(render(PRIMARY)).replace(" ", "")


def test_only_a_page_that_is_not_locked_carries_the_mark():
    assert "BẢN NHÁP" not in text_of(render(PRIMARY))
    for page in pages_of(render(transcript(draft(PRIMARY_PAGE)))):
        assert "BẢN NHÁP" in page


def test_a_draft_year_is_marked_within_an_effective_transcript():
    later = replace(
        PRIMARY_PAGE,
        version=2,
        class_year=replace(PRIMARY_PAGE.class_year, grade=5, school_year="2024-2025"),
    )
    *first, fifth, sixth = pages_of(render(transcript(locked(PRIMARY_PAGE), draft(later))))
    assert not any("BẢN NHÁP" in page for page in first)
    assert "BẢN NHÁP" in fifth
    assert "Phiên bản 2" in sixth


def test_the_signed_page_is_attached_byte_for_byte():
    signed = "<HocBa>Nguyễn &amp; <b>&#xD;</b></HocBa>".encode()
    printed = render(transcript(Year(PRIMARY_PAGE, effective_date=LOCKED, signed_page=signed)))
    assert PdfReader(BytesIO(printed)).attachments == {"hoc-ba-2023-2024.xml": [signed]}


def test_the_file_claims_pdf_a_3a_and_pdf_ua_1_in_vietnamese():
    reader = PdfReader(BytesIO(render(PRIMARY)))
    metadata = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.root_object["/Lang"].startswith("vi")
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_only_the_cuts_of_the_font_that_know_vietnamese_are_used():
    fonts = {font.rpartition("+")[2] for font in _fonts(render(PRIMARY))}
    cuts = {font.split("-")[1] for font in fonts}
    assert cuts <= {"Regular", "Semibold", "Italic"}


def _fonts(pdf):
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/BaseFont"]


def test_the_same_transcript_gives_the_same_bytes():
    assert render(PRIMARY) == render(PRIMARY)


def test_text_is_never_taken_for_markup():
    hostile = "#panic() *đậm* _nghiêng_ $x$ <b> @nhãn \\ `mã` = Đề mục"
    page = replace(PRIMARY_PAGE, pupil=replace(PRIMARY_PAGE.pupil, address=hostile))
    assert hostile in text_of(render(transcript(draft(page))))


def test_a_letter_of_an_unknown_script_prints_as_a_sign_that_is_explained():
    page = replace(PRIMARY_PAGE, pupil=replace(PRIMARY_PAGE.pupil, mother="김민지"))
    text = text_of(render(transcript(draft(page))))
    assert "Họ và tên mẹ: ���" in text
    assert "tệp XML đính kèm ghi đủ" in text
    assert "tệp XML đính kèm ghi đủ" not in text_of(render(PRIMARY))


def test_many_are_printed_as_one_by_one_and_in_order():
    wanted = [PRIMARY, SECONDARY, transcript(draft(PRIMARY_PAGE))]
    assert list(render_many(wanted)) == [render(each) for each in wanted]


def test_threads_may_print_at_the_same_time():
    wanted = [PRIMARY, SECONDARY] * 4
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render, wanted)) == [render(each) for each in wanted]


def _longest(page):
    pupil = replace(
        page.pupil,
        full_name=f"{LONG_WORD} Nguyễn {LONG_WORD}",
        ethnic_group=LONG_WORD,
        nationality="Cộng hoà Dân chủ Nhân dân Lào " * 3,
        birth_place=LONG_WORD,
        home_town=LONG_TEXT,
        address=LONG_TEXT,
        father=LONG_WORD,
    )
    place = replace(page.class_year, school_name=LONG_TEXT[:200], class_name=LONG_WORD)
    subjects = tuple(
        replace(subject, comment=LONG_WORD * 3 if number % 3 else LONG_TEXT)
        for number, subject in enumerate(page.results.subjects)
    )
    results = replace(page.results, subjects=subjects)
    return replace(page, pupil=pupil, class_year=place, results=results)


def _long_signatures():
    return tuple(
        replace(signature(role, LONG_WORD, *subjects), organization=LONG_TEXT[:200])
        for role in Role
        for subjects in [("TOAN", "TINHOC") if role is Role.SUBJECT_TEACHER else ()]
    )


@pytest.mark.tools("pdftoppm")
@pytest.mark.parametrize("page", [PRIMARY_PAGE, SECONDARY_PAGE], ids=["primary", "secondary"])
def test_nothing_long_leaves_the_margins(page, tmp_path):
    long_year = Year(_longest(page), _long_signatures(), LOCKED, (LONG_TEXT[:100],))
    printed = render(transcript(long_year))
    assert stained_margins(printed, tmp_path) == []
    assert LONG_TEXT.split(";", maxsplit=1)[0] in text_of(printed)


@pytest.mark.tools("pdftoppm")
def test_a_comment_longer_than_a_page_is_printed_to_its_end(tmp_path):
    results = replace(PRIMARY_PAGE.results, competence_comment=LONG_TEXT * 4 + "Hết.")
    printed = render(transcript(locked(replace(PRIMARY_PAGE, results=results))))
    assert "Hết." in text_of(printed)
    assert stained_margins(printed, tmp_path) == []


@pytest.mark.tools("pdftoppm")
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strategies.pages)
def test_any_page_prints_within_the_margins(tmp_path, page):
    assert stained_margins(render(transcript(draft(page))), tmp_path) == []


@pytest.mark.tools("pdftoppm")
def test_the_margin_check_sees_ink(tmp_path):
    stained = stained_margins(render(PRIMARY), tmp_path, {**MARGINS, "left": 30})
    assert "page 2: left" in stained


@pytest.mark.tools("pdfinfo")
def test_the_file_is_a_tagged_pdf_of_a4_pages(tmp_path):
    (tmp_path / "hoc-ba.pdf").write_bytes(render(SECONDARY))
    told = subprocess.run(
        ["pdfinfo", "hoc-ba.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert "(A4)" in told
    assert "Tagged:          yes" in told
    assert f"Title:           Học bạ – {SECONDARY_PAGE.pupil.full_name}" in told


def test_the_comment_of_every_subject_is_there():
    assert text_of(render(PRIMARY)).count(COMMENT) == len(PRIMARY_PAGE.results.subjects)
