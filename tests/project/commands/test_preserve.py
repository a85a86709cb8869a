"""``hocba preserve``: a page or a sealed PDF gets its proofs, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters import clock
from hocba.adapters.pades import Seal
from hocba.project.cli import run
from tests.adapters.pades.examples import printed
from tests.adapters.pades.test_archive import NOW
from tests.authorities import SCHOOL, Authorities
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki
from tests.core.signature.witnessed import page
from tests.public.printing.examples import LEDGER_KEY

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(autouse=True)
def _today(authorities: Authorities) -> Iterator[None]:
    authorities.at(NOW)
    clock.start_at(NOW)
    yield
    clock.start_at(None)


@pytest.fixture
def trust(tmp_path: Path, authorities: Authorities) -> Path:
    directory = tmp_path / "trust"
    directory.mkdir()
    for name, certificate in {
        "goc.pem": authorities.certificate("goc"),
        "luu-tru.pem": authorities.certificate("goc-luu-tru"),
        "trang.pem": pki.root().certificate,
    }.items():
        (directory / name).write_bytes(certificate.public_bytes(Encoding.PEM))
    (directory / "so-cai.vkey").write_text(str(LEDGER_KEY.verifier))
    return directory


def preserve(data: bytes, trust: Path, authorities: Authorities, by: str = "dau-thoi-gian") -> int:
    (trust / "hoc-ba.pdf").write_bytes(data)
    files = (str(trust / "hoc-ba.pdf"), str(trust / "luu-tru.pdf"))
    options = ("--trust", str(trust), "--tsa", authorities.timestamps(by).url, "--issuer", SCHOOL)
    return run(["preserve", *files, *options])


def sealed(authorities: Authorities) -> bytes:
    return Seal(authorities.key("nha-truong")).put_on(printed(), at=NOW - timedelta(minutes=1))


def test_what_it_writes_is_verified_with_its_timestamp(authorities, trust, capsys):
    assert preserve(sealed(authorities), trust, authorities) == 0
    assert "luu-tru.pdf" in capsys.readouterr().out
    options = ("--trust", str(trust), "--issuer", SCHOOL, "--at", "2049-01-01T00:00:00")
    assert run(["verify", str(trust / "luu-tru.pdf"), *options]) == 0
    said = capsys.readouterr().out
    assert "chỉ có thêm bằng chứng để lưu trữ lâu dài" in said
    assert "chứng thư số không bị thu hồi khi ký; có dấu thời gian" in said


def test_an_unsealed_pdf_is_refused_and_nothing_is_written(authorities, trust, capsys):
    assert preserve(printed(), trust, authorities) == 2
    assert "dấu số hợp lệ" in capsys.readouterr().err
    assert not (trust / "luu-tru.pdf").exists()


def test_an_authority_that_is_down_is_named(authorities, trust, capsys):
    authorities.refusing.add("tsa")
    assert preserve(sealed(authorities), trust, authorities) == 2
    assert "không trả lời" in capsys.readouterr().err


def test_a_page_is_kept_and_renewed_and_verified_twenty_years_later(authorities, trust, capsys):
    """Its signers' certificates end in 2030, the first archive authority's in 2032."""
    file = trust / "trang-2024.xml"
    file.write_bytes(page(authorities))
    for year, by in ((2024, "luu-tru-1"), (2031, "luu-tru-2"), (2041, "luu-tru-3")):
        at = NOW.replace(year=year)
        authorities.at(at)
        clock.start_at(at)
        kept = trust / f"giu-{year}.xml"
        options = ("--trust", str(trust), "--tsa", authorities.timestamps(by).url)
        assert run(["preserve", str(file), str(kept), *options]) == 0
        file = kept
    options = ("--trust", str(trust), "--alive", "--at", "2044-06-20T00:00:00")
    capsys.readouterr()
    assert run(["verify", str(file), *options]) == 0
    assert "chứng cứ lưu trữ còn đến 01/01/2052" in capsys.readouterr().out
    assert run(["verify", str(trust / "giu-2024.xml"), *options]) == 2
    assert "Chứng cứ lưu trữ đã đứt" in capsys.readouterr().out


def test_a_page_that_does_not_pass_is_not_kept(authorities, trust, capsys):
    pupil = PRIMARY.pupil.full_name.encode()
    signed = page(authorities).replace(pupil, pupil + b"X")
    assert preserve(signed, trust, authorities) == 2
    assert "Chỉ bảo quản lâu dài được trang học bạ hợp lệ" in capsys.readouterr().err
    assert not (trust / "luu-tru.pdf").exists()


def test_a_page_is_not_renewed_once_its_proof_is_broken(authorities, trust, capsys):
    assert preserve(page(authorities), trust, authorities, by="luu-tru-1") == 0
    late = NOW.replace(year=2033)
    authorities.at(late)
    clock.start_at(late)
    held = (trust / "luu-tru.pdf").read_bytes()
    assert preserve(held, trust, authorities, by="luu-tru-2") == 2
    assert "Chứng cứ lưu trữ đã đứt" in capsys.readouterr().err
