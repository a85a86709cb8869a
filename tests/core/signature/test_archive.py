"""A page held for decades: archive timestamps, each by another authority before the last one ends.

The page is signed in 2024; its certificates end in 2030, its timestamp's authority in 2040.
Three archive authorities live from 2020 to 2032, 2030 to 2042 and 2040 to 2052.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from lxml import etree

from hocba.adapters.evidence import Keeper
from hocba.adapters.revocation import Collector
from hocba.core.errors import SigningError
from hocba.core.signature import (
    POLICY,
    POLICY_KEPT,
    Evidence,
    PageReport,
    embed,
    imprint_to_renew,
    renew,
    verify_page,
)
from hocba.core.signature.timestamp import read_token
from hocba.core.verdict import Status
from tests.authorities import Authorities
from tests.core.signature.witnessed import CHECKED_AT, archived, gather, page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

IN_2031, IN_2041 = datetime(2031, 6, 1, tzinfo=UTC), datetime(2041, 6, 1, tzinfo=UTC)
TWENTY_YEARS_LATER = datetime(2044, 6, 20, tzinfo=UTC)
V141 = "{http://uri.etsi.org/01903/v1.4.1#}"


def renewed(authorities: Authorities, held: bytes, by: str, at: datetime) -> bytes:
    authorities.at(at)
    collector = Collector(lambda: at)
    keeper = Keeper(authorities.archive_trust, authorities.timestamps(by), collector)
    return keeper.preserve(held, at=at)


@pytest.fixture(scope="module")
def signed(authorities: Authorities) -> bytes:
    return page(authorities)


@pytest.fixture(scope="module")
def long_term(authorities: Authorities, signed: bytes) -> bytes:
    """B-LT: stamped, with chains and answers."""
    return embed(signed, gather(authorities, signed, stamped="dau-thoi-gian"))


@pytest.fixture(scope="module")
def kept(authorities: Authorities, long_term: bytes) -> bytes:
    """B-LTA, renewed twice: each time before the authority of the time before had ended."""
    held = archived(authorities, long_term, "luu-tru-1", CHECKED_AT)
    held = renewed(authorities, held, "luu-tru-2", IN_2031)
    return renewed(authorities, held, "luu-tru-3", IN_2041)


def check(authorities, held, at=TWENTY_YEARS_LATER, policy=POLICY_KEPT) -> PageReport:
    return verify_page(held, trust=authorities.archive_trust, policy=policy, at=at)


def seal_code(report: PageReport) -> str:
    return report.signatures[-1].verdict.code


def test_twenty_years_later_every_certificate_has_ended_and_the_page_still_stands(
    authorities, signed, kept
):
    report = check(authorities, kept)
    assert report.status is Status.PASSED, [each.verdict for each in report.signatures]
    assert report.covered == signed
    for each in report.signatures:
        assert each.signer.valid_until < TWENTY_YEARS_LATER
        assert each.proven_at == CHECKED_AT
    assert report.signatures[-1].kept_until == datetime(2052, 1, 1, tzinfo=UTC)


def test_without_archive_timestamps_it_no_longer_stands_by_itself(authorities, long_term):
    assert check(authorities, long_term, at=datetime(2039, 1, 1, tzinfo=UTC)).covered
    report = check(authorities, long_term)
    assert (report.status, seal_code(report)) == (Status.UNDETERMINED, "DAU_LUU_TRU_DUT")


def test_who_never_stamped_it_holds_it_as_long_as_the_seals_certificate_lives(authorities, signed):
    assert check(authorities, signed, at=datetime(2029, 1, 1, tzinfo=UTC)).covered
    assert seal_code(check(authorities, signed)) == "DAU_LUU_TRU_DUT"


def test_the_stamp_is_of_everything_in_the_order_of_the_standard(authorities, signed, kept):
    """Computed anew from the document's tree, by EN 319 132-1, 5.5.2, and nothing of ours."""
    ds, xades = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/01903/v1.3.2#}"
    tree = etree.fromstring(kept)
    seal = tree.findall(f".//{ds}Signature")[-1]
    octets = b""
    for reference in seal.iterfind(f"{ds}SignedInfo/{ds}Reference"):
        (target,) = tree.xpath("//*[@Id=$id]", id=reference.get("URI")[1:])
        octets += c14n(target)
    for name in ("SignedInfo", "SignatureValue", "KeyInfo"):
        octets += c14n(seal.find(ds + name))
    stamps = 0
    for each in seal.find(f".//{xades}UnsignedSignatureProperties"):
        if each.tag == f"{V141}ArchiveTimeStamp":
            token = etree.tostring(each.find(f"{xades}EncapsulatedTimeStamp"), method="text")
            assert read_token(b64decode(token)).imprint == sha256(octets).digest()
            stamps += 1
        octets += c14n(each)
    assert stamps == 3


def c14n(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True)


def test_attack_a_stamp_over_something_else(authorities, long_term, signed):
    held = archived(authorities, long_term, "luu-tru-1", CHECKED_AT)
    other = archived(authorities, signed, "luu-tru-1", CHECKED_AT)
    begin = f"<xades141:ArchiveTimeStamp xmlns:xades141={V141[1:-1]!r}>".replace("'", '"').encode()
    end = b"</xades141:ArchiveTimeStamp>"
    stolen = other[other.index(begin) : other.index(end)]
    forged = held[: held.index(begin)] + stolen + held[held.index(end) :]
    report = check(authorities, forged, at=CHECKED_AT, policy=POLICY)
    assert (report.status, seal_code(report)) == (Status.FAILED, "DAU_LUU_TRU_HONG")


def test_a_stamp_over_something_else_is_not_even_put_in(authorities, long_term, signed):
    authorities.at(CHECKED_AT)
    token = authorities.timestamps("luu-tru-1").stamp(imprint_to_renew(signed))
    with pytest.raises(SigningError, match="không phải của trang này"):
        renew(long_term, token, Evidence())


def test_attack_a_stamp_from_after_the_earlier_authoritys_end(authorities, long_term):
    """Whoever has stolen an ended authority's key could have made all that it ever stamped."""
    late = datetime(2033, 1, 1, tzinfo=UTC)
    held = archived(authorities, long_term, "luu-tru-1", CHECKED_AT)
    held = archived(authorities, held, "luu-tru-2", late)
    report = check(authorities, held, at=late)
    assert (report.status, seal_code(report)) == (Status.UNDETERMINED, "DAU_LUU_TRU_DUT")
    assert report.covered == b""


def test_attack_a_first_stamp_from_after_the_timestamps_end(authorities, long_term):
    late = datetime(2041, 1, 1, tzinfo=UTC)
    held = archived(authorities, long_term, "luu-tru-3", late)
    assert seal_code(check(authorities, held, at=late)) == "DAU_LUU_TRU_DUT"


@pytest.mark.parametrize("name", ["OCSPValues", "CRLValues", "CertificateValues"])
def test_attack_validation_data_removed(authorities, kept, name):
    begin, end = f"<xades:{name}>".encode(), f"</xades:{name}>".encode()
    at = kept.index(begin)
    shorter = kept[:at] + kept[kept.index(end, at) + len(end) :]
    report = check(authorities, shorter)
    assert (report.status, seal_code(report)) == (Status.FAILED, "DAU_LUU_TRU_HONG")


def test_attack_the_middle_stamp_removed(authorities, kept):
    pieces = kept.split(b"<xades141:ArchiveTimeStamp")
    assert len(pieces) == 4
    shorter = b"<xades141:ArchiveTimeStamp".join([pieces[0], pieces[1], pieces[3]])
    assert seal_code(check(authorities, shorter)) == "DAU_LUU_TRU_HONG"


def test_attack_the_last_stamp_removed_is_a_page_that_nobody_renewed(authorities, kept):
    at = kept.rindex(b"<xades141:ArchiveTimeStamp")
    end = b"</xades:UnsignedSignatureProperties>"
    shorter = kept[:at] + kept[kept.rindex(end) :]
    report = check(authorities, shorter)
    assert (report.status, seal_code(report)) == (Status.UNDETERMINED, "DAU_LUU_TRU_DUT")
    assert check(authorities, shorter, at=IN_2041).covered


def test_attack_a_stamp_of_a_stranger(authorities, long_term):
    authorities.at(CHECKED_AT)
    token = authorities.timestamps("dau-thoi-gian-la").stamp(imprint_to_renew(long_term))
    report = check(authorities, renew(long_term, token, Evidence()), at=CHECKED_AT, policy=POLICY)
    assert seal_code(report) == "DAU_THOI_GIAN_CHUA_TIN_CAY"


def test_attack_a_stamp_of_the_future(authorities, long_term):
    held = archived(authorities, long_term, "luu-tru-1", IN_2031)
    assert seal_code(check(authorities, held, at=CHECKED_AT)) == "THOI_GIAN_TUONG_LAI"


def test_whatever_is_damaged_no_other_page_comes_out(authorities, signed, kept):
    begin = kept.rindex(b"<xades:UnsignedProperties>")
    for position in range(begin, len(kept), 97):
        damaged = bytearray(kept)
        damaged[position] ^= 1
        assert check(authorities, bytes(damaged)).covered in (b"", signed)


def test_evidence_is_not_added_before_an_archive_timestamp(authorities, kept, long_term):
    with pytest.raises(SigningError, match="dấu thời gian lưu trữ"):
        embed(kept, Evidence(certificates=(b"x",)))


def test_a_page_that_the_school_has_not_sealed_is_not_archived(authorities):
    unsealed = page(authorities)
    cut = unsealed.rindex(b"<ds:Signature ")
    with pytest.raises(SigningError, match="con dấu số của trường"):
        imprint_to_renew(unsealed[:cut] + b"</ChuKySo></HocBa>")


def test_the_first_keeping_brings_timestamp_and_answers_by_itself(authorities, signed):
    held = renewed(authorities, signed, "luu-tru-1", CHECKED_AT)
    report = check(authorities, held, at=datetime(2031, 12, 1, tzinfo=UTC))
    assert report.status is Status.PASSED, [each.verdict for each in report.signatures]
