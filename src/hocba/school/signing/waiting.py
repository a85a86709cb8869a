"""From the rows of a session back to the signatures that wait for their values."""

from __future__ import annotations

from hocba.core.signature import Prepared, resume_page
from hocba.core.signature.certificates import load
from hocba.core.signature.profile import Reference, SignedForm
from hocba.school.signing.models import SigningItem, SigningSession


def resumed(session: SigningSession, item: SigningItem) -> Prepared:
    """The prepared signature of an item whose version still is what it was prepared for."""
    return resume_page(bytes(item.version.content), form_of(session, item), session.certificates)


def form_of(session: SigningSession, item: SigningItem) -> SignedForm:
    """What the item's signature says."""
    return SignedForm(
        signature_id=item.signature_id,
        algorithm=session.algorithm,
        references=tuple(Reference(target, digest) for target, digest in item.references),
        signing_time=session.signing_time,
        certificate_digest=load(session.certificates[0]).digest,
        role=session.role,
        in_place_of=session.in_place_of,
    )
