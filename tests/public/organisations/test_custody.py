"""A school opens what it keeps; what it gave away, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hocba.adapters import clock
from hocba.parties.models import Unit
from hocba.public.organisations.asking import Wanted
from hocba.public.organisations.grounds import rights_of
from hocba.public.organisations.models import CustodyPeriod
from hocba.public.owners.models import Ground
from hocba.registry.transfer.actions import accept, hand_over
from tests.public.organisations.conftest import organisation
from tests.public.transcripts import lock_page
from tests.registry.school import KIM_DONG, NOW, VAN_QUAN, page

PUPIL = page(7)


@pytest.fixture
def schools(register):
    """The two schools as organisations: the one that has the page, and another."""
    lock_page(PUPIL)
    units = [Unit.objects.get(code=each.school_code) for each in (KIM_DONG, VAN_QUAN)]
    return [
        organisation(unit.code[:20], f"00108000000{number}", unit=unit)
        for number, unit in enumerate(units)
    ]


def open_at(school, at):
    return [right.ground for right in rights_of(school, [Wanted(PUPIL.lookup_code)], at=at)]


def move(at):
    hand_over(
        [PUPIL.lookup_code],
        from_school=KIM_DONG.school_code,
        to_school=VAN_QUAN.school_code,
        reason="Chuyển nhà",
        actor="văn thư",
        at=at,
    )
    accept([PUPIL.lookup_code], school=VAN_QUAN.school_code, actor="văn thư", at=at)


def test_the_school_that_keeps_the_transcript_opens_it_and_no_other(schools):
    old, new = schools
    assert open_at(old, NOW) == [Ground.CUSTODY]
    assert open_at(new, NOW) == []


def test_after_a_transfer_the_new_school_opens_it_and_the_former_for_a_set_time(schools):
    old, new = schools
    move(NOW)
    days = timedelta(days=CustodyPeriod.objects.get().days)
    assert open_at(new, NOW) == [Ground.CUSTODY]
    assert open_at(old, NOW + days - timedelta(seconds=1)) == [Ground.CUSTODY]
    assert open_at(old, NOW + days) == []
    assert open_at(new, NOW + days) == [Ground.CUSTODY]


def test_the_time_is_data_with_a_day_from_which_it_holds(schools):
    old, _ = schools
    move(NOW)
    CustodyPeriod.objects.create(
        valid_from=NOW.date() + timedelta(days=2), days=1, article="Quyết định mới"
    )
    assert open_at(old, NOW + timedelta(days=1, hours=15)) == [Ground.CUSTODY]
    assert open_at(old, NOW + timedelta(days=2)) == []


def test_before_the_new_school_has_accepted_nothing_changes(schools):
    old, new = schools
    hand_over(
        [PUPIL.lookup_code],
        from_school=KIM_DONG.school_code,
        to_school=VAN_QUAN.school_code,
        reason="Chuyển nhà",
        actor="văn thư",
        at=clock.now(),
    )
    assert (open_at(old, NOW), open_at(new, NOW)) == ([Ground.CUSTODY], [])
