"""Is this the right certificate? Asked before any key is used."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256

from hocba.core.lifecycle import Role
from hocba.core.signature.certificates import load
from hocba.parties.binding import holder_of
from hocba.parties.queries import Signer
from hocba.school.signing.models import SigningSession
from hocba.school.signing.signatory import Signatory


def bound_holder(signatory: Signatory, school_code: str, *, at: datetime) -> Signer:
    """The registered owner of the signer's certificate, as :func:`holder_of` finds it."""
    fingerprint = signatory.key.certificate.fingerprint(SHA256())
    person = signatory.in_place_of
    return holder_of(fingerprint, signatory.role, school_code, at=at, in_place_of=person)


def require_still_bound(session: SigningSession, *, at: datetime) -> None:
    """Raise SigningError when the certificate was revoked, or the role ended, since preparing."""
    fingerprint = load(session.certificates[0]).fingerprint
    role, person = Role(session.role), session.in_place_of
    holder_of(fingerprint, role, session.school_code, at=at, in_place_of=person)
