"""POST /schools/{code}/recalls: by the school alone, with a reason, done once if told often."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hocba.core.lifecycle import Action
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.journal.models import JournalEntry
from tests.registry.api.vendor import SCHOOL, Vendor, assert_problem, wish
from tests.registry.school import (
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    code,
    lock,
    packet,
    page,
    receive,
    secondary_page,
    signed,
)

RECALLS = f"{SCHOOL}/recalls"


def test_an_accepted_page_is_taken_back_and_the_journal_says_by_whom_and_why(
    vendor: Vendor,
) -> None:
    vendor.sent(packet(page(1)))
    answer = vendor.tell(RECALLS, wish(1, reason="nhập nhầm")).json()
    assert answer == {"recalled": [code(1)], "refused": []}
    line = JournalEntry.objects.get(action=Action.RECALL)
    assert line.reason == "nhập nhầm"
    assert line.actor == f"Phần mềm mẫu (mã truy cập số {vendor.token_id})"


def test_telling_it_again_gives_the_same_answer_and_does_nothing_more(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    guid = uuid4()
    answers = [vendor.tell(RECALLS, wish(1, reason="sai"), guid=guid).content for _ in range(3)]
    assert len(set(answers)) == 1
    assert JournalEntry.objects.filter(action=Action.RECALL).count() == 1
    assert_problem(vendor.tell(RECALLS, wish(2, reason="sai"), guid=guid), 409, "GUID_DA_DUNG")


def test_a_guid_of_another_endpoint_is_refused(vendor: Vendor) -> None:
    guid = uuid4()
    vendor.send(packet(page(1)), guid=guid)
    assert_problem(vendor.tell(RECALLS, wish(1, reason="sai"), guid=guid), 409, "GUID_DA_DUNG")


def test_what_is_locked_or_not_there_is_refused_and_the_others_are_recalled(
    vendor: Vendor,
) -> None:
    vendor.sent(packet(page(1), page(2)))
    lock(2)
    answer = vendor.tell(RECALLS, wish(1, 2, 3, reason="sai")).json()
    assert answer["recalled"] == [code(1)]
    reasons = {each["lookup_code"]: each["code"] for each in answer["refused"]}
    assert reasons == {code(2): "DA_CHOT", code(3): "KHONG_CO_HOC_BA"}


def test_a_page_of_another_school_cannot_be_recalled(vendor: Vendor) -> None:
    theirs = signed(secondary_page(1), VAN_QUAN_STAFF)
    receive(packet(theirs, of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    answer = vendor.tell(RECALLS, wish(1, reason="sai")).json()
    assert answer["recalled"] == []
    assert [each["code"] for each in answer["refused"]] == ["KHONG_CO_HOC_BA"]
    assert RegisteredPage.objects.get().state == "accepted"


@pytest.mark.parametrize(
    "content",
    [
        wish(1),
        wish(1, reason=" "),
        wish(reason="sai"),
        {"school_year": "x", "lookup_codes": [code(1)], "reason": "sai"},
        {"school_year": "2023-2024", "lookup_codes": ["x"], "reason": "sai"},
        {"school_year": "2023-2024", "lookup_codes": [code(1)] * 2001, "reason": "sai"},
        [],
        {},
    ],
)
def test_a_wish_without_reason_or_sense_is_refused(vendor: Vendor, content: object) -> None:
    assert_problem(vendor.tell(RECALLS, content), 422, "THAM_SO")


def test_what_is_no_json_is_refused(vendor: Vendor) -> None:
    assert_problem(vendor.tell(RECALLS, b"{"), 400, "NOI_DUNG")


def test_a_body_that_is_too_large_is_refused(vendor: Vendor) -> None:
    assert_problem(vendor.tell(RECALLS, b'"' + b"x" * 2**20 + b'"'), 413, "VUOT_GIOI_HAN")
