"""``/co-quan``: what an office is shown of a list, what it is not, and what the owner reads."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from hocba.adapters import clock
from hocba.core.signature import POLICY, verify_page
from hocba.parties.accounts.models import Membership
from hocba.public.lookup.limits import TRIES_OF_A_CODE
from hocba.public.organisations.batch import NOT_OPENED
from hocba.public.organisations.bundle import TABLE
from hocba.public.owners.models import Form, Grant, Ground, Opening
from tests.public.organisations.conftest import (
    APPLICANT,
    OFFICER_ID,
    OTHERS_ID,
    give_leave,
    legal_basis,
    line_of,
    organisation,
)
from tests.public.owners.conftest import GROWN
from tests.public.people import STRANGER_ID, account, browser_of
from tests.public.transcripts import NOBODYS_CODE, lock_page, move_on
from tests.registry.school import NOW, TRUST, page


def told(browser, *rows, **more):
    response = browser.post("/co-quan", {"danh_sach": "\n".join(rows), **more})
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def taken_home(browser, form, *rows):
    """The file that the list becomes."""
    response = browser.post("/co-quan", {"danh_sach": "\n".join(rows), "dang": form})
    assert response.headers["Content-Disposition"] == f'attachment; filename="hoc-ba.{form}"'
    return b"".join(response)


class TestWhatIsOpened:
    def test_by_leave_with_the_code_alone(self, officer, office, grown_up):
        give_leave(grown_up, office)
        words = told(officer, GROWN.lookup_code)
        assert "Mở được 1 trên 1 dòng." in words
        assert f"{GROWN.pupil.full_name} 12/03/2005" in words
        assert "Được chủ học bạ cho phép: Xét tuyển" in words

    @pytest.mark.usefixtures("applicant")
    def test_by_law_with_code_and_second_fact(self, officer, office):
        legal_basis(office)
        words = told(officer, line_of(APPLICANT))
        assert APPLICANT.pupil.full_name in words
        assert "Tuyển sinh 2024 (Điều 12 Quy chế tuyển sinh)" in words

    def test_by_law_a_listed_pupil_with_the_code_alone(self, officer, office, applicant):
        legal_basis(office, lookup_codes=[applicant])
        assert APPLICANT.pupil.full_name in told(officer, applicant)

    def test_bad_lines_never_stand_in_the_way_of_the_rest(self, officer, office, applicant):
        legal_basis(office)
        words = told(officer, "xyz1", line_of(APPLICANT), f"{applicant};99/99/2014;1", NOBODYS_CODE)
        assert "Mở được 1 trên 4 dòng." in words
        assert "Mã tra cứu không đúng" in words

    def test_each_opening_is_a_line_that_the_owner_reads(self, officer, office, grown_up):
        grant = give_leave(grown_up, office)
        told(officer, GROWN.lookup_code)
        line = Opening.objects.get()
        assert (line.ground, line.form, line.grant) == (Ground.GRANT, Form.SCREEN, grant)
        assert (line.organisation, line.account.full_name) == (office, "Ngô Văn Tuyển")
        seen = browser_of(grown_up).get(f"/toi/hoc-ba/{GROWN.lookup_code}/da-xem")
        assert "Cơ quan DH-QG" in seen.content.decode()
        assert 'Được chủ học bạ cho phép; <span lang="vi">Xét tuyển' in seen.content.decode()

    @pytest.mark.usefixtures("applicant")
    def test_a_file_is_as_good_as_a_pasted_list(self, officer, office):
        legal_basis(office)
        content = f"\ufeffMã;Ngày sinh;4 số cuối\r\n{line_of(APPLICANT)}\r\n".encode()
        sent = SimpleUploadedFile("ds.csv", content)
        assert "Mở được 1 trên 1 dòng." in told(officer, tep=sent)

    @pytest.mark.usefixtures("applicant")
    def test_a_table_as_csv(self, officer, office):
        legal_basis(office)
        content = taken_home(officer, "csv", line_of(APPLICANT), "xyz1")
        head, good, bad = csv.reader(StringIO(content.decode("utf-8-sig")))
        row = dict(zip(head, good, strict=True))
        assert (row["Họ và tên"], row["Năm học"]) == (APPLICANT.pupil.full_name, "2023-2024")
        assert row["Toán"] == "T 9"
        assert bad[2].startswith("Mã tra cứu không đúng")
        assert Opening.objects.get().form == Form.DATA

    @pytest.mark.usefixtures("applicant")
    def test_a_table_for_excel(self, officer, office):
        legal_basis(office)
        content = taken_home(officer, "xlsx", line_of(APPLICANT), "xyz1")
        head, good, bad = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        row = dict(zip(head, good, strict=True))
        assert (row["Dòng"], row["Ngày sinh"].date()) == (1, APPLICANT.pupil.birth_date)
        assert row["Số định danh"] == APPLICANT.pupil.personal_id
        assert bad[2].startswith("Mã tra cứu không đúng")
        assert Opening.objects.get().form == Form.DATA

    def test_data_with_the_signed_pages_beside_it(self, officer, office, applicant):
        legal_basis(office)
        bundle = ZipFile(BytesIO(taken_home(officer, "zip", line_of(APPLICANT), NOBODYS_CODE)))
        year = f"{applicant}/2023-2024"
        assert sorted(bundle.namelist()) == [
            *(f"{applicant}/{name}" for name in ("2023-2024.tlog-proof", "2023-2024.xml")),
            *(f"{applicant}/hoc-ba.json", TABLE),
        ]
        data = json.loads(bundle.read(f"{applicant}/hoc-ba.json"))
        signed = bundle.read(f"{year}.xml")
        assert signed == data["years"][0]["signed_xml"].encode()
        found = verify_page(signed, trust=TRUST, policy=POLICY, at=NOW).page
        assert found is not None
        assert found.pupil == APPLICANT.pupil
        assert bundle.read(f"{year}.tlog-proof").decode() == data["years"][0]["ledger_proof"]
        assert Opening.objects.get().form == Form.DATA


class TestWhatIsNot:
    """All of it in the same words."""

    def shut(self, browser, *rows):
        words = told(browser, *rows)
        assert words.count(str(NOT_OPENED)) == len(rows)
        assert not Opening.objects.exists()

    @pytest.mark.usefixtures("applicant")
    def test_unknown_not_granted_expired_and_revoked_look_alike(self, officer, office, grown_up):
        self.shut(officer, NOBODYS_CODE, GROWN.lookup_code, line_of(APPLICANT))
        grant = give_leave(grown_up, office)
        clock.start_at(grant.until)
        self.shut(browser_of(account(OFFICER_ID)), GROWN.lookup_code)
        clock.start_at(NOW)
        Grant.objects.update(revoked_at=NOW)
        self.shut(officer, GROWN.lookup_code)

    def test_leave_that_another_organisation_has(self, officer, grown_up):
        give_leave(grown_up, organisation("KHAC", OTHERS_ID))
        self.shut(officer, GROWN.lookup_code)

    def test_a_wrong_second_fact_or_none(self, officer, office, applicant):
        legal_basis(office)
        self.shut(officer, line_of(APPLICANT, ending="9999"))
        self.shut(officer, applicant)

    @pytest.mark.usefixtures("applicant")
    def test_guessing_a_second_fact(self, officer, office):
        """After as many tries as the public has, the right one opens nothing for hours."""
        legal_basis(office)
        for ending in range(TRIES_OF_A_CODE.most):
            self.shut(officer, line_of(APPLICANT, ending=f"{9000 + ending}"))
        self.shut(officer, line_of(APPLICANT))
        clock.start_at(NOW + TRIES_OF_A_CODE.window)
        words = told(browser_of(account(OFFICER_ID)), line_of(APPLICANT))
        assert "Mở được 1 trên 1 dòng." in words

    @pytest.mark.parametrize(
        "changes",
        [
            {"levels": ["04"]},
            {"valid_to": date(2024, 6, 23)},
            {"valid_from": date(2024, 6, 25)},
            {"lookup_codes": [NOBODYS_CODE]},
            {"years": ["2019-2020"]},
        ],
    )
    @pytest.mark.usefixtures("applicant")
    def test_what_the_legal_basis_does_not_cover(self, officer, office, changes):
        legal_basis(office, **changes)
        self.shut(officer, line_of(APPLICANT))

    @pytest.mark.usefixtures("applicant")
    def test_years_that_the_legal_basis_does_not_name(self, officer, office):
        move_on(7)
        legal_basis(office, years=["2023-2024"])
        words = told(officer, line_of(APPLICANT))
        assert "2023-2024, 4A1" in words
        assert "2024-2025" not in words
        assert Opening.objects.get().years == ["2023-2024"]


class TestWhoMayNot:
    @pytest.mark.usefixtures("register")
    def test_somebody_who_acts_for_nobody(self):
        stranger = browser_of(account(STRANGER_ID))
        assert stranger.get("/co-quan").status_code == HTTPStatus.FORBIDDEN
        fields = {"danh_sach": NOBODYS_CODE}
        assert stranger.post("/co-quan", fields).status_code == HTTPStatus.FORBIDDEN

    def test_somebody_who_left_yesterday(self, officer):
        Membership.objects.update(valid_to=NOW.date() - timedelta(days=1))
        assert officer.get("/co-quan").status_code == HTTPStatus.FORBIDDEN

    def test_an_organisation_that_has_ended(self, officer, office):
        office.valid_to = NOW.date() - timedelta(days=1)
        office.save()
        assert officer.get("/co-quan").status_code == HTTPStatus.FORBIDDEN

    @pytest.mark.usefixtures("register")
    def test_nobody_who_is_not_signed_in(self):
        assert Client().get("/co-quan").url == "/dang-nhap?tiep=%2Fco-quan"

    def test_another_site_cannot_open_a_list(self, office, grown_up):
        give_leave(grown_up, office)
        strict = browser_of(account(OFFICER_ID), enforce_csrf=True)
        fields = {"danh_sach": GROWN.lookup_code}
        assert strict.post("/co-quan", fields).status_code == HTTPStatus.FORBIDDEN
        assert not Opening.objects.exists()


def test_what_cannot_be_a_list_is_explained_and_kept(officer):
    response = officer.post("/co-quan", {"danh_sach": " "})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "chưa có dòng nào" in response.content.decode()
    sent = SimpleUploadedFile("ds.csv", "Mã;Ngày sinh".encode("utf-16"))
    assert "không phải UTF-8" in told(officer, tep=sent)


def test_a_long_list_costs_as_many_queries_as_a_short_one(officer, office):
    legal_basis(office)
    pages = [page(number) for number in range(30, 42)]
    for each in pages:
        lock_page(each)

    def queries(wanted):
        with CaptureQueriesContext(connection) as asked:
            assert f"Mở được {len(wanted)} trên" in told(officer, *map(line_of, wanted))
        return len(asked)

    queries(pages)  # a first try of a code clears the counts of old ones
    assert queries(pages) == queries(pages[:2])


def test_formulas_in_names_stay_text(officer, office):
    """CSV injection: a table program must not take a cell for a formula."""
    wanted = replace(page(8), pupil=replace(page(8).pupil, full_name="=HYPERLINK(1)"))
    lock_page(wanted)
    legal_basis(office)
    assert "'=HYPERLINK(1)" in taken_home(officer, "csv", line_of(wanted)).decode()
    sheet = load_workbook(BytesIO(taken_home(officer, "xlsx", line_of(wanted)))).active
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("form", ["csv", "xlsx", "zip"])
def test_who_may_not_open_a_list_may_not_take_it_home_either(form):
    browser = browser_of(account(STRANGER_ID))
    fields = {"danh_sach": NOBODYS_CODE, "dang": form}
    assert browser.post("/co-quan", fields).status_code == HTTPStatus.FORBIDDEN
    assert Client().post("/co-quan", fields).url == "/dang-nhap?tiep=%2Fco-quan"
