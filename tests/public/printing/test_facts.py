"""The facts are words: whoever edits a template meets no code and no enum."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from hocba.core.lifecycle import Role
from hocba.core.record import PassLevel, Reassessment, SecondaryOutcome, SubjectMarks, Terms
from hocba.public.printing import Transcript, Year, facts
from tests import strategies
from tests.public.printing.examples import (
    PRIMARY,
    PRIMARY_PAGE,
    SECONDARY,
    SECONDARY_PAGE,
    draft,
    locked,
    signature,
    transcript,
)


def _only_year(of: Transcript):
    (year,) = facts(of)["years"]
    return year


@given(strategies.pages)
def test_every_page_has_facts_that_json_can_carry(page):
    json.dumps(facts(transcript(draft(page))))


def test_a_level_is_the_letter_of_the_paper_form():
    subjects = _only_year(PRIMARY)["subjects"]
    assert (subjects[0]["level"], subjects[-1]["level"]) == ("T", "H")
    assert _only_year(PRIMARY)["general_competences"][0]["level"] == "Đ"


def test_a_score_has_a_decimal_comma_and_a_comment_subject_its_letters():
    subjects = _only_year(SECONDARY)["subjects"]
    assert subjects[0]["term2"] == "7,0"
    assert subjects[-1]["year"] == "CĐ"


def test_the_general_competences_stand_apart_from_the_specific_ones():
    year = _only_year(PRIMARY)
    assert [trait["name"] for trait in year["general_competences"]] == [
        "Tự chủ và tự học",
        "Giao tiếp và hợp tác",
        "Giải quyết vấn đề và sáng tạo",
    ]
    assert len(year["specific_competences"]) == 7


def test_a_subject_has_the_name_of_its_level_of_schooling():
    assert _only_year(PRIMARY)["subjects"][-1]["name"] == "Hoạt động trải nghiệm"
    assert _only_year(SECONDARY)["subjects"][-1]["name"] == "Hoạt động trải nghiệm, hướng nghiệp"


def test_a_subject_names_the_teacher_who_signed_it():
    subjects = {subject["name"]: subject["teacher"] for subject in _only_year(PRIMARY)["subjects"]}
    assert subjects["Tin học"] == "Hoàng Thị Mẫu Năm"
    assert subjects["Tiếng Việt"] == ""


def test_who_signed_in_somebodys_place_is_shown_as_doing_so():
    deputy = replace(signature(Role.HEAD, "Lê Mẫu Phó"), in_place_of="01C055-HT")
    year = _only_year(transcript(Year(PRIMARY_PAGE, (deputy,))))
    assert year["signatures"]["HIEUTRUONG"][0]["signer"] == "Lê Mẫu Phó (ký thay 01C055-HT)"


def test_times_are_of_viet_nam():
    late = replace(
        signature(Role.HEAD, "Nguyễn Mẫu"),
        signed_at=datetime(2024, 5, 31, 18, tzinfo=UTC),
    )
    year = _only_year(transcript(Year(PRIMARY_PAGE, (late,))))
    assert year["signatures"]["HIEUTRUONG"][0]["at"] == "01/06/2024 01:00:00"


def test_a_page_that_is_not_locked_is_a_draft():
    assert _only_year(transcript(draft(PRIMARY_PAGE)))["draft"] is True
    assert _only_year(PRIMARY)["draft"] is False
    assert _only_year(PRIMARY)["effective_date"] == "30/06/2024"


def test_one_locked_year_makes_the_transcript_effective():
    both = transcript(locked(PRIMARY_PAGE), draft(PRIMARY_PAGE))
    assert facts(both)["draft"] is False
    assert [year["draft"] for year in facts(both)["years"]] == [False, True]


def test_years_of_two_transcripts_are_refused():
    with pytest.raises(ValueError, match="one lookup code"):
        Transcript((draft(PRIMARY_PAGE), draft(SECONDARY_PAGE)), "https://hocba.example/")


def test_a_transcript_without_a_year_is_refused():
    with pytest.raises(ValueError, match="has years"):
        Transcript((), "https://hocba.example/")


def test_an_unknown_subject_keeps_its_code():
    unknown = SubjectMarks("MONMOI", Decimal("5.0"), None, PassLevel.D)
    page = replace(SECONDARY_PAGE, results=replace(SECONDARY_PAGE.results, subjects=(unknown,)))
    assert _only_year(transcript(draft(page)))["subjects"][0]["name"] == "MONMOI"


def _primary(completed, grade=4, reassessment=None):
    page = replace(
        PRIMARY_PAGE,
        class_year=replace(PRIMARY_PAGE.class_year, grade=grade),
        stated=replace(PRIMARY_PAGE.stated, completed=completed),
        reassessment=reassessment,
    )
    return _only_year(transcript(draft(page)))["completion"]


def test_completion_names_the_class_or_the_whole_of_primary_school():
    assert _primary(True) == "Hoàn thành chương trình lớp 4."
    assert _primary(True, grade=5) == "Hoàn thành chương trình tiểu học."
    assert _primary(False) == "Chưa hoàn thành chương trình lớp 4."
    assert _primary(None) == ""


def test_the_heads_decision_after_the_summer_is_told():
    kept_back = Reassessment(promoted=False, decided_on=date(2024, 8, 10))
    assert _primary(False, reassessment=kept_back).startswith("Không được lên lớp sau khi")
    passed = replace(kept_back, promoted=True)
    assert _primary(False, reassessment=passed).startswith("Được lên lớp sau khi")


def _secondary(promoted, grade=7, reassessment=None):
    outcome = SecondaryOutcome(Terms(None, None, None), Terms(None, None, None), promoted)
    page = replace(
        SECONDARY_PAGE,
        class_year=replace(SECONDARY_PAGE.class_year, grade=grade),
        stated=outcome,
        reassessment=reassessment,
    )
    return _only_year(transcript(draft(page)))["promotion"]


def test_promotion_names_the_next_class_or_the_level_finished():
    assert _secondary(True) == "Được lên lớp 8."
    assert _secondary(True, grade=9) == "Hoàn thành chương trình trung học cơ sở."
    assert _secondary(False).startswith("Chưa được lên lớp")
    assert _secondary(None) == ""


def test_a_secondary_pupil_may_be_promoted_after_the_summer():
    decision = Reassessment(promoted=True, decided_on=date(2024, 8, 10))
    assert _secondary(False, reassessment=decision).startswith("Được lên lớp sau khi")


@pytest.mark.parametrize(
    ("units", "place"),
    [
        (("Phòng GDĐT quận Hà Đông", "Sở GDĐT Hà Nội"), "Hà Nội"),
        (("Sở Giáo dục và Đào tạo thành phố Cần Thơ",), "Cần Thơ"),
        (("Sở GD&ĐT tỉnh Nghệ An",), "Nghệ An"),
        (("Phòng GDĐT quận Hà Đông",), ""),
        ((), ""),
    ],
)
def test_the_place_is_the_city_or_province_of_the_department(units, place):
    (year,) = SECONDARY.years
    assert _only_year(replace(SECONDARY, years=(replace(year, units=units),)))["place"] == place
