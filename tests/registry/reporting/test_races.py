"""Two reporters at once: no page goes into two batches, no batch is taken twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from hocba.registry.reporting import queries
from hocba.registry.reporting.models import Batch, MinistryReceipt, ReportedPage
from hocba.registry.reporting.outbox import Bounds
from hocba.registry.reporting.queries import Standings
from tests.registry.reporting.ministry import Road, Time, reporter
from tests.registry.rivals import in_own_connection
from tests.registry.school import lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _locked() -> None:
    open_schools()
    receive(packet(*(page(number) for number in range(1, 10))))
    lock(*range(1, 10))


def at_once(road: Road, *, now: bool = False) -> None:
    barrier = Barrier(3)

    def run() -> None:
        barrier.wait(30)
        reporter(road, Time(), uuid4, Bounds(pages=1)).report(now=now)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(in_own_connection(run)) for _ in range(3)]:
            done.result(60)


def test_three_reporters_share_the_pages() -> None:
    at_once(Road())
    assert queries.standings() == Standings(held=9, superseded=0, returned=0, sent=0, waiting=0)
    assert ReportedPage.objects.count() == Batch.objects.count() == 9


def test_one_batch_sent_by_three_is_taken_once() -> None:
    reporter(Road(brings_back=False), Time(), uuid4).report()
    at_once(Road(), now=True)
    assert MinistryReceipt.objects.count() == 1
    assert queries.standings().held == 9
