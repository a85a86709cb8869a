"""GET /packets/{guid} and its receipt: per-page results with reasons, and the signed answer."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hocba.core.signature import POLICY, verify_receipt
from hocba.core.verdict import Status
from tests.registry.api.vendor import PACKETS, Vendor, assert_problem
from tests.registry.school import NOW, TRUST, code, packet, page, signed

SPOILT = signed(page(2)).replace("Học Sinh Mẫu 2".encode(), "Học Sinh Mẫu 9".encode())


def test_every_page_has_its_result_and_its_reasons(vendor: Vendor) -> None:
    guid = vendor.sent(packet(page(1), SPOILT))
    answer = vendor.ask(f"{PACKETS}/{guid}").json()
    assert (answer["standing"], answer["code"], answer["message"]) == ("answered", "", "")
    assert answer["notices"][0].startswith("Còn 6 ngày để nộp")
    good, bad = answer["pages"]
    assert good == {"lookup_code": code(1), "version": 1, "accepted": True, "faults": []}
    assert (bad["lookup_code"], bad["accepted"]) == (code(2), False)
    assert {fault["code"] for fault in bad["faults"]} == {"NOI_DUNG_BI_SUA"}
    assert all(fault["message"] for fault in bad["faults"])


def test_the_receipt_is_the_registers_own_signed_bytes(vendor: Vendor) -> None:
    data = packet(page(1))
    response = vendor.ask(f"{PACKETS}/{vendor.sent(data)}/receipt")
    assert response["Content-Type"] == "application/xml"
    report = verify_receipt(response.content, trust=TRUST, policy=POLICY, at=NOW)
    assert report.status is Status.PASSED


def test_what_could_not_be_read_says_why_and_has_no_receipt(vendor: Vendor) -> None:
    guid = vendor.sent(packet(page(1))[:-20])
    answer = vendor.ask(f"{PACKETS}/{guid}").json()
    assert (answer["standing"], answer["pages"]) == ("refused", [])
    assert answer["code"] == "GOI_TIN_HONG"
    assert "XML" in answer["message"]
    assert_problem(vendor.ask(f"{PACKETS}/{guid}/receipt"), 409, "CHUA_CO_BIEN_NHAN")


def test_a_packet_that_waits_has_no_result_yet(vendor: Vendor) -> None:
    guid = uuid4()
    vendor.send(packet(page(1)), guid=guid)
    answer = vendor.ask(f"{PACKETS}/{guid}").json()
    assert (answer["standing"], answer["pages"]) == ("waiting", [])
    assert_problem(vendor.ask(f"{PACKETS}/{guid}/receipt"), 409, "CHUA_CO_BIEN_NHAN")


def test_the_same_bytes_under_two_guids_have_one_receipt(vendor: Vendor) -> None:
    data = packet(page(1))
    receipts = {
        vendor.ask(f"{PACKETS}/{guid}/receipt").content
        for guid in (vendor.sent(data), vendor.sent(data))
    }
    assert len(receipts) == 1


def test_a_newer_version_replaces(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    guid = vendor.sent(packet(page(1, version=2), number=2))
    assert [each["accepted"] for each in vendor.ask(f"{PACKETS}/{guid}").json()["pages"]] == [True]


@pytest.mark.parametrize("address", ["", "/receipt"])
def test_an_unknown_guid_is_not_found(vendor: Vendor, address: str) -> None:
    assert_problem(vendor.ask(f"{PACKETS}/{uuid4()}{address}"), 404, "KHONG_CO")
