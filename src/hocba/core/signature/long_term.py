"""Signatures before the evidence: steps 13 to 15 of the verifier.

Judged from the last to the first, because a timestamp proves that all existed which its
signature covers: one on the seal stands for every signature of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from hocba.core.signature.archive import weigh_renewals
from hocba.core.signature.coverage import COUNTERSIGNING
from hocba.core.signature.evidence import NOTHING, Evidence
from hocba.core.signature.grammar import Signature
from hocba.core.signature.judge import Court
from hocba.core.signature.reasons import NO_ANSWER_ON_STAMP, Refused, Revocation, valid
from hocba.core.signature.report import SignatureReport
from hocba.core.signature.timestamp import BadToken, Token, read_token
from hocba.core.signature.witnesses import Witnesses


def weigh(judged: tuple[SignatureReport, ...], court: Court) -> tuple[SignatureReport, ...]:
    """The reports on the signatures of one page (or of one other document), evidence weighed;
    the very same when there is nobody to hear."""
    witnesses = _summoned(judged, court)
    if witnesses is None:
        return judged
    return tuple(reversed(list(_from_last_to_first(judged, court, witnesses))))


def weigh_page(judged: tuple[SignatureReport, ...], court: Court) -> tuple[SignatureReport, ...]:
    """The same for a page, whose seal may have been renewed."""
    witnesses = _summoned(judged, court)
    if witnesses is None or not judged:
        return judged
    *before, last = reversed(list(_from_last_to_first(judged, court, witnesses)))
    return (*before, weigh_renewals(last, witnesses))


def _summoned(judged: Sequence[SignatureReport], court: Court) -> Witnesses | None:
    """All witnesses that there are; None when nobody has to be heard."""
    embedded = _embedded(judged)
    if court.witnesses is None and embedded is NOTHING and not _demanding(judged, court):
        return None
    return _summon(embedded, court)


def _embedded(judged: Sequence[SignatureReport]) -> Evidence:
    found = NOTHING
    for each in judged:
        if each.read is not None and each.read.unsigned is not NOTHING:
            found |= each.read.evidence
    return found


def _demanding(judged: Sequence[SignatureReport], court: Court) -> bool:
    if court.policy.kept:
        return True
    if court.policy.answered is None:
        return False
    times = [each.signing_time for each in judged]
    return any(time is not None and court.policy.demands_answer(time) for time in times)


def _summon(embedded: Evidence, court: Court) -> Witnesses:
    given = court.witnesses
    if given is not None and not embedded:
        return given
    evidence = embedded if given is None else given.evidence | embedded
    return Witnesses(evidence, court.trust, court.policy, court.at)


def _from_last_to_first(
    judged: Sequence[SignatureReport], court: Court, witnesses: Witnesses
) -> Iterator[SignatureReport]:
    proven: datetime | None = None
    for each in reversed(judged):
        report = _weigh_one(each, court, witnesses, proven)
        if report.role in COUNTERSIGNING and report.proven_at is not None:
            proven = report.proven_at
        yield report


def _weigh_one(
    report: SignatureReport, court: Court, witnesses: Witnesses, covered_at: datetime | None
) -> SignatureReport:
    signature = report.read
    if signature is None or not report.verdict.passed:
        return report
    asked = _is_asked(signature, court, witnesses)
    standing, proven = Revocation.NOT_ASKED, covered_at
    try:
        proven = _proven(signature, report, witnesses, covered_at, asked=asked)
        if asked:
            moment = signature.form.signing_time
            standing = witnesses.standing(report.chain, moment, proven=within(proven, report))
    except Refused as refused:
        return replace(report, verdict=refused.verdict, proven_at=proven)
    verdict = valid(standing, stamped=proven is not None)
    return replace(report, verdict=verdict, proven_at=proven, revocation=standing)


def _is_asked(signature: Signature, court: Court, witnesses: Witnesses) -> bool:
    """Whoever gives evidence, or demands it, or finds it embedded, has asked."""
    return (
        court.witnesses is not None
        or witnesses.evidence.answers
        or court.policy.demands_answer(signature.form.signing_time)
    )


def _proven(
    signature: Signature,
    report: SignatureReport,
    witnesses: Witnesses,
    covered_at: datetime | None,
    *,
    asked: bool,
) -> datetime | None:
    """The earliest time at which the signature is known to have existed. Raises Refused."""
    imprint = report.imprint
    own = [*_own_tokens(signature, imprint), *witnesses.tokens(imprint)]
    stamped = witnesses.earliest(own, asked=asked)
    if own and stamped is None:
        silent = asked and any(map(witnesses.misses_answers_on, own))
        raise Refused(NO_ANSWER_ON_STAMP if silent else "DAU_THOI_GIAN_CHUA_TIN_CAY")
    times = [time for time in (stamped, covered_at) if time is not None]
    if not times:
        return None
    require_order(min(times), report, witnesses)
    return min(times)


def _own_tokens(signature: Signature, imprint: bytes) -> list[Token]:
    """The tokens within the signature, which must be of this signature. Raises Refused."""
    try:
        tokens = [read_token(der) for der in signature.unsigned.tokens]
    except BadToken:
        raise Refused("DAU_THOI_GIAN_HONG") from None
    if any(token.imprint != imprint for token in tokens):
        raise Refused("DAU_THOI_GIAN_HONG")
    return tokens


def require_order(time: datetime, report: SignatureReport, witnesses: Witnesses) -> None:
    """Raise Refused unless a proof is younger than certificate and signing, older than today."""
    skew = witnesses.policy.clock_skew
    if time > witnesses.at + skew:
        raise Refused("THOI_GIAN_TUONG_LAI")
    if report.signer is not None and time < report.signer.valid_from:
        raise Refused("DAU_THOI_GIAN_TRUOC_CHUNG_THU")
    if report.signing_time is not None and time + skew < report.signing_time:
        raise Refused("DAU_THOI_GIAN_TRUOC_KHI_KY")


def within(proven: datetime | None, report: SignatureReport) -> datetime | None:
    """A proof from after the certificate's end is none that it was used within its life."""
    if proven is None or report.signer is None or proven > report.signer.valid_until:
        return None
    return proven
