"""What a school may still do to a page that was accepted and is not locked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.errors import InputError
from hocba.core.lifecycle import Action, State
from hocba.registry.intake import queries
from hocba.registry.intake.actions import RecallReport, recall
from hocba.registry.intake.models import Transcript
from hocba.registry.journal.models import JournalEntry
from tests.registry.school import (
    KIM_DONG,
    NOW,
    VAN_QUAN,
    YEAR,
    answer,
    code,
    faults,
    lock,
    packet,
    page,
    receive,
    signed,
    versions,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]
LATER = NOW + timedelta(hours=1)


def take_back(*numbers: int, school: str = KIM_DONG.school_code) -> RecallReport:
    return recall(
        school_code=school,
        school_year=YEAR,
        lookup_codes=[code(number) for number in numbers],
        reason="Nhập sai điểm Toán",
        actor="van-thu",
        at=LATER,
    )


def test_a_newer_version_replaces_the_accepted_one_and_both_are_kept() -> None:
    receive(packet(page(1)))
    assert faults(answer(packet(page(1, version=2, score=8), number=2), at=LATER)) == [set()]
    old, new = versions(1)
    assert (old.version, old.state, old.ended_at) == (1, State.REPLACED, LATER)
    assert (new.version, new.state, new.ended_at) == (2, State.ACCEPTED, None)
    assert queries.current_page(code(1), YEAR) == new
    assert queries.live_pages([code(1)]) == [new]


def test_a_replacement_is_written_down() -> None:
    receive(packet(page(1)))
    receive(packet(page(1, version=5), number=2))
    line = JournalEntry.objects.get(action=Action.REPLACE)
    assert (line.lookup_code, line.version, line.actor) == (code(1), 1, "phần mềm mẫu")


def test_a_recalled_page_is_no_longer_the_pupils_page_but_is_kept() -> None:
    receive(packet(page(1), page(2)))
    assert take_back(1) == RecallReport((code(1),), {})
    assert queries.current_page(code(1), YEAR) is None
    (kept,) = versions(1)
    assert (kept.state, kept.ended_at) == (State.RECALLED, LATER)
    assert queries.current_page(code(2), YEAR) is not None


def test_a_recall_is_written_down_with_its_reason() -> None:
    receive(packet(page(1)))
    take_back(1)
    line = JournalEntry.objects.get(action=Action.RECALL)
    assert (line.lookup_code, line.version, line.at) == (code(1), 1, LATER)
    assert (line.actor, line.reason) == ("van-thu", "Nhập sai điểm Toán")


def test_after_a_recall_only_a_larger_version_is_taken() -> None:
    receive(packet(page(1)))
    take_back(1)
    assert faults(answer(packet(page(1, score=8), number=2))) == [{"PHIEN_BAN_CU"}]
    assert faults(answer(packet(page(1, version=2), number=3))) == [set()]


def test_a_recalled_page_sent_again_as_it_was_is_refused() -> None:
    content = signed(page(1))
    receive(packet(content))
    take_back(1)
    assert faults(answer(packet(content, number=2))) == [{"PHIEN_BAN_CU"}]


def test_a_transcript_without_a_page_left_is_free_for_the_right_pupil() -> None:
    receive(packet(page(1)))
    take_back(1)
    assert not Transcript.objects.filter(pk=code(1)).exists()
    its_owner = replace(page(1), lookup_code=code(2))
    assert faults(answer(packet(its_owner, number=2))) == [set()]


def test_recalling_twice_changes_nothing_the_second_time() -> None:
    receive(packet(page(1)))
    take_back(1)
    report = take_back(1)
    assert report.recalled == ()
    assert report.refused[code(1)].code == "KHONG_CO_HOC_BA"
    assert JournalEntry.objects.filter(action=Action.RECALL).count() == 1


def test_a_school_cannot_recall_the_pages_of_another() -> None:
    receive(packet(page(1)))
    report = take_back(1, school=VAN_QUAN.school_code)
    assert report.refused[code(1)].code == "KHONG_CO_HOC_BA"
    assert queries.current_page(code(1), YEAR) is not None


def test_one_page_that_cannot_be_recalled_does_not_stop_the_others() -> None:
    receive(packet(page(1), page(2)))
    lock(2)
    report = take_back(1, 2, 3)
    assert report.recalled == (code(1),)
    assert {each: fault.code for each, fault in report.refused.items()} == {
        code(2): "DA_CHOT",
        code(3): "KHONG_CO_HOC_BA",
    }


def test_a_recall_without_a_reason_is_refused() -> None:
    with pytest.raises(InputError, match="lý do"):
        recall(
            school_code=KIM_DONG.school_code,
            school_year=YEAR,
            lookup_codes=[code(1)],
            reason="  ",
            actor="van-thu",
            at=NOW,
        )


def test_a_locked_page_cannot_be_replaced() -> None:
    receive(packet(page(1)))
    lock(1)
    assert faults(answer(packet(page(1, version=2), number=2))) == [{"DA_CHOT"}]


def test_a_locked_page_sent_again_as_it_is_stays_accepted() -> None:
    content = signed(page(1))
    receive(packet(content))
    lock(1)
    assert faults(answer(packet(content, number=2))) == [set()]
    assert len(versions(1)) == 1
