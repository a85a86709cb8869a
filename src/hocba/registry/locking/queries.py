"""Proof that a locked page is in the ledger."""

from __future__ import annotations

from hocba.core.ledger_entry import LedgerEntry
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.ledger.queries import Inclusion, inclusion


def proof_of(page: RegisteredPage) -> Inclusion | None:
    """Proof under the newest signed head; None for a page that is not locked."""
    if page.effective_date is None:
        return None
    entry = LedgerEntry(
        page.lookup_code, page.school_year, page.version, bytes(page.sha256), page.effective_date
    )
    return inclusion(entry.leaf)
