"""Two nodes over real HTTP, and a road that cuts, loses, delays and doubles what passes.

After each: nothing lost, nothing twice, every receipt true.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from hocba.adapters.exchange import Limits
from hocba.adapters.ministry import MinistryApi
from hocba.adapters.mirror import Mirror
from hocba.core.packet import Standing
from hocba.core.reconcile import Kind
from hocba.core.signature import POLICY, verify_dispatch_receipt
from hocba.core.verdict import Status
from hocba.project.demonstration.ministry import address
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.reporting import queries
from hocba.registry.reporting.actions import Chance, Progress, Reporter
from hocba.registry.reporting.models import Attempt, Batch, MinistryReceipt
from hocba.registry.reporting.outbox import Bounds
from hocba.registry.reporting.reconciling import LEDGER_PATH, Reconciliation, reconcile
from tests.project.proxy import Road, bad_road
from tests.project.second_node import CLOCK, MINISTRY_LEDGER, TOKEN, Node, second_node
from tests.registry.reporting.ministry import MINISTRY, OFFICE, Time
from tests.registry.school import TRUST, code, lock, open_schools, packet, page, receive

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

LIMITS = Limits(size=1024 * 1024, seconds=30)
NUMBERS = count(1)
"""Pupils are never taken twice: the node stays up from one test to the next."""


@pytest.fixture(scope="module")
def node(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Node]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        patch.setenv("PYTHONPATH", os.pathsep.join(("src", ".")))
        home = tmp_path_factory.mktemp("bo")
        with django_db_blocker.unblock(), second_node(home) as running:  # type: ignore[attr-defined]
            yield running


@pytest.fixture
def road(node: Node) -> Iterator[tuple[int, Road]]:
    node.await_answer()
    with bad_road(node.port) as found:
        yield found


@pytest.fixture
def time() -> Time:
    return Time(CLOCK + timedelta(seconds=1))


@pytest.fixture
def locked() -> list[str]:
    """The lookup codes of six locked pages that the Ministry has never heard of."""
    open_schools()
    numbers = [next(NUMBERS) for _ in range(6)]
    receive(packet(*map(page, numbers), number=numbers[0]))
    lock(*numbers)
    return [code(number) for number in numbers]


def report(
    port: int, time: Time, *, token: str = TOKEN, pages: int = 3, now: bool = True
) -> Progress:
    """One run of the Department's reporter over the road that begins at ``port``."""
    api = MinistryApi(address(port), token, LIMITS)
    chance = Chance(time, uuid4, random.random)
    return Reporter(OFFICE, api, MINISTRY, chance, bounds=Bounds(pages=pages)).report(now=now)


def held(node: Node, codes: list[str]) -> Counter[str]:
    """How often the Ministry has each of the pages, locked."""
    rows = node.rows("SELECT lookup_code FROM intake_registeredpage WHERE state = 'locked'")
    return Counter(lookup_code for (lookup_code,) in rows if lookup_code in codes)


def assert_all_is_well(node: Node, codes: list[str]) -> None:
    """Nothing lost, nothing twice, every receipt true, and both ledgers say the same."""
    assert held(node, codes) == Counter(codes)
    standings = queries.standings()
    assert (standings.held, standings.total) == (len(codes), len(codes))
    assert_receipts_are_true(node)
    found = compared(node)
    assert found.comparison.same == len(codes)
    assert {each.kind for each in found.comparison.differences} <= {Kind.SURPLUS}


def assert_receipts_are_true(node: Node) -> None:
    stored = dict(node.rows("SELECT lookup_code, sha256 FROM intake_registeredpage"))
    ours = {page.lookup_code: bytes(page.sha256) for page in RegisteredPage.objects.all()}
    for kept in MinistryReceipt.objects.all():
        moment = kept.received_at + POLICY.clock_skew
        report = verify_dispatch_receipt(bytes(kept.content), trust=TRUST, policy=POLICY, at=moment)
        assert report.status is Status.PASSED
        assert report.receipt is not None
        for outcome in report.receipt.outcomes:
            assert outcome.standing is Standing.HELD
            assert stored[outcome.lookup_code] == ours[outcome.lookup_code]


def compared(node: Node) -> Reconciliation:
    mirror = Mirror(f"{address(node.port)}{LEDGER_PATH}")
    return reconcile(mirror, MINISTRY_LEDGER.verifier, at=CLOCK)


def test_everything_arrives_on_a_good_road(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    progress = report(road[0], time)
    assert (progress.pages, progress.failures) == (Counter({Standing.HELD: 6}), [])
    assert_all_is_well(node, locked)


@pytest.mark.parametrize("cut_after", [0, 100, 2_000, 20_000])
def test_a_road_that_is_cut_in_the_middle_of_a_batch(
    cut_after: int, node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    port, state = road
    state.cut_request = cut_after
    assert report(port, time).away
    assert held(node, locked) == Counter()
    state.cut_request = None
    report(port, time)
    assert_all_is_well(node, locked)


@pytest.mark.parametrize("cut_after", [0, 60, 1_500])
def test_a_receipt_that_is_lost_after_the_ministry_has_committed(
    cut_after: int, node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    port, state = road
    state.cut_answer = cut_after
    assert report(port, time).away
    assert sum(held(node, locked).values()) == 3
    assert not MinistryReceipt.objects.exists()
    state.cut_answer = None
    report(port, time)
    assert state.passed[0] == state.passed[1]
    assert_all_is_well(node, locked)


def test_every_request_arrives_three_times_at_once(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    port, state = road
    state.copies = 3
    report(port, time, pages=2)
    assert_all_is_well(node, locked)


def test_a_slow_road(node: Node, road: tuple[int, Road], time: Time, locked: list[str]) -> None:
    port, state = road
    state.pause = 0.3
    report(port, time)
    assert_all_is_well(node, locked)


def test_a_road_that_fails_by_chance_again_and_again(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    port, state = road
    chance = random.Random(20240630)
    for _ in range(12):
        state.closed = chance.random() < 0.3
        state.cut_request = chance.choice([None, chance.randrange(40_000)])
        state.cut_answer = chance.choice([None, chance.randrange(3_000)])
        state.copies = chance.choice([1, 2])
        report(port, time, pages=1)
    state.closed, state.cut_request, state.cut_answer = False, None, None
    report(port, time, pages=1)
    assert_all_is_well(node, locked)


def test_a_ministry_that_is_away_for_long(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    port, state = road
    state.closed = True
    for _ in range(20):
        assert report(port, time, pages=6, now=False).away
        time.later(timedelta(hours=1))
    assert Batch.objects.count() == 1
    state.closed = False
    report(port, time, pages=6, now=False)
    assert_all_is_well(node, locked)


def test_the_ministrys_node_is_killed_while_it_takes_a_batch_in(
    node: Node, time: Time, locked: list[str]
) -> None:
    node.await_answer()
    for pause in (0.0, 0.02, 0.05):
        killer = threading.Timer(pause, kill, args=(node,))
        killer.start()
        report(node.port, time, pages=2)
        killer.join()
        node.await_answer()
        assert set(held(node, locked).values()) <= {1}
    report(node.port, time, pages=2)
    assert_all_is_well(node, locked)


def kill(node: Node) -> None:
    """The server and its worker at once, as a power failure would."""
    main = node.process.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    for pid in (main, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    node.process.process.wait()


def test_a_token_that_the_ministry_does_not_know(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    progress = report(road[0], time, token="hocba_" + "x" * 43)
    assert progress.away
    assert "(401)" in progress.failures[0]
    assert held(node, locked) == Counter()
    report(road[0], time)
    assert_all_is_well(node, locked)


def test_an_old_dispatch_that_somebody_plays_again(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    report(road[0], time)
    before = node.rows("SELECT count(*) FROM intake_packet")
    batch = Batch.objects.first()
    assert batch is not None
    played = MinistryApi(address(node.port), TOKEN, LIMITS).carry(bytes(batch.content))
    assert played == bytes(batch.ministry_receipt.content)
    assert node.rows("SELECT count(*) FROM intake_packet") == before
    assert_all_is_well(node, locked)


def test_a_page_that_never_left_is_named_when_both_are_compared(
    node: Node, road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    found = compared(node).comparison
    missing = {each.code_sha256 for each in found.differences if each.kind is Kind.MISSING}
    assert missing == {sha256(each.encode()).digest() for each in locked}
    report(road[0], time)
    assert_all_is_well(node, locked)


def test_every_attempt_that_failed_is_kept_with_its_reason(
    road: tuple[int, Road], time: Time, locked: list[str]
) -> None:
    road[1].closed = True
    report(road[0], time)
    attempt = Attempt.objects.get()
    assert attempt.away
    assert "không trả lời" in attempt.reason
