"""The seal on a PDF, as this program and three others see it; the typeset file stays whole."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from hocba.core.errors import InputError
from hocba.core.signature import Algorithm
from hocba.core.signature.trust import Anchor
from hocba.core.verdict import Status
from tests.adapters.pades.examples import (
    OFFICE,
    SEALED_AT,
    check,
    office,
    printed,
    seal_of,
    sealed,
)
from tests.core.signature import pki

EVERY_ALGORITHM = pytest.mark.parametrize(
    "wish",
    [
        pytest.param(office(), id="ECDSA P-256"),
        pytest.param(office(kind="RSA-2048", algorithm=Algorithm.RSA_PSS), id="RSASSA-PSS"),
        pytest.param(office(kind="RSA-2048", algorithm=Algorithm.RSA_PKCS1), id="PKCS#1 v1.5"),
    ],
)


@EVERY_ALGORITHM
def test_a_seal_is_valid_and_names_unit_time_and_certificate(wish):
    report = check(sealed(wish))
    assert report.status is Status.PASSED
    assert report.seal.organization == OFFICE
    assert report.seal.signing_time == SEALED_AT
    assert report.seal.anchor is Anchor.OWN
    assert report.seal.certificate == pki.signer(wish).certificate


def test_the_signed_page_inside_is_verified_with_it():
    (page,) = check(sealed()).pages
    assert [each.signer_name for each in page.signatures] == [
        "Nguyễn Thị Lan",
        "Trần Văn Hùng",
        "Trường Tiểu học Kim Đồng",
    ]


@EVERY_ALGORITHM
def test_pyhanko_finds_the_seal_trusted_whole_and_unchanged(wish):
    signature = the_signature(sealed(wish))
    root = pki.root().certificate.public_bytes(Encoding.PEM)
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(root)), allow_fetching=False, moment=SEALED_AT
    )
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert "INTACT" in status.summary()
    assert "UNTOUCHED" in status.summary()


@EVERY_ALGORITHM
@pytest.mark.tools("pdfsig")
def test_poppler_finds_the_seal_valid_over_the_total_document(wish, tmp_path):
    said = run("pdfsig", "-nocert", put(tmp_path / "sealed.pdf", sealed(wish)))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


@EVERY_ALGORITHM
@pytest.mark.tools("openssl")
def test_openssl_verifies_the_cms_against_the_root(wish, tmp_path):
    data = sealed(wish)
    signature = the_signature(data)
    start, first, second, length = map(int, signature.byte_range)
    root = pki.root().certificate.public_bytes(Encoding.PEM)
    out = tmp_path / "out"
    run(
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-cades"),
        *("-in", put(tmp_path / "cms.der", signature.pkcs7_content.rstrip(b"\0"))),
        *("-content", put(tmp_path / "content", data[:first] + data[second:])),
        *("-CAfile", put(tmp_path / "root.pem", root)),
        *("-purpose", "any", "-attime", str(int(SEALED_AT.timestamp())), "-out", str(out)),
    )
    assert out.read_bytes() == data[start:first] + data[second : second + length]


def test_not_a_byte_of_the_typeset_file_is_touched():
    assert sealed().startswith(printed())


def test_the_file_stays_pdf_a_3a_and_pdf_ua_1():
    before, after = PdfReader(BytesIO(printed())), PdfReader(BytesIO(sealed()))
    metadata = after.trailer["/Root"]["/Metadata"].get_data()
    assert metadata == before.trailer["/Root"]["/Metadata"].get_data()
    assert re.search(rb"pdfaid:part>3<.*pdfaid:conformance>A<", metadata)
    assert b"pdfuaid:part>1<" in metadata
    assert after.metadata == before.metadata
    assert entries(after) - entries(before) == {"/AcroForm", "/Perms", "/Extensions"}
    for kept in entries(before):
        assert words(after.trailer["/Root"][kept]) == words(before.trailer["/Root"][kept])


def test_the_signature_itself_is_what_pdf_a_allows():
    reader = PdfReader(BytesIO(sealed()))
    perms = reader.trailer["/Root"]["/Perms"]
    assert list(perms) == ["/DocMDP"]
    (reference,) = perms["/DocMDP"]["/Reference"]
    # ISO 19005-3, 6.1.12: none of DigestLocation, DigestMethod, DigestValue.
    assert set(reference) <= {"/Type", "/TransformMethod", "/TransformParams"}
    assert "/NeedAppearances" not in reader.trailer["/Root"]["/AcroForm"]


def test_the_field_is_printable_but_lies_outside_of_the_page():
    reader = PdfReader(BytesIO(sealed()))
    (field,) = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    left, bottom, right, top = map(float, field.get_object()["/Rect"])
    assert (left, bottom) == (right, top)
    assert right < 0
    assert field.get_object()["/F"] & 0b100
    # Hidden, Invisible, NoView and ToggleNoView are forbidden by ISO 19005-3, 6.3.2.
    assert not field.get_object()["/F"] & 0b100100011


@pytest.mark.tools("pdftoppm")
def test_a_sealed_page_looks_as_it_did(tmp_path):
    assert pixels(tmp_path / "sealed", sealed()) == pixels(tmp_path / "plain", printed())


def test_one_seal_serves_many_files():
    seal = seal_of()
    for number in range(3):
        assert check(seal.put_on(printed() + b"\n" * number, at=SEALED_AT)).status is Status.PASSED


@pytest.mark.parametrize("broken", [b"", b"<html>", b"%PDF-1.7\n", printed()[:20_000]])
def test_a_broken_pdf_is_not_sealed(broken):
    with pytest.raises(InputError, match="PDF bị hỏng"):
        seal_of().put_on(broken, at=SEALED_AT)


def test_a_sealed_pdf_is_not_sealed_again():
    with pytest.raises(InputError, match="đã có chữ ký"):
        seal_of().put_on(sealed(), at=SEALED_AT)


def the_signature(data: bytes) -> EmbeddedPdfSignature:
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    return signature


def entries(reader: PdfReader) -> set[str]:
    return set(reader.trailer["/Root"])


def words(value: object) -> str:
    """The value as text, its references without the identity of the reader."""
    return re.sub(r"IndirectObject\((\d+), (\d+), \d+\)", r"\1 \2 R", repr(value))


def put(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pixels(directory: Path, data: bytes) -> list[bytes]:
    directory.mkdir()
    run("pdftoppm", "-gray", "-r", "30", put(directory / "file.pdf", data), str(directory / "page"))
    return [each.read_bytes() for each in sorted(directory.glob("page*.pgm"))]
