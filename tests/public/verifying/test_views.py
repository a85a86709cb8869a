"""A file is judged in plain words, and is gone."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from hocba.core.packet import Deed
from hocba.core.signature import TrustStore
from hocba.public.limits.models import Tally
from hocba.public.lookup.models import Look
from hocba.public.verifying import uploads, views
from tests.adapters.pades.examples import sealed
from tests.core.signature import dispatching
from tests.registry.ordering import order, seal
from tests.registry.school import KIM_DONG, NOW, packet, page, receive, signed

pytestmark = pytest.mark.usefixtures("register")
NAME = page(1).pupil.full_name


def send(visitor, content, **request):
    return visitor.post("/kiem-tra", {"tep": SimpleUploadedFile("hoc-ba.xml", content)}, **request)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_form_asks_for_a_file(visitor):
    html = visitor.get("/kiem-tra").content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert '<label for="tep">' in html


def test_a_good_page_is_valid_and_names_who_signed(visitor):
    told = text(send(visitor, signed(page(1))))
    assert f"Hợp lệ: {NAME}, lớp 4A1, năm học 2023-2024" in told
    for fact in ("Nguyễn Thị Lan", "hiệu trưởng", "con dấu số", "03/06/2024 08:00:00"):
        assert fact in told


def test_a_good_packet_tells_of_each_of_its_pages(visitor):
    told = text(send(visitor, packet(page(1), page(2))))
    assert "Hợp lệ: Gói tin lớp 4A1, năm học 2023-2024, Trường Tiểu học Kim Đồng" in told
    assert "2 trên 2 trang học bạ hợp lệ" in told


def test_a_receipt_is_judged_too(visitor):
    told = text(send(visitor, receive(packet(page(1)))))
    assert "Hợp lệ: Biên nhận của nơi tiếp nhận" in told


def test_what_the_department_sent_to_the_ministry_is_judged_with_its_pages(visitor):
    told = text(send(visitor, dispatching.dispatch()))
    assert "Hợp lệ: Báo cáo của Sở 01 gửi Bộ, năm học 2023-2024" in told
    assert "2 trên 2 trang học bạ hợp lệ" in told


def test_a_schools_order_says_in_plain_words_what_it_wants(visitor):
    told = text(send(visitor, seal(order(Deed.RECALL, 1))))
    wish = f"{KIM_DONG.school_name}: thu hồi học bạ (1), lý do: Nhập nhầm điểm"
    assert f"Hợp lệ: Đề nghị của {wish}" in told


def test_an_altered_order_is_not_valid_and_its_words_are_not_shown(visitor):
    told = text(
        send(visitor, seal(order(Deed.RECALL, 1)).replace("nhầm".encode(), "đúng".encode()))
    )
    assert "Không hợp lệ: Đề nghị của trường" in told
    assert "Nhập đúng điểm" not in told


def test_a_sealed_pdf_is_valid_and_names_the_office(visitor):
    told = text(send(visitor, sealed(at=NOW)))
    assert "Hợp lệ: Bản in PDF" in told
    assert "1 trên 1 trang học bạ hợp lệ" in told
    assert "Sở GDĐT Hà Nội" in told


def test_a_pdf_with_something_added_is_not_valid(visitor):
    told = text(send(visitor, sealed(at=NOW) + b"\n"))
    assert "Không hợp lệ: Bản in PDF" in told
    assert "ghép thêm nội dung sau khi đóng dấu số" in told


def test_an_altered_page_is_not_valid_and_its_content_is_not_shown(visitor):
    altered = signed(page(1)).replace(b"<DiemKTDK>9", b"<DiemKTDK>8")
    told = text(send(visitor, altered))
    assert told.count("Không hợp lệ") >= 2
    assert "Nội dung đã bị thay đổi sau khi ký." in told
    assert NAME not in told


def test_what_could_not_be_checked_is_not_called_invalid(visitor, monkeypatch):
    monkeypatch.setattr(views, "trusted", lambda: TrustStore.of([]))
    told = text(send(visitor, signed(page(1))))
    assert "Chưa kiểm tra được" in told
    assert "Chưa kiểm tra được không có nghĩa là không hợp lệ." in told
    assert not re.search(r"(?<!là )không hợp lệ", told, re.IGNORECASE)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08...", b"<a>", b"\x00"]
)
def test_what_is_no_file_of_ours_could_not_be_checked(visitor, content):
    response = send(visitor, content)
    assert response.status_code == HTTPStatus.OK
    assert "Chưa kiểm tra được" in text(response)


def test_nothing_sent_and_nothing_in_it_are_told(visitor):
    response = visitor.post("/kiem-tra")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "Hãy chọn một tệp." in text(response)
    assert "Tệp này rỗng." in text(send(visitor, b""))


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(visitor):
    response = send(visitor, b"x" * (uploads.MAX_REQUEST_BYTES + 1))
    assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Tệp quá lớn" in text(response)
    assert not Tally.objects.exists()


def test_a_large_file_is_never_written_to_a_disk(visitor, monkeypatch):
    def written(*_):
        raise AssertionError("a file on the disk")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", written)
    response = send(visitor, b"<" * (uploads.MAX_BYTES - 1))
    assert response.status_code == HTTPStatus.OK


def test_nothing_is_kept(visitor):
    send(visitor, signed(page(1)))
    assert not Look.objects.exists()
    assert [len(tally.subject) for tally in Tally.objects.all()] == [64]


def test_one_network_may_not_have_files_judged_without_end(visitor, monkeypatch):
    monkeypatch.setattr(views, "FILES", replace(views.FILES, most=1))
    assert send(visitor, b"<a/>").status_code == HTTPStatus.OK
    response = send(visitor, b"<a/>")
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(response.headers["Retry-After"]) > 0


def test_a_foreign_page_cannot_send_files_in_a_visitors_name(visitor):
    response = send(visitor, b"<a/>", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_another_method_is_refused(visitor):
    assert visitor.put("/kiem-tra").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_no_cookie_is_set_and_nothing_is_cached(visitor):
    response = send(visitor, signed(page(1)))
    assert not visitor.cookies
    assert response.headers["Cache-Control"] == "no-store"


def test_markup_in_a_file_is_shown_as_text(visitor):
    hostile = replace(page(1), pupil=replace(page(1).pupil, full_name="<b>đậm</b>"))
    html = send(visitor, signed(hostile)).content.decode()
    assert "<b>đậm</b>" not in html
    assert "&lt;b&gt;đậm" in html
