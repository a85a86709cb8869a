"""Whole transcripts as they are issued: nothing leaves its cell or page, nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from hocba.public.previewing.cases import CASES, LONGEST, VERY_LONG
from hocba.public.printing import TEMPLATES, facts, render
from tests.public.printing.hard_cases import SERIAL, transcript
from tests.public.printing.paper import (
    crossed_words,
    orphans,
    pages_of,
    raw_text,
    stained_margins,
)

every_case = pytest.mark.parametrize("name", CASES)


@cache
def pdf(name):
    return render(transcript(name))


@pytest.mark.tools("pdftoppm")
@every_case
def test_nothing_leaves_the_page(name, tmp_path):
    assert stained_margins(pdf(name), tmp_path) == []


@pytest.mark.tools("pdftoppm", "pdftotext")
@every_case
def test_nothing_leaves_its_cell(name, tmp_path):
    assert crossed_words(pdf(name), tmp_path) == []


@pytest.mark.tools("pdftotext")
@every_case
def test_every_fact_is_found_again(name, tmp_path):
    text = "".join(raw_text(pdf(name), tmp_path).split()).casefold()
    missing = [
        words
        for words in _words(facts(transcript(name)))
        if len(words) < _BROKEN_OVER_PAGES and "".join(words.split()).casefold() not in text
    ]
    assert missing == []


_BROKEN_OVER_PAGES = 300
_BROKEN_WITHIN = 15


@pytest.mark.tools("pdftotext")
@every_case
def test_no_word_of_a_comment_is_lost(name, tmp_path):
    printed = Counter(raw_text(pdf(name), tmp_path).split())
    wanted = Counter(word for words in _words(facts(transcript(name))["years"], {"comment"})
                     for word in words.split() if len(word) <= _BROKEN_WITHIN)  # fmt: skip
    assert wanted - printed == Counter()


_STEERING = frozenset({"form", "grade", "day", "lookup_url"})


def _words(value, only=frozenset(), key=""):
    """Every text in the facts, or every text under the keys ``only``."""
    match value:
        case str():
            return [value] if not only or key in only else []
        case list():
            return [word for each in value for word in _words(each, only, key)]
        case dict():
            return [
                word
                for name, each in value.items()
                if name not in _STEERING
                for word in _words(each, only, name)
            ]
        case _:
            return []


@every_case
def test_no_head_is_left_alone_at_the_foot_of_a_page(name):
    assert orphans(pdf(name)) == []


@every_case
def test_the_foot_of_every_page_has_code_version_serial_and_number(name):
    code, pages = facts(transcript(name))["code"], pages_of(pdf(name))
    for number, page in enumerate(pages, start=1):
        foot = " ".join(page.split())
        assert f"Mã tra cứu: {code} Phiên bản 1 Số bản in: {SERIAL}" in foot
        assert foot.endswith(f" Trang {number}/{len(pages)}")


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("tieu-hoc", 2 + 5 * 2),
        ("thcs", 2 + 4 * 2),
        ("thpt", 2 + 3 * 2),
        ("hoc-lai-hai-lan", 2 + 7 * 2),
    ],
)
def test_an_ordinary_year_takes_two_pages(name, pages):
    assert len(pages_of(pdf(name))) == pages


def test_the_history_tells_of_a_new_school_and_of_a_retained_year():
    history = [year["note"] for year in facts(transcript("ba-truong"))["years"]]
    assert history == ["", "Chuyển đến", "Chuyển đến", "Chuyển đến", ""]
    history = [year["note"] for year in facts(transcript("hoc-lai"))["years"]]
    assert history == ["", "", "Học lại lớp 2", "", "", ""]


def test_the_longest_comment_is_printed_to_its_end_wherever_it_stands():
    subjects = facts(transcript("nhan-xet-dai-nhat"))["years"][0]["subjects"]
    whole = "".join(" ".join(pages_of(pdf("nhan-xet-dai-nhat"))).split())
    assert len(LONGEST) == 3995
    assert whole.count("(hết)") == len(subjects) + 2


def test_a_pupil_who_is_not_assessed_has_no_empty_tables():
    _cover, _person, *years = pages_of(pdf("khong-danh-gia-tieu-hoc"))
    assert len(years) == 2
    for year in years:
        assert "Học sinh khuyết tật, không đánh giá." in year
        assert "Mức đạt" not in year


def test_a_transferred_pupils_years_each_name_their_own_school():
    pages = pages_of(pdf("ba-truong"))
    schools = [year["school"] for year in facts(transcript("ba-truong"))["years"]]
    for number, school in enumerate(schools):
        head = re.sub(r"\s+", " ", pages[2 + 2 * number])
        assert f"Trường: {school}" in head


@every_case
def test_no_page_has_signatures_and_nothing_that_they_sign(name):
    title = "XÁC NHẬN CỦA HIỆU TRƯỞNG"
    signed = [page.split(title)[0] for page in pages_of(pdf(name)) if title in page]
    assert len(signed) == len(transcript(name).years)
    assert all(re.search(r"^6\. ", before, re.MULTILINE) for before in signed)


@pytest.mark.parametrize("name", ["nhan-xet-dai-tieu-hoc", "nhan-xet-dai-trung-hoc"])
def test_a_comment_shorter_than_half_a_page_is_never_cut_by_its_end(name):
    begins = "Em có ý thức học tập tốt"
    counts = [" ".join(page.split()).count(begins) for page in pages_of(pdf(name))]
    assert sum(counts) > 0
    assert {count % VERY_LONG.count(begins) for count in counts} == {0}


@pytest.mark.tools("pdftoppm", "pdftotext")
def test_the_check_of_cells_sees_a_word_that_leaves_its_cell(tmp_path):
    templates = tmp_path / "templates"
    templates.mkdir()
    for file in TEMPLATES.iterdir():
        text = file.read_text()
        narrow = text.replace("columns: (2.5cm, 2.5cm", "columns: (1.2cm, 2.5cm")
        (templates / file.name).write_text(narrow)
    spoiled = render(transcript("danh-gia-lai-trung-hoc"), templates)
    assert "page 2: 2022-2023" in crossed_words(spoiled, tmp_path)


def test_the_check_of_heads_sees_one_that_is_left_alone(tmp_path):
    templates = tmp_path / "templates"
    templates.mkdir()
    for file in TEMPLATES.iterdir():
        text = file.read_text()
        alone = text.replace('section("2. Những', 'pagebreak(); section("2. Những').replace(
            'section("2. Những phẩm chất chủ yếu")',
            'section("2. Những phẩm chất chủ yếu"); pagebreak()',
        )
        (templates / file.name).write_text(alone)
    spoiled = render(transcript("danh-gia-lai-tieu-hoc"), templates)
    assert orphans(spoiled) != []
