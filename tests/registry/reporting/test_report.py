"""Every locked page is sent until the Ministry's receipt is there: none lost, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocba.core.packet import (
    DISPATCH,
    DispatchEvent,
    EventOutcome,
    Standing,
    dispatch_of,
    parse,
)
from hocba.core.record import Event
from hocba.core.signature import POLICY, verify_dispatch
from hocba.core.verdict import Status
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.journal.models import JournalEntry
from hocba.registry.reporting import queries
from hocba.registry.reporting.models import Attempt, Batch, MinistryReceipt, ReportedPage
from hocba.registry.reporting.outbox import Bounds
from hocba.registry.reporting.queries import Standings
from tests.core.signature import pki
from tests.registry.reporting.ministry import Road, Time, held, ids, reporter, returned
from tests.registry.school import RECEIPT_KEY, TRUST, code, lock, packet, page, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locked")]

TWO = Bounds(pages=2)


@pytest.fixture
def new_id() -> Callable[[], UUID]:
    return ids()


def codes_of(dispatch: bytes) -> list[str]:
    content = dispatch_of(parse(dispatch, roots=(DISPATCH,)))
    return [event.lookup_code for event in content.events]


def test_every_locked_page_gets_its_receipt_and_no_other(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road()
    progress = reporter(road, time, new_id, TWO).report()
    assert [codes_of(each) for each in road.sent] == [
        [code(1), code(2)],
        [code(3), code(4)],
        [code(5)],
    ]
    assert (progress.pages, progress.failures) == (Counter({Standing.HELD: 5}), [])
    assert queries.standings() == Standings(held=5, superseded=0, returned=0, sent=0, waiting=0)


def test_a_dispatch_is_what_the_ministry_asks_for(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road()
    reporter(road, time, new_id).report()
    report = verify_dispatch(road.sent[0], trust=TRUST, policy=POLICY, at=time.now)
    assert report.status is Status.PASSED
    assert report.dispatch is not None
    event = report.dispatch.events[0]
    registered = RegisteredPage.objects.get(lookup_code=code(1))
    assert (event.event, event.version) == (Event.NEW, 1)
    assert event.updated_at == registered.effective_date
    assert event.page == bytes(registered.content)


def test_a_second_run_has_nothing_to_send(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road()
    reporter(road, time, new_id).report()
    assert reporter(road, time, new_id).report().pages == Counter()
    assert len(road.sent) == Batch.objects.count() == 1


def test_pages_locked_later_go_in_a_later_batch(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road()
    reporter(road, time, new_id).report()
    lock(6, at=time.now)
    reporter(road, time, new_id).report()
    assert codes_of(road.sent[1]) == [code(6)]


def test_a_batch_ends_where_its_bytes_would_be_too_many(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road()
    size = len(RegisteredPage.objects.get(lookup_code=code(1)).content)
    reporter(road, time, new_id, Bounds(size=2 * size + size // 2)).report()
    assert [len(codes_of(each)) for each in road.sent] == [2, 2, 1]
    small = Bounds(size=1)
    lock(6, at=time.now)
    reporter(road, time, new_id, small).report()
    assert len(codes_of(road.sent[-1])) == 1


def test_the_number_of_queries_does_not_grow_with_the_pages(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    with CaptureQueriesContext(connection) as of_five:
        reporter(Road(), time, new_id).report()
    receive(packet(*(page(number) for number in range(11, 24)), number=3))
    lock(*range(11, 24), at=time.now)
    with CaptureQueriesContext(connection) as of_thirteen:
        reporter(Road(), time, new_id).report()
    assert len(of_thirteen) == len(of_five)


def test_a_ministry_that_is_away_is_asked_once_and_then_spared(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road(open=False)
    first = reporter(road, time, new_id, TWO).report()
    assert (first.away, first.failures) == (True, ["Bộ chưa trả lời."])
    assert Batch.objects.count() == Attempt.objects.count() == 1
    road.open = True
    assert reporter(road, time, new_id, TWO).report().away
    assert road.sent == []


def test_when_the_ministry_is_back_everything_arrives_in_the_same_bytes(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road(open=False)
    for _ in range(12):  # days without the Ministry
        reporter(road, time, new_id, TWO).report()
        time.later(timedelta(hours=6))
    kept = bytes(Batch.objects.get().content)
    road.open = True
    assert reporter(road, time, new_id, TWO).report().pages == Counter({Standing.HELD: 5})
    assert road.sent[0] == kept
    assert Attempt.objects.count() == 12


def test_the_pauses_grow(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road(open=False)
    for _ in range(4):
        reporter(road, time, new_id).report(now=True)
    pauses = [(each.retry_at - each.at).total_seconds() for each in Attempt.objects.order_by("pk")]
    assert pauses == [3.75, 7.5, 15, 30]


def test_a_receipt_that_was_lost_on_the_way_back_is_asked_for_again(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road(brings_back=False)
    reporter(road, time, new_id).report()
    assert queries.standings().sent == 5
    road.brings_back = True
    time.later(timedelta(minutes=1))
    reporter(road, time, new_id).report()
    assert road.sent[0] == road.sent[1]
    assert queries.standings().held == 5
    assert MinistryReceipt.objects.count() == 1


def test_a_dispatch_that_is_refused_holds_up_no_other(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    road = Road(refuses=lambda data: code(1).encode() in data)
    progress = reporter(road, time, new_id, TWO).report()
    assert progress.failures == ["Bộ không nhận báo cáo này."]
    assert queries.standings() == Standings(held=3, superseded=0, returned=0, sent=2, waiting=0)


@pytest.mark.parametrize(
    ("road", "word"),
    [
        (Road(key=RECEIPT_KEY), "không phải của Bộ"),
        (Road(key=pki.signer(pki.Wish("Bộ GDĐT", organization="Bộ giả"))), "không phải của Bộ"),
        (
            Road(key=pki.signer(pki.Wish("Bộ"), pki.issuing("CA giả", "Gốc giả"))),
            "gốc tin cậy",
        ),
        (Road(change=lambda r: replace(r, digest="0" * 64)), "một báo cáo khác"),
        (Road(change=lambda r: replace(r, dispatch_id=code(99))), "một báo cáo khác"),
        (Road(change=lambda r: replace(r, department_code="79")), "một báo cáo khác"),
        (Road(change=lambda r: replace(r, outcomes=r.outcomes[1:])), "không trả lời đúng"),
        (Road(change=lambda r: replace(r, outcomes=r.outcomes * 2)), "không trả lời đúng"),
        (Road(judge=lambda event: replace(held(event), version=2)), "không trả lời đúng"),
    ],
)
def test_a_receipt_is_verified_before_it_is_believed(
    road: Road, word: str, time: Time, new_id: Callable[[], UUID]
) -> None:
    (failure,) = reporter(road, time, new_id).report().failures
    assert word in failure
    assert not MinistryReceipt.objects.exists()
    assert queries.standings().sent == 5


def test_the_receipt_of_another_dispatch(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road()
    reporter(road, time, new_id).report()
    old = bytes(MinistryReceipt.objects.get().content)
    lock(6, at=time.now)
    road.answer = lambda _dispatch: old  # type: ignore[method-assign]
    (failure,) = reporter(road, time, new_id).report().failures
    assert "một báo cáo khác" in failure


def test_an_altered_receipt(time: Time, new_id: Callable[[], UUID]) -> None:
    road = Road(judge=returned)
    honest = road.answer
    road.answer = lambda d: honest(d).replace("đã có".encode(), "chưa có".encode())  # type: ignore[method-assign]
    (failure,) = reporter(road, time, new_id).report().failures
    assert "đã bị thay đổi" in failure


def test_a_returned_page_waits_until_somebody_sends_it_again(
    time: Time, new_id: Callable[[], UUID]
) -> None:
    def judge(event: DispatchEvent) -> EventOutcome:
        return returned(event) if event.lookup_code == code(2) else held(event)

    road = Road(judge=judge)
    progress = reporter(road, time, new_id).report()
    assert progress.pages == Counter({Standing.HELD: 4, Standing.RETURNED: 1})
    assert reporter(road, time, new_id).report().pages == Counter()
    assert queries.standings().returned == 1
    road.judge = held
    again = reporter(road, time, new_id).report(again=True)
    assert again.pages == Counter({Standing.HELD: 1})
    assert codes_of(road.sent[-1]) == [code(2)]
    assert queries.standings() == Standings(held=5, superseded=0, returned=0, sent=0, waiting=0)
    assert ReportedPage.objects.count() == 6


def test_what_the_ministry_said_is_in_the_journal(time: Time, new_id: Callable[[], UUID]) -> None:
    reporter(Road(), time, new_id).report()
    entry = JournalEntry.objects.get(action="ministry_receipt")
    assert (entry.actor, entry.detail["TIEP_NHAN"]) == ("01", 5)
