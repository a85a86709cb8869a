"""Our verdicts beside those of others: ``python -m tests.vectors.comparing`` writes the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from multiprocessing.pool import ThreadPool
from pathlib import Path
from tempfile import TemporaryDirectory

from hocba.core.signature import PacketReport, PageReport, ReceiptReport, Report, SignatureReport
from hocba.core.verdict import Verdict
from tests.vectors.others.programs import PROGRAMS
from tests.vectors.others.signatures import Signed, signatures
from tests.vectors.reading import Case, cases

TABLE = Path(__file__).with_name("stricter.md")
_HEAD = """# Where we are stricter than others

Each row is a signature that a general verifier of XML signatures accepts and this project does
not rely upon. `test_others.py` holds the table to what the verifiers say, in both directions;
`python -m tests.vectors.comparing` writes it anew. There is no table of the other kind: what we
accept, all of them accept. Signatures are counted in the order of the document.

"""

WHY = {
    "CAU_TRUC_CAM": "a document type, comment, instruction or relative namespace is read two ways",
    "CAU_TRUC_CHU_KY": "the profile has one form, to the byte: objects, keys, references and "
    "transforms that XML-DSig allows are where wrapped content hides",
    "CHUA_CO_GOC_TIN_CAY": "without a root nothing is known of the certificate",
    "CHUA_RO_THU_HOI": "the policy demands an answer on revocation, and there is none",
    "CHUNG_THU_BI_THU_HOI": "the certificate was revoked before the signing; they do not ask",
    "CHUNG_THU_BI_TRAO": "the signer committed to another certificate of the same key; they do "
    "not read SigningCertificateV2",
    "CHUNG_THU_CHUA_HIEU_LUC": "the certificate had not begun; they check the key alone",
    "CHUNG_THU_HET_HIEU_LUC": "the certificate had ended; they check the key alone",
    "CHUNG_THU_SAI_MUC_DICH": "the certificate is not for signatures; they do not look at its use",
    "CHU_KY_SAI": "P-256 is the only curve of the profile",
    "DAU_LUU_TRU_DUT": "an authority ended before the next one took over; they read no timestamps",
    "DAU_LUU_TRU_HONG": "the archive timestamp is of other bytes; they read no timestamps",
    "DAU_THOI_GIAN_CHUA_TIN_CAY": "nobody knows who stamped; they do not read timestamps",
    "DAU_THOI_GIAN_HONG": "the timestamp is of another signature; they do not read timestamps",
    "DAU_THOI_GIAN_TRUOC_CHUNG_THU": "stamped before the certificate began; they do not read it",
    "DAU_THOI_GIAN_TRUOC_KHI_KY": "stamped before it was signed; they do not read it",
    "KHOA_YEU": "RSA of less than 2048 bits",
    "KHONG_TOI_GOC_TIN_CAY": "no chain to a trusted root; they check the key alone",
    "KHUNG_TRANG": "something stands beside what was signed, and a careless reader would read it",
    "SAI_LUOC_DO": "the document is none by the schema, whatever in it is signed",
    "SAI_PHAM_VI": "it covers something else than its role must; they cover what they are told",
    "SAI_THU_TU": "it stands where its role may not sign; they know no order",
    "SAI_TO_CHUC": "the seal of another school; they know no schools",
    "SAI_VI_TRI": "its Id is that of another place; they know no places",
    "THIEU_CHU_KY": "the signature is good and the page is not: another one is missing or bad",
    "THOI_GIAN_NGUOC": "it claims to be older than what it covers",
    "THOI_GIAN_TUONG_LAI": "signed after the time of verification; they are asked at signing time",
    "THUAT_TOAN": "the dated policy does not accept the algorithm at signing time",
    "THU_HOI_CHUA_RO_TRUOC_SAU": "revoked later, and nothing shows that it was signed before",
    "TRUNG_ID": "two elements have one Id, so a reference may mean either",
    "VAI_TRO_SAI": "a role that signs no page; they know no roles",
    "VUOT_GIOI_HAN": "larger, deeper or fuller than any packet; looked at before parsing",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One signature before everybody.

    ``passed`` is our verdict on it alone; ``code`` why it is not relied upon, for itself or for
    the document around it; empty when it is.
    """

    vector: str
    number: int
    passed: bool
    code: str
    accepted_by: tuple[str, ...]
    refused_by: tuple[str, ...]


def compared(directory: Path) -> list[Compared]:
    """Every signature of every vector; the documents are unpacked into ``directory``."""
    asked = [(case, each) for case in cases() for each in _unpacked(case, directory)]
    signed = [each for _, each in asked]
    with ThreadPool(len(PROGRAMS)) as pool:
        answers = pool.map(lambda ask: ask(signed), PROGRAMS.values())
    said = dict(zip(PROGRAMS, answers, strict=True))
    reports = {case.name: case.report() for case in cases()}
    return [
        _compared(case, each, reports[case.name], {name: said[name][at] for name in said})
        for at, (case, each) in enumerate(asked)
    ]


def _unpacked(case: Case, directory: Path) -> Iterator[Signed]:
    file = directory / f"{case.name}.xml"
    file.write_bytes(case.document)
    return signatures(file, case.root if case.vector.trust else None)


def _compared(case: Case, signed: Signed, report: Report, said: dict[str, bool | None]) -> Compared:
    passed, code = _ours(report, signed.signature_id)
    return Compared(
        vector=case.name,
        number=signed.index + 1,
        passed=passed,
        code=code,
        accepted_by=tuple(name for name, accepted in said.items() if accepted is True),
        refused_by=tuple(name for name, accepted in said.items() if accepted is False),
    )


def _ours(report: Report, signature_id: str) -> tuple[bool, str]:
    """Whether we accept the signature, and why we do not rely upon it."""
    unread: list[Verdict] = []
    for verdicts, own in _judged(report):
        for each in own:
            if each.signature_id == signature_id:
                return each.verdict.passed, _fault([each.verdict, *verdicts])
        unread += [each.verdict for each in own if not each.signature_id]
    return False, _fault([*unread, *report.verdicts])


def _judged(report: Report) -> Iterator[tuple[tuple[Verdict, ...], tuple[SignatureReport, ...]]]:
    """The verdicts on each document within a document, with its signatures."""
    match report:
        case PageReport():
            yield report.verdicts, report.signatures
        case PacketReport():
            for page in report.pages:
                yield from _judged(page)
            yield report.verdicts, tuple(filter(None, [report.packet_signature]))
        case ReceiptReport():
            yield report.verdicts, tuple(filter(None, [report.signature]))


def _fault(verdicts: Iterable[Verdict]) -> str:
    return next((verdict.code for verdict in verdicts if not verdict.passed), "")


def table(found: Iterable[Compared]) -> str:
    """The table of those that others accept and we do not rely upon, and the reasons."""
    stricter = [each for each in found if each.code and each.accepted_by]
    rows = [_row(*group) for group in groupby(stricter, _kind)]
    codes = sorted({each.code for each in stricter})
    reasons = [f"| `{code}` | {WHY[code]} |" for code in codes]
    return _HEAD + "\n".join(
        [
            "| vector | signatures | accepted by | we say |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "| we say | because |",
            "| --- | --- |",
            *reasons,
            "",
        ]
    )


def _kind(each: Compared) -> tuple[str, tuple[str, ...], str]:
    return each.vector, each.accepted_by, each.code


def _row(kind: tuple[str, tuple[str, ...], str], group: Iterable[Compared]) -> str:
    vector, accepted_by, code = kind
    numbers = ", ".join(str(each.number) for each in group)
    return f"| {vector} | {numbers} | {', '.join(accepted_by)} | `{code}` |"


def main() -> None:
    with TemporaryDirectory() as directory:
        TABLE.write_text(table(compared(Path(directory))), encoding="utf-8")


if __name__ == "__main__":
    main()
