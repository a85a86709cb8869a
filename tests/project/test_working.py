"""Workers as processes: killed, hung, told to end, left alone; nothing lost and nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from hocba.parties.access.models import Sender
from hocba.project.processes import Program, Running, running
from hocba.project.working import Pace, worker
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.journal.models import JournalEntry
from hocba.registry.queue.models import Standing, Submission
from hocba.registry.queue.tasks import QUEUE
from tests.project.installation import settings
from tests.project.poisoned_worker import DEADLY, FEWER_STARTS, STICKY
from tests.registry.queue.queueing import handed_in
from tests.registry.school import open_schools, packet, page

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds
QUICK = Pace(time_limit=20, silence=1)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Also this process's own, so that what it starts has it too."""
    ours = {**settings(tmp_path), "PYTHONPATH": os.pathsep.join(("src", "."))}
    for name, value in ours.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HOCBA_CLOCK", raising=False)
    return ours


@pytest.fixture
def sender() -> Sender:
    open_schools()
    return Sender.objects.create(id=uuid4(), name="Phần mềm mẫu")


def until(done: Callable[[], bool], workers: Sequence[Running] = ()) -> None:
    """Wait, and look after the workers meanwhile."""
    ends = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < ends, f"waited in vain: {standings()}"
        for each in workers:
            each.look()
        time.sleep(0.05)


def standings() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("standing", flat=True))


def all_answered() -> bool:
    return set(standings()) == {Standing.ANSWERED}


def packets_queued() -> QuerySet[ProcrastinateJob]:
    """Without what a worker does by the clock, which may fall due in the middle of any test."""
    return ProcrastinateJob.objects.filter(queue_name=QUEUE)


def in_hand() -> bool:
    return packets_queued().filter(status="doing").exists()


def assert_each_page_is_there_once(pages: int) -> None:
    assert RegisteredPage.objects.count() == pages
    assert Packet.objects.count() == len(standings()) == JournalEntry.objects.count()


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_done_twice(
    sender: Sender, environment: dict[str, str]
) -> None:
    for number in range(8):
        pages = [page(10 * number + each) for each in range(1, 6)]
        handed_in(packet(*pages, number=number), sender)
    with running([worker(QUICK)] * 2) as workers:
        for victim in (0, 1, 0):
            answered = standings().count(Standing.ANSWERED)
            until(lambda: standings().count(Standing.ANSWERED) > answered, workers)  # noqa: B023
            workers[victim].process.kill()
        until(all_answered, workers)
    assert_each_page_is_there_once(40)


def test_a_poison_packet_is_set_aside_and_the_other_schools_go_on(
    sender: Sender, environment: dict[str, str]
) -> None:
    deadly = handed_in(DEADLY, sender, school="A")
    sticky = handed_in(STICKY, sender, school="B")
    good = handed_in(packet(page(1)), sender)
    poisoned = Program("tests.project.poisoned_worker", ("1", "0.6"))
    with running([poisoned] * 2) as workers:
        until(lambda: Standing.WAITING not in standings(), workers)
    by_number = dict(Submission.objects.values_list("pk", "standing"))
    assert by_number[deadly.pk] == by_number[sticky.pk] == Standing.SET_ASIDE
    assert by_number[good.pk] == Standing.ANSWERED
    assert {each.starts for each in Submission.objects.exclude(pk=good.pk)} == {FEWER_STARTS}
    assert not packets_queued().exists()


def test_a_worker_that_is_told_to_end_finishes_what_it_has_in_hand(
    sender: Sender, environment: dict[str, str]
) -> None:
    handed_in(packet(*(page(number) for number in range(60))), sender)
    with running([worker(QUICK)]) as (only,):
        until(in_hand)
        only.end()
        assert only.process.wait(PATIENCE) == 0
    assert all_answered()
    assert not in_hand()


def test_workers_end_when_whoever_started_them_has_been_killed(
    sender: Sender, environment: dict[str, str]
) -> None:
    hocba = Path(sys.executable).with_name("hocba")
    with subprocess.Popen([hocba, "work", "--processes", "1"], stderr=subprocess.PIPE) as parent:
        handed_in(packet(page(1)), sender)
        until(all_answered)
        parent.kill()
        assert parent.stderr is not None
        parent.stderr.read()  # ends when nobody is left to write to it


def test_hocba_work_ends_in_order_when_it_is_told_to(
    sender: Sender, environment: dict[str, str]
) -> None:
    hocba = Path(sys.executable).with_name("hocba")
    with subprocess.Popen([hocba, "work", "--processes", "2"], stderr=subprocess.PIPE) as parent:
        handed_in(packet(page(1)), sender)
        until(all_answered)
        parent.terminate()
        assert parent.wait(PATIENCE) == 128 + signal.SIGTERM
        assert parent.stderr is not None
        assert b"Traceback" not in parent.stderr.read()
