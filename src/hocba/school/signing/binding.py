"""Is this the right certificate? Asked before any key is used."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.signature.certificates import load
from hocba.parties.queries import Signer, signers
from hocba.school.signing.models import SigningSession
from hocba.school.signing.signatory import Signatory


def bound_holder(signatory: Signatory, school_code: str, *, at: datetime) -> Signer:
    """The registered owner of the certificate, who may sign there and then in that role.

    Raises SigningError when the certificate is nobody's, or somebody's who may not.
    """
    fingerprint = signatory.key.certificate.fingerprint(SHA256())
    return _holder(fingerprint, signatory.role, school_code, signatory.in_place_of, at)


def require_still_bound(session: SigningSession, *, at: datetime) -> None:
    """Raise SigningError when the certificate was revoked, or the role ended, since preparing."""
    fingerprint = load(session.certificates[0]).fingerprint
    _holder(fingerprint, Role(session.role), session.school_code, session.in_place_of, at)


def _holder(
    fingerprint: bytes, role: Role, school_code: str, in_place_of: str, at: datetime
) -> Signer:
    holder = signers([fingerprint]).get(fingerprint)
    if holder is None or not holder.may_sign(role, school_code, at, in_place_of=in_place_of):
        instead = f" thay cho {in_place_of}" if in_place_of else ""
        raise SigningError(
            f"Chứng thư số này không thuộc người có quyền ký «{role}»{instead} tại "
            f"trường {school_code} vào ngày {at:%d/%m/%Y}. Hãy chọn đúng chứng thư.",
            code="SAI_CHUNG_THU",
        )
    return holder
