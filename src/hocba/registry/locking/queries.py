"""Proof that locked pages are in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hocba.core.ledger_entry import LedgerEntry
from hocba.core.tlog_proof import TlogProof
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.ledger.queries import inclusions


def proof_of(page: RegisteredPage) -> TlogProof | None:
    """Proof under the newest signed head; None for a page that is not locked."""
    return proofs_of([page]).get(page.pk)


def proofs_of(pages: Iterable[RegisteredPage]) -> Mapping[int, TlogProof]:
    """The proofs of those of ``pages`` that are locked, by primary key, in a few queries."""
    leaves = {page.pk: entry.leaf for page in pages if (entry := entry_of(page))}
    found = inclusions(leaves.values())
    return {key: found[leaf] for key, leaf in leaves.items() if leaf in found}


def entry_of(page: RegisteredPage) -> LedgerEntry | None:
    """What the ledger says of a page; None for one that is not locked."""
    if page.effective_date is None:
        return None
    return LedgerEntry.of(
        page.lookup_code, page.school_year, page.version, bytes(page.sha256), page.effective_date
    )
