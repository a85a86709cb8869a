"""Whether a page in hand is the one that was locked, as a proof file shows it, offline.

1. The proof file is read; its extra data are the leaf.
2. The leaf speaks of this page: its lookup code, school year and version.
3. The SHA-256 in the leaf is that of the bytes that the page's signatures cover.
4. The head is signed by the ledger's key, and the path leads from the leaf to its root.
"""

from __future__ import annotations

from hashlib import sha256

from hocba.core.cosignature import cosignatures
from hocba.core.errors import HocbaError
from hocba.core.ledger_entry import LedgerEntry, code_digest
from hocba.core.packet.elements import VIETNAM
from hocba.core.signature import PageReport
from hocba.core.signed_note import FalseSignature, NoteVerifier
from hocba.core.tlog_proof import NotIncluded, TlogProof
from hocba.core.verdict import Status, Verdict

PROVEN, UNVERIFIED = "DA_CHOT", "TRANG_CHUA_HOP_LE"
OTHER_PAGE, OTHER_BYTES = "CHUNG_MINH_TRANG_KHAC", "KHAC_BAN_DA_CHOT"


def judge_locked(report: PageReport, proof: bytes, *keys: NoteVerifier) -> Verdict:
    """Judge by a proof file whether a verified page was locked. Never raises for what is in it.

    ``keys`` are those of the ledgers, and of the witnesses, that the reader trusts. What
    cannot be read, or is signed by a key that nobody knows, is UNDETERMINED: nothing was shown.
    """
    try:
        found = TlogProof.parse(proof)
        entry = LedgerEntry.parse(found.extra)
        return _difference(report, entry) or _proven(found, entry, *keys)
    except (NotIncluded, FalseSignature) as error:
        return Verdict(Status.FAILED, error.code, error.message)
    except HocbaError as error:
        return Verdict(Status.UNDETERMINED, error.code, error.message)


def _difference(report: PageReport, entry: LedgerEntry) -> Verdict | None:
    """Why the leaf does not speak of this page, if so."""
    page = report.page
    if page is None:
        return Verdict(
            Status.UNDETERMINED, UNVERIFIED, "Trang chưa hợp lệ nên chưa đối chiếu với sổ cái."
        )
    own = (code_digest(page.lookup_code), page.class_year.school_year, page.version)
    if own != (entry.code_sha256, entry.school_year, entry.version):
        return Verdict(
            Status.FAILED,
            OTHER_PAGE,
            f"Tệp chứng minh là của một trang khác (năm học {entry.school_year}, phiên bản"
            f" {entry.version}); hãy dùng tệp chứng minh của đúng trang này.",
        )
    if sha256(report.covered).digest() != entry.page_sha256:
        return Verdict(
            Status.FAILED, OTHER_BYTES, "Nội dung trang khác với bản đã được chốt vào sổ cái."
        )
    return None


def _proven(proof: TlogProof, entry: LedgerEntry, *keys: NoteVerifier) -> Verdict:
    head = proof.verify(entry.leaf, *keys)
    heard = {each.name for each in cosignatures(proof.checkpoint, *keys)}
    witnessed = f", có {len(heard)} nhân chứng cùng ký" if heard else ""
    locked = entry.effective_date.astimezone(VIETNAM)
    return Verdict(
        Status.PASSED,
        PROVEN,
        f"Đã chốt lúc {locked:%H:%M:%S %d/%m/%Y}, là mục {proof.index + 1} trong {head.size} mục"
        f" của sổ cái {head.origin}{witnessed}.",
    )
