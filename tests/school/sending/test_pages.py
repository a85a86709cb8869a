"""``/nop-so``, a class, a packet and its file as pages: they tell everything without a script."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

from django.test import Client

from hocba.adapters import clock
from hocba.core.packet import Fault, PageOutcome, parse, read_header
from hocba.project.demonstration.desks import REGISTRY
from hocba.registry.intake.receipts import sign_receipt
from hocba.school.pages.models import SentPacket
from hocba.school.pages.receipts import take_receipt
from tests.school.pages.conftest import NOW
from tests.school.sending.counter import PAGE, UNKNOWN, Counter
from tests.school.signing.desk import post

CLASS = "/nop-so/lop"
FILE = f"{PAGE}/tep"


def text_of(client: Client, address: str, query: object = None) -> str:
    answer = client.get(address, query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def sealed(counter: Counter) -> Client:
    client = counter.open()
    post(client, f"{PAGE}/chu-ky", counter.value(client))
    return client


def test_the_clerk_finds_what_waits_and_is_led_there_from_signing(counter: Counter) -> None:
    client = counter.browser()
    assert 'href="/nop-so"' in text_of(client, "/ky-so")
    assert "Đóng gói 6 học bạ lớp 4A1" in text_of(client, "/nop-so")
    page = text_of(client, CLASS, counter.turn)
    assert "Đóng gói 6 học bạ" in page
    assert "1 học bạ của lớp chưa phát hành" in page


def test_nobody_else_is_led_there(counter: Counter) -> None:
    assert 'href="/nop-so"' not in text_of(counter.strangers()["the head"], "/ky-so")


def test_a_packet_that_waits_is_found_again_until_its_time_is_over(counter: Counter) -> None:
    client = counter.open()
    assert "Ký gói tin 6 học bạ lớp 4A1" in text_of(client, "/nop-so")
    assert "Ký gói tin" in text_of(client, PAGE)
    clock.start_at(NOW + timedelta(minutes=31))
    assert "đã hết hạn; hãy đóng gói lại" in text_of(client, PAGE)
    assert "Ký gói tin 6" not in text_of(client, "/nop-so")


def test_a_sealed_packet_can_be_taken_along(counter: Counter) -> None:
    client = sealed(counter)
    assert f'href="{FILE}"' in text_of(client, PAGE)
    assert "chưa có" in text_of(client, "/nop-so")
    file = client.get(FILE)
    assert file.content == bytes(SentPacket.objects.get().content)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["Content-Type"] == "application/xml"


def test_an_answered_packet_says_what_was_returned_and_why(counter: Counter) -> None:
    client = sealed(counter)
    packet = SentPacket.objects.get()
    content = bytes(packet.content)
    codes = packet.versions.order_by("id").values_list("transcript_id", flat=True)
    fault = Fault("SAI_SO", "Số định danh không khớp ngày sinh.")
    outcomes = [
        PageOutcome(code, "2023-2024", 1, () if place else (fault,))
        for place, code in enumerate(codes)
    ]
    key = counter.small_class.keys.key(REGISTRY)
    header, digest = read_header(parse(content)), sha256(content).digest()
    take_receipt(packet, sign_receipt(header, digest, outcomes, at=NOW, key=key), at=NOW)
    page = text_of(client, PAGE)
    assert "Sở trả lời 6 học bạ; trả lại 1." in page
    assert fault.message in page
    assert "đã có" in text_of(client, "/nop-so")


def test_only_the_pages_that_reach_for_the_token_let_a_script_in(counter: Counter) -> None:
    client = counter.open()
    for address, query in ((PAGE, None), (CLASS, counter.turn)):
        policy = client.get(address, query).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
    assert "8987" not in client.get("/nop-so").headers["Content-Security-Policy"]


def test_who_may_not_sees_no_page_and_no_file(counter: Counter) -> None:
    sealed(counter)
    for name, stranger in counter.strangers().items():
        for address in (PAGE, FILE):
            refused = stranger.get(address).status_code
            assert refused in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, (name, address)
        assert stranger.get(CLASS, counter.turn).status_code != HTTPStatus.OK, name
        assert b"4A1" not in stranger.get("/nop-so").content, name
    assert counter.browser().get(f"/nop-so/goi/{UNKNOWN}").status_code == HTTPStatus.NOT_FOUND
    for address in ("/nop-so", CLASS, PAGE, FILE):
        answer = Client().get(address)
        assert answer.status_code == HTTPStatus.FOUND, address
        assert answer.headers["Location"].startswith("/dang-nhap")
        assert counter.browser().post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
