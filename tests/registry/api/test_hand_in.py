"""POST /packets: kept once, whatever is repeated; and what is never taken."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from hocba.adapters import clock
from hocba.core.packet.limits import MAX_BYTES
from hocba.parties.access.models import Scope
from hocba.registry.api.bodies import MAX_BODY
from hocba.registry.api.models import Call
from hocba.registry.journal.models import JournalEntry
from hocba.registry.queue.models import Standing, Submission
from tests.parties.access.examples import issued, new_secret
from tests.registry.api.vendor import PACKETS, Vendor, assert_problem
from tests.registry.guards import assert_refused
from tests.registry.queue.queueing import taken_up
from tests.registry.rivals import in_own_connection
from tests.registry.school import KIM_DONG, VAN_QUAN, VAN_QUAN_SEAL, open_schools, packet, page

DATA = packet(page(1))
HEADER = DATA[: DATA.index(b"<DanhSachHocBa>")]


@pytest.mark.parametrize(
    ("data", "kind"), [(DATA, "application/xml"), (gzip.compress(DATA), "application/gzip")]
)
def test_a_packet_is_kept_and_queued_and_the_answer_says_where_to_ask(
    vendor: Vendor, data: bytes, kind: str
) -> None:
    guid = uuid4()
    response = vendor.send(data, guid=guid, kind=kind)
    assert response.status_code == 202
    assert response["Location"] == f"{PACKETS}/{guid}"
    answer = response.json()
    assert answer.pop("received_at").startswith("2024-06-24T08:00:0")
    assert answer == {
        "guid": str(guid),
        "school_code": KIM_DONG.school_code,
        "sha256": sha256(data).hexdigest(),
    }
    submission = Submission.objects.get()
    assert (bytes(submission.content), submission.standing) == (data, Standing.WAITING)
    assert ProcrastinateJob.objects.get().args == {"submission_id": submission.pk}
    assert vendor.ask(response["Location"]).json()["standing"] == "waiting"


def test_the_journal_keeps_who_handed_it_in_from_which_address_with_which_token(
    vendor: Vendor,
) -> None:
    guid = vendor.sent(DATA)
    handed, report = JournalEntry.objects.order_by("pk")
    assert (handed.action, report.action) == ("hand-in", "report")
    assert handed.actor == f"Phần mềm mẫu (mã truy cập số {vendor.token_id})"
    assert handed.origin == {"address": "127.0.0.1", "token": str(vendor.token_id)}
    assert handed.detail == {"packet": sha256(DATA).hexdigest(), "guid": str(guid)}
    assert report.detail["packet"] == handed.detail["packet"]
    assert set(report.origin) == {"host", "account"}


def test_the_same_guid_with_the_same_body_gets_the_same_answer(vendor: Vendor) -> None:
    guid = uuid4()
    first = vendor.send(DATA, guid=guid)
    taken_up(Submission.objects.get())
    again = vendor.send(DATA, guid=guid)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Location"] == first["Location"]
    assert Submission.objects.count() == ProcrastinateJob.objects.count() == 1


def test_a_replayed_guid_with_another_body_is_refused(vendor: Vendor) -> None:
    guid = uuid4()
    vendor.send(DATA, guid=guid)
    assert_problem(vendor.send(packet(page(2)), guid=guid), 409, "GUID_DA_DUNG")
    assert Submission.objects.count() == 1


def test_two_senders_may_use_the_same_guid(vendor: Vendor) -> None:
    secret, guid = new_secret(), uuid4()
    issued(secret, sender="Hãng khác", scopes=[Scope.REPORT], units=[KIM_DONG.school_code])
    assert [each.send(DATA, guid=guid).status_code for each in (vendor, Vendor(secret))] == [
        202,
        202,
    ]


@pytest.mark.parametrize("guid", ["", "1", "không-phải-guid", "0" * 31])
def test_a_call_without_a_guid_is_refused(vendor: Vendor, guid: str) -> None:
    headers = {"Idempotency-Key": guid.encode().decode("latin-1")} if guid else {}
    response = vendor.client.post(PACKETS, DATA, content_type="application/xml", headers=headers)
    assert_problem(response, 422, "THAM_SO")
    assert "Idempotency-Key" in response.json()["detail"]


@pytest.mark.parametrize("kind", ["text/xml", "application/json", "multipart/form-data", ""])
def test_another_kind_of_content_is_refused(vendor: Vendor, kind: str) -> None:
    assert_problem(vendor.send(DATA, kind=kind), 415)


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"{}",
        b"<a/>",
        b"<GoiTin/>",
        b"\x1f\x8b",
        b"\x1f\x8b" + bytes(100),
        b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + DATA,
        b"\xef\xbb\xbf" + DATA,
        DATA.decode().encode("utf-16"),
        DATA[:100],
        page(1).lookup_code.encode(),
    ],
)
def test_what_does_not_begin_as_a_packet_is_refused_at_the_door(
    vendor: Vendor, data: bytes
) -> None:
    assert_problem(vendor.send(data), 422)
    assert not Submission.objects.exists()


def test_a_body_over_the_limit_is_refused_before_it_is_read(vendor: Vendor) -> None:
    assert_problem(vendor.send(DATA.ljust(MAX_BODY + 1)), 413, "VUOT_GIOI_HAN")


def test_a_body_of_unknown_length_is_refused(vendor: Vendor) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    response = vendor.client.post(
        PACKETS, DATA, content_type="application/xml", headers=headers, CONTENT_LENGTH=""
    )
    assert_problem(response, 411)


def test_a_gzip_bomb_is_refused_at_the_door_or_by_the_worker_and_never_unpacked(
    vendor: Vendor,
) -> None:
    assert_problem(vendor.send(gzip.compress(b" " * 4 * MAX_BYTES)), 422)
    bomb = gzip.compress(HEADER + b" " * 4 * MAX_BYTES)
    assert len(bomb) < MAX_BODY
    guid = vendor.sent(bomb)
    submission = Submission.objects.get(guid=guid)
    assert (submission.standing, submission.code) == (Standing.REFUSED, "VUOT_GIOI_HAN")


def of_van_quan() -> bytes:
    return packet(page(1), of=VAN_QUAN, seal=VAN_QUAN_SEAL)


def code_in(school: str) -> bytes:
    return f"<MaTruong>{school}</MaTruong>".encode()


MINE, THEIRS = code_in(KIM_DONG.school_code), code_in(VAN_QUAN.school_code)


def smuggled() -> list[bytes]:
    """Packets of Văn Quán that want to be taken for Kim Đồng's."""
    theirs = of_van_quan()
    own_header = DATA[DATA.index(b"<ThongTinGoiTin") : DATA.index(b"<DanhSachHocBa>")]
    before = theirs.index(b"<ThongTinGoiTin")
    return [
        theirs[:before] + own_header + theirs[before:],
        theirs.replace(THEIRS, THEIRS + MINE),
        theirs.replace(THEIRS, MINE + THEIRS),
        theirs.replace(THEIRS, MINE, 1),
        theirs.replace(b"<ThongTinGoiTin", b"<a>" + own_header + b"</a><ThongTinGoiTin", 1),
        theirs.replace(b"<ThongTinGoiTin", b"<!--" + own_header + b"--><ThongTinGoiTin", 1),
        theirs.replace(b"<ThongTinGoiTin", b"<?a?>" + own_header + b"<ThongTinGoiTin", 1),
        own_header + theirs,
        b"<x>" + DATA[:before] + own_header + b"</GoiTin>" + theirs + b"</x>",
    ]


def test_a_packet_of_another_school_is_refused_at_the_door(vendor: Vendor) -> None:
    assert_problem(vendor.send(of_van_quan()), 403, "NGOAI_PHAM_VI")


@pytest.mark.parametrize("number", range(9))
def test_header_smuggling_never_brings_another_schools_packet_in(
    vendor: Vendor, number: int
) -> None:
    response = vendor.send(smuggled()[number])
    if response.status_code != 202:
        assert_problem(response, response.status_code)
        return
    submission = taken_up(Submission.objects.get())
    if submission.standing == Standing.ANSWERED:
        pages = vendor.ask(response["Location"]).json()["pages"]
        assert not any(each["accepted"] for each in pages)
    assert not submission.code or submission.standing == Standing.REFUSED


@pytest.mark.django_db(transaction=True)
def test_the_same_call_many_times_at_once_is_done_once() -> None:
    open_schools()
    secret, guid = new_secret(), uuid4()
    issued(secret, units=[KIM_DONG.school_code], at=clock.now())
    vendor = Vendor(secret)
    with ThreadPoolExecutor(4) as pool:
        sent = [
            pool.submit(in_own_connection(lambda: vendor.send(DATA, guid=guid))) for _ in range(8)
        ]
        answers = [each.result(timeout=60) for each in sent]
    assert {each.status_code for each in answers} == {202}
    assert len({each.content for each in answers}) == 1
    assert Submission.objects.count() == Call.objects.count() == 1


def test_the_answers_stand(vendor: Vendor) -> None:
    vendor.send(DATA)
    assert_refused("UPDATE api_call SET answer = '{}'")
    assert_refused("DELETE FROM api_call")


def test_a_get_of_the_address_is_not_served(vendor: Vendor) -> None:
    assert Client().get(PACKETS).status_code == 405
