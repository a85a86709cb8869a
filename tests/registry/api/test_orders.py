"""POST /orders: done for the school's seal alone, once, whatever the token may bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from hocba.core.lifecycle import Action
from hocba.core.packet import Deed, write_order
from hocba.parties.access.models import Scope
from hocba.registry.api import orders as api_orders
from hocba.registry.custody.models import Transfer
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.intake.queries import custodians
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.models import LateRequest
from hocba.registry.orders.hearing import GOOD_FOR
from hocba.registry.orders.models import SignedOrder
from tests.parties.access.examples import issued, new_secret
from tests.registry.api.vendor import ORDERS, Vendor, assert_problem
from tests.registry.audit import audit
from tests.registry.guards import assert_refused
from tests.registry.ordering import ORDERED_AT, order, seal
from tests.registry.rivals import in_own_connection
from tests.registry.school import (
    HEAD,
    KIM_DONG,
    NOW,
    SEAL,
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    Member,
    code,
    lock,
    open_schools,
    packet,
    page,
    receive,
    secondary_page,
    signed,
)

NUMBERS = range(1, 7)
RECALL_OF_1 = seal(order(Deed.RECALL, 1))


def assert_nothing_was_done() -> None:
    assert not SignedOrder.objects.exists()
    assert not JournalEntry.objects.exclude(action__in=["hand-in", "report"]).exists()
    assert set(RegisteredPage.objects.values_list("state", flat=True)) <= {"accepted"}


def refused(answer: dict) -> dict[str, str]:
    return {each["lookup_code"]: each["code"] for each in answer["refused"]}


def test_a_page_is_taken_back_and_the_journal_says_who_why_from_where_and_by_which_order(
    vendor: Vendor,
) -> None:
    vendor.sent(packet(page(1)))
    wish = order(Deed.RECALL, 1)
    answer = vendor.order(seal(wish)).json()
    assert answer == {
        "order": wish.order_id,
        "school_code": KIM_DONG.school_code,
        "deed": "THU_HOI",
        "done": [code(1)],
        "refused": [],
        "late_cases": [],
    }
    line = JournalEntry.objects.get(action=Action.RECALL)
    assert (line.reason, line.school_code) == (wish.reason, KIM_DONG.school_code)
    assert line.actor == f"Phần mềm mẫu (mã truy cập số {vendor.token_id})"
    assert line.origin == {
        "address": "127.0.0.1",
        "token": str(vendor.token_id),
        "order": str(UUID(wish.order_id)),
        "certificate": f"{SEAL.key.certificate.serial_number:X}",
    }


def test_the_order_is_kept_to_the_byte_and_for_ever(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    vendor.order(RECALL_OF_1)
    kept = SignedOrder.objects.get()
    assert bytes(kept.content) == RECALL_OF_1
    assert (kept.school_id, kept.deed, kept.signed_at) == ("TH-KIM-DONG", "THU_HOI", ORDERED_AT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE waits for the foreign key
    assert_refused("UPDATE orders_signedorder SET deed = 'CHOT_SOM'")
    assert_refused("DELETE FROM orders_signedorder")
    assert_refused("TRUNCATE orders_signedorder")


def test_pages_are_locked_early_and_enter_the_ledger(vendor: Vendor) -> None:
    vendor.sent(packet(page(1), page(2)))
    answer = vendor.order(seal(order(Deed.LOCK, 1, 3))).json()
    assert (answer["done"], refused(answer)) == ([code(1)], {code(3): "KHONG_CO_HOC_BA"})
    again = vendor.order(seal(order(Deed.LOCK, 1))).json()
    assert (again["done"], refused(again)) == ([], {code(1): "DA_CHOT"})
    assert audit() == 1


def test_pupils_are_asked_to_be_reported_late(vendor: Vendor) -> None:
    people = (page(1).pupil.personal_id, page(2).pupil.personal_id)
    answer = vendor.order(seal(order(Deed.REPORT_LATE, personal_ids=people, reason="Bão"))).json()
    cases = LateRequest.objects.order_by("pk")
    assert answer["late_cases"] == [case.pk for case in cases]
    assert {(case.personal_id, case.reason) for case in cases} == {(each, "Bão") for each in people}
    assert not any(person in str(answer) for person in people)


def test_a_transcript_goes_from_school_to_school(vendor: Vendor, van_quan: Vendor) -> None:
    vendor.sent(packet(page(1), page(2)))
    away = order(Deed.HAND_OVER, 1, 2, to_school=VAN_QUAN.school_code)
    assert vendor.order(seal(away)).json()["done"] == [code(1), code(2)]
    assert vendor.order(seal(order(Deed.TAKE_BACK, 2))).json()["done"] == [code(2)]
    taken = order(Deed.TAKE_IN, 1, 2, of=VAN_QUAN)
    answer = van_quan.order(seal(taken, VAN_QUAN_SEAL)).json()
    assert (answer["done"], refused(answer)) == ([code(1)], {code(2): "KHONG_CO_CHUYEN_GIAO"})
    assert custodians([code(1), code(2)]) == {
        code(1): VAN_QUAN.school_code,
        code(2): KIM_DONG.school_code,
    }


def test_what_is_locked_or_not_there_is_refused_and_the_others_are_recalled(
    vendor: Vendor,
) -> None:
    vendor.sent(packet(page(1), page(2)))
    lock(2)
    answer = vendor.order(seal(order(Deed.RECALL, 1, 2, 3))).json()
    assert answer["done"] == [code(1)]
    assert refused(answer) == {code(2): "DA_CHOT", code(3): "KHONG_CO_HOC_BA"}


@pytest.mark.parametrize("deed", [Deed.RECALL, Deed.LOCK])
def test_a_page_of_another_version_than_the_school_saw_is_left_alone(
    vendor: Vendor, deed: Deed
) -> None:
    vendor.sent(packet(page(1), page(2)))
    vendor.sent(packet(page(1, version=2), number=2))
    answer = vendor.order(seal(order(deed, 1, 2))).json()
    assert (answer["done"], refused(answer)) == ([code(2)], {code(1): "KHAC_PHIEN_BAN"})
    assert RegisteredPage.objects.get(lookup_code=code(1), version=2).state == "accepted"


@pytest.mark.parametrize("deed", [Deed.RECALL, Deed.LOCK])
def test_a_page_of_another_school_is_neither_touched_nor_told_of(
    vendor: Vendor, deed: Deed
) -> None:
    theirs = signed(secondary_page(1), VAN_QUAN_STAFF)
    receive(packet(theirs, of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    answer = vendor.order(seal(order(deed, 1, version=7))).json()
    assert (answer["done"], refused(answer)) == ([], {code(1): "KHONG_CO_HOC_BA"})
    assert RegisteredPage.objects.get().state == "accepted"


# Attacks: a token that may do everything, and no seal behind it.


def test_a_stolen_token_alone_does_nothing(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    unsigned = write_order(order(Deed.LOCK, 1))
    assert_problem(vendor.order(unsigned), 422, "DE_NGHI_CHUA_KY")
    assert_nothing_was_done()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b">THU_HOI<", b">CHOT_SOM<"),
        (code(1).encode(), code(2).encode()),
        (b"<PhienBan>1<", b"<PhienBan>2<"),
        (b"<NamHoc>2023-2024<", b"<NamHoc>2022-2023<"),
        ("Nhập nhầm điểm".encode(), "Nhập đúng điểm".encode()),
    ],
    ids=["other deed", "changed code", "changed version", "changed year", "changed reason"],
)
def test_a_changed_order_does_nothing(vendor: Vendor, good: bytes, bad: bytes) -> None:
    vendor.sent(packet(page(1), page(2)))
    assert good in RECALL_OF_1
    assert_problem(vendor.order(RECALL_OF_1.replace(good, bad)), 422, "NOI_DUNG_BI_SUA")
    assert_nothing_was_done()


def test_another_school_cannot_order_what_is_not_its_own(vendor: Vendor) -> None:
    """Its token is for itself; under ours, its seal names it, and under our name it is not ours."""
    vendor.sent(packet(page(1)))
    theirs = seal(order(Deed.RECALL, 1, of=VAN_QUAN), VAN_QUAN_SEAL)
    assert_problem(vendor.order(theirs), 403, "NGOAI_PHAM_VI")
    renamed = theirs.replace(VAN_QUAN.school_code.encode(), KIM_DONG.school_code.encode())
    assert_problem(vendor.order(renamed), 422, "NOI_DUNG_BI_SUA")
    assert_nothing_was_done()


def test_another_schools_good_seal_under_our_code(vendor: Vendor) -> None:
    """Its name is its own and so is the seal; only the code is the victim's."""
    vendor.sent(packet(page(1)))
    posing = replace(order(Deed.RECALL, 1), school_name=VAN_QUAN.school_name)
    assert_problem(vendor.order(seal(posing, VAN_QUAN_SEAL)), 422, "KHONG_CO_QUYEN_KY")
    assert_nothing_was_done()


def test_a_seal_of_the_same_name_that_the_register_does_not_know(vendor: Vendor) -> None:
    """Some authority gave a school of the same name a certificate; it is not the registered one."""
    vendor.sent(packet(page(1)))
    twin = Member("Văn thư", SEAL.role)
    assert_problem(vendor.order(seal(order(Deed.RECALL, 1), twin)), 422, "CHUNG_THU_CHUA_DANG_KY")
    assert_nothing_was_done()


def test_a_head_who_signs_in_place_of_the_seal(vendor: Vendor) -> None:
    """The certificate is registered, and a person's."""
    vendor.sent(packet(page(1)))
    assert_problem(vendor.order(seal(order(Deed.RECALL, 1), HEAD)), 422, "KHONG_CO_QUYEN_KY")
    assert_nothing_was_done()


def test_a_replay_of_the_order_under_another_guid(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    assert vendor.order(RECALL_OF_1).status_code == 200
    vendor.sent(packet(page(1, version=2), number=2))
    assert_problem(vendor.order(RECALL_OF_1), 409, "DE_NGHI_DA_DUNG")
    assert RegisteredPage.objects.filter(state="accepted").count() == 1


def test_a_replay_of_the_number_with_another_deed(vendor: Vendor) -> None:
    vendor.sent(packet(page(1), page(2)))
    number = uuid4().hex
    assert vendor.order(seal(order(Deed.RECALL, 1, order_id=number))).status_code == 200
    other = seal(order(Deed.LOCK, 2, order_id=number))
    assert_problem(vendor.order(other), 409, "DE_NGHI_DA_DUNG")
    assert RegisteredPage.objects.get(lookup_code=code(2)).state == "accepted"


def test_an_order_that_lay_about_too_long(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    old = seal(order(Deed.RECALL, 1, at=NOW - GOOD_FOR - timedelta(minutes=1)))
    assert_problem(vendor.order(old), 422, "DE_NGHI_QUA_CU")
    assert_nothing_was_done()


def test_an_order_of_tomorrow(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    early = seal(order(Deed.RECALL, 1, at=NOW + timedelta(hours=1)))
    assert_problem(vendor.order(early), 422, "THOI_GIAN_TUONG_LAI")
    assert_nothing_was_done()


def test_an_order_to_another_department(vendor: Vendor) -> None:
    elsewhere = order(Deed.RECALL, 1, of=replace(KIM_DONG, department_code="79"))
    assert_problem(vendor.order(seal(elsewhere)), 422, "SAI_SO")
    assert_nothing_was_done()


# Repeating, and what is no order.


def test_telling_it_again_gives_the_same_answer_and_does_nothing_more(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    guid = uuid4()
    answers = [vendor.order(RECALL_OF_1, guid=guid).content for _ in range(3)]
    assert len(set(answers)) == 1
    assert JournalEntry.objects.filter(action=Action.RECALL).count() == 1
    other = seal(order(Deed.RECALL, 2))
    assert_problem(vendor.order(other, guid=guid), 409, "GUID_DA_DUNG")


@pytest.mark.parametrize("data", [b"{", b"<a/>", RECALL_OF_1[:-20], packet(page(1))])
def test_what_is_no_order_is_refused(vendor: Vendor, data: bytes) -> None:
    assert vendor.order(data).status_code == 422


def test_another_kind_or_size_of_body_is_refused(vendor: Vendor) -> None:
    assert_problem(vendor.order(RECALL_OF_1, kind="application/json"), 415, "LOAI_NOI_DUNG")
    large = b"<" * (api_orders.MAX_ORDER + 1)
    assert_problem(vendor.order(large), 413, "VUOT_GIOI_HAN")


def test_a_foreign_page_in_a_browser_can_do_nothing_with_cookies(register: None) -> None:
    browser = Client(headers={"Cookie": "sessionid=x; csrftoken=y"})
    assert_problem(browser.post(ORDERS, RECALL_OF_1, content_type="application/xml"), 401)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(in_own_connection(c)) for c in calls]]


@pytest.fixture
def vendor_of_committed_pages(at_the_desk: None, transactional_db: None) -> Vendor:
    """Pages 1 to 6 are there for every connection to see."""
    open_schools()
    receive(packet(*map(page, NUMBERS)))
    secret = new_secret()
    scopes = [Scope.RECALL, Scope.LOCK, Scope.TRANSFER]
    issued(secret, scopes=scopes, units=[KIM_DONG.school_code])
    return Vendor(secret)


def test_one_call_told_four_times_at_once_gets_one_answer_and_one_transfer(
    vendor_of_committed_pages: Vendor,
) -> None:
    data, guid = seal(order(Deed.HAND_OVER, 1, to_school=VAN_QUAN.school_code)), uuid4()
    answers = at_once([lambda: vendor_of_committed_pages.order(data, guid=guid)] * 4)
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert (SignedOrder.objects.count(), Transfer.objects.count()) == (1, 1)


def test_one_order_brought_by_four_calls_at_once_is_carried_out_once(
    vendor_of_committed_pages: Vendor,
) -> None:
    data = seal(order(Deed.HAND_OVER, 1, to_school=VAN_QUAN.school_code))
    answers = at_once([lambda: vendor_of_committed_pages.order(data)] * 4)
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    late = [each.json()["code"] for each in answers if each.status_code == 409]
    assert set(late) == {"DE_NGHI_DA_DUNG"}
    assert (SignedOrder.objects.count(), Transfer.objects.count()) == (1, 1)


def test_pages_that_are_recalled_and_locked_at_once_become_one_of_the_two(
    vendor_of_committed_pages: Vendor,
) -> None:
    wishes = [seal(order(deed, *NUMBERS)) for deed in (Deed.RECALL, Deed.LOCK) * 2]
    calls = [partial(vendor_of_committed_pages.order, each) for each in wishes]
    answers = [each.json() for each in at_once(calls)]
    done = Counter(lookup_code for answer in answers for lookup_code in answer["done"])
    assert done == Counter(map(code, NUMBERS))
    states = Counter(RegisteredPage.objects.values_list("state", flat=True))
    assert states.total() == len(NUMBERS)
    assert audit() == states["locked"]
