"""From the rows of a session back to the signatures that wait for their values."""

from __future__ import annotations

from collections.abc import Sequence

from hocba.core.signature.certificates import load
from hocba.core.signature.profile import Reference, SignedForm
from hocba.school.signing.models import SigningSession


def form_of(
    session: SigningSession, signature_id: str, references: Sequence[tuple[str, str]]
) -> SignedForm:
    """What the signature says of the item that has this ``signature_id`` and ``references``."""
    return SignedForm(
        signature_id=signature_id,
        algorithm=session.algorithm,
        references=tuple(Reference(target, digest) for target, digest in references),
        signing_time=session.signing_time,
        certificate_digest=load(session.certificates[0]).digest,
        role=session.role,
        in_place_of=session.in_place_of,
    )
