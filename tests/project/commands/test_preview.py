"""``hocba preview``: a page printed as a draft, with the templates that somebody edits."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.project.cli import run
from hocba.project.commands import preview as preview_command
from hocba.public.printing import TEMPLATES
from tests.core.signature import pki
from tests.public.printing.paper import pages_of, text_of
from tests.registry.school import packet, page, signed


@pytest.fixture
def sent(tmp_path):
    path = tmp_path / "goi-tin.xml"
    path.write_bytes(packet(page(1), page(2)))
    return path


@pytest.fixture
def preview(tmp_path, sent):
    """Preview a page and give the text of the PDF."""
    pdf = tmp_path / "thu.pdf"

    def preview(*options):
        assert run(["preview", str(sent), str(pdf), *options]) == 0
        return text_of(pdf.read_bytes())

    return preview


def test_the_first_page_is_printed_as_a_draft(preview, capsys):
    text = preview()
    assert "BẢN NHÁP" in text
    assert page(1).pupil.full_name in text
    assert "(chưa ký)" in text
    assert "học sinh HS001" in capsys.readouterr().out


def test_a_pupil_is_chosen_by_code(preview):
    assert page(2).pupil.full_name in preview("--pupil", "HS002")


def test_with_trusted_roots_the_signatures_are_printed(preview, tmp_path):
    (tmp_path / "trust").mkdir()
    root = pki.root().certificate.public_bytes(Encoding.PEM)
    (tmp_path / "trust" / "root.pem").write_bytes(root)
    assert "Ký bởi: Trần Văn Hùng" in preview("--trust", str(tmp_path / "trust"))


def test_all_years_of_a_pupil_in_several_files_become_one_transcript(tmp_path, capsys):
    older = page(1)
    fifth = replace(older.class_year, grade=5, school_year="2024-2025")
    newer = replace(older, class_year=fifth)
    (tmp_path / "lop-5.xml").write_bytes(signed(newer))
    (tmp_path / "lop-4.xml").write_bytes(packet(page(2), older))
    files = [str(tmp_path / name) for name in ("lop-5.xml", "lop-4.xml")]
    assert run(["preview", *files, str(tmp_path / "thu.pdf")]) == 0
    text = text_of((tmp_path / "thu.pdf").read_bytes())
    assert text.index("NĂM HỌC 2023-2024") < text.index("NĂM HỌC 2024-2025")
    assert "2 năm học" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ten-dai", "khong-danh-gia-tieu-hoc"])
def test_a_made_up_transcript_is_a_draft_on_every_page(name, tmp_path):
    assert run(["preview", "--example", name, str(tmp_path / "thu.pdf")]) == 0
    pages = pages_of((tmp_path / "thu.pdf").read_bytes())
    assert all("BẢN NHÁP" in page for page in pages)
    assert any("Ký bởi: Trần Văn Hùng" in page for page in pages)


def test_a_saved_template_is_printed_again_and_a_fault_is_only_told(tmp_path, capsys, monkeypatch):
    edited, pdf = tmp_path / "mau", tmp_path / "thu.pdf"
    shutil.copytree(TEMPLATES, edited)
    form = edited / "primary.typ"
    good = form.read_text("utf-8")
    edits = iter(["#khong-co-ten-nay", good.replace("5. Khen thưởng", "5. Tuyên dương")])
    seen = []

    def somebody_edits(_):
        seen.append(text_of(pdf.read_bytes()))
        text = next(edits, None)
        if text is None:
            raise KeyboardInterrupt
        form.write_text(text, "utf-8")

    monkeypatch.setattr(preview_command, "sleep", somebody_edits)
    wanted = ["preview", "--example", "danh-gia-lai-tieu-hoc", "--templates", str(edited)]
    assert run([*wanted, "--watch", str(pdf)]) == 0
    assert "khong-co-ten-nay" in capsys.readouterr().err
    first, after_the_fault, last = seen
    assert first == after_the_fault
    assert "5. Tuyên dương" in last


def test_an_edited_template_is_used(preview, tmp_path):
    edited = tmp_path / "mau"
    shutil.copytree(TEMPLATES, edited)
    form = edited / "primary.typ"
    form.write_text(form.read_text("utf-8").replace("5. Khen thưởng", "5. Tuyên dương"), "utf-8")
    text = preview("--templates", str(edited))
    assert "5. Tuyên dương" in text
    assert "5. Khen thưởng" not in text


def test_a_fault_in_a_template_is_shown_with_its_place(sent, tmp_path, capsys):
    edited = tmp_path / "mau"
    shutil.copytree(TEMPLATES, edited)
    with (edited / "primary.typ").open("a", encoding="utf-8") as form:
        form.write("#khong-co-ten-nay\n")
    pdf = tmp_path / "thu.pdf"
    assert run(["preview", str(sent), str(pdf), "--templates", str(edited)]) == 2
    said = capsys.readouterr().err
    assert "Mẫu in có lỗi" in said
    assert "primary.typ" in said
    assert "khong-co-ten-nay" in said
    assert not pdf.exists()


def test_a_lone_page_will_do(tmp_path):
    (tmp_path / "trang.xml").write_bytes(signed(page(3)))
    assert run(["preview", str(tmp_path / "trang.xml"), str(tmp_path / "thu.pdf")]) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--pupil", "HS999"], "không có trang của học sinh «HS999»"),
        (["--templates", "/"], "không có tệp transcript.typ"),
        (["--trust", "/không-có"], "Không đọc được thư mục chứng thư"),
    ],
)
def test_what_cannot_be_done_is_told(sent, tmp_path, capsys, arguments, sentence):
    assert run(["preview", str(sent), str(tmp_path / "thu.pdf"), *arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [([], "Hãy nêu tệp XML"), (["--example", "x"], "Không có học bạ giả định «x»; có: tieu-hoc,")],
)
def test_nothing_to_print_is_told(tmp_path, capsys, arguments, sentence):
    assert run(["preview", *arguments, str(tmp_path / "thu.pdf")]) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_no_packet_is_told(tmp_path, capsys):
    (tmp_path / "khac.xml").write_bytes(b"%PDF")
    assert run(["preview", str(tmp_path / "khac.xml"), str(tmp_path / "thu.pdf")]) == 2
    assert "không phải gói tin XML" in capsys.readouterr().err
