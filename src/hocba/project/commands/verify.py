"""``hocba verify``: the signatures of any document of ours, or of a PDF, offline.

No database, no network, no settings: the file, a directory of trusted certificates and a
moment are all that a verdict needs. Only ``--online`` asks the issuers of the certificates,
and ``--evidence`` brings, or keeps, what they have said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.adapters.evidence import Gatherer, load_evidence, save_evidence
from hocba.adapters.revocation import Collector
from hocba.adapters.trust import load_ledger_keys, load_trust
from hocba.adapters.verifying import MAX_BYTES, OFFICE
from hocba.core import tlog_proof
from hocba.core.errors import HocbaError, InputError
from hocba.core.locked_page import PROVEN, judge_locked
from hocba.core.packet import Order
from hocba.core.packet.elements import VIETNAM
from hocba.core.signature import (
    POLICY,
    POLICY_KEPT,
    BodyReport,
    DispatchReceiptReport,
    DispatchReport,
    Evidence,
    OrderReport,
    PacketReport,
    PageReport,
    PdfReport,
    Policy,
    Report,
    SignatureReport,
    TrustStore,
)
from hocba.core.signature.plain import as_plain
from hocba.core.signature.reasons import ROLE_NAMES
from hocba.core.signed_note import NoteVerifier
from hocba.core.verdict import Status, Verdict
from hocba.project.files import read_file
from hocba.public.verifying.judging import judge

_WORDS = {
    Status.PASSED: ("HỢP LỆ", "bold green"),
    Status.FAILED: ("KHÔNG HỢP LỆ", "bold red"),
    Status.UNDETERMINED: ("CHƯA KIỂM TRA ĐƯỢC", "bold yellow"),
}


@click.command(
    help="Kiểm tra chữ ký của gói tin, trang học bạ, biên nhận, đề nghị của trường, báo cáo gửi Bộ "
    "hoặc bản in PDF (FILE)."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    required=True,
    type=click.Path(path_type=Path),
    help="Thư mục chứng thư gốc và chứng thư cấp phát tin cậy (PEM hoặc DER).",
)
@click.option("--issuer", default=OFFICE, help=f"Cơ quan phải đóng dấu bản in PDF; {OFFICE}.")
@click.option(
    "--evidence",
    "kept",
    type=click.Path(path_type=Path),
    help="Thư mục bằng chứng (OCSP, CRL, dấu thời gian); cùng --online thì lưu thêm vào đó.",
)
@click.option(
    "--proof",
    type=click.Path(path_type=Path),
    help="Tệp chứng minh sổ cái (.tlog-proof) của một trang học bạ.",
)
@click.option(
    "--ledger-key",
    "ledger_keys",
    multiple=True,
    help="Khoá công khai của sổ cái, hoặc của nhân chứng, dạng tên+mã+khoá; có thể nhắc lại.",
)
@click.option("--online", is_flag=True, help="Hỏi nơi cấp xem chứng thư số có bị thu hồi không.")
@click.option(
    "--alive",
    is_flag=True,
    help="Đòi chứng cứ còn hiệu lực tới lúc kiểm tra: chưa hết hạn, hoặc đã được gia hạn kịp.",
)
@click.option("--at", "moment", help="Kiểm tra như tại thời điểm này; ví dụ 2024-06-24T08:00:00.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def command(
    file: Path,
    trust: Path,
    issuer: str,
    kept: Path | None,
    proof: Path | None,
    ledger_keys: tuple[str, ...],
    online: bool,
    alive: bool,
    moment: str | None,
    as_json: bool,
) -> int:
    """Verify a file; the exit code is 0 passed, 1 failed, 2 undetermined."""
    try:
        at = clock.now() if moment is None else _moment(moment)
        ledgers = (*load_ledger_keys(trust), *map(NoteVerifier.parse, ledger_keys))
        policy = POLICY_KEPT if alive else POLICY
        verification = _Verification(
            read_file(file, MAX_BYTES), load_trust(trust), policy, issuer, at, ledgers
        )
        report = verification.run(kept, online=online)
        if proof is not None:
            report = _with_proof(report, proof, ledgers)
    except HocbaError as error:
        if not as_json:
            raise
        _print_json({"status": Status.UNDETERMINED.value, "verdicts": [_plain(error)]})
        return Status.UNDETERMINED.exit_code
    if as_json:
        _print_json({**as_plain(report), "checked_at": at.isoformat()})
    else:
        console = Console(markup=False, highlight=False, soft_wrap=True)
        _print_report(report, console)
    return report.status.exit_code


@dataclass(frozen=True, slots=True)
class _Verification:
    """A file, and what it is to be held against."""

    data: bytes
    trust: TrustStore
    policy: Policy
    issuer: str
    at: datetime
    ledgers: tuple[NoteVerifier, ...] = ()

    def run(self, kept: Path | None, *, online: bool) -> Report:
        """With what is kept, and what issuers say; what they say is kept then, too."""
        if not online:
            return self._report(None if kept is None else load_evidence(kept))
        known = load_evidence(kept) if kept is not None and kept.exists() else Evidence()
        gatherer = Gatherer(self.trust, Collector(lambda: self.at))
        evidence = gatherer.gather(self._report(known), known)
        if kept is not None:
            save_evidence(kept, evidence)
        return self._report(evidence)

    def _report(self, evidence: Evidence | None) -> Report:
        return judge(
            self.data,
            trust=self.trust,
            policy=self.policy,
            at=self.at,
            issuer=self.issuer,
            evidence=evidence,
            ledgers=self.ledgers,
        )


def _with_proof(report: Report, file: Path, keys: tuple[NoteVerifier, ...]) -> Report:
    """The report of a page, with one verdict more: whether the ledger holds it."""
    if not keys:
        raise InputError(
            "Cùng với --proof phải có khoá công khai của sổ cái: --ledger-key, hoặc tệp .vkey trong"
            " thư mục tin cậy."
        )
    if not isinstance(report, PageReport):
        raise InputError("--proof chỉ dùng để kiểm tra một trang học bạ.")
    verdict = judge_locked(report, read_file(file, tlog_proof.MAX_BYTES), *keys)
    return replace(report, verdicts=(*report.verdicts, verdict))


def _moment(text: str) -> datetime:
    """A moment of --at; without offset it is Vietnam's time. Raises InputError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError("--at phải là một thời điểm, ví dụ 2024-06-24T08:00:00+07:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _plain(error: HocbaError) -> dict[str, str]:
    return {
        "status": Status.UNDETERMINED.value,
        "code": error.code,
        "message": error.message,
    }


def _print_json(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_report(report: Report, console: Console) -> None:
    match report:
        case PacketReport():
            _print_packet(report, console)
        case PageReport():
            _print_page(report, console)
        case DispatchReport():
            _print_dispatch(report, console)
        case BodyReport():
            _print_title(_body_name(report), report.status, console)
            _print_problems(report.verdicts, console)
            _print_signature(report.signature, console)
        case PdfReport():
            _print_pdf(report, console)
        case _:
            _print_title("Tệp", report.status, console)
            _print_problems(report.verdicts, console)


def _print_packet(report: PacketReport, console: Console) -> None:
    header = report.header
    name = (
        f"Gói tin lớp {header.class_name}, năm học {header.school_year}, {header.school_name}"
        if header
        else "Gói tin"
    )
    passed = sum(page.status is Status.PASSED for page in report.pages)
    _print_title(name, report.status, console)
    console.print(f"  {passed} trên {len(report.pages)} trang học bạ hợp lệ.")
    _print_problems(report.verdicts, console)
    _print_signature(report.packet_signature, console)
    for page in report.pages:
        _print_page(page, console)


def _print_dispatch(report: DispatchReport, console: Console) -> None:
    header = report.dispatch.header if report.dispatch else None
    name = f" của Sở {header.department_code}, năm học {header.school_year}" if header else ""
    passed = sum(page.status is Status.PASSED for page in report.pages)
    _print_title(f"Báo cáo gửi Bộ{name}", report.status, console)
    console.print(f"  {passed} trên {len(report.pages)} trang học bạ hợp lệ.")
    _print_problems(report.verdicts, console)
    _print_signature(report.signature, console)
    for page in report.pages:
        _print_page(page, console)


def _body_name(report: BodyReport) -> str:
    match report:
        case OrderReport(order=Order() as order):
            number = len(order.pages) or len(order.personal_ids)
            what = f"{order.deed.vietnamese} ({number}), lý do: {order.reason}"
            return f"Đề nghị của {order.school_name}: {what}"
        case OrderReport():
            return "Đề nghị của trường"
        case DispatchReceiptReport():
            return "Biên nhận của Bộ"
        case _:
            return "Biên nhận"


def _print_pdf(report: PdfReport, console: Console) -> None:
    _print_title("Bản in PDF", report.status, console)
    for verdict in report.verdicts:
        console.print(f"  {verdict.message} [{verdict.code}]")
    _print_signature(report.seal, console)
    for page in report.pages:
        _print_page(page, console)


def _print_page(report: PageReport, console: Console) -> None:
    _print_title(_page_name(report), report.status, console)
    _print_problems(report.verdicts, console)
    for signature in report.signatures:
        _print_signature(signature, console)


def _page_name(report: PageReport) -> str:
    name = f"Học bạ {report.lookup_code}".strip()
    if report.page is None:
        return name
    year = report.page.class_year
    pupil = report.page.pupil
    return f"{name}: {pupil.full_name}, lớp {year.class_name}, năm học {year.school_year}"


def _print_title(name: str, status: Status, console: Console) -> None:
    word, style = _WORDS[status]
    console.print(f"\n{name}: ", style="bold", end="")
    console.print(word, style=style)


def _print_problems(verdicts: tuple[Verdict, ...], console: Console) -> None:
    for verdict in verdicts:
        if not verdict.passed or verdict.code == PROVEN:
            console.print(f"  {verdict.message} [{verdict.code}]")


def _print_signature(report: SignatureReport | None, console: Console) -> None:
    if report is None:
        return
    word, style = _WORDS[report.verdict.status]
    console.print(f"  {word}", style=style, end="")
    console.print(f" · {_who(report)}")
    console.print(f"    {report.verdict.message} [{report.verdict.code}]")


def _who(report: SignatureReport) -> str:
    """Role, signer, time and certificate, as far as the signature tells them."""
    role = ROLE_NAMES[report.role] if report.role else "vai trò không rõ"
    parts = [role, *dict.fromkeys((report.signer_name, report.organization))]
    if report.in_place_of:
        parts.append(f"ký thay {report.in_place_of}")
    if report.signing_time:
        parts.append(f"ký lúc {report.signing_time.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}")
    if report.certificate:
        parts.append(f"chứng thư số {report.certificate.serial_number:X}")
    if report.anchor:
        parts.append(report.anchor.vietnamese)
    if report.proven_at:
        parts.append(f"đã có lúc {report.proven_at.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}")
    if report.kept_until:
        parts.append(f"chứng cứ lưu trữ còn đến {report.kept_until.astimezone(VIETNAM):%d/%m/%Y}")
    return ", ".join(part for part in parts if part)
