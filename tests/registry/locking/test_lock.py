"""Locking: the calendar's day, the school's own wish, and what enters the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocba.adapters.clock import ZONE
from hocba.core.errors import LifecycleError
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.lifecycle import Action, State
from hocba.core.record import Page, Reassessment
from hocba.registry.intake import queries
from hocba.registry.intake.models import Calendar, RegisteredPage
from hocba.registry.journal.models import JournalEntry
from hocba.registry.ledger.models import Entry
from hocba.registry.locking.actions import LockReport, lock_due
from hocba.registry.locking.actions import lock as lock_by
from hocba.registry.locking.queries import proof_of, proofs_of
from tests.registry.audit import LEDGER_KEY, audit
from tests.registry.school import NOW, YEAR, code, lock, packet, page, receive, unfinished_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

JULY = datetime(2024, 7, 1, tzinfo=ZONE)
AFTER_AUGUST_WINDOW = datetime(2024, 8, 16, tzinfo=ZONE)


def lock_by_calendar(at: datetime) -> LockReport:
    return lock_by(school_year=YEAR, at=at, signer=LEDGER_KEY, actor="Sở GDĐT")


def reassessed(number: int) -> Page:
    decision = Reassessment(promoted=True, decided_on=date(2024, 6, 20))
    return replace(unfinished_page(number), reassessment=decision)


def states() -> dict[str, str]:
    return dict(RegisteredPage.objects.values_list("lookup_code", "state"))


def test_at_the_deadline_all_completed_pages_are_locked_and_entered() -> None:
    receive(packet(*(page(number) for number in range(1, 6))))
    report = lock_by_calendar(JULY)
    assert report.locked == tuple(code(number) for number in range(1, 6))
    assert set(states().values()) == {State.LOCKED}
    assert audit() == 5


def test_the_effective_date_is_the_moment_of_locking_in_whole_seconds() -> None:
    receive(packet(page(1)))
    lock(1, at=NOW.replace(microsecond=123456))
    assert RegisteredPage.objects.get().effective_date == NOW


def test_the_ledger_speaks_of_the_very_bytes_that_were_locked() -> None:
    receive(packet(page(1)))
    lock(1)
    (stored,) = queries.live_pages([code(1)])
    expected = LedgerEntry.of(code(1), YEAR, 1, bytes(stored.sha256), NOW)
    assert bytes(Entry.objects.get().leaf) == expected.leaf


def test_anyone_can_check_that_a_locked_page_is_in_the_ledger() -> None:
    receive(packet(*(page(number) for number in range(1, 6))))
    lock(1, 2)
    lock(3, 4, 5)
    for number in range(1, 6):
        stored = queries.current_page(code(number), YEAR)
        assert stored is not None
        proof = proof_of(stored)
        assert proof is not None
        leaf = LedgerEntry.of(code(number), YEAR, 1, bytes(stored.sha256), NOW).leaf
        assert proof.verify(leaf, LEDGER_KEY.verifier).size == 5


def test_the_proofs_of_a_set_take_two_queries() -> None:
    receive(packet(*(page(number) for number in range(1, 7))))
    lock(1, 2, 3, 4, 5)
    pages = list(RegisteredPage.objects.order_by("lookup_code"))
    with CaptureQueriesContext(connection) as asked:
        proofs = proofs_of(pages)
    assert len(asked) == 2
    assert sorted(proofs) == sorted(page.pk for page in pages[:5])
    for each in pages[:5]:
        proofs[each.pk].verify(proofs[each.pk].extra, LEDGER_KEY.verifier)


def test_an_accepted_page_has_no_proof_yet() -> None:
    receive(packet(page(1)))
    assert proof_of(RegisteredPage.objects.get()) is None


def test_re_assessed_pages_wait_for_their_own_deadline() -> None:
    receive(packet(page(1), reassessed(2)))
    assert lock_by_calendar(JULY).locked == (code(1),)
    assert states() == {code(1): State.LOCKED, code(2): State.ACCEPTED}
    assert lock_by_calendar(AFTER_AUGUST_WINDOW).locked == (code(2),)
    assert audit() == 2


def test_before_the_deadline_the_calendar_locks_nothing() -> None:
    receive(packet(page(1)))
    with pytest.raises(LifecycleError, match="30/06/2024"):
        lock_by_calendar(JULY - timedelta(seconds=1))
    assert states() == {code(1): State.ACCEPTED}
    assert audit() == 0


def test_a_year_without_a_calendar_is_locked_by_wish_only() -> None:
    receive(packet(page(1)))
    Calendar.objects.all().delete()
    with pytest.raises(LifecycleError, match="lịch"):
        lock_by_calendar(JULY)
    assert lock(1).locked == (code(1),)


def test_before_the_deadline_just_the_wished_for_pages_are_locked() -> None:
    receive(packet(page(1), page(2), reassessed(3)))
    assert lock(1, 3) == LockReport((code(1), code(3)))
    assert states() == {
        code(1): State.LOCKED,
        code(2): State.ACCEPTED,
        code(3): State.LOCKED,
    }


def test_wishing_for_nothing_locks_nothing() -> None:
    receive(packet(page(1)))
    assert lock() == LockReport(())
    assert states() == {code(1): State.ACCEPTED}


def test_locking_what_is_locked_changes_nothing() -> None:
    receive(packet(page(1), page(2)))
    lock(1, 2)
    before = list(RegisteredPage.objects.order_by("pk").values())
    assert lock(1, 2, at=NOW + timedelta(days=1)) == LockReport(())
    assert lock_by_calendar(JULY) == LockReport(())
    assert list(RegisteredPage.objects.order_by("pk").values()) == before
    assert audit() == 2
    assert JournalEntry.objects.filter(action=Action.LOCK).count() == 1


def test_a_wish_for_a_page_that_was_never_reported_is_told() -> None:
    receive(packet(page(1)))
    assert lock(1, 9) == LockReport((code(1),), absent=(code(9),))


def test_pages_of_another_year_are_left_alone() -> None:
    receive(packet(page(1)))
    other = lock_by(
        school_year="2024-2025",
        at=datetime(2025, 7, 1, tzinfo=ZONE),
        signer=LEDGER_KEY,
        actor="Sở GDĐT",
    )
    assert other == LockReport(())
    assert states() == {code(1): State.ACCEPTED}


def test_the_calendar_locks_what_is_due_of_every_year_and_nothing_before() -> None:
    receive(packet(page(1), page(2)))
    assert lock_due(at=JULY - timedelta(seconds=1), signer=LEDGER_KEY, actor="lịch") == {}
    assert lock_due(at=JULY, signer=LEDGER_KEY, actor="lịch") == {YEAR: 2}
    assert lock_due(at=JULY, signer=LEDGER_KEY, actor="lịch") == {}
    assert states() == {code(1): State.LOCKED, code(2): State.LOCKED}


def test_a_lock_is_written_down_with_the_size_of_the_ledger() -> None:
    receive(packet(page(1), page(2)))
    lock(1)
    lock(2)
    lines = JournalEntry.objects.filter(action=Action.LOCK).order_by("pk")
    assert [line.detail for line in lines] == [
        {"pages": 1, "ledger_size": 1},
        {"pages": 1, "ledger_size": 2},
    ]


def test_the_number_of_queries_does_not_grow_with_the_set(django_assert_num_queries):
    receive(packet(*(page(number) for number in range(1, 13))))
    lock(1, 2, 3)
    with django_assert_num_queries(12):
        lock(4, 5, 6, 7)
    with django_assert_num_queries(12):
        lock(8, 9, 10, 11)
