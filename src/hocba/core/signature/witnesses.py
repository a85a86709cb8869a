"""Evidence at work: which timestamps and which answers on revocation can be believed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from cryptography import x509

from hocba.core.signature.evidence import Evidence
from hocba.core.signature.policy import Policy
from hocba.core.signature.reasons import NO_ANSWER, Refused, Revocation
from hocba.core.signature.revocation import Answer, Answers
from hocba.core.signature.timestamp import BadToken, Token, read_token
from hocba.core.signature.trust import Chain, NoTrust, TrustStore, Untrusted


@dataclass(frozen=True, slots=True)
class _Link:
    """What is said of a certificate that ``ends`` then."""

    ends: datetime
    answers: tuple[Answer, ...]
    revoked: Answer | None


@dataclass(frozen=True)
class Witnesses:
    """The evidence, whom to believe, and ``at``, the time of verification."""

    evidence: Evidence
    trust: TrustStore
    policy: Policy
    at: datetime
    _heard: dict[int, tuple[Chain, tuple[_Link, ...]]] = field(default_factory=dict)

    def tokens(self, imprint: bytes) -> tuple[Token, ...]:
        """The readable timestamps of something with this SHA-256."""
        return self._tokens.get(imprint, ())

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Authorities that came with the evidence, for building chains; base64 DER."""
        return hints_in(self.evidence)

    @cached_property
    def _tokens(self) -> dict[bytes, tuple[Token, ...]]:
        found: dict[bytes, tuple[Token, ...]] = {}
        for token in readable(self.evidence.tokens):
            found[token.imprint] = (*found.get(token.imprint, ()), token)
        return found

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self.evidence)

    def earliest(self, tokens: Iterable[Token], *, asked: bool) -> datetime | None:
        """The earliest time that a timestamp to be believed gives.

        ``asked`` demands of its authority, too, an answer on revocation.
        """
        times = [token.time for token in tokens if self.believed(token, asked=asked)]
        return min(times, default=None)

    def believed(self, token: Token, *, asked: bool) -> Chain | None:
        """The chain of a timestamp's authority, if it could be believed when it stamped."""
        try:
            return self._heard_out(token, asked=asked)
        except (NoTrust, Untrusted, Refused):
            return None

    def misses_answers_on(self, token: Token) -> bool:
        """Whether a timestamp is not believed for no other reason than its issuers' silence."""
        try:
            self._heard_out(token, asked=True)
        except (NoTrust, Untrusted):
            return False
        except Refused as refused:
            return refused.verdict.code == NO_ANSWER
        return False

    def _heard_out(self, token: Token, *, asked: bool) -> Chain:
        """Raises NoTrust, Untrusted or Refused."""
        chain = self.trust.chain(token.authority, (*token.sent, *self.hints), token.time)
        if asked:
            self.standing(chain, token.time, proven=None, stamping=True)
        return chain

    def standing(
        self, chain: Chain, moment: datetime, *, proven: datetime | None, stamping: bool = False
    ) -> Revocation:
        """How a chain that was used at ``moment`` stands.

        ``proven`` is a time at which the signature is known to have existed; answers must then
        reach to it. An authority that was ``stamping`` may have been revoked later for a
        harmless reason. Raises Refused.
        """
        found = Revocation.GOOD
        for link in self._links(chain):
            if link.revoked is None:
                _require_good(link, proven or moment)
                continue
            _require_later(link.revoked, moment, proven, harmless_will_do=stamping)
            found = Revocation.REVOKED_LATER
        return found

    def _links(self, chain: Chain) -> tuple[_Link, ...]:
        """What is said of the chain. The trust store gives one signer's chain as one object."""
        kept, links = self._heard.get(id(chain), (None, ()))
        if kept is not chain:
            links = tuple(self._link(*pair) for pair in pairwise(chain))
            self._heard[id(chain)] = chain, links
        return links

    def _link(self, certificate: x509.Certificate, issuer: x509.Certificate) -> _Link:
        """Answers of the past: what a responder says of the future is nothing to go by."""
        latest = self.at + self.policy.clock_skew
        found = self._answers.about(certificate, issuer)
        answers = tuple(answer for answer in found if answer.this_update <= latest)
        return _Link(certificate.not_valid_after_utc, answers, _first_revocation(answers))


def hints_in(evidence: Evidence) -> tuple[str, ...]:
    """The authorities of the evidence as chains are built with them; base64 DER."""
    return tuple(b64encode(each).decode() for each in evidence.certificates)


def readable(tokens: Iterable[bytes]) -> Iterator[Token]:
    """Those that are timestamps at all."""
    for der in tokens:
        try:
            yield read_token(der)
        except BadToken:
            continue


def _first_revocation(answers: Iterable[Answer]) -> Answer | None:
    revoked = [answer for answer in answers if answer.revoked_at is not None]
    return min(revoked, key=lambda answer: answer.revoked_at or answer.this_update, default=None)


def _require_good(link: _Link, moment: datetime) -> None:
    """An authority forgets a certificate that has expired, so later answers tell nothing."""
    if not any(each.speaks_of(moment) and each.this_update <= link.ends for each in link.answers):
        raise Refused(NO_ANSWER)


def _require_later(
    revoked: Answer, moment: datetime, proven: datetime | None, *, harmless_will_do: bool
) -> None:
    when = revoked.revoked_at
    if when is None or when <= moment:
        raise Refused("CHUNG_THU_BI_THU_HOI")
    if not (harmless_will_do and revoked.harmless) and (proven is None or proven >= when):
        raise Refused("THU_HOI_CHUA_RO_TRUOC_SAU")
