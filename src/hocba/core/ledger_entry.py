"""What the ledger says of a locked page: one leaf, a small text that anyone can write again.

The ledger is public, so the leaf holds no personal data and no lookup code: only digests of
the code and of the page, from which neither can be found. Whoever holds both can rebuild the
leaf and check it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from hocba.core.errors import InputError

MALFORMED = "MUC_SO_CAI_HONG"

_FORM = "hocba-page/v1"
_LEAF = re.compile(
    rf"{_FORM}\n([0-9a-f]{{64}})\n([0-9]{{4}}-[0-9]{{4}})\n([1-9][0-9]{{0,8}})\n([0-9a-f]{{64}})\n"
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n".encode()
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A locked page. ``page_sha256`` is over its canonical ``<HocBa>`` bytes (32 bytes).

    ``code_sha256`` is over the lookup code's 32 characters. ``effective_date`` is
    timezone-aware and counts in whole seconds.
    """

    code_sha256: bytes
    school_year: str
    version: int
    page_sha256: bytes
    effective_date: datetime

    @classmethod
    def of(
        cls,
        lookup_code: str,
        school_year: str,
        version: int,
        page_sha256: bytes,
        effective_date: datetime,
    ) -> LedgerEntry:
        """The entry of the page with this lookup code."""
        return cls(code_digest(lookup_code), school_year, version, page_sha256, effective_date)

    @classmethod
    def parse(cls, leaf: bytes) -> LedgerEntry:
        """Read an entry's bytes. Raises InputError unless they are written as :attr:`leaf` is."""
        match = _LEAF.fullmatch(leaf)
        if match is None:
            raise InputError("Mục sổ cái không đúng dạng.", code=MALFORMED)
        code, year, version, page, effective = (part.decode() for part in match.groups())
        try:
            moment = datetime.fromisoformat(effective)
        except ValueError as error:
            raise InputError("Mục sổ cái có ngày không có thật.", code=MALFORMED) from error
        return cls(bytes.fromhex(code), year, int(version), bytes.fromhex(page), moment)

    @property
    def leaf(self) -> bytes:
        """The entry's bytes in the log, to be hashed by :func:`hocba.core.merkle.leaf_hash`."""
        effective = self.effective_date.astimezone(UTC)
        lines = (
            _FORM,
            self.code_sha256.hex(),
            self.school_year,
            str(self.version),
            self.page_sha256.hex(),
            f"{effective:%Y-%m-%dT%H:%M:%SZ}",
        )
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def code_digest(lookup_code: str) -> bytes:
    """How the ledger names a transcript without telling its lookup code."""
    return sha256(lookup_code.encode("ascii")).digest()
