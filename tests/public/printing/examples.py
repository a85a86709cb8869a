"""Transcripts of whole classes' shape, for the printed form and the web pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.lifecycle import Role
from hocba.core.record import (
    Attainment,
    Page,
    PassLevel,
    PrimaryResults,
    SecondaryResults,
    SubjectLevel,
    SubjectMarks,
    Trait,
    TraitLevel,
)
from hocba.core.signed_note import NoteSigner
from hocba.core.tlog_proof import TlogProof
from hocba.public.printing import SignatureBlock, Transcript, Year
from tests.core.packet.examples import PRIMARY as SHORT_PRIMARY
from tests.core.packet.examples import SECONDARY as SHORT_SECONDARY

LOCKED = datetime(2024, 6, 30, 1, 2, 3, tzinfo=UTC)
CERTIFICATE = "5A3F00C1D2E3F405162738495A6B7C8D9EAFB0C1"
LEDGER_KEY = NoteSigner(
    "hocba.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
)
UNITS = ("Phòng GDĐT quận Hà Đông", "Sở GDĐT Hà Nội")
COMMENT = "Tính toán chính xác; cần cẩn thận khi đặt tính."

_SCORED = ("TIENGVIET", "TOAN", "NGOAINGU1", "LICHSUDIALI", "KHOAHOC", "TINHOC", "CONGNGHE")
_BY_LEVEL = ("DAODUC", "GDTC", "AMNHAC", "MITHUAT", "HDTN")
_QUALITIES = ("YEUNUOC", "NHANAI", "CHAMCHI", "TRUNGTHUC", "TRACHNHIEM")
_COMPETENCES = (
    *("TUCHU", "GIAOTIEP", "GIAIQUYETVANDE", "NGONNGU", "TINHTOAN"),
    *("KHOAHOC", "CONGNGHE", "TINHOC", "THAMMI", "THECHAT"),
)
_MARKED = ("NGUVAN", "TOAN", "NGOAINGU1", "GDCD", "LICHSUDIALI", "KHTN", "CONGNGHE", "TINHOC")
_PASSED = ("GDTC", "NGHETHUAT", "GDDP", "HDTN")

PRIMARY_PAGE: Page = replace(
    SHORT_PRIMARY,
    reassessment=None,
    results=PrimaryResults(
        subjects=(
            *(SubjectLevel(code, Attainment.T, 9, COMMENT) for code in _SCORED),
            *(SubjectLevel(code, Attainment.H, None, COMMENT) for code in _BY_LEVEL),
        ),
        qualities=tuple(Trait(code, TraitLevel.T) for code in _QUALITIES),
        competences=tuple(Trait(code, TraitLevel.D) for code in _COMPETENCES),
        quality_comment="Ngoan, lễ phép, biết giúp đỡ bạn.",
        competence_comment="Biết tự học, hợp tác tốt trong nhóm.",
    ),
)

SECONDARY_PAGE: Page = replace(
    SHORT_SECONDARY,
    reassessment=None,
    results=SecondaryResults(
        subjects=(
            *(
                SubjectMarks(code, Decimal("8.5"), Decimal("7.0"), Decimal("7.5"), None, COMMENT)
                for code in _MARKED
            ),
            *(SubjectMarks(code, PassLevel.D, PassLevel.D, PassLevel.CD) for code in _PASSED),
        ),
        conduct_term1=SHORT_SECONDARY.stated.conduct.term1,
        conduct_term2=SHORT_SECONDARY.stated.conduct.term2,
        absences=12,
        homeroom_comment="Hăng hái tham gia hoạt động nhóm.",
    ),
)


def signature(role: Role, signer: str, *subjects: str) -> SignatureBlock:
    """A signature made in the afternoon of 31 May 2024, Việt Nam's time."""
    return SignatureBlock(
        role=role,
        signer=signer,
        organization="Trường Tiểu học Kim Đồng",
        signed_at=datetime(2024, 5, 31, 8, 4, 5, tzinfo=UTC),
        certificate=CERTIFICATE,
        subjects=subjects,
    )


SIGNATURES = (
    signature(Role.SUBJECT_TEACHER, "Phạm Văn Mẫu Tư", "NGOAINGU1"),
    signature(Role.SUBJECT_TEACHER, "Hoàng Thị Mẫu Năm", "TINHOC", "CONGNGHE"),
    signature(Role.HOMEROOM_TEACHER, "Lê Thị Mẫu Ba"),
    signature(Role.HEAD, "Nguyễn Mẫu Hiệu Trưởng Một"),
    signature(Role.SCHOOL, "Trường Tiểu học Kim Đồng"),
)


def locked(page: Page) -> Year:
    """The page, signed by everybody and locked."""
    return Year(page, SIGNATURES, LOCKED, UNITS, "<HocBa>đã ký</HocBa>".encode())


def proven(year: Year) -> Year:
    """With the proof out of a ledger that holds this one page."""
    leaf = LedgerEntry.of(
        year.page.lookup_code,
        year.page.class_year.school_year,
        year.page.version,
        sha256(year.signed_page).digest(),
        year.effective_date,
    ).leaf
    note = sign_checkpoint(1, merkle.leaf_hash(leaf), LEDGER_KEY)
    return replace(year, proof=TlogProof(0, (), note, extra=leaf).data)


def draft(page: Page) -> Year:
    """The page as nobody has signed it yet."""
    return Year(page)


def transcript(*years: Year) -> Transcript:
    code = years[-1].page.lookup_code
    return Transcript(years, f"https://hocba.example/tra-cuu/{code}")


PRIMARY = transcript(locked(PRIMARY_PAGE))
SECONDARY = transcript(locked(SECONDARY_PAGE))
