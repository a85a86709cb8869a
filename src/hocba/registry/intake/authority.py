"""Who may sign for whom: the certificate's owner, appointed in that role at that school then."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from hocba.adapters.clock import ZONE
from hocba.core.codes import SUBJECTS
from hocba.core.lifecycle import Role
from hocba.core.packet import Fault, identifiers
from hocba.core.record import Page, SecondaryResults
from hocba.core.signature import SignatureReport
from hocba.parties.queries import Signer

_TITLES = {
    Role.SUBJECT_TEACHER: "giáo viên bộ môn",
    Role.HOMEROOM_TEACHER: "giáo viên chủ nhiệm",
    Role.HEAD: "hiệu trưởng",
    Role.SCHOOL: "con dấu số của nhà trường",
}


def title(role: Role | None) -> str:
    """How a message speaks of the signature of ``role``."""
    return _TITLES.get(role, "chữ ký") if role is not None else "chữ ký"


def faults(
    page: Page, signatures: tuple[SignatureReport, ...], signers: Mapping[bytes, Signer]
) -> Iterator[Fault]:
    """Every signature on the page that its signer had no right to make, or that is lacking."""
    for signature in signatures:
        yield from signature_faults(signature, page.class_year.school_code, signers)
    if isinstance(page.results, SecondaryResults):
        yield from _unsigned_subjects(page, signatures)


def signature_faults(
    signature: SignatureReport, school_code: str, signers: Mapping[bytes, Signer]
) -> Iterator[Fault]:
    """Why the signer had no right to a signature that is valid in itself."""
    signer = signers.get(signature.fingerprint)
    what = title(signature.role)
    if signer is None:
        yield Fault(
            "CHUNG_THU_CHUA_DANG_KY",
            f"Chứng thư số của {what} ({_name(signature)}) chưa được đăng ký với Sở.",
        )
    elif not _may_sign(signer, signature, school_code):
        yield Fault(
            "KHONG_CO_QUYEN_KY",
            f"{_name(signature)} không có quyền ký với vai trò {what} của trường"
            f" {school_code} tại thời điểm ký, hoặc chứng thư số đã bị thu hồi.",
        )


def _name(signature: SignatureReport) -> str:
    """The certificate's name as a receipt can carry it, whatever its authority wrote."""
    name = unicodedata.normalize("NFC", signature.signer_name)
    return "".join(letter for letter in name if letter.isprintable()) or "không tên"


def _may_sign(signer: Signer, signature: SignatureReport, school_code: str) -> bool:
    role, moment = signature.role, signature.signing_time
    if role is None or moment is None:
        return False
    return signer.may_sign(
        role, school_code, moment.astimezone(ZONE), in_place_of=signature.in_place_of
    )


def _unsigned_subjects(page: Page, signatures: tuple[SignatureReport, ...]) -> Iterator[Fault]:
    """In secondary school each subject is signed by its teacher (primary: the homeroom teacher)."""
    teachers = [each for each in signatures if each.role is Role.SUBJECT_TEACHER]
    signed = {target for each in teachers for target in each.covers}
    lacking = [
        SUBJECTS[each.subject].name if each.subject in SUBJECTS else each.subject
        for each in page.results.subjects
        if identifiers.of_subject(page.lookup_code, each.subject) not in signed
    ]
    if lacking:
        yield Fault(
            "THIEU_CHU_KY_BO_MON", f"Chưa có chữ ký của giáo viên bộ môn: {', '.join(lacking)}."
        )
