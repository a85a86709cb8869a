"""Sealed PDFs with their proofs, made and judged against real authorities over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pypdf import PdfReader

from hocba.adapters.pades import Archivist, Seal
from hocba.adapters.revocation import Collector
from hocba.core.errors import InputError, Unavailable
from hocba.core.signature import POLICY, POLICY_WITH_ANSWERS, PdfReport, TrustStore
from hocba.core.signature.reasons import Revocation
from hocba.core.verdict import Status
from tests.adapters.pades.examples import check, printed, reasons
from tests.adapters.pades.test_attacks import annotate, overprint, updated
from tests.authorities import REVOKED_LATE, SCHOOL, Authorities
from tests.core.signature import pki

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOW = datetime(2024, 6, 20, tzinfo=UTC)
LATER = datetime(2049, 1, 1, tzinfo=UTC)
"""When every certificate of the authorities has expired."""


@pytest.fixture(autouse=True)
def _today(authorities: Authorities) -> None:
    authorities.at(NOW)


def trust(authorities: Authorities) -> TrustStore:
    """The roots of those who seal and stamp, and of those who signed the page inside."""
    return TrustStore.of([authorities.certificate("goc"), pki.root().certificate])


def archivist(
    authorities: Authorities, *, tsa: str = "dau-thoi-gian", now=lambda: NOW
) -> Archivist:
    collector = Collector(now)
    return Archivist(trust(authorities), POLICY, SCHOOL, authorities.timestamps(tsa), collector)


def sealed_by(authorities: Authorities, name: str, at: datetime = NOW) -> bytes:
    return Seal(authorities.key(name)).put_on(printed(), at=at - timedelta(minutes=1))


def judged(data: bytes, authorities: Authorities, at: datetime = LATER, **options) -> PdfReport:
    return check(data, trust=trust(authorities), at=at, issuer=SCHOOL, **options)


def test_a_preserved_pdf_is_proven_decades_later(authorities):
    data = archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)
    report = judged(data, authorities)
    assert report.status is Status.PASSED
    assert report.seal.proven_at == NOW
    assert report.seal.revocation is Revocation.GOOD
    assert "chỉ có thêm bằng chứng để lưu trữ lâu dài" in report.verdicts[0].message


def test_the_sealed_file_is_untouched_within_it(authorities):
    before = sealed_by(authorities, "nha-truong")
    after = archivist(authorities).preserve(before, at=NOW)
    assert after.startswith(before)
    old, new = PdfReader(BytesIO(before)), PdfReader(BytesIO(after))
    assert new.xmp_metadata.pdfaid_part == old.xmp_metadata.pdfaid_part == "3"
    assert new.metadata == old.metadata


def test_pyhanko_believes_seal_and_timestamps_by_what_the_file_holds(authorities):
    """Offline, with revocation demanded: the store in the file is enough."""
    data = archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)
    reader = PdfFileReader(BytesIO(data))
    root = authorities.certificate("goc").public_bytes(Encoding.PEM)
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {
            "trust_roots": list(load_certs_from_pemder_data(root)),
            "allow_fetching": False,
            "revocation_mode": "require",
            "moment": NOW + timedelta(minutes=1),
        }
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    (seal,) = reader.embedded_regular_signatures
    status = validate_pdf_signature(seal, context, key_usage_settings=usage)
    assert status.bottom_line
    assert status.modification_level is ModificationLevel.LTA_UPDATES
    stamps = reader.embedded_timestamp_signatures
    assert len(stamps) == 2
    for each in (validate_pdf_timestamp(stamp, context) for stamp in stamps):
        assert (each.valid, each.intact, each.trusted) == (True, True, True)


def test_preserving_again_renews_the_proof(authorities):
    first = archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)
    year = NOW + timedelta(days=365)
    authorities.at(year)
    second = archivist(authorities, now=lambda: year).preserve(first, at=year)
    assert second.startswith(first)
    assert len(PdfFileReader(BytesIO(second)).embedded_timestamp_signatures) == 3
    report = judged(second, authorities)
    assert (report.status, report.seal.proven_at) == (Status.PASSED, NOW)


def test_a_seal_whose_certificate_was_revoked_later_stays_valid(authorities):
    before = REVOKED_LATE - timedelta(days=2)
    authorities.at(before)
    sealed = sealed_by(authorities, "con-dau-thu-hoi-sau", before)
    first = archivist(authorities, now=lambda: before).preserve(sealed, at=before)
    authorities.at(NOW)
    report = judged(archivist(authorities).preserve(first, at=NOW), authorities)
    assert report.status is Status.PASSED
    assert report.seal.revocation is Revocation.REVOKED_LATER


def test_a_seal_put_on_after_revocation_is_not_preserved(authorities):
    with pytest.raises(Unavailable, match="thu hồi"):
        archivist(authorities).preserve(sealed_by(authorities, "con-dau-thu-hoi-sau"), at=NOW)


def test_a_seal_dated_back_before_revocation_is_not_preserved(authorities):
    """The claimed time lies before the revocation; the timestamp does not."""
    old = sealed_by(authorities, "con-dau-thu-hoi-sau", REVOKED_LATE - timedelta(days=2))
    with pytest.raises(Unavailable, match="Chưa đủ bằng chứng"):
        archivist(authorities).preserve(old, at=NOW)


def test_without_answers_nothing_is_given_out_as_proven(authorities):
    authorities.refusing |= {"ocsp", "crl"}
    with pytest.raises(Unavailable, match="Chưa đủ bằng chứng"):
        archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)


def test_a_timestamping_authority_that_is_down(authorities):
    authorities.refusing.add("tsa")
    with pytest.raises(Unavailable, match="không trả lời"):
        archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)


def test_a_timestamping_authority_that_nobody_trusts(authorities):
    strange = archivist(authorities, tsa="dau-thoi-gian-la")
    with pytest.raises(Unavailable, match="gốc tin cậy"):
        strange.preserve(sealed_by(authorities, "nha-truong"), at=NOW)


@pytest.mark.parametrize("data", [printed(), b"%PDF-"], ids=["unsealed", "broken"])
def test_only_a_validly_sealed_pdf_is_preserved(data, authorities):
    with pytest.raises(InputError, match="dấu số hợp lệ"):
        archivist(authorities).preserve(data, at=NOW)


def test_a_policy_that_demands_answers_finds_none_in_a_plain_seal(authorities):
    sealed = sealed_by(authorities, "nha-truong")
    report = judged(sealed, authorities, NOW, policy=POLICY_WITH_ANSWERS)
    assert (report.status, reasons(report)) == (Status.UNDETERMINED, ["CHUA_RO_THU_HOI"])


@pytest.mark.parametrize("change", [overprint, annotate], ids=lambda change: change.__name__)
def test_a_change_among_the_proofs(change, authorities):
    """Altered after sealing, then stamped: a timestamp does not heal it."""
    altered = updated(sealed_by(authorities, "nha-truong"), change)
    with pytest.raises(InputError):
        archivist(authorities).preserve(altered, at=NOW)
    preserved = archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)
    assert reasons(judged(updated(preserved, change), authorities)) == ["PDF_BI_SUA"]


def test_proofs_stripped_from_the_store(authorities):
    """The store is under the last timestamp: nothing of it can be taken away or replaced."""
    preserved = archivist(authorities).preserve(sealed_by(authorities, "nha-truong"), at=NOW)
    for place in (b"/DSS", b"/OCSPs", b"/CRLs", b"/Certs"):
        cut = preserved.replace(place, place.lower())
        assert cut != preserved
        assert judged(cut, authorities).status is not Status.PASSED


def test_a_stamp_of_something_else(authorities):
    """A good token of another file in the place of a timestamp."""

    class Deceiver:
        def __init__(self, honest):
            self.honest = honest

        def stamp(self, imprint: bytes) -> bytes:
            return self.honest.stamp(imprint[::-1])

    deceived = replace(archivist(authorities), authority=Deceiver(authorities.timestamps()))
    with pytest.raises(Unavailable, match="ấu thời gian"):
        deceived.preserve(sealed_by(authorities, "nha-truong"), at=NOW)
