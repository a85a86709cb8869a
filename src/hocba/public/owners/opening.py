"""Open transcripts by a right: write the log, then read and verify. Works on sets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hocba.core.signature import TrustStore
from hocba.parties.accounts.models import Account, Organisation
from hocba.public.lookup.transcripts import locked_pages, transcripts
from hocba.public.owners.granting import digest_of
from hocba.public.owners.models import Form, Grant, Ground, Opening
from hocba.public.printing import Transcript
from hocba.registry.intake.models import RegisteredPage


@dataclass(frozen=True, slots=True)
class Right:
    """Why a transcript is opened: for whom, on what ground, which years. None: all of them."""

    code: str
    who: str
    ground: Ground
    purpose: str
    years: frozenset[str] | None = None
    account: Account | None = None
    organisation: Organisation | None = None
    grant: Grant | None = None


def open_by(
    rights: Collection[Right], form: Form, *, trust: TrustStore, at: datetime
) -> dict[str, Transcript]:
    """The locked years that each right covers, by lookup code; what covers none is left out.

    Written before anything is shown: what could not be logged is not opened. A fixed number of
    queries. Raises Unavailable when a page does not pass verification.
    """
    by_code = {right.code: right for right in rights}
    pages = [page for page in locked_pages(by_code) if _covered(page, by_code[page.lookup_code])]
    Opening.objects.bulk_create(_lines(by_code.values(), pages, form, at))
    return transcripts(pages, trust=trust, at=at)


def rights_of_link(secret: str, *, at: datetime) -> list[Right]:
    """What a link opens now; nothing alike when it is unknown, expired or revoked."""
    grant = living_grants(at).filter(secret=digest_of(secret)).first()
    if grant is None:
        return []
    codes = RegisteredPage.objects.filter(
        personal_id=grant.personal_id,
        live_code__isnull=False,
        effective_date__isnull=False,
        school_year__in=grant.years,
    )
    return [
        Right(
            code,
            "Người có đường dẫn",
            Ground.LINK,
            grant.purpose,
            frozenset(grant.years),
            grant=grant,
        )
        for code in sorted(set(codes.values_list("lookup_code", flat=True)))
    ]


def living_grants(at: datetime) -> QuerySet[Grant]:
    """Grants that hold at that moment."""
    return Grant.objects.filter(revoked_at=None, given_at__lte=at, until__gt=at)


def _covered(page: RegisteredPage, right: Right) -> bool:
    return right.years is None or page.school_year in right.years


def _lines(
    rights: Iterable[Right], pages: Sequence[RegisteredPage], form: Form, at: datetime
) -> Iterable[Opening]:
    for right in rights:
        years = [page.school_year for page in pages if page.lookup_code == right.code]
        if years:
            yield Opening(
                at=at,
                lookup_code=right.code,
                who=right.who,
                account=right.account,
                organisation=right.organisation,
                grant=right.grant,
                ground=right.ground,
                purpose=right.purpose,
                form=form,
                years=years,
            )
