"""The lookup on the web: who may see what, and what everybody else learns, which is nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from hocba.adapters import clock
from hocba.adapters.verifying import OFFICE, verify_file
from hocba.core.packet import read_page
from hocba.core.signature import POLICY, verify_page
from hocba.core.verdict import Status
from hocba.public.limits.models import Tally
from hocba.public.lookup import limits, opening, transcripts
from hocba.public.lookup.models import Asked, Look
from hocba.registry.intake.models import RegisteredPage
from tests.public.transcripts import (
    NOBODYS_CODE,
    PATH,
    accept,
    lock_page,
    second_fact,
    wrong_fact,
)
from tests.registry.guards import assert_refused
from tests.registry.school import NOW, TRUST, page, secondary_page

pytestmark = pytest.mark.usefixtures("register")
PAGE = page(1)


@pytest.fixture
def code():
    return lock_page(PAGE)


def text(response):
    """What a person reads."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


class TestTheFormForACode:
    def test_it_asks_for_a_code(self, visitor):
        response = visitor.get("/tra-cuu")
        assert response.status_code == HTTPStatus.OK
        assert '<label for="ma">Mã tra cứu</label>' in response.content.decode()

    def test_a_code_in_any_spelling_leads_to_its_page(self, visitor):
        response = visitor.get("/tra-cuu", {"ma": f"https://hocba.example{PATH}{NOBODYS_CODE}"})
        assert response.url == PATH + NOBODYS_CODE

    def test_what_is_no_code_is_explained_beside_the_field_and_on_top(self, visitor):
        response = visitor.get("/tra-cuu", {"ma": "5f0c-không-phải"})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        html = response.content.decode()
        assert html.count("Mã tra cứu gồm 32 kí tự") == 2
        assert '<a href="#ma">' in html
        assert 'value="5f0c-không-phải"' in html
        assert 'aria-invalid="true"' in html

    def test_an_address_with_another_spelling_leads_to_the_right_one(self, visitor):
        response = visitor.get(PATH + NOBODYS_CODE.upper())
        assert response.url == PATH + NOBODYS_CODE

    def test_an_address_without_a_code_is_not_found(self, visitor):
        assert visitor.get(PATH + "abc").status_code == HTTPStatus.NOT_FOUND


class TestACodeAlone:
    def test_it_tells_standing_level_school_and_day_of_locking(self, visitor, code):
        response = visitor.get(PATH + code)
        assert response.status_code == HTTPStatus.OK
        told = text(response)
        assert "Học bạ đã chốt, đang có hiệu lực." in told
        assert "Tiểu học" in told
        assert "Trường Tiểu học Kim Đồng" in told
        assert "Chốt lúc 08:00 24/06/2024" in told

    def test_it_tells_nothing_of_the_pupil(self, visitor, code):
        told = text(visitor.get(PATH + code))
        for fact in (PAGE.pupil.full_name, PAGE.pupil.personal_id, "4A1", "12/03/2014"):
            assert fact not in told

    def test_an_accepted_page_is_not_in_force_yet(self, visitor):
        response = visitor.get(PATH + accept(PAGE))
        assert "đã được Sở tiếp nhận nhưng chưa chốt" in text(response)
        assert "đang có hiệu lực" not in text(response)
        assert "<form" not in response.content.decode()

    def test_an_unknown_code_is_not_found(self, visitor):
        response = visitor.get(PATH + NOBODYS_CODE)
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert "Không có học bạ với mã này" in text(response)

    def test_a_query_string_is_no_second_fact(self, visitor, code):
        response = visitor.get(PATH + code, second_fact(PAGE))
        assert PAGE.pupil.full_name not in text(response)


class TestTheSecondFact:
    def test_it_opens_a_primary_transcript(self, visitor, code):
        response = visitor.post(PATH + code, second_fact(PAGE))
        assert response.status_code == HTTPStatus.OK
        told = text(response)
        for fact in (PAGE.pupil.full_name, "4A1", "Tiếng Việt", "Hoàn thành xuất sắc"):
            assert fact in told
        assert "Ký bởi: Trần Văn Hùng" in told

    def test_it_opens_a_secondary_transcript(self, visitor):
        wanted = secondary_page(2)
        told = text(visitor.post(PATH + lock_page(wanted), second_fact(wanted)))
        for fact in ("8,5", "Khoa học tự nhiên", "Được lên lớp 8.", "Học sinh Giỏi", "Lê Thị Mai"):
            assert fact in told

    def test_an_unknown_code_and_a_wrong_fact_look_alike(self, visitor, code):
        wrong = visitor.post(PATH + code, wrong_fact(PAGE))
        unknown = visitor.post(PATH + NOBODYS_CODE, wrong_fact(PAGE))
        assert wrong.status_code == unknown.status_code == HTTPStatus.NOT_FOUND
        assert wrong.content.replace(code.encode(), b"") == unknown.content.replace(
            NOBODYS_CODE.encode(), b""
        )
        assert wrong.headers == unknown.headers

    def test_an_unknown_code_and_a_wrong_fact_cost_the_same_queries(self, visitor, code):
        visitor.post(PATH + NOBODYS_CODE.replace("f", "e"), wrong_fact(PAGE))
        counted = []
        for each in (code, NOBODYS_CODE):
            with CaptureQueriesContext(connection) as queries:
                visitor.post(PATH + each, wrong_fact(PAGE))
            counted.append([re.sub(r"'[^']*'", "", query["sql"]) for query in queries])
        assert counted[0] == counted[1]

    def test_an_unknown_code_and_a_wrong_fact_read_the_same_page(self, visitor, code, monkeypatch):
        read = []

        def reading(content):
            read.append(bytes(content))
            return read_page(content)

        monkeypatch.setattr(opening, "read_page", reading)
        before = f"{int(code, 16) - 1:032x}"
        for each in (code, before):
            visitor.post(PATH + each, wrong_fact(PAGE))
        assert read == [bytes(RegisteredPage.objects.get(lookup_code=code).content)] * 2

    def test_the_right_fact_with_a_neighbouring_code_opens_nothing(self, visitor, code):
        before = f"{int(code, 16) - 1:032x}"
        response = visitor.post(PATH + before, second_fact(PAGE))
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert PAGE.pupil.full_name not in text(response)

    @pytest.mark.usefixtures("register", "code")
    def test_a_code_beyond_the_last_is_unknown_too(self, visitor):
        response = visitor.post(f"{PATH}{'f' * 12}4{'f' * 3}8{'f' * 15}", second_fact(PAGE))
        assert response.status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("field", ["ngay_sinh", "so_cuoi"])
    def test_both_parts_are_needed(self, visitor, code, field):
        response = visitor.post(PATH + code, {**second_fact(PAGE), field: ""})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert f'<a href="#{field}">' in response.content.decode()
        assert PAGE.pupil.full_name not in text(response)

    def test_an_accepted_page_is_not_shown_to_anybody(self, visitor):
        response = visitor.post(PATH + accept(PAGE), second_fact(PAGE))
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert PAGE.pupil.full_name not in text(response)

    def test_what_was_typed_is_kept_when_it_was_wrong(self, visitor, code):
        html = visitor.post(PATH + code, wrong_fact(PAGE)).content.decode()
        assert 'value="12/03/2014"' in html
        assert 'value="9999"' in html

    def test_a_page_that_does_not_verify_is_not_shown(self, visitor, code, monkeypatch):
        def verify_altered(content, **how):
            return verify_page(content.replace(b">9<", b">10<"), **how)

        monkeypatch.setattr(transcripts, "verify_page", verify_altered)
        response = visitor.post(PATH + code, second_fact(PAGE))
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "không kiểm tra được" in text(response)
        assert PAGE.pupil.full_name not in text(response)

    def test_markup_in_a_name_is_shown_as_text(self, visitor):
        hostile = "<img src=x onerror=alert(1)>"
        pupil = replace(PAGE.pupil, mother=hostile)
        wanted = replace(PAGE, pupil=pupil)
        html = visitor.post(PATH + lock_page(wanted), second_fact(wanted)).content.decode()
        assert hostile not in html
        assert "&lt;img src=x" in html


class TestThePdf:
    def test_the_second_fact_brings_the_pdf(self, visitor, code):
        response = visitor.post(f"{PATH}{code}/ban-in", second_fact(PAGE))
        assert response.headers["Content-Type"] == "application/pdf"
        pdf = PdfReader(BytesIO(response.content))
        assert PAGE.pupil.full_name in pdf.pages[0].extract_text()
        assert "Sở" in pdf.pages[0].extract_text()
        (signed_page,) = pdf.attachments["hoc-ba-2023-2024.xml"]
        assert signed_page == bytes(RegisteredPage.objects.get(lookup_code=code).content)

    def test_it_bears_the_seal_of_the_office(self, visitor, code):
        response = visitor.post(f"{PATH}{code}/ban-in", second_fact(PAGE))
        report = verify_file(response.content, trust=TRUST, policy=POLICY, at=clock.now())
        assert report.status is Status.PASSED
        assert report.seal.organization == OFFICE

    def test_its_name_holds_no_personal_data(self, visitor, code):
        response = visitor.post(f"{PATH}{code}/ban-in", second_fact(PAGE))
        name = f'attachment; filename="hoc-ba-{code}.pdf"'
        assert response.headers["Content-Disposition"] == name

    def test_a_wrong_fact_brings_none(self, visitor, code):
        response = visitor.post(f"{PATH}{code}/ban-in", wrong_fact(PAGE))
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert response.headers["Content-Type"].startswith("text/html")

    def test_without_the_fact_it_leads_back_to_the_standing(self, visitor, code):
        assert visitor.get(f"{PATH}{code}/ban-in").url == PATH + code

    def test_the_transcript_on_screen_offers_it(self, visitor, code):
        html = visitor.post(PATH + code, second_fact(PAGE)).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
        response = visitor.post(f"{PATH}{code}/ban-in", hidden)
        assert response.content.startswith(b"%PDF")


class TestTheAccessLog:
    def test_every_look_is_written_down(self, visitor, code):
        visitor.get(PATH + code)
        visitor.post(PATH + code, wrong_fact(PAGE))
        visitor.post(PATH + code, second_fact(PAGE))
        visitor.post(f"{PATH}{code}/ban-in", second_fact(PAGE))
        looks = Look.objects.filter(lookup_code=code).order_by("id")
        assert list(looks.values_list("asked", "shown")) == [
            (Asked.STATUS, True),
            (Asked.TRANSCRIPT, False),
            (Asked.TRANSCRIPT, True),
            (Asked.PDF, True),
        ]

    def test_it_holds_no_bare_address(self, visitor, code):
        visitor.get(PATH + code)
        who = Look.objects.get().who
        assert re.fullmatch("[0-9a-f]{64}", who)
        Client(REMOTE_ADDR="192.0.2.2").get(PATH + code)
        assert Look.objects.exclude(who=who).count() == 1

    def test_what_cannot_be_logged_is_not_shown(self, visitor, code, monkeypatch):
        def no_room(**_):
            raise OperationalError("could not extend file: No space left on device")

        monkeypatch.setattr(Look.objects, "create", no_room)
        response = visitor.post(PATH + code, second_fact(PAGE))
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert PAGE.pupil.full_name not in text(response)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE lookup_look SET who = 'không ai'",
            "DELETE FROM lookup_look",
            "TRUNCATE lookup_look",
        ],
    )
    def test_it_only_grows(self, visitor, statement):
        visitor.get(PATH + NOBODYS_CODE)
        assert_refused(statement)


class TestLimits:
    def test_a_code_is_not_open_to_guessing_from_many_networks(self, code, monkeypatch):
        monkeypatch.setattr(limits, "TRIES_OF_A_CODE", replace(limits.TRIES_OF_A_CODE, most=2))
        statuses = [
            Client(REMOTE_ADDR=f"192.0.2.{number}").post(PATH + code, wrong_fact(PAGE)).status_code
            for number in range(3)
        ]
        assert statuses[:2] == [HTTPStatus.NOT_FOUND] * 2
        assert statuses[2] == HTTPStatus.TOO_MANY_REQUESTS

    def test_then_the_right_fact_has_to_wait_too(self, visitor, code, monkeypatch):
        monkeypatch.setattr(limits, "TRIES_OF_A_CODE", replace(limits.TRIES_OF_A_CODE, most=1))
        visitor.post(PATH + code, wrong_fact(PAGE))
        response = visitor.post(PATH + code, second_fact(PAGE))
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert 0 < int(response.headers["Retry-After"]) <= 6 * 3600
        assert re.search(r"Hãy thử lại sau khoảng \d+ (phút|giờ)\.", text(response))

    def test_an_unknown_code_is_limited_in_the_same_way(self, visitor, monkeypatch):
        monkeypatch.setattr(limits, "TRIES_OF_A_CODE", replace(limits.TRIES_OF_A_CODE, most=1))
        for _ in range(2):
            response = visitor.post(PATH + NOBODYS_CODE, wrong_fact(PAGE))
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS

    def test_one_network_may_not_try_many_codes(self, visitor, monkeypatch):
        monkeypatch.setattr(limits, "TRIES", replace(limits.TRIES, most=2))
        statuses = [
            visitor.post(f"{PATH}{number:012x}4fff8{'0' * 15}", wrong_fact(PAGE)).status_code
            for number in range(3)
        ]
        assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS

    def test_one_network_may_not_look_without_end(self, visitor, code, monkeypatch):
        monkeypatch.setattr(limits, "LOOKS", replace(limits.LOOKS, most=1))
        assert visitor.get(PATH + code).status_code == HTTPStatus.OK
        assert visitor.get(PATH + code).status_code == HTTPStatus.TOO_MANY_REQUESTS
        others = Client(REMOTE_ADDR="192.0.2.9")
        assert others.get(PATH + code).status_code == HTTPStatus.OK

    def test_what_is_refused_is_not_looked_up(self, visitor, code, monkeypatch):
        monkeypatch.setattr(limits, "TRIES", replace(limits.TRIES, most=0))
        visitor.post(PATH + code, second_fact(PAGE))
        assert not Look.objects.exists()


class TestNoCookiesAndNoForeignPages:
    def test_no_page_sets_a_cookie(self, visitor, code):
        visitor.get("/")
        visitor.get("/tra-cuu")
        visitor.get(PATH + code)
        visitor.post(PATH + code, second_fact(PAGE))
        assert not visitor.cookies

    def test_the_forms_work_where_csrf_is_enforced(self, code):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(PATH + code, second_fact(PAGE))
        assert response.status_code == HTTPStatus.OK

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_a_foreign_page_cannot_spend_a_visitors_tries(self, visitor, code, site):
        response = visitor.post(PATH + code, second_fact(PAGE), headers={"Sec-Fetch-Site": site})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert PAGE.pupil.full_name not in text(response)
        assert not Tally.objects.exists()

    def test_our_own_page_may(self, visitor, code):
        headers = {"Sec-Fetch-Site": "same-origin"}
        response = visitor.post(PATH + code, second_fact(PAGE), headers=headers)
        assert response.status_code == HTTPStatus.OK

    def test_another_method_is_refused(self, visitor, code):
        response = visitor.delete(PATH + code)
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert response.headers["Allow"] == "GET, HEAD, POST"

    def test_no_personal_page_is_kept_by_a_browser_or_proxy(self, visitor, code):
        response = visitor.post(PATH + code, second_fact(PAGE))
        assert response.headers["Cache-Control"] == "no-store"


def test_the_qr_code_carries_the_public_address(settings, code):
    settings.HOCBA_PUBLIC_URL = "https://hocba.example"
    assert transcripts.address(code) == f"https://hocba.example/tra-cuu/{code}"


def test_transcripts_of_a_class_take_as_many_queries_as_one(register):
    codes = [lock_page(page(number)) for number in (1, 2, 3)]
    counted = []
    for wanted in (codes[:1], codes):
        with CaptureQueriesContext(connection) as queries:
            made = transcripts.transcripts(transcripts.locked_pages(wanted), trust=TRUST, at=NOW)
        assert sorted(made) == sorted(wanted)
        counted.append(len(queries))
    assert counted == [2, 2]
