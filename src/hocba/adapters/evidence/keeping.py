"""Keep a page verifiable after every certificate has ended: XAdES B-LTA, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hocba.adapters.evidence.gathering import Gatherer
from hocba.adapters.revocation import Collector
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import InputError, Unavailable
from hocba.core.signature import (
    POLICY,
    Evidence,
    PageReport,
    TrustStore,
    embed,
    imprint_to_renew,
    renew,
    verify_page,
)
from hocba.core.signature.questions import relevant
from hocba.core.signature.timestamp import read_token
from hocba.core.signature.trust import NoTrust, Untrusted


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whom to believe, who stamps, and who asks the issuers."""

    trust: TrustStore
    authority: TimestampAuthority
    collector: Collector

    def preserve(self, page: bytes, *, at: datetime) -> bytes:
        """The sealed ``page`` at level B-LTA; if it was that before, it is renewed.

        Raises InputError when the page does not pass, its chain of archive timestamps is broken
        or the school has not sealed it, Unavailable when proofs cannot be had now.
        """
        report = self._passed(page, at)
        if not _is_kept(report):
            gathered = Gatherer(self.trust, self.collector, self.authority).gather(
                report, Evidence()
            )
            page = embed(page, relevant(report, gathered, self.trust))
        token = self.authority.stamp(imprint_to_renew(page))
        kept = renew(page, token, self._status(token))
        self._require_kept(kept, at)
        return kept

    def _passed(self, page: bytes, at: datetime) -> PageReport:
        report = verify_page(page, trust=self.trust, policy=POLICY, at=at)
        if not report.covered:
            verdicts = (*report.verdicts, *(each.verdict for each in report.signatures))
            reason = next(each.message for each in verdicts if not each.passed)
            raise InputError(f"Chỉ bảo quản lâu dài được trang học bạ hợp lệ. {reason}")
        return report

    def _status(self, token: bytes) -> Evidence:
        read = read_token(token)
        try:
            chain = self.trust.chain(read.authority, read.sent, read.time)
        except (NoTrust, Untrusted) as error:
            raise Unavailable("Dịch vụ dấu thời gian không dẫn tới một gốc tin cậy.") from error
        return self.collector.collect([chain])

    def _require_kept(self, page: bytes, at: datetime) -> None:
        """Nothing is given out as kept that would not pass."""
        try:
            self._passed(page, at)
        except InputError as error:
            raise Unavailable(f"Chưa đủ chứng cứ để lưu trữ lâu dài. {error.message}") from error


def _is_kept(report: PageReport) -> bool:
    seal = report.signatures[-1].read
    return seal is not None and bool(seal.renewals)
