"""Drafting a class gives each pupil a page and a lookup code, and never spoils a signed one."""

from __future__ import annotations

from dataclasses import replace

from hocba.core.lifecycle import State
from hocba.core.packet import read_page
from hocba.core.record import Event
from hocba.school.pages.drafting import PupilYear, draft_class
from hocba.school.pages.models import PageVersion, Transcript
from tests.school.pages.conftest import NOW, SmallClass, code_maker


def renamed(year: PupilYear, name: str) -> PupilYear:
    return replace(year, pupil=replace(year.pupil, full_name=name))


def test_every_pupil_gets_a_draft_and_a_lookup_code(small_class: SmallClass) -> None:
    report = draft_class(small_class.class_year, small_class.years, at=NOW, new_code=code_maker())
    assert (report.created, report.rewritten, report.unchanged, report.refused) == (7, 0, 0, ())
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
