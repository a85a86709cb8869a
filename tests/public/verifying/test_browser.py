"""Paper and file checked in a real browser, on a phone and on a desk."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from hocba.public.copies.models import IssuedCopy
from tests.public.browsing import PUPIL, open_transcript, too_wide
from tests.public.test_browser import WIDTHS, tab

__all__ = ["tab"]

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("register"),
]


def fits(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    return too_wide(tab) == []


def test_a_copy_is_taken_home_and_its_paper_and_file_are_checked(tab, codes):
    open_transcript(tab, codes[0], PUPIL)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Tải bản in PDF").click()
    pdf = download.value.path().read_bytes()
    serial = IssuedCopy.objects.get().serial
    assert all(serial in page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

    tab.goto("/kiem-tra")
    tab.get_by_role("link", name="Kiểm tra theo số bản in và mã tra cứu").click()
    tab.get_by_label("Số bản in").fill(serial.lower())
    tab.get_by_label("Mã tra cứu").fill(codes[0])
    tab.get_by_role("button", name="Kiểm tra", exact=True).click()
    tab.get_by_text("✓ Vẫn là bản hiện hành.").wait_for()
    assert tab.get_by_text(PUPIL.pupil.full_name).count() == 0
    assert all(fits(tab, width) for width in WIDTHS)

    tab.goto("/kiem-tra")
    tab.get_by_label("Tệp cần kiểm tra").set_input_files(
        {"name": "hoc-ba.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    tab.get_by_role("button", name="Kiểm tra tệp").click()
    tab.get_by_text("Bản in đúng là những gì đã ký").wait_for()
    tab.get_by_text("✓ Vẫn là bản hiện hành.").wait_for()
    assert all(fits(tab, width) for width in WIDTHS)
