"""The Department answers once, and then the named pupils are taken until the day it said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from hocba.adapters.clock import ZONE
from hocba.core.errors import InputError
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.asking import LateCase, ask
from hocba.registry.late.deciding import grant, refuse
from hocba.registry.late.models import LateDecision
from hocba.registry.late.queries import cases_of
from tests.registry.guards import assert_refused
from tests.registry.school import (
    KIM_DONG,
    NOW,
    VAN_QUAN,
    YEAR,
    answer,
    faults,
    packet,
    page,
    pupil,
    unfinished_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

AFTER_ALL_WINDOWS = datetime(2024, 9, 2, 8, tzinfo=ZONE)
LAST_DAY = date(2024, 9, 10)


def asked(*numbers: int, school: str = KIM_DONG.school_code) -> list[int]:
    ids = [pupil(number).personal_id for number in numbers]
    new = ask(LateCase(school, YEAR, ids, "Hoả hoạn ở trường"), actor="văn thư", at=NOW)
    return [request.pk for request in new]


def granted(*numbers: int, school: str = KIM_DONG.school_code) -> None:
    requests = asked(*numbers, school=school)
    grant(requests, until=LAST_DAY, note="CV 12/SGDĐT", actor="Sở", at=AFTER_ALL_WINDOWS)


def test_a_named_pupil_is_taken_after_the_windows_and_another_is_not() -> None:
    granted(1)
    receipt = answer(packet(page(1), page(2)), at=AFTER_ALL_WINDOWS)
    assert faults(receipt) == [set(), {"HET_HAN_NOP"}]


def test_the_last_day_counts_and_the_next_does_not() -> None:
    granted(1, 2)
    last_second = datetime(2024, 9, 10, 23, 59, 59, tzinfo=ZONE)
    assert faults(answer(packet(page(1)), at=last_second)) == [set()]
    late = last_second + timedelta(seconds=1)
    assert faults(answer(packet(page(2), number=2), at=late)) == [{"HET_HAN_NOP"}]


def test_what_was_granted_to_one_school_is_not_another_schools() -> None:
    granted(1, school=VAN_QUAN.school_code)
    assert faults(answer(packet(page(1)), at=AFTER_ALL_WINDOWS)) == [{"HET_HAN_NOP"}]


def test_a_year_that_is_not_settled_is_not_taken_late_either() -> None:
    granted(1)
    receipt = answer(packet(unfinished_page(1)), at=AFTER_ALL_WINDOWS)
    assert faults(receipt) == [{"HET_HAN_NOP"}]


def test_a_refused_pupil_stays_outside() -> None:
    refuse(asked(1), note="Không có căn cứ", actor="Sở", at=AFTER_ALL_WINDOWS)
    assert faults(answer(packet(page(1)), at=AFTER_ALL_WINDOWS)) == [{"HET_HAN_NOP"}]


def test_a_request_is_answered_once() -> None:
    first, second = asked(1, 2)
    refuse([first], note="Không có căn cứ", actor="Sở", at=AFTER_ALL_WINDOWS)
    with pytest.raises(InputError, match=f"số {first} "):
        grant([first, second], until=LAST_DAY, note="x", actor="Sở", at=AFTER_ALL_WINDOWS)
    assert LateDecision.objects.count() == 1


def test_a_refused_pupil_may_be_asked_for_again() -> None:
    refuse(asked(1), note="Thiếu giấy tờ", actor="Sở", at=NOW)
    granted(1)
    assert faults(answer(packet(page(1)), at=AFTER_ALL_WINDOWS)) == [set()]
    assert [case.decision.until for case in cases_of(YEAR)] == [None, LAST_DAY]


def test_a_day_that_is_over_and_an_answer_without_grounds_are_refused() -> None:
    requests = asked(1)
    with pytest.raises(InputError, match="01/09/2024"):
        grant(requests, until=date(2024, 9, 1), note="x", actor="Sở", at=AFTER_ALL_WINDOWS)
    with pytest.raises(InputError, match="căn cứ"):
        refuse(requests, note=" ", actor="Sở", at=AFTER_ALL_WINDOWS)
    assert not LateDecision.objects.exists()


def test_the_journal_keeps_who_granted_what_and_until_when() -> None:
    granted(1)
    entry = JournalEntry.objects.get(action="grant-late")
    assert (entry.actor, entry.reason, entry.detail["until"]) == (
        "Sở",
        "CV 12/SGDĐT",
        "2024-09-10",
    )


@pytest.mark.parametrize("table", ["late_laterequest", "late_latedecision"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_a_late_case_stays_visible_for_ever(table: str, act: str) -> None:
    granted(1)
    connection.check_constraints()  # TRUNCATE waits for no deferred check
    assert_refused(act.format(table))


def test_neither_request_nor_answer_can_be_rewritten() -> None:
    granted(1)
    assert_refused("UPDATE late_laterequest SET reason = 'khác'")
    assert_refused("UPDATE late_latedecision SET until = '2030-01-01'")
