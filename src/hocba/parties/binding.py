"""Is this the right certificate? Asked before any key is used."""

from __future__ import annotations

from datetime import datetime

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.parties.queries import Signer, signers


def holder_of(
    fingerprint: bytes,
    role: Role,
    school_code: str,
    *,
    at: datetime,
    in_place_of: str = "",
) -> Signer:
    """The registered owner of the certificate with this SHA-256, who may sign there and then.

    Raises SigningError when the certificate is nobody's, or somebody's who may not.
    """
    holder = signers([fingerprint]).get(fingerprint)
    if holder is None or not holder.may_sign(role, school_code, at, in_place_of=in_place_of):
        instead = f" thay cho {in_place_of}" if in_place_of else ""
        raise SigningError(
            f"Chứng thư số này không thuộc người có quyền ký «{role}»{instead} tại "
            f"trường {school_code} vào ngày {at:%d/%m/%Y}. Hãy chọn đúng chứng thư.",
            code="SAI_CHUNG_THU",
        )
    return holder
