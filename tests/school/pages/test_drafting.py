"""Drafting a class gives each pupil a page and a lookup code, and never spoils a signed one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from hocba.core.errors import InputError
from hocba.core.lifecycle import State
from hocba.core.packet import read_page
from hocba.core.record import Event
from hocba.school.imports import check_workbook
from hocba.school.pages.drafting import (
    DraftReport,
    PupilYear,
    Replacing,
    class_of,
    draft_class,
)
from hocba.school.pages.models import JournalEntry, PageVersion, Transcript
from tests.school.pages.conftest import NOW, SAMPLE, WHY, SmallClass, code_maker


def renamed(year: PupilYear, name: str) -> PupilYear:
    return replace(year, pupil=replace(year.pupil, full_name=name))


def test_every_pupil_gets_a_draft_and_a_lookup_code(small_class: SmallClass) -> None:
    report = draft_class(small_class.class_year, small_class.years, at=NOW, new_code=code_maker())
    assert report == DraftReport(7, 0, 0, 0, ())
    assert Transcript.objects.count() == 7
    pages = [read_page(bytes(v.content)) for v in small_class.pages(state=State.DRAFT)]
    assert [p.pupil for p in pages] == [y.pupil for y in small_class.years]
    assert {(p.version, p.event) for p in pages} == {(1, Event.NEW)}


def test_drafting_the_same_data_again_changes_nothing(small_class: SmallClass) -> None:
    small_class.draft()
    before = small_class.pages()
    report = draft_class(small_class.class_year, small_class.years, at=NOW, new_code=code_maker())
    assert report.unchanged == 7
    assert [bytes(v.content) for v in small_class.pages()] == [bytes(v.content) for v in before]


def test_changed_data_renews_the_draft_under_the_same_code(small_class: SmallClass) -> None:
    small_class.draft()
    code = Transcript.objects.get(personal_id=small_class.years[0].pupil.personal_id).pk
    report = draft_class(
        small_class.class_year,
        [renamed(small_class.years[0], "Tên Mới")],
        at=NOW,
        new_code=code_maker(),
    )
    assert (report.rewritten, report.created) == (1, 0)
    version = PageVersion.objects.get(transcript=code)
    assert read_page(bytes(version.content)).pupil.full_name == "Tên Mới"
    assert (version.version, version.revision) == (1, 2)


def test_a_page_that_is_being_signed_is_refused_and_left_as_it_is(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    small_class.sign(small_class.signers[:1])
    report = draft_class(
        small_class.class_year,
        [renamed(small_class.years[0], "Tên Mới")],
        at=NOW,
        new_code=code_maker(),
    )
    assert report.rewritten == 0
    (refusal,) = report.refused
    assert refusal.pupil_code == small_class.years[0].pupil.code
    assert "đã ký" in refusal.reason
    assert not [
        v for v in small_class.pages() if read_page(bytes(v.content)).pupil.full_name == "Tên Mới"
    ]


def test_the_next_school_year_goes_into_the_same_transcript(small_class: SmallClass) -> None:
    small_class.draft()
    next_year = replace(small_class.class_year, school_year="2024-2025", grade=5, class_name="5A1")
    draft_class(next_year, small_class.years, at=NOW, new_code=code_maker())
    assert Transcript.objects.count() == 7
    assert PageVersion.objects.count() == 14


def test_a_recalled_version_is_followed_by_a_larger_one(small_class: SmallClass) -> None:
    small_class.draft()
    code = small_class.pages()[0].transcript_id
    road = [State.SIGNED, State.ISSUED, State.REPORTED, State.ACCEPTED, State.RECALLED]
    for state in road:
        PageVersion.objects.filter(transcript=code).update(state=state)
    small_class.draft()
    latest = PageVersion.objects.filter(transcript=code).latest("version")
    page = read_page(bytes(latest.content))
    assert (page.version, page.event, latest.state) == (2, Event.UPDATE, State.DRAFT)


def test_a_class_is_drafted_in_a_fixed_number_of_queries(
    small_class: SmallClass, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        small_class.draft()


def accepted(small_class: SmallClass) -> PageVersion:
    """The first pupil's page, when the Department has accepted it and all the others."""
    small_class.draft()
    for state in (State.SIGNED, State.ISSUED, State.REPORTED, State.ACCEPTED):
        PageVersion.objects.update(state=state)
    return small_class.pages()[0]


def draft_anew(small_class: SmallClass, name: str, *, replacing: Replacing | None) -> DraftReport:
    return draft_class(
        small_class.class_year,
        [renamed(small_class.years[0], name)],
        at=NOW,
        new_code=code_maker(),
        replacing=replacing,
    )


def versions_of(page: PageVersion) -> list[tuple[int, str, Event, str]]:
    found = PageVersion.objects.filter(transcript=page.transcript_id).order_by("version")
    contents = [(each, read_page(bytes(each.content))) for each in found]
    return [(v.version, v.state, page.event, page.pupil.full_name) for v, page in contents]


def test_an_accepted_page_is_left_alone_unless_it_is_to_be_replaced(
    small_class: SmallClass,
) -> None:
    page = accepted(small_class)
    (refusal,) = draft_anew(small_class, "Tên Mới", replacing=None).refused
    assert "lập bản thay thế" in refusal.reason
    assert len(versions_of(page)) == 1


def test_a_replacement_is_drafted_beside_the_page_in_force(small_class: SmallClass) -> None:
    page = accepted(small_class)
    old = small_class.years[0].pupil.full_name
    first = draft_anew(small_class, "Tên Mới", replacing=WHY)
    assert (first.created, first.replacing) == (1, 1)
    line = JournalEntry.objects.get(action="create")
    assert (line.actor, line.reason, line.count) == (WHY.actor, WHY.reason, 1)
    assert draft_anew(small_class, "Tên Mới", replacing=WHY).unchanged == 1
    assert draft_anew(small_class, "Tên Mới Hơn", replacing=None).rewritten == 1
    assert versions_of(page) == [
        (1, "accepted", Event.NEW, old),
        (2, "draft", Event.UPDATE, "Tên Mới Hơn"),
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_nobody_replaces_without_saying_why(reason) -> None:
    with pytest.raises(InputError, match="lí do thay thế"):
        Replacing("01P22T001-HT", reason)


def test_accepted_pages_that_the_data_does_not_change_are_not_replaced(
    small_class: SmallClass,
) -> None:
    accepted(small_class)
    report = draft_class(
        small_class.class_year, small_class.years, at=NOW, new_code=code_maker(), replacing=WHY
    )
    assert (report.created, report.unchanged) == (0, 7)


@pytest.mark.parametrize(
    ("road", "why"),
    [([State.ACCEPTED, State.LOCKED], "đã chốt"), ([], "chờ Sở trả lời")],
)
def test_what_is_locked_or_on_its_way_is_not_replaced(small_class, road, why) -> None:
    small_class.draft()
    for step in (State.SIGNED, State.ISSUED, State.REPORTED, *road):
        PageVersion.objects.update(state=step)
    (refusal,) = draft_anew(small_class, "Tên Mới", replacing=WHY).refused
    assert why in refusal.reason


def test_attack_another_school_cannot_overwrite_a_draft_by_naming_its_pupils(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    before = [bytes(page.content) for page in small_class.pages()]
    thief = replace(small_class.class_year, school_code="01C055", school_name="Trường Khác")
    years = [renamed(year, "Tên Khác") for year in small_class.years]
    report = draft_class(thief, years, at=NOW, new_code=code_maker(start=100), replacing=WHY)
    assert (report.created, report.rewritten, len(report.refused)) == (0, 0, 7)
    assert "ở trường khác" in report.refused[0].reason
    assert [bytes(page.content) for page in small_class.pages()] == before


def test_the_database_keeps_one_page_in_force_and_one_in_work(small_class: SmallClass) -> None:
    page = accepted(small_class)
    draft_anew(small_class, "Tên Mới", replacing=WHY)
    for state in (State.SIGNED, State.ISSUED, State.REPORTED):
        PageVersion.objects.filter(transcript=page.transcript_id, version=2).update(state=state)
    with pytest.raises(IntegrityError, match="one_version_in_force_a_year"), transaction.atomic():
        PageVersion.objects.filter(transcript=page.transcript_id, version=2).update(
            state=State.ACCEPTED
        )
    twin = PageVersion.objects.get(transcript=page.transcript_id, version=2)
    twin.pk, twin.version, twin.state = None, 3, State.DRAFT
    with pytest.raises(IntegrityError, match="one_version_in_work_a_year"), transaction.atomic():
        twin.save()


def test_a_workbook_of_another_school_or_without_a_class_is_named(small_class: SmallClass) -> None:
    report = check_workbook(SAMPLE.read_bytes())
    assert class_of(report, small_class.desk.unit) == small_class.class_year
    with pytest.raises(InputError, match="là của «Trường Tiểu học Khác»"):
        class_of(replace(report, school_name="Trường Tiểu học Khác"), small_class.desk.unit)
    with pytest.raises(InputError, match="Không tìm thấy tên lớp"):
        class_of(replace(report, grade=None), small_class.desk.unit)
