"""Any file that a person may hold, judged whole: its signatures, and what a copy shows.

Needs neither Django nor a database.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hocba.adapters.verifying import OFFICE, verify_file
from hocba.core.signature import Evidence, PdfReport, Policy, Report, TrustStore
from hocba.public.printing.reprint import compare


def judge(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    issuer: str = OFFICE,
    evidence: Evidence | None = None,
) -> Report:
    """As :func:`verify_file`; of a sealed PDF also whether what is printed is what was signed."""
    report = verify_file(data, trust=trust, policy=policy, at=at, issuer=issuer, evidence=evidence)
    if not isinstance(report, PdfReport):
        return report
    printed = compare(report, data)
    return replace(report, verdicts=(*report.verdicts, *printed))
