"""Open a session: everything that can be asked is asked, and no key is used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from hocba.adapters.bulk import copy_in
from hocba.core.errors import SigningError
from hocba.core.signature import Prepared, prepare_page
from hocba.parties.queries import Signer
from hocba.school.pages.models import PageVersion
from hocba.school.signing.binding import bound_holder
from hocba.school.signing.models import ItemState, SigningItem, SigningSession
from hocba.school.signing.signatory import Signatory

SESSION_LASTS = timedelta(minutes=30)
"""Long enough to sign a school by token; short, for all its signatures bear its beginning."""


_COLUMNS = (
    "session_id",
    "version_id",
    "revision",
    "signature_id",
    "references",
    "state",
    "code",
    "reason",
    "finished_at",
)


@transaction.atomic
def prepare(
    versions: Sequence[PageVersion],
    signer: Signatory,
    *,
    session_id: UUID,
    at: datetime,
    lasts: timedelta = SESSION_LASTS,
    opened_by: str = "",
) -> SigningSession:
    """Open the session ``session_id`` for pages of one school; opening it again changes nothing.

    ``opened_by`` is the staff code of the person to whom alone the session belongs. A page that
    cannot be signed so (it has none of the teacher's subjects, its turn is past)
    is kept as failed and says why. Raises SigningError, before any key is used, when the
    certificate is not bound to somebody who holds the role at the school at that time, and
    when not one page can be signed.
    """
    known = SigningSession.objects.filter(pk=session_id).first()
    if known is not None:
        return known
    holder = bound_holder(signer, _one_school(versions), at=at)
    attempts = [_attempt(version, signer, at) for version in versions]
    session = _session(signer, holder, _first_good(attempts), session_id, lasts)
    session.school_code, session.opened_by = versions[0].school_code, opened_by
    session.save(force_insert=True)
    pairs = zip(versions, attempts, strict=True)
    copy_in(SigningItem, _COLUMNS, (_row(session, *pair) for pair in pairs))
    return session


def _one_school(versions: Sequence[PageVersion]) -> str:
    schools = {version.school_code for version in versions}
    if len(schools) != 1:
        raise SigningError("Hãy chọn các học bạ của một trường để ký.", code="CHON_LAI")
    return schools.pop()


def _attempt(version: PageVersion, signer: Signatory, at: datetime) -> Prepared | SigningError:
    try:
        return prepare_page(
            bytes(version.content),
            role=signer.role,
            subjects=signer.subjects,
            in_place_of=signer.in_place_of,
            certificate=signer.key.certificate,
            chain=signer.key.chain,
            algorithm=signer.key.algorithm,
            signing_time=at,
        )
    except SigningError as error:
        return error


def _first_good(attempts: Sequence[Prepared | SigningError]) -> Prepared:
    """What all good attempts have in common stands in any. Raises SigningError if none is."""
    for attempt in attempts:
        if isinstance(attempt, Prepared):
            return attempt
    raise next(attempt for attempt in attempts if isinstance(attempt, SigningError))


def _session(
    signer: Signatory, holder: Signer, prepared: Prepared, session_id: UUID, lasts: timedelta
) -> SigningSession:
    return SigningSession(
        id=session_id,
        role=signer.role.value,
        label=signer.label,
        owner_code=holder.code,
        owner_name=holder.name,
        in_place_of=signer.in_place_of,
        certificates=list(prepared.certificates),
        algorithm=prepared.form.algorithm,
        signing_time=prepared.form.signing_time,
        expires_at=prepared.form.signing_time + lasts,
    )


def _row(
    session: SigningSession, version: PageVersion, attempt: Prepared | SigningError
) -> tuple[object, ...]:
    own = (session.pk, version.pk, version.revision)
    if isinstance(attempt, SigningError):
        failure = (ItemState.FAILED.value, attempt.code, attempt.message, session.signing_time)
        return (*own, "", [], *failure)
    references = [[each.target, each.digest] for each in attempt.form.references]
    return (*own, attempt.form.signature_id, references, ItemState.WAITING.value, "", "", None)
