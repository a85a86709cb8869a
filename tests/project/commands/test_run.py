"""The main job as a newcomer starts it: a process of its own, from nothing, and again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hocba.core.verdict import Status

ROOT = Path(__file__).parents[3]
HOCBA = Path(sys.executable).with_name("hocba")
CLASSES = {"2B": 30, "4A1": 33, "7A2": 41, "11A3": 45}


def hocba(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ours = {"DATABASE_URL", "HOCBA_ENV", "HOCBA_CLOCK", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [HOCBA, *arguments],
        cwd=ROOT,
        env={**environment, "HOCBA_HOME": str(home), "COLUMNS": "200", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def first(home: Path) -> subprocess.CompletedProcess[str]:
    return hocba(home, "run", "--once")


def files(home: Path, kind: str) -> dict[str, list[Path]]:
    folder = home / "demonstration" / kind
    return {name: sorted((folder / name).iterdir()) for name in CLASSES}


def test_the_job_tells_of_every_class_and_ends_well(
    first: subprocess.CompletedProcess[str],
) -> None:
    assert (first.returncode, first.stderr) == (0, "")
    for name, locked in CLASSES.items():
        assert f"Lớp {name} ·" in first.stdout
        assert f"Sở tiếp nhận và chốt {locked} học bạ." in first.stdout
    assert "chờ đánh giá bổ sung" in first.stdout
    assert len(re.findall(r"\b[0-9a-f]{32}\b", first.stdout)) >= 3 * len(CLASSES)


def test_the_ministry_has_every_locked_page_and_both_ledgers_agree(
    first: subprocess.CompletedProcess[str],
) -> None:
    total = sum(CLASSES.values())
    assert f"Bộ tiếp nhận {total} trong {total} học bạ đã chốt" in first.stdout
    assert f"Đối soát hai sổ cái: {total} học bạ giống nhau, 0 khác." in first.stdout


def test_each_node_has_keys_and_a_database_of_its_own(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    own = [home, home / "ministry"]
    assert all((node / "database" / "data").is_dir() for node in own)
    keys = [(node / "demonstration" / "keys" / "ledger.pem").read_bytes() for node in own]
    assert keys[0] != keys[1]


def test_every_locked_page_is_printed_under_its_lookup_code(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    for name, pdfs in files(home, "pdf").items():
        assert len(pdfs) == CLASSES[name]
        assert all(re.fullmatch(r"[0-9a-f]{32}\.pdf", pdf.name) for pdf in pdfs)
        assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in pdfs)


def test_every_packet_and_receipt_verifies_offline(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    trust = home / "demonstration" / "trust"
    for kind in ("packets", "receipts"):
        for (document,) in files(home, kind).values():
            verified = hocba(home, "verify", str(document), "--trust", str(trust))
            assert verified.returncode == Status.PASSED.exit_code, verified.stdout


def test_running_it_again_changes_nothing(
    home: Path, first: subprocess.CompletedProcess[str]
) -> None:
    before = written(home)
    again = hocba(home, "run", "--once")
    assert again.returncode == 0
    assert written(home) == before
    codes = re.compile(r"Mã tra cứu, ví dụ: (.*)")
    assert codes.findall(again.stdout) == codes.findall(first.stdout)


def written(home: Path) -> dict[Path, int]:
    kinds = [files(home, kind) for kind in ("packets", "receipts", "pdf")]
    return {path: path.stat().st_mtime_ns for kind in kinds for of in kind.values() for path in of}


def test_it_is_refused_where_it_is_no_demonstration(tmp_path: Path) -> None:
    refused = hocba(tmp_path, "run", "--once", HOCBA_ENV="test")
    assert refused.returncode == 2
    assert "chỉ dùng để trình diễn" in refused.stderr


def test_a_missing_workbook_is_named(tmp_path: Path) -> None:
    missing = hocba(tmp_path, "run", "--once", "--samples", str(tmp_path))
    assert missing.returncode == 2
    assert "lop-2b-tong-hop-danh-gia.xlsx" in missing.stderr
    assert "Traceback" not in missing.stderr
