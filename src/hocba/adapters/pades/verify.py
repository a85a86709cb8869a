"""Verify a sealed PDF: bytes, trust, policy, the unit that should have sealed it, and a time.

A file is taken through these steps and stops at the first that it fails:

 1. Size; pyHanko reads it, strictly (``sealed``).
 2. It has one signature, besides timestamps of the document.
 3. That covers the whole file, or the whole revision that it was put on; in the revisions
    after it there is nothing but proofs (DSS and document timestamps), the last of which
    covers the file to its end.
 4. It certifies the document and forbids all changes; its value fills the gap in what it
    covers, and the value is a CMS of the one form of the profile, to the byte (``cms``).
 5. The time that it claims is not after the time of verification, and the policy accepts its
    algorithm at that time.
 6. The digest of what it covers is the one that was signed.
 7. Certificate: for signing, strong enough, valid at that time, of the unit that is asked for.
 8. The signature value is the certificate's.
 9. The certificate's chain reaches a trusted root at that time.
10. Each timestamp is of what it covers, later than the one before, by a trusted authority.
11. The certificate had not been revoked when it sealed, where the file holds answers on that
    or the policy demands them.

Last, the signed pages that the PDF carries are verified as they would be by themselves.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from unicodedata import normalize

from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.pades.proofs import weigh
from hocba.adapters.pades.reasons import ARCHIVED, WHOLE, Rejected
from hocba.adapters.pades.sealed import SealedPdf, attachments, open_sealed
from hocba.core.lifecycle import Role
from hocba.core.signature import (
    PdfReport,
    Policy,
    SignatureReport,
    TrustStore,
    certificates,
    verify_page,
)
from hocba.core.signature.algorithms import holds
from hocba.core.signature.certificates import SigningCertificate
from hocba.core.signature.judge import Court, require_fit
from hocba.core.signature.reasons import Refused, because
from hocba.core.signature.trust import NoTrust, Path, Untrusted

BESIDE_PAGES = (".json", ".tlog-proof")
"""Endings of the names of those attachments that are no signed pages."""


def verify_pdf(
    data: bytes, *, trust: TrustStore, policy: Policy, at: datetime, issuer: str
) -> PdfReport:
    """Judge a PDF that ``issuer``, the name of a unit, should have sealed.

    Never raises for what is in ``data``. ``at`` must have a time zone.
    """
    court = Court(trust, policy, at)
    try:
        pdf = open_sealed(data)
        seal = _judge(pdf, court, issuer)
        files = attachments(pdf) if seal.verdict.passed else {}
    except Rejected as rejected:
        return PdfReport((rejected.verdict,))
    pages = tuple(
        verify_page(each, trust=trust, policy=policy, at=at)
        for name, each in files.items()
        if not name.endswith(BESIDE_PAGES)
    )
    whole = ARCHIVED if pdf.stamps else WHOLE
    return PdfReport((whole,) if seal.verdict.passed else (), seal, pages, files, pdf.issued)


def _judge(pdf: SealedPdf, court: Court, issuer: str) -> SignatureReport:
    try:
        signer = certificates.of(pdf.cms.certificate)
    except ValueError:
        return SignatureReport(because("CHUNG_THU_HONG"), pdf.field)
    report = SignatureReport(
        verdict=because("CHU_KY_SAI"),
        signature_id=pdf.field,
        role=Role.DEPARTMENT,
        signing_time=pdf.sealed_at,
        signer=signer,
    )
    try:
        _require_good(pdf, signer, court, issuer)
        path = _path(pdf, signer, court)
        return weigh(pdf, replace(report, chain=path.chain, anchor=path.anchor), court)
    except (Refused, Rejected) as refused:
        return replace(report, verdict=refused.verdict)


def _require_good(pdf: SealedPdf, signer: SigningCertificate, court: Court, issuer: str) -> None:
    """Steps 5 to 8."""
    cms = pdf.cms
    if pdf.sealed_at > court.at:
        raise Refused("THOI_GIAN_TUONG_LAI")
    if not court.policy.accepts(cms.algorithm, pdf.sealed_at):
        raise Refused("THUAT_TOAN")
    if pdf.digest != cms.document_digest:
        raise Refused("NOI_DUNG_BI_SUA")
    require_fit(signer, court.policy, pdf.sealed_at)
    if normalize("NFC", signer.organization) != normalize("NFC", issuer):
        raise Rejected("PDF_SAI_CO_QUAN", issuer=issuer)
    if not holds(cms.algorithm, signer.key, cms.value, cms.attributes):
        raise Refused("CHU_KY_SAI")


def _path(pdf: SealedPdf, signer: SigningCertificate, court: Court) -> Path:
    sent = (b64encode(each.public_bytes(Encoding.DER)).decode() for each in pdf.cms.chain)
    try:
        return court.trust.path(signer, tuple(sent), pdf.sealed_at)
    except NoTrust:
        raise Refused("CHUA_CO_GOC_TIN_CAY") from None
    except Untrusted:
        raise Refused("KHONG_TOI_GOC_TIN_CAY") from None
