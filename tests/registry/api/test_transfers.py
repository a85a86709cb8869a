"""GET …/transfers, POST …/transcripts: what comes with a pupil, for the keeper alone."""

from __future__ import annotations

from hocba.core.packet import Deed, read_page
from hocba.core.signature import POLICY, verify_page
from hocba.core.verdict import Status
from hocba.registry.journal.models import JournalEntry
from tests.registry.api.vendor import SCHOOL, Vendor, assert_problem
from tests.registry.ordering import order, seal
from tests.registry.school import NOW, TRUST, VAN_QUAN, VAN_QUAN_SEAL, code, packet, page

THEIRS = f"/api/v1/schools/{VAN_QUAN.school_code}"


def read(vendor: Vendor, *numbers: int, at: str = SCHOOL) -> dict:
    wanted = {"lookup_codes": [code(number) for number in numbers]}
    answer: dict = vendor.tell(f"{at}/transcripts", wanted).json()
    return answer


def moved(vendor: Vendor, van_quan: Vendor) -> None:
    vendor.sent(packet(page(1), page(2)))
    vendor.order(
        seal(order(Deed.HAND_OVER, 1, to_school=VAN_QUAN.school_code, reason="Chuyển nhà"))
    )
    van_quan.order(seal(order(Deed.TAKE_IN, 1, of=VAN_QUAN), VAN_QUAN_SEAL))


def test_both_schools_see_what_moves_between_them(vendor: Vendor, van_quan: Vendor) -> None:
    vendor.sent(packet(page(1)))
    vendor.order(
        seal(order(Deed.HAND_OVER, 1, to_school=VAN_QUAN.school_code, reason="Chuyển nhà"))
    )
    (here,), (there,) = (
        vendor.ask(f"{SCHOOL}/transfers").json()["transfers"],
        van_quan.ask(f"{THEIRS}/transfers").json()["transfers"],
    )
    assert here == there
    assert (here["lookup_code"], here["ending"], here["reason"]) == (code(1), "", "Chuyển nhà")
    assert (here["from_school"], here["to_school"]) == ("TH-KIM-DONG", "THCS-VAN-QUAN")
    van_quan.order(seal(order(Deed.TAKE_IN, 1, of=VAN_QUAN), VAN_QUAN_SEAL))
    assert vendor.ask(f"{SCHOOL}/transfers").json()["transfers"][0]["ending"] == "accepted"


def test_the_new_school_reads_the_signed_pages_of_the_old_one(
    vendor: Vendor, van_quan: Vendor
) -> None:
    moved(vendor, van_quan)
    (transcript,) = read(van_quan, 1, at=THEIRS)["transcripts"]
    (kept,) = transcript["pages"]
    assert (kept["school_code"], kept["version"], kept["state"]) == ("TH-KIM-DONG", 1, "accepted")
    data = kept["xml"].encode()
    report = verify_page(data, trust=TRUST, policy=POLICY, at=NOW)
    assert (report.status, read_page(report.covered)) == (Status.PASSED, page(1))


def test_a_school_that_does_not_keep_a_transcript_learns_nothing_of_it(
    vendor: Vendor, van_quan: Vendor
) -> None:
    """Neither the old school after the transfer, nor another, nor for a code that never was."""
    moved(vendor, van_quan)
    gone = read(vendor, 1, 9)
    assert gone["transcripts"] == []
    assert {each["code"] for each in gone["refused"]} == {"KHONG_QUAN_LY"}
    assert len({each["message"] for each in gone["refused"]}) == 1
    assert read(van_quan, 2, at=THEIRS)["transcripts"] == []
    assert_problem(van_quan.tell(f"{SCHOOL}/transcripts", {"lookup_codes": [code(2)]}), 403)


def test_each_look_is_a_line_of_the_journal_and_a_refused_one_is_none(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    read(vendor, 1, 9)
    line = JournalEntry.objects.get(action="read-transcript")
    assert (line.lookup_code, line.school_code) == (code(1), "TH-KIM-DONG")
    assert line.origin == {"address": "127.0.0.1", "token": str(vendor.token_id)}


def test_a_question_without_sense_is_refused(vendor: Vendor) -> None:
    for wanted in ([], ["x"], [code(1)] * 101):
        answer = vendor.tell(f"{SCHOOL}/transcripts", {"lookup_codes": wanted})
        assert_problem(answer, 422, "THAM_SO")
