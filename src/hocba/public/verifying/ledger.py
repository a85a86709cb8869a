"""Whether the pages of a sealed copy stand in the ledger, by the proofs that it carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hocba.core.ledger_entry import LedgerEntry
from hocba.core.locked_page import judge_locked
from hocba.core.signature import PageReport, PdfReport
from hocba.core.signed_note import NoteVerifier
from hocba.core.tlog_proof import TlogProof
from hocba.core.verdict import Status, Verdict
from hocba.public.printing import IMPRINT, NoImprint, YearImprint, read_imprint
from hocba.public.printing.reprint import PROOF, file_name


def proven(report: PdfReport, *keys: NoteVerifier) -> tuple[Verdict, ...]:
    """A verdict on each year of the copy; none unless all else of it has passed.

    ``keys`` are those of the ledgers that the reader trusts.
    """
    if report.status is not Status.PASSED:
        return ()
    try:
        years = read_imprint(report.files[IMPRINT]).years
    except (KeyError, NoImprint):
        return ()
    return tuple(_verdicts(years, report, *keys))


def _verdicts(
    years: tuple[YearImprint, ...], report: PdfReport, *keys: NoteVerifier
) -> Iterator[Verdict]:
    pages = {each.page.class_year.school_year: each for each in report.pages if each.page}
    for year in years:
        if year.effective_date is None:
            yield _draft(year)
        elif year.school_year in pages:
            proof = report.files.get(file_name(year.school_year, PROOF))
            yield _judge(year, pages[year.school_year], proof, *keys)


def _draft(year: YearImprint) -> Verdict:
    return Verdict(
        Status.PASSED,
        "BAN_NHAP",
        f"Năm học {year.school_year}: BẢN NHÁP của trang chưa chốt, chưa có hiệu lực.",
    )


def _judge(
    year: YearImprint, page: PageReport, proof: bytes | None, *keys: NoteVerifier
) -> Verdict:
    if proof is None:
        return _told(year, Status.UNDETERMINED, "THIEU_CHUNG_MINH", "tệp không kèm chứng minh.")
    found = judge_locked(page, proof, *keys)
    if found.passed and _effective_date(proof) != year.effective_date:
        return _told(
            year, Status.FAILED, "NGAY_HIEU_LUC_KHAC", "ngày hiệu lực khác với ngày trong sổ cái."
        )
    return _told(year, found.status, found.code, found.message)


def _effective_date(proof: bytes) -> datetime:
    """As the leaf of a good proof has it."""
    return LedgerEntry.parse(TlogProof.parse(proof).extra).effective_date


def _told(year: YearImprint, status: Status, code: str, message: str) -> Verdict:
    return Verdict(status, code, f"Sổ cái, năm học {year.school_year}: {message}")
