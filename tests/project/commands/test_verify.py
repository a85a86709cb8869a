"""``hocba verify``: its exit codes, its JSON, its words."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.project.cli import run
from tests.core.packet.orders import RECALL
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import dispatching, ordering, pki, signing
from tests.core.signature.breaking import wrong_score
from tests.core.signature.forging import resealed

ALTERED = ("Hồ Minh Khoa".encode(), "Hồ Minh Khôi".encode())


@pytest.fixture
def trust(tmp_path: Path) -> str:
    directory = tmp_path / "trust"
    directory.mkdir()
    certificate = pki.root().certificate
    (directory / "root.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return str(directory)


@pytest.fixture
def write(tmp_path: Path):
    def write(data: bytes) -> str:
        path = tmp_path / "tep.xml"
        path.write_bytes(data)
        return str(path)

    return write


def verified(capsys, *arguments: str) -> tuple[int, dict]:
    code = run(["verify", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_good_packet_ends_with_zero_and_tells_who_signed(capsys, trust, write):
    assert run(["verify", write(signing.packet()), "--trust", trust]) == 0
    said = capsys.readouterr().out
    assert "Gói tin lớp 4A1, năm học 2023-2024, Trường Tiểu học Kim Đồng: HỢP LỆ" in said
    assert "3 trên 3 trang học bạ hợp lệ." in said
    assert "giáo viên chủ nhiệm, Nguyễn Thị Lan" in said
    assert "ký lúc 08:30:00 03/06/2024" in said
    assert "chưa có dấu thời gian" in said


def test_json_has_every_signature_with_its_certificate(capsys, trust, write):
    code, document = verified(capsys, write(signing.packet()), "--trust", trust)
    assert (code, document["kind"], document["status"]) == (0, "packet", "PASSED")
    head = document["pages"][0]["signatures"][1]
    assert (head["role"], head["signer"], head["code"]) == ("HIEUTRUONG", "Trần Văn Hùng", "HOP_LE")
    assert head["signing_time"] == "2024-06-03T08:31:00+07:00"
    assert len(bytes.fromhex(head["certificate"]["sha256"])) == 32


def test_a_page_that_breaks_the_schema_fails_and_the_others_are_judged(capsys, trust, write):
    data = resealed(signing.packet(), wrong_score(1), pki.signer(signing.SEAL))
    code, document = verified(capsys, write(data), "--trust", trust)
    assert (code, document["kind"], document["status"]) == (1, "packet", "FAILED")
    assert [page["status"] for page in document["pages"]] == ["PASSED", "FAILED", "PASSED"]
    run(["verify", write(data), "--trust", trust])
    said = capsys.readouterr().out
    assert "2 trên 3 trang học bạ hợp lệ." in said
    assert "Mục «DiemKTDK»: giá trị không hợp lệ. [SAI_LUOC_DO]" in said
    assert "11.55" not in said


def test_a_compressed_packet_is_read(capsys, trust, write):
    code, _ = verified(capsys, write(gzip.compress(signing.packet())), "--trust", trust)
    assert code == 0


def test_a_lone_page_is_read(capsys, trust, write):
    code, document = verified(capsys, write(signing.secondary_page()), "--trust", trust)
    assert (code, document["kind"]) == (0, "page")


def test_a_receipt_is_read(capsys, trust, write):
    code, document = verified(capsys, write(signing.receipt(RECEIPT_OF_TWO)), "--trust", trust)
    assert (code, document["kind"], document["signature"]["role"]) == (0, "receipt", "SOGDDT")


def test_a_dispatch_is_read_with_each_of_its_pages(capsys, trust, write):
    file = write(dispatching.dispatch())
    code, told = verified(capsys, file, "--trust", trust)
    assert (code, told["kind"], told["status"]) == (0, "dispatch", "PASSED")
    assert told["dispatch"]["department_code"] == "01"
    assert [page["status"] for page in told["pages"]] == ["PASSED", "PASSED"]
    assert run(["verify", file, "--trust", trust]) == 0
    words = capsys.readouterr().out
    assert "Báo cáo gửi Bộ của Sở 01, năm học 2023-2024: HỢP LỆ" in words
    assert "2 trên 2 trang học bạ hợp lệ" in words


def test_the_ministrys_receipt_is_read(capsys, trust, write):
    file = write(dispatching.dispatch_receipt())
    code, told = verified(capsys, file, "--trust", trust)
    assert (code, told["kind"]) == (0, "dispatch-receipt")


def test_a_schools_order_is_read_in_plain_words(capsys, trust, write):
    file = write(ordering.seal(RECALL))
    code, told = verified(capsys, file, "--trust", trust)
    assert (code, told["kind"], told["order"]["deed"]) == (0, "order", "THU_HOI")
    assert run(["verify", file, "--trust", trust]) == 0
    words = capsys.readouterr().out
    assert f"Đề nghị của {RECALL.school_name}: thu hồi học bạ (2), lý do: {RECALL.reason}" in words


def test_an_altered_order_ends_with_one_and_nothing_of_it_is_told(capsys, trust, write):
    file = write(ordering.seal(RECALL).replace(b">THU_HOI<", b">CHOT_SOM<"))
    code, told = verified(capsys, file, "--trust", trust)
    assert (code, told["order"], told["signature"]["code"]) == (1, None, "NOI_DUNG_BI_SUA")


def test_an_altered_page_ends_with_one_and_says_why(capsys, trust, write):
    data = signing.primary_page().replace(*ALTERED)
    assert run(["verify", write(data), "--trust", trust]) == 1
    assert "Nội dung đã bị thay đổi sau khi ký. [NOI_DUNG_BI_SUA]" in capsys.readouterr().out


def test_an_altered_page_does_not_fail_its_neighbours(capsys, trust, write):
    data = signing.packet().replace(*ALTERED, 1)
    code, document = verified(capsys, write(data), "--trust", trust)
    assert code == 1
    assert [page["status"] for page in document["pages"]] == ["FAILED", "PASSED", "PASSED"]


def test_without_a_root_nothing_is_determined(capsys, tmp_path, write):
    empty = tmp_path / "empty"
    empty.mkdir()
    code, document = verified(capsys, write(signing.primary_page()), "--trust", str(empty))
    assert (code, document["status"]) == (2, "UNDETERMINED")
    assert document["signatures"][0]["code"] == "CHUA_CO_GOC_TIN_CAY"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"<html/>", b"<GoiTin", b"\x1f\x8bxx"])
def test_a_file_that_is_no_packet_ends_with_two(capsys, trust, write, content):
    code, document = verified(capsys, write(content), "--trust", trust)
    assert (code, document["kind"]) == (2, "unknown")


def test_a_missing_file_ends_with_two_and_one_sentence(capsys, trust, tmp_path):
    assert run(["verify", str(tmp_path / "none.xml"), "--trust", trust]) == 2
    assert "Không tìm thấy tệp" in capsys.readouterr().err


def test_a_missing_file_is_told_in_json_too(capsys, trust, tmp_path):
    code, document = verified(capsys, str(tmp_path / "none.xml"), "--trust", trust)
    assert (code, document["verdicts"][0]["code"]) == (2, "TEP_KHONG_DOC_DUOC")


def test_a_missing_trust_directory_ends_with_two(capsys, tmp_path, write):
    path = write(signing.primary_page())
    assert run(["verify", path, "--trust", str(tmp_path / "none")]) == 2
    assert "thư mục chứng thư tin cậy" in capsys.readouterr().err


def test_the_moment_can_be_given(capsys, trust, write):
    path = write(signing.primary_page())
    code, document = verified(capsys, path, "--trust", trust, "--at", "2024-06-03T08:30:30")
    assert code == 1
    codes = [signature["code"] for signature in document["signatures"]]
    assert codes == ["HOP_LE", "THOI_GIAN_TUONG_LAI", "THOI_GIAN_TUONG_LAI"]


def test_a_moment_that_is_none_is_refused(capsys, trust, write):
    path = write(signing.primary_page())
    assert run(["verify", path, "--trust", trust, "--at", "hôm qua"]) == 2
    assert "--at phải là một thời điểm" in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_network(trust, write):
    """A process of its own, in which no socket connects: nothing of Django is loaded."""
    script = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from hocba.project.cli import run\n"
        "code = run(sys.argv[1:])\n"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules\n"
        "sys.exit(code)\n"
    )
    arguments = ["verify", write(signing.packet()), "--trust", trust]
    done = subprocess.run([sys.executable, "-c", script, *arguments], check=False, timeout=60)
    assert done.returncode == 0
