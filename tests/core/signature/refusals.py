"""How an attack must end: refused for its reason, with nothing to read."""

from __future__ import annotations

from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import (
    PageReport,
)
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki, signing
from tests.core.signature.forging import sign_anyway
from tests.core.signature.signing import HOMEROOM_TEACHER

CODE = PRIMARY.lookup_code
DATA, HEAD_ID = f"dl-{CODE}", f"ck-{CODE}-HIEUTRUONG"
UNSIGNED = write_page(PRIMARY)
TEACHER = pki.signer(HOMEROOM_TEACHER)


def refused(page: bytes, *codes: str) -> PageReport:
    """The report on a page that must fail for these reasons, and give nothing to read."""
    report = signing.check_page(page)
    assert report.status is Status.FAILED
    assert (report.page, report.covered) == (None, b"")
    found = {verdict.code for verdict in report.verdicts}
    found |= {signature.verdict.code for signature in report.signatures}
    assert set(codes) <= found, found
    return report


def code_of(report: PageReport, role: Role) -> str:
    (found,) = [each.verdict.code for each in report.signatures if each.role is role]
    return found


def by_teacher(**how: object) -> PageReport:
    """The report on a page whose first signature was made in this way, by a real key."""
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, TEACHER, **how)  # type: ignore[arg-type]
    report = signing.check_page(page)
    assert report.status is Status.FAILED
    assert report.page is None
    return report
