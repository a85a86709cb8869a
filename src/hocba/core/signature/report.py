"""What a verification found. Read nothing of a document but what its report gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from cryptography import x509

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Role
from hocba.core.packet import (
    Dispatch,
    DispatchReceipt,
    Order,
    PacketHeader,
    Receipt,
    read_dispatch_receipt,
    read_order,
    read_page_again,
    read_receipt,
)
from hocba.core.record import Page
from hocba.core.signature.certificates import SigningCertificate
from hocba.core.signature.grammar import Signature
from hocba.core.signature.parts import unsigned_page
from hocba.core.signature.reasons import Revocation
from hocba.core.signature.trust import Anchor, Chain
from hocba.core.verdict import Status, Verdict, worst


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature and its verdict; all else is what the signature says of itself.

    ``covers`` are the Ids it refers to, ``in_place_of`` the staff code of the person for whom
    the signer claims to sign, empty for nobody. ``chain`` leads to a trusted root, which
    stands under the law of ``anchor``; by
    ``proven_at`` the signature existed, as a timestamp shows that covers it; ``kept_until`` is
    when the last of a seal's archive timestamps must have been renewed. ``read`` is the
    signature itself, for who asks about it. Nothing is known but the verdict (and perhaps
    ``signature_id``) of a signature that has not the form of the profile.
    """

    verdict: Verdict
    signature_id: str = ""
    role: Role | None = None
    in_place_of: str = ""
    covers: tuple[str, ...] = ()
    signing_time: datetime | None = None
    signer: SigningCertificate | None = None
    chain: Chain = ()
    anchor: Anchor | None = None
    proven_at: datetime | None = None
    kept_until: datetime | None = None
    revocation: Revocation = Revocation.NOT_ASKED
    read: Signature | None = field(default=None, repr=False)

    @property
    def imprint(self) -> bytes:
        """What a timestamp of it stamps; empty when the signature could not be read."""
        return b"" if self.read is None else sha256(self.read.value_alone).digest()

    @property
    def certificate(self) -> x509.Certificate | None:
        return None if self.signer is None else self.signer.x509

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the signer's certificate (DER); empty when it could not be read."""
        return b"" if self.signer is None else self.signer.fingerprint

    @property
    def signer_name(self) -> str:
        return "" if self.signer is None else self.signer.name

    @property
    def organization(self) -> str:
        return "" if self.signer is None else self.signer.organization


@dataclass(frozen=True)
class PageReport:
    """A page: ``verdicts`` on the whole of it, and one in each of its ``signatures``.

    ``covered`` is the canonical ``<HocBa>`` made of nothing but bytes that a valid signature
    covers or is; it is empty unless the page passed. ``lookup_code`` is that of its frame, and
    empty when the page could not be taken apart.
    """

    verdicts: tuple[Verdict, ...]
    lookup_code: str = ""
    signatures: tuple[SignatureReport, ...] = ()
    covered: bytes = b""

    @cached_property
    def status(self) -> Status:
        return status_of(self.verdicts, self.signatures)

    @cached_property
    def page(self) -> Page | None:
        """The record, read from the covered bytes and from nothing else; None unless passed.

        None too for a signed record that contradicts itself: ``flaw`` says in what.
        """
        return self._reading if isinstance(self._reading, Page) else None

    @cached_property
    def flaw(self) -> Verdict | None:
        """Why the covered bytes, though well signed, are no record."""
        error = self._reading
        return (
            Verdict(Status.FAILED, error.code, error.message)
            if isinstance(error, PacketError)
            else None
        )

    @cached_property
    def _reading(self) -> Page | PacketError | None:
        try:
            return read_page_again(unsigned_page(self.covered)) if self.covered else None
        except PacketError as error:
            return error


@dataclass(frozen=True)
class PacketReport:
    """A packet: its own verdicts and signature, and its pages, each judged by itself.

    ``status`` is that of the whole: one page that fails makes the packet fail, and says
    nothing about the other pages. ``header`` is None unless the packet's signature is valid.
    """

    verdicts: tuple[Verdict, ...]
    pages: tuple[PageReport, ...] = ()
    packet_signature: SignatureReport | None = None
    header: PacketHeader | None = None

    @cached_property
    def status(self) -> Status:
        own = () if self.packet_signature is None else (self.packet_signature,)
        return worst([status_of(self.verdicts, own), *(page.status for page in self.pages)])


@dataclass(frozen=True)
class BodyReport:
    """A document with one signature, over its whole body.

    ``covered`` are its canonical bytes, empty unless it passed.
    """

    verdicts: tuple[Verdict, ...]
    signature: SignatureReport | None = None
    covered: bytes = b""

    @cached_property
    def status(self) -> Status:
        own = () if self.signature is None else (self.signature,)
        return status_of(self.verdicts, own)


class ReceiptReport(BodyReport):
    """The Department's receipt for a packet."""

    @cached_property
    def receipt(self) -> Receipt | None:
        """The answer, read from the covered bytes; None unless passed."""
        return read_receipt(self.covered) if self.covered else None


@dataclass(frozen=True)
class DispatchReport:
    """A report to the Ministry: its own verdicts and signature, and the page of each event.

    ``dispatch`` is None unless the Department's signature is valid: nothing else of it is
    known. ``pages`` are in the order of its events, each judged by itself.
    """

    verdicts: tuple[Verdict, ...]
    pages: tuple[PageReport, ...] = ()
    signature: SignatureReport | None = None
    dispatch: Dispatch | None = None

    @cached_property
    def status(self) -> Status:
        own = () if self.signature is None else (self.signature,)
        return worst([status_of(self.verdicts, own), *(page.status for page in self.pages)])


class DispatchReceiptReport(BodyReport):
    """The Ministry's receipt for a dispatch."""

    @cached_property
    def receipt(self) -> DispatchReceipt | None:
        """The answer, read from the covered bytes; None unless passed."""
        return read_dispatch_receipt(self.covered) if self.covered else None


class OrderReport(BodyReport):
    """What a school orders of the register."""

    @cached_property
    def order(self) -> Order | None:
        """The order, read from the covered bytes; None unless passed."""
        return read_order(self.covered) if self.covered else None


@dataclass(frozen=True)
class PdfReport:
    """A sealed PDF: verdicts on the file, one on the seal, and the pages that it carries.

    ``files`` are attached to it, by name; ``pages`` are the reports on the signed pages among
    them, in the same order. Both are looked at only when the seal is valid. ``sha256`` is that
    of the file as it was when it was sealed, without the proofs that were added since.
    """

    verdicts: tuple[Verdict, ...]
    seal: SignatureReport | None = None
    pages: tuple[PageReport, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    sha256: bytes = b""

    @cached_property
    def status(self) -> Status:
        own = () if self.seal is None else (self.seal,)
        return worst([status_of(self.verdicts, own), *(page.status for page in self.pages)])


@dataclass(frozen=True)
class UnreadReport:
    """The file is no document of ours, or breaks the format: there is nothing to judge."""

    verdicts: tuple[Verdict, ...]

    @property
    def status(self) -> Status:
        return status_of(self.verdicts, ())


Report = PageReport | PacketReport | DispatchReport | BodyReport | PdfReport | UnreadReport


def status_of(verdicts: tuple[Verdict, ...], signatures: tuple[SignatureReport, ...]) -> Status:
    """The status of a whole from the verdicts on it and on its signatures."""
    found = [verdict.status for verdict in verdicts]
    return worst(found + [signature.verdict.status for signature in signatures])
