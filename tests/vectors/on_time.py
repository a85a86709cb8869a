"""Long-term pages, and attacks by revocation and timestamps, before real authorities."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hocba.core.signature import Evidence, embed
from hocba.core.verdict import Status
from tests.authorities import REVOKED_LATE, Authorities
from tests.core.signature.witnessed import (
    CHECKED_AT,
    SIGNED_AT,
    STAMPED_AT,
    archived,
    gather,
    page,
    stamp,
)
from tests.vectors.catalogue import ARCHIVE_TRUST, LONG_TERM_TRUST, Catalogue, Documents

ON_TIME = Catalogue()
STAMPER = "dau-thoi-gian"
MUCH_LATER = datetime(2039, 1, 1, tzinfo=UTC)
TWENTY_YEARS_LATER = datetime(2044, 6, 20, tzinfo=UTC)
_KEPT = (
    ("luu-tru-1", CHECKED_AT),
    ("luu-tru-2", datetime(2031, 6, 1, tzinfo=UTC)),
    ("luu-tru-3", datetime(2041, 6, 1, tzinfo=UTC)),
)
_STAMP = b"<xades141:ArchiveTimeStamp"
_BEGIN, _END = b"<xades:UnsignedProperties>", b"</xades:QualifyingProperties>"


def _vector(code: str, status: Status = Status.FAILED, trust: str = LONG_TERM_TRUST, **how: object):
    return ON_TIME.vector(code, status, trust=trust, **how)  # type: ignore[arg-type]


def _with_answers(authorities: Authorities, signed: bytes, *, stamped_at: datetime | None) -> bytes:
    """The page with what the authorities say of its signers after all is over."""
    tokens = () if stamped_at is None else (stamp(authorities, signed, stamped_at),)
    return embed(signed, gather(authorities, signed, known=Evidence(tokens=tokens)))


def _with_timestamp(
    authorities: Authorities, signed: bytes, at: datetime, by: str = STAMPER
) -> bytes:
    return embed(signed, Evidence(tokens=(stamp(authorities, signed, at, by),)))


@_vector("HOP_LE", Status.PASSED)
def page_with_a_timestamp(authorities: Authorities) -> Documents:
    """XAdES B-T: the seal is stamped, nobody was asked about revocation."""
    return _with_timestamp(authorities, page(authorities), STAMPED_AT)


@_vector("HOP_LE", Status.PASSED, demanding=True, at=MUCH_LATER)
def long_term_page_after_every_certificate_has_expired(authorities: Authorities) -> Documents:
    """XAdES B-LT with chains, answers and a timestamp, verified fifteen years later."""
    return _with_answers(authorities, page(authorities), stamped_at=STAMPED_AT)


@_vector("HOP_LE", Status.PASSED, demanding=True)
def revoked_after_signing_with_a_timestamp_from_before(authorities: Authorities) -> Documents:
    """The head's certificate was revoked a week later; the seal is stamped in between."""
    signed = page(authorities, head="thu-hoi-sau")
    return _with_answers(authorities, signed, stamped_at=STAMPED_AT)


@_vector("CHUNG_THU_BI_THU_HOI")
def signature_after_the_certificates_revocation(authorities: Authorities) -> Documents:
    """The teacher's certificate was revoked two days before."""
    signed = page(authorities, homeroom_teacher="thu-hoi-truoc")
    return _with_answers(authorities, signed, stamped_at=STAMPED_AT)


@_vector("THU_HOI_CHUA_RO_TRUOC_SAU", Status.UNDETERMINED)
def revoked_later_and_no_timestamp_from_before(authorities: Authorities) -> Documents:
    """Nothing shows that the head signed before the revocation; the stamp is from after it."""
    signed = page(authorities, head="thu-hoi-sau")
    after = REVOKED_LATE + timedelta(hours=1)
    return {
        "none": _with_answers(authorities, signed, stamped_at=None),
        "from-after": _with_answers(authorities, signed, stamped_at=after),
    }


@_vector("CHUA_RO_THU_HOI", Status.UNDETERMINED, demanding=True)
def nobody_answered(authorities: Authorities) -> Documents:
    """A policy that wants answers, and a page without any."""
    return page(authorities)


@_vector("DAU_THOI_GIAN_TRUOC_CHUNG_THU")
def timestamp_before_the_certificate(authorities: Authorities) -> Documents:
    """The seal is stamped a day before its certificate begins."""
    signed = page(authorities, school="chua-toi", signed_at=datetime(2024, 6, 5, 8, tzinfo=UTC))
    return _with_timestamp(authorities, signed, datetime(2024, 6, 4, tzinfo=UTC))


@_vector("DAU_THOI_GIAN_TRUOC_KHI_KY")
def timestamp_before_the_signing(authorities: Authorities) -> Documents:
    """The seal is stamped an hour before it was put on."""
    return _with_timestamp(authorities, page(authorities), SIGNED_AT - timedelta(hours=1))


@_vector("DAU_THOI_GIAN_CHUA_TIN_CAY", Status.UNDETERMINED)
def timestamp_of_an_unknown_authority(authorities: Authorities) -> Documents:
    """An authority has stamped that nobody trusts."""
    return _with_timestamp(authorities, page(authorities), STAMPED_AT, by="dau-thoi-gian-la")


@_vector("DAU_THOI_GIAN_HONG")
def timestamp_of_another_page(authorities: Authorities) -> Documents:
    """The stamp of another page's seal in the place of this one's."""
    signed, other = page(authorities), page(authorities)
    stamped = _with_timestamp(authorities, other, STAMPED_AT)
    stolen = stamped[stamped.rindex(_BEGIN) : stamped.rindex(_END)]
    at = signed.rindex(_END)
    return signed[:at] + stolen + signed[at:]


@_vector("NOI_DUNG_BI_SUA")
def timestamp_put_into_a_signature_that_others_cover(authorities: Authorities) -> Documents:
    """The teacher's signature is changed after head and seal have covered it."""
    signed = page(authorities)
    stamped = _with_timestamp(authorities, signed, STAMPED_AT)
    evidence = stamped[stamped.rindex(_BEGIN) : stamped.rindex(_END)]
    at = signed.index(_END)
    return signed[:at] + evidence + signed[at:]


def _kept(authorities: Authorities, *stamps: tuple[str, datetime]) -> bytes:
    """A page with its evidence, and archive timestamps by these authorities at these times."""
    held = _with_answers(authorities, page(authorities), stamped_at=STAMPED_AT)
    for by, at in stamps:
        held = archived(authorities, held, by, at)
    return held


def _renewed(code: str, status: Status = Status.FAILED):
    return _vector(code, status, ARCHIVE_TRUST, demanding=True, at=TWENTY_YEARS_LATER)


@_renewed("HOP_LE", Status.PASSED)
def renewed_page_after_every_certificate_has_expired(authorities: Authorities) -> Documents:
    """XAdES B-LTA, renewed in 2031 and 2041, each time before the last stamp's authority ended."""
    return _kept(authorities, *_KEPT)


@_renewed("DAU_LUU_TRU_HONG")
def archive_timestamp_of_another_page(authorities: Authorities) -> Documents:
    """The archive timestamps of another page behind the evidence of this one."""
    own, other = _kept(authorities), _kept(authorities, *_KEPT)
    end = b"</xades:UnsignedSignatureProperties>"
    stolen = other[other.index(_STAMP) : other.rindex(end)]
    at = own.rindex(end)
    return own[:at] + stolen + own[at:]


@_renewed("DAU_LUU_TRU_DUT", Status.UNDETERMINED)
def archive_timestamp_after_the_earlier_authoritys_end(authorities: Authorities) -> Documents:
    """Nobody renewed the page before 2032, when the first archive authority ended."""
    return _kept(authorities, _KEPT[0], _KEPT[2])


@_renewed("DAU_LUU_TRU_HONG")
def validation_data_removed_from_under_an_archive_timestamp(authorities: Authorities) -> Documents:
    """An answer is taken out that the archive timestamps cover; and the second stamp."""
    held = _kept(authorities, *_KEPT)
    begin, end = b"<xades:OCSPValues>", b"</xades:OCSPValues>"
    before, first, _, third = held.split(_STAMP)
    return {
        "answer": held[: held.index(begin)] + held[held.index(end) + len(end) :],
        "stamp": _STAMP.join([before, first, third]),
    }
