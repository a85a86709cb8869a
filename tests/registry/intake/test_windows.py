"""The windows of the school year open and close by the registry's clock, in Việt Nam's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hocba.adapters.clock import ZONE
from hocba.core.record import Page, Reassessment
from hocba.registry.intake.models import Calendar
from tests.registry.school import YEAR, answer, faults, packet, page, signed, unfinished_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

LAST_OF_JUNE = datetime(2024, 6, 30, 23, 59, 59, tzinfo=ZONE)
FIRST_OF_JULY = LAST_OF_JUNE + timedelta(seconds=1)
LAST_OF_AUGUST_WINDOW = datetime(2024, 8, 15, 23, 59, 59, tzinfo=ZONE)


def reassessed(number: int) -> Page:
    decision = Reassessment(promoted=True, decided_on=date(2024, 6, 20))
    return replace(unfinished_page(number), reassessment=decision)


def test_a_completed_page_is_taken_until_the_last_second_of_30_june() -> None:
    assert faults(answer(packet(page(1)), at=LAST_OF_JUNE)) == [set()]


def test_a_completed_page_is_refused_from_1_july() -> None:
    assert faults(answer(packet(page(1)), at=FIRST_OF_JULY)) == [{"HET_HAN_NOP"}]


def test_a_re_assessed_page_is_taken_from_the_start_until_15_august() -> None:
    assert faults(answer(packet(reassessed(1)), at=LAST_OF_JUNE)) == [set()]
    assert faults(answer(packet(reassessed(2)), at=LAST_OF_AUGUST_WINDOW)) == [set()]


def test_nothing_is_taken_from_16_august() -> None:
    late = LAST_OF_AUGUST_WINDOW + timedelta(seconds=1)
    receipt = answer(packet(page(1), reassessed(2), unfinished_page(3)), at=late)
    assert faults(receipt) == [{"HET_HAN_NOP"}] * 3


def test_an_unfinished_page_is_told_until_when_to_come_back() -> None:
    receipt = answer(packet(unfinished_page(1)))
    assert faults(receipt) == [{"CHUA_HOAN_THANH"}]
    assert "15/08/2024" in receipt.outcomes[0].faults[0].message


def test_a_page_taken_in_time_is_still_acknowledged_after_the_window() -> None:
    content = signed(page(1))
    answer(packet(content), at=LAST_OF_JUNE)
    receipt = answer(packet(content, page(2), number=2), at=FIRST_OF_JULY)
    assert faults(receipt) == [set(), {"HET_HAN_NOP"}]


def test_the_windows_of_a_year_are_data() -> None:
    Calendar.objects.filter(pk=YEAR).update(completed_until=date(2024, 7, 5))
    assert faults(answer(packet(page(1)), at=FIRST_OF_JULY)) == [set()]


def test_a_year_without_a_calendar_is_not_open() -> None:
    Calendar.objects.all().delete()
    assert faults(answer(packet(page(1)))) == [{"CHUA_CO_LICH"}]


def test_windows_that_overlap_are_no_calendar() -> None:
    with pytest.raises(IntegrityError, match="windows_follow"), transaction.atomic():
        Calendar.objects.filter(pk=YEAR).update(completed_until=date(2024, 9, 1))
