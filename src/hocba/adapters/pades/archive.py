"""Keep a sealed PDF verifiable after every certificate has expired: PAdES B-LTA.

To a sealed file come a timestamp, which proves that the seal existed; a document security
store with the certificates and what their issuers say of them; and a timestamp over it all.
Doing it again, before the last timestamp's certificate ends, renews the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.general import SigningError as FieldError
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from hocba.adapters.pades.embedding import PlainUpdate, embed
from hocba.adapters.pades.sealed import open_sealed
from hocba.adapters.pades.verify import verify_pdf
from hocba.adapters.revocation import Collector
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import InputError, Unavailable
from hocba.core.signature import Evidence, PdfReport, Policy, TrustStore
from hocba.core.signature.reasons import Revocation
from hocba.core.signature.timestamp import read_token
from hocba.core.signature.trust import Chain, NoTrust, Untrusted
from hocba.core.verdict import Status

_ROOM = 12 * 1024
"""Bytes to keep free for a token with its authority's chain."""


@dataclass(frozen=True, slots=True)
class Archivist:
    """Whom to ask for the proofs, whom to believe, and whose seal it should be."""

    trust: TrustStore
    policy: Policy
    issuer: str
    authority: TimestampAuthority
    collector: Collector

    def preserve(self, pdf: bytes, *, at: datetime) -> bytes:
        """The sealed ``pdf`` at level B-LTA; if it was that before, its proof is renewed.

        Raises InputError when it is not validly sealed, and Unavailable when the proofs
        cannot be had now.
        """
        chain = self._chain_of_seal(pdf, at)
        stamps = len(open_sealed(pdf).stamps)
        stamped = pdf if stamps else self._stamp(PlainUpdate(BytesIO(pdf)), 1)
        update = PlainUpdate(BytesIO(stamped))
        _store(self._evidence(stamped, chain), update)
        complete = self._stamp(update, max(stamps, 1) + 1)
        self._require_proven(complete, at)
        return complete

    def _chain_of_seal(self, pdf: bytes, at: datetime) -> Chain:
        report = self._verify(pdf, at)
        if report.seal is None or report.status is not Status.PASSED:
            raise InputError("Chỉ bảo quản lâu dài được bản in PDF có dấu số hợp lệ.")
        return report.seal.chain

    def _verify(self, pdf: bytes, at: datetime) -> PdfReport:
        return verify_pdf(pdf, trust=self.trust, policy=self.policy, at=at, issuer=self.issuer)

    def _stamp(self, update: PlainUpdate, number: int) -> bytes:
        place = DocumentTimestamp(bytes_reserved=2 * _ROOM)  # type: ignore[no-untyped-call]
        try:
            return embed(update, f"DauThoiGian{number}", place, self.authority.stamp)
        except FieldError as error:
            raise Unavailable("Dấu thời gian nhận được lớn quá mức cho phép.") from error

    def _evidence(self, stamped: bytes, seal: Chain) -> Evidence:
        """What issuers say now of the seal's certificates, and of each timestamp's."""
        tokens = [read_token(stamp.token) for stamp in open_sealed(stamped).stamps]
        try:
            chains = [self.trust.chain(each.authority, each.sent, each.time) for each in tokens]
        except (NoTrust, Untrusted) as error:
            raise Unavailable("Dịch vụ dấu thời gian không dẫn tới một gốc tin cậy.") from error
        return self.collector.collect([seal, *chains])

    def _require_proven(self, pdf: bytes, at: datetime) -> None:
        """Nothing is given out as proven that would not pass."""
        report = self._verify(pdf, at)
        seal = report.seal
        if seal is None or not seal.verdict.passed or seal.revocation is Revocation.NOT_ASKED:
            reason = seal.verdict.message if seal else report.verdicts[0].message
            raise Unavailable(f"Chưa đủ bằng chứng để bảo quản lâu dài: {reason}")


def _store(evidence: Evidence, update: PlainUpdate) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        update,
        sig_contents=None,
        certs=[x509.Certificate.load(each) for each in evidence.certificates],
        ocsps=[ocsp.OCSPResponse.load(each) for each in evidence.ocsp],
        crls=[crl.CertificateList.load(each) for each in evidence.crls],
    )
