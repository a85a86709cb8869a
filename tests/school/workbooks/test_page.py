"""``/bang-tong-hop``: a workbook is checked, and drafts are made of it, by clerk or head alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from hocba.core.lifecycle import Role, State
from hocba.parties.actions import NewAppointment, appoint
from hocba.school.pages.models import JournalEntry, PageVersion
from tests.public.browsing import too_wide
from tests.public.test_accessible import LOOKS, findings
from tests.school.imports.builders import changed
from tests.school.pages.conftest import SAMPLE, SmallClass
from tests.school.signing.desk import signed_in

ADDRESS = "/bang-tong-hop"


def sent(
    client: Client, wish: str, data: bytes | None = None, name: str = "4a1.xlsx", **more: str
) -> HttpResponse:
    content = SAMPLE.read_bytes() if data is None else data
    body = {"tep": SimpleUploadedFile(name, content), "viec": wish, **more}
    return client.post(ADDRESS, body)


def with_mark(mark: object) -> bytes:
    """The sample with another mark in the first pupil's Mathematics."""
    return changed(SAMPLE, lambda book: book.worksheets[0].__setitem__("I7", mark))


def accept_all() -> None:
    for state in (State.SIGNED, State.ISSUED, State.REPORTED, State.ACCEPTED):
        PageVersion.objects.update(state=state)


def test_the_clerk_and_the_head_find_the_page_and_a_teacher_does_not(clerk, small_class):
    school = small_class.class_year.school_code
    for person in (clerk, f"{school}-HT"):
        assert ADDRESS in signed_in(person).get("/ky-so").content.decode()
    assert ADDRESS not in signed_in(f"{school}-GV02").get("/ky-so").content.decode()


def test_checking_tells_what_is_found_and_drafts_nothing(clerk):
    page = sent(signed_in(clerk), "kiem-tra", with_mark("mười một")).content.decode()
    assert "Đã đọc 34 học sinh: nhận 33, giữ lại 1." in page
    assert "Chưa lập học bạ nào." in page
    assert "Giữ lại: 0184230386 Phạm Minh Lâm" in page
    assert "I7" in page
    assert not PageVersion.objects.exists()


def test_drafting_makes_a_draft_for_every_pupil_without_an_error(clerk, small_class):
    page = sent(signed_in(clerk), "lap", with_mark("mười một")).content.decode()
    assert "33 lập mới (trong đó 0 để thay thế)" in page
    where = set(PageVersion.objects.values_list("school_code", "class_name", "state"))
    assert where == {(small_class.class_year.school_code, "4A1", "draft")}
    again = sent(signed_in(clerk), "lap").content.decode()
    assert "1 lập mới (trong đó 0 để thay thế), 0 sửa lại, 33 không đổi" in again


def test_accepted_pages_are_replaced_only_when_a_reason_is_given(clerk):
    client = signed_in(clerk)
    sent(client, "lap")
    accept_all()
    page = sent(client, "lap", with_mark(8)).content.decode()
    assert "1 học bạ được để nguyên" in page
    assert "Phạm Minh Lâm: Học bạ đã được Sở tiếp nhận" in page
    page = sent(client, "lap", with_mark(8), ly_do="Nhập nhầm điểm Toán").content.decode()
    assert "1 lập mới (trong đó 1 để thay thế)" in page
    line = JournalEntry.objects.get(action="create")
    assert (line.actor, line.reason) == (clerk, "Nhập nhầm điểm Toán")


def test_what_is_to_be_looked_at_can_be_taken_home(clerk):
    answer = sent(signed_in(clerk), "xlsx", with_mark("mười một"))
    head, first, *_ = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert head[:3] == ("Ở học sinh nào", "Lỗi hay cảnh báo", "Ở đâu")
    assert first[:2] == ("Giữ lại: 0184230386 Phạm Minh Lâm", "Lỗi")
    assert not PageVersion.objects.exists()


def empty_book() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def of_another_school(book: Workbook) -> None:
    book.worksheets[0]["A2"] = "TRƯỜNG TIỂU HỌC KHÁC"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (lambda: b"not a workbook", "không phải là sổ Excel"),
        (lambda: b"", "Tệp không có gì."),
        (empty_book, "Không tìm thấy tên lớp"),
        (lambda: changed(SAMPLE, of_another_school), "không phải của"),
    ],
)
def test_what_cannot_be_used_is_told_at_the_field_and_nothing_is_drafted(
    clerk, data: Callable[[], bytes], told: str
):
    answer = sent(signed_in(clerk), "lap", data())
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert told in answer.content.decode().partition('id="tep_error"')[2]
    assert not PageVersion.objects.exists()


def test_without_a_file_the_form_asks_for_one(clerk):
    answer = signed_in(clerk).post(ADDRESS, {"viec": "lap"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Hãy chọn tệp bảng tổng hợp." in answer.content.decode()


def test_who_keeps_two_schools_drafts_at_the_one_that_the_workbook_names(clerk, small_class):
    appoint([NewAppointment(clerk, "01C055", Role.CLERK, date(2024, 1, 1))])
    client = signed_in(clerk)
    nameless = changed(SAMPLE, lambda book: book.worksheets[0].__setitem__("A2", None))
    assert "không ghi tên trường" in sent(client, "lap", nameless).content.decode()
    assert sent(client, "lap").status_code == HTTPStatus.OK
    schools = set(PageVersion.objects.values_list("school_code", flat=True))
    assert schools == {small_class.class_year.school_code}


def test_who_may_not_sees_no_form_and_drafts_nothing(clerk, small_class: SmallClass):
    school = small_class.class_year.school_code
    strangers = {
        "teacher": signed_in(f"{school}-GV02"),
        "nobody on a staff": signed_in("KHONG-CO"),
        "head of another school": signed_in("01C055-HT"),
    }
    for name, stranger in strangers.items():
        assert sent(stranger, "lap").status_code != HTTPStatus.OK, name
        assert b"4A1" not in stranger.get(ADDRESS).content, name
    away = Client().get(ADDRESS)
    assert away.status_code == HTTPStatus.FOUND
    assert away.headers["Location"].startswith("/dang-nhap")
    assert not PageVersion.objects.exists()


def test_attack_a_page_of_another_site_cannot_draft_in_the_clerks_name(clerk):
    answer = sent(signed_in(clerk, enforce_csrf_checks=True), "lap")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not PageVersion.objects.exists()


def test_attack_a_workbooks_words_are_text_on_the_page(clerk):
    def change(book: Workbook) -> None:
        book.worksheets[0]["C7"], book.worksheets[0]["I7"] = "<b>Lâm</b>", "<i>mười</i>"

    page = sent(signed_in(clerk), "kiem-tra", changed(SAMPLE, change)).content.decode()
    assert "&lt;b&gt;Lâm&lt;/b&gt;" in page
    assert "&lt;i&gt;mười&lt;/i&gt;" in page
    assert "<b>Lâm" not in page
    assert "<i>mười" not in page


@pytest.mark.tools("chromium")
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_tab, clerk, tmp_path, language, width, scheme
):
    file = tmp_path / "4a1.xlsx"
    file.write_bytes(with_mark("mười một"))
    with open_tab(clerk) as tab:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        tab.goto(f"/{language}{ADDRESS}")
        assert (findings(tab), too_wide(tab)) == ([], [])
        tab.locator("button[value=kiem-tra]").click()
        tab.locator("#co-loi").wait_for()
        assert (findings(tab), too_wide(tab)) == ([], [])
        tab.set_input_files("#tep", file)
        tab.locator("button[value=lap]").click()
        tab.locator(".notice").wait_for()
        assert (findings(tab), too_wide(tab)) == ([], [])
