"""``hocba check``: its exit codes, its JSON, its words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from hocba.project.cli import run
from hocba.project.commands.check import command
from tests.school.imports.builders import CLASS_2B, CLASS_4A1, CLASS_7A2, RESULTS, with_cells

FIRST = "0184230386"


@pytest.fixture
def write(tmp_path):
    def write(data: bytes, name: str = "lop.xlsx") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def test_a_clean_workbook_ends_with_zero(capsys):
    assert run(["check", str(CLASS_4A1)]) == 0
    said = capsys.readouterr().out
    assert "Lớp 4A1 · năm học 2023-2024 · TRƯỜNG TIỂU HỌC PHÚ LƯƠNG I" in said
    assert "Đã đọc 34 học sinh: nhận 34, giữ lại 0." in said
    assert "Không có lỗi hay cảnh báo nào." in said


def test_warnings_alone_end_with_one(capsys):
    assert run(["check", str(CLASS_2B)]) == 1
    said = capsys.readouterr().out
    assert "nhận 31, giữ lại 0" in said
    assert "M7, M8, M9, M10, M11, M12, M13, M14 và 22 ô nữa" in said


def test_an_error_is_shown_under_its_pupil_with_sheet_and_cell(write, capsys):
    file = write(with_cells(CLASS_4A1, {f"{RESULTS}!G7": 11, f"{RESULTS}!AN7": "[bold]X"}))
    assert run(["check", file]) == 1
    said = capsys.readouterr().out
    assert f"Giữ lại: {FIRST} Phạm Minh Lâm" in said
    assert "Lỗi «Tổng hợp» G7:" in said
    assert "«[bold]X»" in said
    assert "nhận 33, giữ lại 1" in said


def test_json_has_findings_pupils_and_counts(write, capsys):
    file = write(with_cells(CLASS_4A1, {f"{RESULTS}!G7": 11}))
    assert run(["check", file, "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["findings"] == [
        {
            "severity": "error",
            "code": "DIEM_NGOAI_THANG",
            "sheet": RESULTS,
            "cell": "G7",
            "pupil": FIRST,
            "message": report["findings"][0]["message"],
        }
    ]
    assert report["counts"] == {"read": 34, "accepted": 33, "held_back": 1}
    assert (report["class_name"], report["grade"], report["school_year"]) == ("4A1", 4, "2023-2024")
    first, second = report["pupils"][:2]
    assert (first["code"], first["accepted"], second["accepted"]) == (FIRST, False, True)
    assert second["name"] == "Dương Khánh An"
    assert second["computed"] == {"result": "HTT", "completed": True, "award": None}
    assert second["stated"] == second["computed"]


def test_json_of_a_secondary_class_has_terms(capsys):
    assert run(["check", str(CLASS_7A2), "--json"]) == 1
    first = json.loads(capsys.readouterr().out)["pupils"][0]
    assert set(first["computed"]) == {"academic", "conduct", "promoted", "award"}
    assert first["computed"]["academic"] == {"HK1": "T", "HK2": "T", "CN": "T"}


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "rỗng"), (b"%PDF-1.4", "PDF"), (b"STT;Toan", "không phải là sổ Excel")],
)
def test_what_is_no_workbook_ends_with_two_and_one_sentence(write, capsys, data, says):
    file = write(data)
    assert run(["check", file]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert run(["check", file, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "TEP_KHONG_DOC_DUOC"
    assert says in error["message"]


def test_a_file_that_is_not_there_or_is_a_directory_ends_with_two(tmp_path, capsys):
    for path in (tmp_path / "khong-co.xlsx", tmp_path):
        assert run(["check", str(path), "--json"]) == 2
        assert str(path) in json.loads(capsys.readouterr().out)["error"]["message"]


def test_options_stand_before_the_titles(write, capsys):
    file = write(with_cells(CLASS_4A1, {f"{RESULTS}!A3": "BẢNG TỔNG HỢP"}))
    assert run(["check", file]) == 1
    assert "--class-name" in capsys.readouterr().out
    assert run(["check", file, "--class-name", "4A1", "--school-year", "2023-2024"]) == 0
    assert run(["check", file, "--class-name", "4A1", "--school-year", "2023"]) == 2
    assert run(["check", file, "--grade", "13"]) == 2


def test_a_grade_that_is_not_open_is_a_finding(write, capsys):
    title = {f"{RESULTS}!A3": "LỚP 5A1 NĂM HỌC 2023-2024"}
    assert run(["check", write(with_cells(CLASS_4A1, title)), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in report["findings"]] == ["KHOI_CHUA_MO"]
    assert report["counts"] == {"read": 34, "accepted": 0, "held_back": 34}


def test_the_command_reads_no_settings_and_no_database(tmp_path):
    """In a process of its own, with an environment that would fail Django at once."""
    shutil.copy(CLASS_4A1, tmp_path / "lop.xlsx")
    script = (
        "import sys; from hocba.project.cli import run;"
        "code = run(['check', 'lop.xlsx']); assert 'django' not in sys.modules; sys.exit(code)"
    )
    environment = {"HOCBA_ENV": "production", "DATABASE_URL": "nonsense", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_speaks_vietnamese():
    assert command.help is not None
    assert "bảng tổng hợp" in command.help
