"""Many copies bound into one PDF for the printer look as each does by itself."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from hocba.public.bulk.sheaf import Sheaf
from tests.adapters.pades.examples import sealed
from tests.public.printing.paper import pages_of
from tests.public.printing.test_hard_cases import pdf

COPIES = (pdf("thpt"), sealed(), pdf("khong-danh-gia-tieu-hoc"))


def bound(*copies):
    stream = BytesIO()
    sheaf = Sheaf(stream)
    for copy in copies:
        sheaf.add(copy)
    sheaf.close()
    return stream.getvalue()


def test_every_page_of_every_copy_is_there_in_order():
    wanted = [page for copy in COPIES for page in pages_of(copy)]
    assert pages_of(bound(*COPIES)) == wanted


@pytest.mark.tools("pdftoppm")
def test_every_dot_is_as_in_the_copy(tmp_path):
    def dots(data):
        (tmp_path / "x.pdf").write_bytes(data)
        command = ["pdftoppm", "-gray", "-r", "40", "x.pdf"]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout

    assert dots(bound(*COPIES)) == b"".join(map(dots, COPIES))


def test_seal_tags_and_attachments_stay_with_the_copy():
    reader = PdfReader(BytesIO(bound(*COPIES)), strict=True)
    assert not reader.attachments
    assert set(reader.root_object) == {"/Type", "/Pages"}
