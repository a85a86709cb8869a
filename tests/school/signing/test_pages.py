"""``/ky-so``, a class and a session as pages: they tell everything without a script."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from hocba.adapters import clock
from hocba.adapters.pki.authority import KeyKind, Subject, issue
from hocba.adapters.pki.demonstration import SIGNER_VALIDITY
from hocba.adapters.tables import WORKBOOK
from hocba.core.lifecycle import Role, State
from hocba.parties.actions import (
    Employee,
    NewAppointment,
    NewCertificate,
    appoint,
    register_certificates,
    register_people,
)
from hocba.parties.substitutions import NewSubstitution, substitute
from hocba.school.pages.drafting import draft_class
from hocba.school.pages.models import JournalEntry, PageVersion
from hocba.school.signing.models import SigningSession
from tests.public.english import vietnamese
from tests.school.pages.conftest import NOW, WHY, code_maker
from tests.school.signing.desk import SESSION, UNKNOWN, Desk, post, signed_in, told
from tests.school.signing.sign_service import in_base64

CLASS = "/ky-so/lop"
PAGE = f"/ky-so/phien/{SESSION}"


def text_of(client: Client, address: str, query: object = None) -> str:
    answer = client.get(address, query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def main_of(answer: HttpResponse) -> str:
    """The page without its frame, which has the reader's own name in it."""
    return answer.content.decode().partition("<main")[2]


def test_everybody_sees_what_waits_for_them_and_nothing_else(desk: Desk) -> None:
    assert "Ký 6 học bạ lớp 4A1" in text_of(desk.browser(), "/ky-so")
    assert "không có học bạ nào chờ" in text_of(signed_in(f"{desk.school}-HT"), "/ky-so")
    assert "Chọn môn để ký ở lớp 4A1" in text_of(signed_in(f"{desk.school}-GV03"), "/ky-so")


def test_the_windows_of_the_year_are_told_where_one_works(desk: Desk) -> None:
    page = " ".join(text_of(desk.browser(), "/ky-so").split())
    assert "Hạn nộp Sở của năm học 2023-2024, theo đồng hồ của Sở:" in page
    today = clock.now().astimezone(clock.ZONE).date()
    left = (date(2024, 6, 30) - today).days
    assert f"Học sinh hoàn thành lớp học: đến hết 30/06/2024, còn {left} ngày." in page
    clock.start_at(datetime(2024, 7, 1, tzinfo=clock.ZONE))
    later = " ".join(text_of(desk.browser(), "/ky-so").split())
    assert "Học sinh hoàn thành lớp học: đã hết hạn (30/06/2024)." in later


def test_a_pupil_whose_page_is_being_replaced_is_listed_once_by_the_new_one(desk: Desk) -> None:
    small_class = desk.small_class
    small_class.sign(small_class.signers)
    for state in (State.REPORTED, State.ACCEPTED):
        PageVersion.objects.filter(finished=True).update(state=state)
    first = small_class.years[0]
    changed = replace(first, pupil=replace(first.pupil, full_name="Tên Mới"))
    draft_class(small_class.class_year, [changed], at=NOW, new_code=code_maker(), replacing=WHY)
    page = text_of(desk.browser(), CLASS, desk.turn)
    assert "7 học bạ, 1 chờ bạn ký" in page
    assert "Tên Mới" in page
    assert first.pupil.full_name not in page


def test_a_session_that_is_under_way_is_found_again(desk: Desk) -> None:
    client = desk.open()
    assert "Ký tiếp 6 học bạ" in text_of(client, "/ky-so")
    assert "Ký tiếp" not in text_of(signed_in(f"{desk.school}-GV01"), "/ky-so")


def test_a_subject_teacher_ticks_the_subjects_that_they_teach(desk: Desk) -> None:
    teacher = signed_in(f"{desk.school}-GV03")
    turn = {**desk.turn, "vai": "GVBM"}
    assert "Hãy chọn môn bạn dạy" in text_of(teacher, CLASS, turn)
    chosen = {**turn, "mon": ["NGOAINGU1"]}
    assert "Ký 6 học bạ" in text_of(teacher, CLASS, chosen)
    card = in_base64(desk.small_class.keys.key(f"{desk.school}-GV03"))
    post(teacher, "/ky-so/phien", desk.ask(certificate=card, **chosen))
    items = desk.items(teacher)
    key = desk.small_class.keys.key(f"{desk.school}-GV03")
    body = {"certificate": card, "values": desk.values(items, key)}
    assert post(teacher, f"{PAGE}/chu-ky", body).json()["signed"] == 6
    assert 'value="NGOAINGU1"' not in text_of(teacher, CLASS, turn)


def test_the_class_says_of_each_page_who_has_signed(desk: Desk) -> None:
    desk.small_class.sign(desk.small_class.signers[:4])
    page = text_of(signed_in(f"{desk.school}-HT"), CLASS, {**desk.turn, "vai": "HIEUTRUONG"})
    assert "7 học bạ, 6 chờ bạn ký" in page
    assert page.count("✓") == 2 * 6


def test_a_session_says_how_each_page_ended(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    values[next(iter(values))] = "AAAA"
    post(client, f"{PAGE}/chu-ky", {"certificate": desk.certificate, "values": values})
    page = text_of(client, PAGE)
    assert "5</span>/6" in page
    assert "chữ ký không đúng" in page
    clock.start_at(NOW + timedelta(minutes=31))
    assert "Phiên ký đã hết hạn; 1 học bạ chưa ký" in text_of(client, PAGE)


def test_only_the_pages_that_reach_for_the_token_let_a_script_in(desk: Desk, settings) -> None:
    settings.HOCBA_SIGN_SERVICE = "wss://127.0.0.1:8987"
    client = desk.open()
    for address, query in ((PAGE, None), (CLASS, desk.turn)):
        policy = client.get(address, query).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "connect-src 'self' wss://127.0.0.1:8987;" in policy
        assert "unsafe" not in policy
    for address in ("/ky-so", "/", "/tra-cuu"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "8987" not in policy


def test_who_may_not_sees_no_page(desk: Desk) -> None:
    desk.open()
    colleague = {"a colleague in the same role": signed_in(f"{desk.school}-GV01")}
    unknown = main_of(desk.browser().get(f"/ky-so/phien/{UNKNOWN}"))
    for name, stranger in (desk.strangers() | colleague).items():
        answer = stranger.get(PAGE)
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, name
        assert main_of(answer) == unknown or answer.status_code == HTTPStatus.FORBIDDEN, name
    for name, stranger in desk.strangers().items():
        assert stranger.get(CLASS, desk.turn).status_code != HTTPStatus.OK, name
    for address in ("/ky-so", CLASS, PAGE):
        answer = Client().get(address)
        assert answer.status_code == HTTPStatus.FOUND, address
        assert answer.headers["Location"].startswith("/dang-nhap")
        assert desk.browser().post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.fixture
def clerk(desk: Desk) -> str:
    """The school's clerk, whose token has the seal's RSA key with its tax code."""
    register_people([Employee("VT1", "Văn Thư Mẫu")])
    appoint([NewAppointment("VT1", desk.school, Role.CLERK, date(2024, 1, 1))])
    return "VT1"


def seal_on_a_token(desk: Desk) -> tuple[str, object]:
    name = desk.small_class.class_year.school_name
    subject = Subject(name, name, tax_code="0100000001")
    authority = desk.small_class.keys.key("issuing-ca")
    key = issue(authority, subject, KeyKind.RSA_2048, SIGNER_VALIDITY)
    der = key.certificate.public_bytes(Encoding.DER)
    register_certificates([NewCertificate(der, unit=desk.school)])
    return in_base64(key), key


def test_the_clerk_seals_with_the_schools_certificate_and_nobody_else_does(
    desk: Desk, clerk: str
) -> None:
    desk.small_class.sign(desk.small_class.signers[:-1])
    card, key = seal_on_a_token(desk)
    turn = {**desk.turn, "vai": "NHATRUONG"}
    theirs = signed_in(clerk)
    assert "Ký 6 học bạ lớp 4A1" in text_of(theirs, "/ky-so")
    shown = post(theirs, "/ky-so/chung-thu", desk.ask(certificate=card, **turn)).json()
    assert (shown["tax_code"], shown["pages"]) == ("0100000001", 6)
    for other in (f"{desk.school}-HT", desk.teacher):
        refused = post(signed_in(other), "/ky-so/chung-thu", desk.ask(certificate=card, **turn))
        assert told(refused)[1] == "KHONG_CO_LOP"
    post(theirs, "/ky-so/phien", desk.ask(certificate=card, **turn))
    body = {"certificate": card, "values": desk.values(desk.items(theirs), key)}
    assert post(theirs, f"{PAGE}/chu-ky", body).json()["signed"] == 6
    assert len(desk.small_class.pages(state=State.ISSUED)) == 6
    session = SigningSession.objects.get(opened_by=clerk)
    assert session.owner_code == desk.school
    assert JournalEntry.objects.filter(action="seal").count() == 1


def test_the_clerk_signs_as_nobody_else(desk: Desk, clerk: str) -> None:
    refused = post(signed_in(clerk), "/ky-so/chung-thu", desk.ask())
    assert told(refused)[1] == "KHONG_CO_LOP"


def test_the_head_signs_in_the_place_of_a_teacher_who_left_and_only_while_it_is_recorded(
    desk: Desk,
) -> None:
    head = f"{desk.school}-HT"
    name = desk.small_class.class_year.school_name
    subject = Subject("Hiệu trưởng", name, code=head)
    authority = desk.small_class.keys.key("issuing-ca")
    key = issue(authority, subject, KeyKind.RSA_2048, SIGNER_VALIDITY)
    register_certificates([NewCertificate(key.certificate.public_bytes(Encoding.DER), person=head)])
    turn = {**desk.turn, "thay": desk.teacher}
    ask = desk.ask(certificate=in_base64(key), **turn)
    assert told(post(signed_in(head), "/ky-so/chung-thu", ask))[1] == "KHONG_CO_LOP"
    days = date(2024, 6, 20), date(2024, 6, 25)
    decision = "7/QĐ"
    substitute(
        NewSubstitution(head, desk.school, Role.HOMEROOM_TEACHER, desk.teacher, *days, decision)
    )
    client = signed_in(head)
    assert f"ký thay {desk.teacher}" in text_of(client, "/ky-so")
    post(client, "/ky-so/phien", ask)
    body = {"certificate": in_base64(key), "values": desk.values(desk.items(client), key)}
    assert post(client, f"{PAGE}/chu-ky", body).json()["signed"] == 6
    assert JournalEntry.objects.filter(reason=f"ký thay {desk.teacher}").count() == 1
    clock.start_at(NOW + timedelta(days=2))
    assert told(client.get(f"{PAGE}/tien-do"))[1] == "KHONG_CO_PHIEN"


def sheet_of(client: Client, address: str, query: object = None) -> list[tuple[object, ...]]:
    """The rows of the workbook at an address, without its head."""
    answer = client.get(address, query)
    assert answer.headers["Content-Type"] == WORKBOOK
    return list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))[1:]


def test_every_list_can_be_taken_home(desk: Desk) -> None:
    client = desk.open()
    (offer,) = sheet_of(client, "/ky-so", {"tai": "xlsx"})
    assert (offer[0], offer[3], offer[5]) == ("4A1", "GVCN", 6)
    pupils = sheet_of(client, CLASS, {**desk.turn, "tai": "xlsx"})
    assert Counter(row[2:4] for row in pupils) == {("nháp", "x"): 6, ("nháp", None): 1}
    assert [row[2] for row in sheet_of(client, PAGE, {"tai": "xlsx"})] == ["chờ ký"] * 6


def test_who_may_not_see_a_list_may_not_take_it_home(desk: Desk) -> None:
    desk.open()
    stranger = signed_in("01C055-GV02")
    assert sheet_of(stranger, "/ky-so", {"tai": "xlsx"}) == []
    for address, query in ((CLASS, desk.turn), (PAGE, {})):
        wanted = {**query, "tai": "xlsx"}
        assert stranger.get(address, wanted).status_code == HTTPStatus.NOT_FOUND
        assert Client().get(address, wanted).status_code == HTTPStatus.FOUND


def test_the_pages_are_english_where_the_address_says_so(desk: Desk) -> None:
    """But for names, and what is marked as Vietnamese."""
    client = desk.open()
    owner = SigningSession.objects.get().owner_name
    for address, query in (("/ky-so", {}), (CLASS, desk.turn), (PAGE, {})):
        assert vietnamese(client.get(f"/en{address}", query), owner) == [], address
    missing = client.get(f"/en/ky-so/phien/{UNKNOWN}")
    assert vietnamese(missing, owner) == []
