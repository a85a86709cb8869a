"""POST /schools/{code}/locks: a school's own pages, before the Department's day."""

from __future__ import annotations

from uuid import uuid4

from hocba.registry.intake.models import RegisteredPage
from tests.registry.api.vendor import SCHOOL, Vendor, assert_problem, wish
from tests.registry.audit import audit
from tests.registry.school import (
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    code,
    packet,
    page,
    receive,
    secondary_page,
    signed,
)

LOCKS = f"{SCHOOL}/locks"


def test_accepted_pages_are_locked_and_enter_the_ledger(vendor: Vendor) -> None:
    vendor.sent(packet(page(1), page(2)))
    assert vendor.tell(LOCKS, wish(1, 3)).json() == {"locked": [code(1)], "absent": [code(3)]}
    assert audit() == 1


def test_telling_it_again_gives_the_same_answer_and_locks_nothing_more(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    guid = uuid4()
    assert len({vendor.tell(LOCKS, wish(1), guid=guid).content for _ in range(3)}) == 1
    assert vendor.tell(LOCKS, wish(1)).json() == {"locked": [], "absent": []}
    assert audit() == 1


def test_a_page_of_another_school_is_neither_locked_nor_told_of(vendor: Vendor) -> None:
    theirs = signed(secondary_page(1), VAN_QUAN_STAFF)
    receive(packet(theirs, of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    assert vendor.tell(LOCKS, wish(1)).json() == {"locked": [], "absent": [code(1)]}
    assert RegisteredPage.objects.get().state == "accepted"


def test_a_wish_for_nothing_is_refused(vendor: Vendor) -> None:
    assert_problem(vendor.tell(LOCKS, wish()), 422, "THAM_SO")
