"""Is this the right certificate? Asked before any key is used."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256

from hocba.core.errors import SigningError
from hocba.parties.queries import Signer, signers
from hocba.school.signing.signatory import Signatory


def bound_holder(signatory: Signatory, school_code: str, *, at: datetime) -> Signer:
    """The registered owner of the certificate, who may sign there and then in that role.

    Raises SigningError when the certificate is nobody's, or somebody's who may not.
    """
    fingerprint = signatory.key.certificate.fingerprint(SHA256())
    holder = signers([fingerprint]).get(fingerprint)
    person = signatory.in_place_of
    if holder is None or not holder.may_sign(signatory.role, school_code, at, in_place_of=person):
        instead = f" thay cho {person}" if person else ""
        raise SigningError(
            f"Chứng thư số này không thuộc người có quyền ký «{signatory.role}»{instead} tại "
            f"trường {school_code} vào ngày {at:%d/%m/%Y}. Hãy chọn đúng chứng thư.",
            code="SAI_CHUNG_THU",
        )
    return holder
