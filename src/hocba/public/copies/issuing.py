"""Give copies away: number, prove, typeset, seal, write down, and only then hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from hocba.adapters.pades import Seal
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.tlog_proof import TlogProof
from hocba.public.copies.models import IssuedCopy
from hocba.public.copies.serials import draw
from hocba.public.printing import Transcript, Typesetter, Year, render
from hocba.registry.ledger.queries import inclusions


def one_by_one(transcripts: Iterable[Transcript]) -> Iterable[bytes]:
    """A typesetter for few copies: this process."""
    return map(render, transcripts)


def issue(
    transcripts: Sequence[Transcript],
    *,
    seal: Seal,
    to: str,
    at: datetime,
    typeset: Typesetter = one_by_one,
    new_serial: Callable[[], str] = draw,
) -> list[bytes]:
    """Sealed copies of a set of transcripts, in their order.

    ``to`` says who gets them, as :class:`IssuedCopy` has it. What could not be written down is
    not given: a failure of the database leaves nothing but an error. Raises RuntimeError inside
    a transaction that might still be taken back.
    """
    issued_at = at.replace(microsecond=0)
    copies = [each.copy(new_serial(), issued_at) for each in _with_proofs(transcripts)]
    sealed = [seal.put_on(pdf, at=issued_at) for pdf in typeset(copies)]
    with transaction.atomic(durable=True):
        IssuedCopy.objects.bulk_create(
            _row(copy, pdf, to, issued_at) for copy, pdf in zip(copies, sealed, strict=True)
        )
    return sealed


def _with_proofs(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """With the ledger's proof of each locked page, all of them under one head."""
    leaves = [leaf for each in transcripts for year in each.years if (leaf := _leaf(year))]
    proofs = inclusions(leaves)
    return [
        replace(each, years=tuple(_proven(year, proofs) for year in each.years))
        for each in transcripts
    ]


def _proven(year: Year, proofs: Mapping[bytes, TlogProof]) -> Year:
    proof = proofs.get(_leaf(year))
    return year if proof is None else replace(year, proof=proof.data)


def _leaf(year: Year) -> bytes:
    """What the ledger says of the year; nothing of one that is not locked."""
    if year.effective_date is None:
        return b""
    return LedgerEntry.of(
        lookup_code=year.page.lookup_code,
        school_year=year.page.class_year.school_year,
        version=year.page.version,
        page_sha256=sha256(year.signed_page).digest(),
        effective_date=year.effective_date,
    ).leaf


def _row(copy: Transcript, pdf: bytes, to: str, at: datetime) -> IssuedCopy:
    return IssuedCopy(
        serial=copy.serial,
        lookup_code=copy.latest.page.lookup_code,
        issued_at=at,
        given_to=to,
        pages=_pages(copy),
        sha256=sha256(pdf).digest(),
    )


def _pages(copy: Transcript) -> list[dict[str, Any]]:
    return [
        {
            "school_year": year.page.class_year.school_year,
            "version": year.page.version,
            "locked": year.effective_date is not None,
        }
        for year in copy.years
    ]
