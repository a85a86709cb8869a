import time
from datetime import UTC, datetime, timedelta

import pytest

from hocba.adapters import clock
from hocba.core.errors import InputError


@pytest.fixture(autouse=True)
def _real_time_afterwards():
    yield
    clock.start_at(None)


def test_now_is_the_real_time_in_vietnam():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(hours=7)


def test_a_clock_that_was_set_runs_on_from_its_moment():
    moment = clock.read("2024-06-24T08:00:00+07:00")
    clock.start_at(moment)
    first = clock.now()
    time.sleep(0.001)
    assert moment <= first < clock.now() < moment + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["hôm qua", "2024-06-24T08:00:00", "", "24/06/2024"])
def test_a_moment_without_zone_or_sense_is_refused_with_an_example(text):
    with pytest.raises(InputError, match=r"ví dụ 2024-06-24T08:00:00\+07:00"):
        clock.read(text)
