"""``hocba peer``: a Department's certificate is registered, once, for that Department."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.parties.models import Certificate, Unit, UnitKind
from hocba.project.cli import run
from tests.core.signature import pki
from tests.registry.school import RECEIPT_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> str:
    department = Unit.objects.create(code="01", name="Sở GDĐT Hà Nội", kind=UnitKind.DEPARTMENT)
    Unit.objects.create(code="01T1", name="Trường", kind=UnitKind.SCHOOL, parent=department)
    path = tmp_path / "so.pem"
    path.write_bytes(pki.pem(RECEIPT_KEY))
    return str(path)


def test_a_certificate_is_registered_once(file: str, capsys) -> None:
    assert run(["peer", "01", file]) == 0
    assert run(["peer", "01", file]) == 0
    assert "Đã ghi nhận 1 chứng thư số của Sở GDĐT Hà Nội." in capsys.readouterr().out
    assert Certificate.objects.get().unit_id == "01"


@pytest.mark.parametrize("code", ["79", "01T1"])
def test_only_a_department_reports(code: str, file: str, capsys) -> None:
    assert run(["peer", code, file]) == 2
    assert f"«{code}»" in capsys.readouterr().err
    assert not Certificate.objects.exists()


def test_what_is_no_certificate(file: str, capsys) -> None:
    Path(file).write_bytes(b"x")
    assert run(["peer", "01", file]) == 2
    assert "không phải chứng thư số" in capsys.readouterr().err
