"""Any file that a person may hold, judged whole: its signatures, and what a copy shows.

Needs neither Django nor a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hocba.adapters.verifying import OFFICE, verify_file
from hocba.core.signature import Evidence, PdfReport, Policy, Report, TrustStore
from hocba.core.signed_note import NoteVerifier
from hocba.public.printing.reprint import compare
from hocba.public.verifying.ledger import proven


def judge(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    issuer: str = OFFICE,
    evidence: Evidence | None = None,
    ledgers: Iterable[NoteVerifier] = (),
) -> Report:
    """As :func:`verify_file`; of a sealed copy also whether what is printed is what was signed,
    and whether its pages stand in one of ``ledgers``, the keys that the reader trusts.
    """
    report = verify_file(data, trust=trust, policy=policy, at=at, issuer=issuer, evidence=evidence)
    if not isinstance(report, PdfReport):
        return report
    beside = (*compare(report, data), *proven(report, *ledgers))
    return replace(report, verdicts=(*report.verdicts, *beside))
