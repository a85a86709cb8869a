"""Sealed PDFs under attack, each test named after one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from hocba.adapters.pades import Seal
from hocba.adapters.pades import sealed as taking_apart
from hocba.adapters.pades.cms import CmsForm
from hocba.core.signature import TrustStore
from hocba.core.verdict import Status
from tests.adapters.pades.examples import (
    CHECKED_AT,
    OFFICE,
    SEALED_AT,
    check,
    office,
    printed,
    reasons,
    seal_of,
    sealed,
)
from tests.core.signature import pki, signing
from tests.core.signature.pki import Wish

Change = Callable[[IncrementalPdfFileWriter], None]


def updated(data: bytes, change: Change) -> bytes:
    """``data`` with an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter, number: int = 2) -> generic.DictionaryObject:
    return writer.find_page_for_modification(number)[0].get_object()


def overprint(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"BT /F0 12 Tf (10) Tj ET")
    page_of(writer)["/Contents"] = writer.add_object(stream)
    writer.update_container(page_of(writer))


def annotate(writer: IncrementalPdfFileWriter) -> None:
    note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": [0, 0, 90, 90], "/Contents": "10"}
    entries = {pdf_name(key): pdf_object(value) for key, value in note.items()}
    annots = generic.ArrayObject([writer.add_object(generic.DictionaryObject(entries))])
    page_of(writer)["/Annots"] = annots
    writer.update_container(page_of(writer))


def signed_by_hand(
    data: bytes, *, subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES, **options: object
) -> bytes:
    """Signed by the office's own key through pyHanko, with a field and options as one likes."""
    key = pki.signer(office())
    (certificate,) = load_certs_from_pemder_data(key.certificate.public_bytes(Encoding.DER))
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    meta = PdfSignatureMetadata(field_name="Other", subfilter=subfilter, **options)
    writer = IncrementalPdfFileWriter(BytesIO(data))
    return PdfSigner(meta, signer, new_field_spec=SigFieldSpec("Other")).sign_pdf(writer).getvalue()


def pdf_object(value: object) -> generic.PdfObject:
    if isinstance(value, list):
        return generic.ArrayObject(map(generic.NumberObject, value))
    text = str(value)
    return pdf_name(text) if text.startswith("/") else generic.pdf_string(text)


def drop_a_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][0]
    writer.update_container(pages)


def attach(writer: IncrementalPdfFileWriter, content: bytes = b"<HocBa/>") -> None:
    """Put something in the place of the attached page."""
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][-1]["/EF"]
    file["/F"] = writer.add_object(generic.StreamObject(stream_data=content))
    writer.update_container(file)


def open_an_address(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/URI"), pdf_name("/URI"): generic.pdf_string("http://x")}
    writer.root["/OpenAction"] = generic.DictionaryObject(action)
    writer.update_root()


@pytest.mark.parametrize(
    "change",
    [overprint, annotate, drop_a_page, attach, open_an_address],
    ids=lambda change: change.__name__,
)
def test_incremental_saving(change):
    assert reasons(check(updated(sealed(), change))) == ["PDF_BI_SUA"]


def test_bytes_behind_the_end():
    assert reasons(check(sealed() + b"\n% more\n")) == ["PDF_BI_SUA"]


@given(st.integers(0, len(sealed()) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_never_accepted(place, mask):
    data = bytearray(sealed())
    data[place] ^= mask
    assert check(bytes(data)).status is not Status.PASSED


def test_a_flipped_byte_of_what_is_printed():
    data = bytearray(sealed())
    data[data.index(b"stream\n") + 40] ^= 1
    assert reasons(check(bytes(data))) == ["NOI_DUNG_BI_SUA"]


def test_stripped_seal():
    assert reasons(check(printed())) == ["PDF_CHUA_KY"]


def test_seal_of_another_pdf_moved_here():
    other = seal_of().put_on(printed(signing.secondary_page()), at=SEALED_AT)
    value = re.compile(rb"/Contents <[0-9A-F]+>")
    moved = value.sub(value.search(other).group(), sealed())
    assert len(moved) == len(sealed())
    assert reasons(check(moved)) == ["NOI_DUNG_BI_SUA"]


@pytest.mark.parametrize(
    "wish",
    [signing.SEAL, signing.HEAD, Wish(OFFICE)],
    ids=["school's seal", "head", "name of the office alone"],
)
def test_sealed_by_another_unit_of_the_same_pki(wish):
    assert reasons(check(sealed(wish))) == ["PDF_SAI_CO_QUAN"]


def test_sealed_under_an_unknown_authority():
    unknown = pki.issuing("CA lạ", root_name="Gốc lạ")
    data = Seal(pki.signer(office(), unknown)).put_on(printed(), at=SEALED_AT)
    assert reasons(check(data)) == ["KHONG_TOI_GOC_TIN_CAY"]


def test_no_root_at_all_is_undetermined():
    report = check(sealed(), trust=TrustStore.of([]))
    assert report.status is Status.UNDETERMINED
    assert reasons(report) == ["CHUA_CO_GOC_TIN_CAY"]


def test_sealed_after_the_certificate_had_expired():
    wish = office(ends=SEALED_AT - timedelta(days=1))
    assert reasons(check(sealed(wish))) == ["CHUNG_THU_HET_HIEU_LUC"]


def test_sealed_before_the_certificate_was_valid():
    wish = office(begins=SEALED_AT + timedelta(days=1))
    assert reasons(check(sealed(wish))) == ["CHUNG_THU_CHUA_HIEU_LUC"]


def test_a_certificate_that_expired_since_is_no_fault():
    wish = office(ends=SEALED_AT + timedelta(days=1))
    assert check(sealed(wish), at=datetime(2029, 1, 1, tzinfo=UTC)).status is Status.PASSED


def test_sealed_in_the_future():
    data = sealed(at=CHECKED_AT + timedelta(seconds=1))
    assert reasons(check(data)) == ["THOI_GIAN_TUONG_LAI"]


@pytest.mark.parametrize("usage", ["encrypt", "authority", ""])
def test_a_certificate_for_something_else(usage):
    assert reasons(check(sealed(office(usage=usage)))) == ["CHUNG_THU_SAI_MUC_DICH"]


def test_weak_key():
    assert reasons(check(sealed(office(kind="RSA-1024")))) == ["KHOA_YEU"]


def test_a_second_signature():
    """Somebody signs the sealed file too; the seal forbids it."""
    key = pki.signer(signing.HEAD)
    form = CmsForm(key.certificate, key.chain, key.algorithm)
    writer = IncrementalPdfFileWriter(BytesIO(sealed()))
    steps = PdfCMSEmbedder(SigFieldSpec("Other")).write_cms("Other", writer)
    next(steps)
    steps.send(SigObjSetup(SignatureObject(SEALED_AT, SigSeedSubFilter.PADES)))
    prepared, output = steps.send(SigIOSetup("sha256"))
    value = key.sign(form.attributes(prepared.document_digest))
    steps.send(form.filled(prepared.document_digest, value))
    assert reasons(check(output.getvalue())) == ["PDF_BI_SUA"]


def test_signed_but_not_sealed():
    """A signature of the office's own key that allows later changes is not a seal."""
    assert reasons(check(signed_by_hand(printed()))) == ["PDF_SAI_KHUON"]


def test_a_signature_of_the_old_format():
    old = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    data = signed_by_hand(printed(), certify=True, subfilter=old)
    assert reasons(check(data)) == ["PDF_SAI_KHUON"]


def test_algorithm_downgrade():
    """SHA-1 and MD5 have no place in the form; a weaker digest is no seal."""
    for digest in ("sha1", "sha512"):
        data = signed_by_hand(printed(), certify=True, md_algorithm=digest)
        assert reasons(check(data)) == ["PDF_SAI_KHUON"]


def test_universal_signature_forgery():
    """ByteRange or value removed or emptied, so that a lazy reader has nothing to compare."""
    data = sealed()
    start, end = (data.index(b"/Contents <") + 11, data.index(b">", data.index(b"/Contents <")))
    byte_range = re.search(rb"/ByteRange \[[^\]]*\]", data).group()
    forged = {
        "no value": data[:start] + b"0" * (end - start) + data[end:],
        "no ByteRange": data.replace(byte_range, b" " * len(byte_range)),
        "empty ByteRange": data.replace(byte_range, b"/ByteRange []".ljust(len(byte_range))),
        "negative ByteRange": data.replace(byte_range, _range(byte_range, b"[0 -1 -1 0]")),
        "null ByteRange": data.replace(byte_range, _range(byte_range, b"null")),
    }
    for name, each in forged.items():
        assert check(each).status is not Status.PASSED, name


def _range(old: bytes, value: bytes) -> bytes:
    return b"/ByteRange " + value.ljust(len(old) - 11)


def test_something_hidden_in_the_gap_of_the_seal():
    """The room behind the value is not covered: it must hold zeros and nothing else."""
    data = sealed()
    end = data.index(b">", data.index(b"/Contents <"))
    assert data[end - 8 : end] == b"00000000"
    assert reasons(check(data[: end - 4] + b"CAFE" + data[end:])) == ["PDF_SAI_KHUON"]


def test_a_page_altered_before_the_office_sealed_it():
    """The seal is the office's word; the page's own signers are asked all the same."""
    page = signing.primary_page()
    altered = page.replace("Hồ Minh Khoa".encode(), "Hồ Minh Khôi".encode())
    attached = updated(printed(), lambda writer: attach(writer, altered))
    report = check(seal_of().put_on(attached, at=SEALED_AT))
    assert report.seal.verdict.passed
    assert report.status is Status.FAILED


def test_decompression_bomb():
    bomb = zlib.compress(bytes(100_000_000))
    data = (
        b"%%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 2 1]/Size 25000000/Root 2 0 R/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n"
    ) % (len(bomb), bomb)
    assert len(data) < 100_000
    assert reasons(check(data)) == ["PDF_HONG"]


@pytest.mark.parametrize("data", [b"", b"%PDF-", b"<HocBa/>", b"%PDF-1.7\n" + b"[" * 200_000])
def test_what_is_no_pdf_is_undetermined(data):
    report = check(data)
    assert report.status is Status.UNDETERMINED
    assert reasons(report) == ["PDF_HONG"]


def test_a_truncated_pdf_is_undetermined():
    assert reasons(check(sealed()[:40_000])) == ["PDF_HONG"]


@given(st.integers(0, len(sealed()) - 1))
def test_no_beginning_of_a_sealed_pdf_is_accepted(length):
    assert check(sealed()[:length]).status is not Status.PASSED


def test_a_huge_file_is_not_even_read(monkeypatch):
    monkeypatch.setattr(taking_apart, "MAX_BYTES", len(sealed()) - 1)
    monkeypatch.setattr(taking_apart, "PdfFileReader", None)
    assert reasons(check(sealed())) == ["PDF_QUA_LON"]
