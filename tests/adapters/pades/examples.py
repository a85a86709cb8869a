"""A printed transcript and seals on it, good ones and others."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from hocba.adapters.pades import Seal, verify_pdf
from hocba.core.packet import read_page
from hocba.core.signature import POLICY, PdfReport, Policy, TrustStore
from hocba.public.printing import Transcript, Year, render, signature_blocks
from tests.core.signature import pki, signing
from tests.core.signature.pki import Wish
from tests.public.printing.examples import LOCKED, proven

OFFICE = "Sở GDĐT Hà Nội"
SEALED_AT = datetime(2024, 7, 1, 1, 30, tzinfo=UTC)
SERIAL = "7F3K-9QW2-MX5T"
CHECKED_AT = datetime(2024, 9, 5, tzinfo=UTC)


@cache
def printed(signed_page: bytes = b"") -> bytes:
    """The PDF of a locked page, as it leaves the typesetter."""
    content = signed_page or signing.primary_page()
    page = read_page(content)
    blocks = signature_blocks(signing.check_page(content).signatures, page)
    year = proven(Year(page, blocks, LOCKED, (OFFICE,), content))
    read = Transcript((year,), "https://hocba.example/tra-cuu/x")
    return render(read.copy(SERIAL, LOCKED))


def office(**wishes: object) -> Wish:
    """The certificate of the office that seals, but for the wishes."""
    return Wish(**{"name": OFFICE, "organization": OFFICE, **wishes})


def seal_of(wish: Wish | None = None) -> Seal:
    return Seal(pki.signer(wish or office()))


@cache
def sealed(wish: Wish | None = None, at: datetime = SEALED_AT) -> bytes:
    return seal_of(wish).put_on(printed(), at=at)


def check(
    data: bytes,
    *,
    trust: TrustStore | None = None,
    at: datetime = CHECKED_AT,
    issuer: str = OFFICE,
    policy: Policy = POLICY,
) -> PdfReport:
    return verify_pdf(data, trust=trust or signing.trust(), policy=policy, at=at, issuer=issuer)


def reasons(report: PdfReport) -> list[str]:
    """The codes of all that did not pass."""
    seal = [report.seal.verdict] if report.seal else []
    pages = [v for page in report.pages for v in page.verdicts]
    return [each.code for each in (*report.verdicts, *seal, *pages) if not each.passed]
