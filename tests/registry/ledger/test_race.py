"""Two writers, two connections, one head."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import transaction

from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Entry
from tests.registry.audit import LEDGER_KEY, audit
from tests.registry.rivals import in_own_connection, wait_for_a_blocked_session

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2024, 7, 1, tzinfo=UTC)


def enter(name: str, count: int) -> None:
    leaves = [f"{name} {i}\n".encode() for i in range(count)]
    append(leaves, at=NOW, signer=LEDGER_KEY)


def start_rival(pool: ThreadPoolExecutor, name: str) -> Future[None]:
    rival = pool.submit(in_own_connection(lambda: enter(name, 3)))
    wait_for_a_blocked_session()
    return rival


def test_a_writer_waits_for_a_rival_and_then_follows_it() -> None:
    enter("before", 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enter("first", 2)
            rival = start_rival(pool, "second")
        rival.result(timeout=30)
    assert audit() == 10
    assert [bytes(leaf).split()[0] for leaf in Entry.objects.order_by("position")
            .values_list("leaf", flat=True)[5:]] == [b"first"] * 2 + [b"second"] * 3  # fmt: skip


def test_a_writer_takes_the_place_of_a_rival_that_gave_up() -> None:
    enter("before", 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enter("first", 2)
            rival = start_rival(pool, "second")
            transaction.set_rollback(True)
        rival.result(timeout=30)
    assert audit() == 8


def test_many_writers_at_once_lose_nothing_and_fork_nothing() -> None:
    barrier = Barrier(4)

    def work(name: str) -> Callable[[], None]:
        def enter_five_times() -> None:
            barrier.wait(timeout=30)
            for i in range(5):
                enter(f"{name}.{i}", i + 1)

        return in_own_connection(enter_five_times)

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(work(f"writer{n}")) for n in range(4)]:
            future.result(timeout=60)
    assert audit() == 4 * (1 + 2 + 3 + 4 + 5)
