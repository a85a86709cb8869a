"""What is printed: a person's years of one level of schooling, each with its signatures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.record import Page
from hocba.public.printing.signing import SignatureBlock


@dataclass(frozen=True, slots=True)
class Year:
    """A page as it is printed.

    ``effective_date`` is the moment of locking; None prints the mark BẢN NHÁP.
    ``units`` names the offices above the school, the nearest first. ``signed_page`` is the
    signed ``<HocBa>`` and ``proof`` the ledger's proof of it (c2sp.org/tlog-proof), both attached
    to the PDF; empty bytes attach nothing.
    """

    page: Page
    signatures: tuple[SignatureBlock, ...] = ()
    effective_date: datetime | None = None
    units: tuple[str, ...] = ()
    signed_page: bytes = b""
    proof: bytes = b""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One or more years under one lookup code, in order; ``lookup_url`` is what the QR code says.

    ``serial`` and ``issued_at`` make it a copy that was given to somebody; what is only looked
    at has neither. Raises ValueError when there is no year, years of different transcripts, or
    only one of the two.
    """

    years: tuple[Year, ...]
    lookup_url: str
    serial: str = ""
    issued_at: datetime | None = None

    def __post_init__(self) -> None:
        if len({year.page.lookup_code for year in self.years}) != 1:
            raise ValueError("a transcript has years, all of one lookup code")
        if bool(self.serial) != (self.issued_at is not None):
            raise ValueError("a copy has a serial number and a time of issue")

    def copy(self, serial: str, issued_at: datetime) -> Transcript:
        """The same as a copy to be given away."""
        return replace(self, serial=serial, issued_at=issued_at)

    @property
    def latest(self) -> Year:
        """The last year: its person, school and version stand on the cover."""
        return self.years[-1]

    @property
    def effective(self) -> bool:
        """Whether at least one year has been locked."""
        return any(year.effective_date is not None for year in self.years)
