"""``/tien-do``: what an officer reads of their units, and that others read nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from openpyxl import load_workbook

from hocba.adapters import clock
from hocba.parties.models import Appointment, Certificate
from hocba.public.progress.counts import STATES
from hocba.registry.intake.models import Calendar
from tests.public.english import vietnamese
from tests.public.people import STRANGER_ID, account, browser_of
from tests.public.progress.conftest import DISTRICT, OTHER_DISTRICT, officer_of
from tests.public.transcripts import accept, lock_page
from tests.registry.school import (
    KIM_DONG,
    NOW,
    TEACHER,
    VAN_QUAN,
    answer,
    packet,
    page,
    unfinished_page,
)
from tests.school.pages.conftest import _home, small_class

__all__ = ["_home", "small_class"]
SCHOOL = KIM_DONG.school_code
ADDRESS = f"/tien-do/{DISTRICT}"


def rows(browser, address=ADDRESS):
    """The table: by the name of a line, its cells by the names of their columns."""
    tree = html.fromstring(browser.get(address).content)
    found = {}
    for row in tree.xpath("//table[contains(@class, 'counts')]//tr[td]"):
        cells = {cell.get("data-label"): cell.text_content() for cell in row.xpath("td")}
        found[row.xpath("string(th)")] = cells
    return found


def words(browser, address=ADDRESS):
    return " ".join(re.sub(r"<[^>]+>", " ", browser.get(address).content.decode()).split())


class TestWhatIsTold:
    def test_how_many_pages_of_each_school_stand_where(self, officer):
        lock_page(page(1))
        accept(page(2))
        accept(page(3))
        school = rows(officer)[KIM_DONG.school_name]
        assert (school["đã tiếp nhận"], school["đã chốt"], school["cộng"]) == ("2", "1", "3")
        assert rows(officer)[VAN_QUAN.school_name]["cộng"] == "0"
        assert rows(officer)["Cộng"]["đã tiếp nhận"] == "2"

    def test_the_department_sees_districts_and_schools_see_classes(self, department):
        lock_page(page(1))
        assert rows(department, "/tien-do/01")[f"Phòng {DISTRICT}"]["đã chốt"] == "1"
        assert rows(department, "/tien-do/01")[f"Phòng {OTHER_DISTRICT}"]["cộng"] == "0"
        assert rows(department, f"/tien-do/{SCHOOL}")["4A1"]["đã chốt"] == "1"

    @pytest.mark.usefixtures("register")
    def test_what_a_school_that_works_here_has_not_submitted_yet(self, department, small_class):
        small_class.draft()
        signers = small_class.signers
        assert self.states(department, small_class) == {"nháp": "7"}
        small_class.sign(signers[:1])
        assert self.states(department, small_class) == {"nháp": "1", "đã ký": "6"}
        small_class.sign(signers[1:])
        assert self.states(department, small_class) == {"nháp": "1", "đã phát hành": "6"}

    def states(self, browser, small_class):
        shown = rows(browser, f"/tien-do/{small_class.class_year.school_code}")["4A1"]
        return {word: n for word, n in shown.items() if n != "0" and word != "cộng"}

    def test_a_page_that_the_register_has_counts_once(self, department, small_class):
        """The school's copy says "submitted" until its receipt has been taken in."""
        small_class.draft()
        version = small_class.pages()[0]
        with connection.cursor() as cursor:  # pages_pageversion's steps are not what is tested
            cursor.execute("UPDATE pages_pageversion SET school_code = %s", [SCHOOL])
        before = rows(department, f"/tien-do/{SCHOOL}")["4A1"]["cộng"]
        assert before == "7"
        accept(replace(page(1), lookup_code=version.transcript_id))
        after = rows(department, f"/tien-do/{SCHOOL}")["4A1"]
        assert (after["đã tiếp nhận"], after["nháp"], after["cộng"]) == ("1", "6", "7")

    def test_who_can_sign(self, officer):
        assert rows(officer)[KIM_DONG.school_name]["sẵn sàng ký"] == "2/2"
        Certificate.objects.filter(person=TEACHER.code).update(revoked_at=NOW)
        assert rows(officer)[KIM_DONG.school_name]["sẵn sàng ký"] == "1/2"

    def test_how_many_days_are_left(self, officer):
        assert "30/06/2024: còn 6 ngày" in words(officer)
        clock.start_at(NOW + timedelta(days=6))
        assert "30/06/2024: hôm nay là ngày cuối" in words(officer)
        clock.start_at(NOW + timedelta(days=7))
        assert "30/06/2024: đã hết hạn" in words(officer)

    def test_what_was_sent_back_and_why_until_it_is_accepted(self, officer):
        broken = unfinished_page(5)
        answer(packet(broken))
        told = words(officer, f"/tien-do/{SCHOOL}")
        assert "Bị trả lại, chưa nộp lại được 1 học bạ." in told
        assert broken.lookup_code in told
        accept(page(5))
        assert "Bị trả lại, chưa nộp lại được Không có." in words(officer, f"/tien-do/{SCHOOL}")

    def test_the_year_at_work_is_shown_first(self, officer):
        assert "selected>2023-2024" in officer.get(ADDRESS).content.decode()
        clock.start_at(NOW + timedelta(days=100))
        assert "selected>2024-2025" in officer.get(ADDRESS).content.decode()

    def test_a_year_without_a_calendar_and_a_filter_of_no_meaning_do_no_harm(self, officer):
        assert officer.get(ADDRESS, {"nam": "x'", "loc": "'--"}).status_code == HTTPStatus.OK
        Calendar.objects.all().delete()
        assert "chưa mở tiếp nhận" in words(officer)


class TestFilterAndFile:
    def test_lines_are_filtered_and_the_page_says_how(self, officer):
        lock_page(page(1))
        assert "1 đơn vị; lọc: chưa có học bạ nào." in words(officer, f"{ADDRESS}?loc=chua-co")
        assert next(iter(rows(officer, f"{ADDRESS}?loc=chua-co"))) == VAN_QUAN.school_name

    def test_the_file_has_what_the_page_has(self, officer):
        lock_page(page(1))
        content = officer.get(f"{ADDRESS}?loc=chua-co&tai=xlsx").content
        head, line = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        assert dict(zip(head, line, strict=True)) == {
            "Mã": VAN_QUAN.school_code,
            "Tên": VAN_QUAN.school_name,
            **dict.fromkeys((state.vietnamese for state in STATES), 0),
            "Cộng": 0,
            "Người ký": 4,
            "Có chứng thư số": 4,
            "Gói chờ tiếp nhận": 0,
        }

    def test_what_was_sent_back_as_a_file(self, officer):
        answer(packet(unfinished_page(5)))
        content = officer.get(f"/tien-do/{SCHOOL}?tai=tra-lai").content
        (row,) = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))[1:]
        assert row[0] == page(5).lookup_code


class TestWhoMayNot:
    @pytest.mark.parametrize("form", ["", "?tai=xlsx", "?tai=tra-lai"])
    @pytest.mark.parametrize("code", [OTHER_DISTRICT, "XA-XOI", "01", "KHONG-CO"])
    def test_units_of_others_look_like_none(self, officer, code, form):
        assert officer.get(f"/tien-do/{code}{form}").status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.usefixtures("districts")
    def test_teachers_and_strangers(self):
        teacher = browser_of(account("001185000002"))
        stranger = browser_of(account(STRANGER_ID))
        for browser in (teacher, stranger):
            for address in ("/tien-do", ADDRESS):
                assert browser.get(address).status_code == HTTPStatus.FORBIDDEN

    @pytest.mark.usefixtures("districts")
    def test_nobody_who_is_not_signed_in(self):
        assert Client().get("/tien-do").url == "/dang-nhap?tiep=%2Ftien-do"

    @pytest.mark.usefixtures("districts")
    def test_an_officer_before_the_first_day_and_after_the_last(self):
        browser = officer_of(DISTRICT, since=date(2024, 6, 25))
        assert browser.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
        Appointment.objects.filter(role="CANBO").update(
            valid_from=date(2024, 1, 1), valid_to=date(2024, 6, 23)
        )
        assert browser.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN

    def test_nothing_can_be_changed_here(self, officer):
        assert officer.post(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED

    def test_no_pupil_is_named(self, officer):
        lock_page(page(1))
        answer(packet(unfinished_page(5)))
        for address in (ADDRESS, f"/tien-do/{SCHOOL}"):
            assert "Học Sinh Mẫu" not in words(officer, address)
            assert page(1).pupil.personal_id not in words(officer, address)


def test_the_start_leads_to_ones_own_office(officer):
    assert officer.get("/tien-do").url == ADDRESS
    assert "Theo dõi tiến độ học bạ" in words(officer, "/toi")


def test_it_costs_the_same_however_many_schools_and_pages(department):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            rows(department, "/tien-do/01")
        return len(asked)

    few = queries()
    for number in range(1, 6):
        accept(page(number))
    assert queries() == few


def test_the_pages_are_english_where_the_address_says_so(department):
    answer(packet(unfinished_page(5)))
    for address in ("/en/tien-do/01", f"/en{ADDRESS}", f"/en/tien-do/{SCHOOL}", "/en/tien-do/-"):
        assert vietnamese(department.get(address), "Lê Văn Cán", "Sở", "Phòng") == [], address
