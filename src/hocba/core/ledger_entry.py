"""What the ledger says of a locked page: one leaf, a small text that anyone can write again.

The leaf holds no personal data: the lookup code is random, and the page's digest cannot
be turned back into the page. Whoever holds the page can rebuild the leaf and check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A locked page. ``page_sha256`` is over its canonical ``<HocBa>`` bytes (32 bytes).

    ``effective_date`` is timezone-aware and counts in whole seconds.
    """

    lookup_code: str
    school_year: str
    version: int
    page_sha256: bytes
    effective_date: datetime

    @property
    def leaf(self) -> bytes:
        """The entry's bytes in the log, to be hashed by :func:`hocba.core.merkle.leaf_hash`."""
        effective = self.effective_date.astimezone(UTC)
        lines = (
            "hocba-page/v1",
            self.lookup_code,
            self.school_year,
            str(self.version),
            self.page_sha256.hex(),
            f"{effective:%Y-%m-%dT%H:%M:%SZ}",
        )
        return "".join(f"{line}\n" for line in lines).encode("ascii")
