"""On what ground an organisation may open which years: a grant, custody, or a legal basis.

Works on sets: a fixed number of queries, however many transcripts are asked for. What is
unknown, not granted, expired or revoked has no right, and nobody is told which of them it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from hocba.core.packet import read_page
from hocba.parties.accounts.models import Account, Organisation
from hocba.parties.accounts.queries import on_day
from hocba.public.limits.tallies import add
from hocba.public.lookup.limits import TRIES_OF_A_CODE
from hocba.public.lookup.transcripts import locked_pages
from hocba.public.organisations.asking import Wanted
from hocba.public.organisations.models import CustodyPeriod, LegalBasis
from hocba.public.owners.models import Grant, Ground
from hocba.public.owners.opening import Right, living_grants
from hocba.registry.custody.models import Ending, Transfer
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.intake.queries import custodians

_Pages = Sequence[RegisteredPage]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the grounds of one organisation rest on, for a set of transcripts."""

    organisation: Organisation
    account: Account | None
    grants: Mapping[str, Sequence[Grant]]
    bases: Sequence[LegalBasis]
    tried_too_often: frozenset[str]
    in_custody: Mapping[str, str]
    """By lookup code, the words that the log gives as the reason."""


def rights_of(
    organisation: Organisation,
    wanted: Iterable[Wanted],
    *,
    account: Account | None = None,
    at: datetime,
) -> list[Right]:
    """The rights that the organisation has to what is wanted; for the rest there is none.

    Where there are several grounds, the one that covers most years; then grant before custody
    before law.
    """
    facts = {each.code: each for each in wanted}
    pages: dict[str, list[RegisteredPage]] = defaultdict(list)
    for page in locked_pages(facts):
        pages[page.lookup_code].append(page)
    known = _known(organisation, account, facts, pages, at)
    best = (_best(known, facts[code], theirs) for code, theirs in pages.items())
    return [right for right in best if right is not None]


def _known(
    organisation: Organisation,
    account: Account | None,
    wanted: Mapping[str, Wanted],
    pages: Mapping[str, _Pages],
    at: datetime,
) -> _Known:
    pupils = {page.personal_id for theirs in pages.values() for page in theirs}
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in living_grants(at).filter(organisation=organisation, personal_id__in=pupils):
        grants[grant.personal_id].append(grant)
    bases = list(organisation.legal_bases.filter(on_day(at.date())))
    return _Known(
        organisation=organisation,
        account=account,
        grants=grants,
        bases=bases,
        tried_too_often=_count_tries(wanted, bases, at),
        in_custody=_custody(organisation, list(pages), at),
    )


def _count_tries(
    wanted: Mapping[str, Wanted], bases: Iterable[LegalBasis], at: datetime
) -> frozenset[str]:
    """The codes whose second fact was tried too often, by anybody, this time included.

    An organisation that may look up whoever hands over a second fact could guess it otherwise.
    Counted before the deed, for all codes in one statement.
    """
    keys = {
        code: TRIES_OF_A_CODE.key(code, at)
        for code, each in wanted.items()
        if each.fact is not None
    }
    if not keys or all(basis.lookup_codes for basis in bases):
        return frozenset()
    totals = add(dict.fromkeys(keys.values(), 1))
    closed = (code for code, key in keys.items() if totals[key] > TRIES_OF_A_CODE.most)
    return frozenset(closed)


def _custody(organisation: Organisation, codes: Sequence[str], at: datetime) -> Mapping[str, str]:
    """What the school keeps now, and what it gave away not long ago."""
    school = organisation.unit_id
    if school is None:
        return {}
    keeps = {
        code: "Đang quản lý học bạ" for code, unit in custodians(codes).items() if unit == school
    }
    period = CustodyPeriod.objects.filter(valid_from__lte=at.date()).order_by("valid_from").last()
    if period is None:
        return keeps
    left = Transfer.objects.filter(
        lookup_code__in=codes,
        from_school=school,
        ending=Ending.ACCEPTED,
        ended_at__gt=at - timedelta(days=period.days),
    )
    return dict.fromkeys(left.values_list("lookup_code", flat=True), period.article) | keeps


def _best(known: _Known, wanted: Wanted, pages: _Pages) -> Right | None:
    there = {page.school_year for page in pages}
    found = [(right, len(_covered(right, there))) for right in _rights(known, wanted, pages)]
    best = max(found, key=lambda each: each[1], default=None)
    return best[0] if best is not None and best[1] else None


def _covered(right: Right, there: set[str]) -> set[str]:
    return there if right.years is None else there & right.years


def _rights(known: _Known, wanted: Wanted, pages: _Pages) -> Iterable[Right]:
    code, organisation = wanted.code, known.organisation
    right = partial(
        Right, code, organisation.name, account=known.account, organisation=organisation
    )
    for grant in known.grants.get(pages[-1].personal_id, ()):
        years = frozenset(grant.years)
        yield right(Ground.GRANT, grant.purpose, years, grant=grant)
    if code in known.in_custody:
        yield right(Ground.CUSTODY, known.in_custody[code])
    for basis in known.bases:
        if _applies(basis, wanted, pages, known.tried_too_often):
            limit = frozenset(basis.years) or None
            words = f"{basis.purpose} ({basis.article})"
            yield right(Ground.LAW, words, limit)


def _applies(
    basis: LegalBasis, wanted: Wanted, pages: _Pages, tried_too_often: Collection[str]
) -> bool:
    if pages[-1].level not in basis.levels:
        return False
    if basis.lookup_codes:
        return wanted.code in basis.lookup_codes
    if wanted.code in tried_too_often:
        return False
    newest = read_page(bytes(pages[-1].content))
    return wanted.fact is not None and wanted.fact.fits(newest.pupil)
