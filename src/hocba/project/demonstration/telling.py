"""What the job tells at its end: for each class, what went on, what was held back and why."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from hocba.core.finding import Severity
from hocba.project.demonstration.classes import SampleClass
from hocba.project.demonstration.folder import Folder
from hocba.school.pages.models import PageVersion

_CODES_SHOWN = 3


def tell(each: SampleClass, folder: Folder, console: Console) -> None:
    """The paragraph of one class. It names pupils by their code only."""
    year = each.class_year
    console.rule(f"Lớp {each.name} · {year.school_name} · năm học {year.school_year}", align="left")
    for line in (*_imported(each), *_waiting(each), *_returned(each), *_locked(each, folder)):
        console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
    for failure in each.failures:
        console.print(f"  HỎNG: {failure}", style="bold", highlight=False, markup=False)


def _imported(each: SampleClass) -> Iterator[str]:
    counts, findings = each.report.counts, each.report.findings
    errors = [f for f in findings if f.severity is Severity.ERROR]
    yield f"Đọc {counts.read} học sinh: nhận {counts.accepted}, giữ lại {counts.held_back}."
    for finding in errors:
        place = f"«{finding.sheet}» {finding.cell}, học sinh {finding.pupil}"
        yield f"  – giữ lại: {place}: {finding.message}"
    if len(findings) > len(errors):
        warnings = len(findings) - len(errors)
        yield f"{warnings} cảnh báo; xem bằng: hocba check {each.workbook}"
    for refusal in each.refused:
        yield f"  – không ghi đè: học sinh {refusal.pupil_code}: {refusal.reason}"


def _waiting(each: SampleClass) -> Iterator[str]:
    waiting = PageVersion.objects.of_class(each.class_year).filter(finished=False).count()
    if waiting:
        yield f"{waiting} học bạ chờ đánh giá bổ sung trong hè, nộp trước 15/8."


def _returned(each: SampleClass) -> Iterator[str]:
    for outcome in each.returned:
        reasons = " ".join(fault.message for fault in outcome.faults)
        yield f"  – Sở trả lại {outcome.lookup_code}: {reasons}"


def _locked(each: SampleClass, folder: Folder) -> Iterator[str]:
    codes = sorted(each.locked)
    yield f"Sở tiếp nhận và chốt {len(codes)} học bạ."
    if codes:
        yield f"Mã tra cứu, ví dụ: {', '.join(codes[:_CODES_SHOWN])}"
        yield f"Bản in PDF: {folder.pdfs(each)}"
        yield f"Gói tin đã ký: {folder.packets(each)}"
