"""The printed year by ReportLab's Platypus, with the same content."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Table
from reportlab.platypus.flowables import Flowable

from hocba.public.printing import Transcript, facts

_VIETNAMESE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
_BUNDLED = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
_WIDTH = A4[0] - 43 * mm
_GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def render_by_reportlab(transcript: Transcript) -> bytes:
    data = facts(transcript)
    story = [*_cover(data), *_person(data)]
    for year in data["years"]:
        story += _year(data, year)
    pdf = BytesIO()
    document = SimpleDocTemplate(
        pdf,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
    )
    document.build(story, onFirstPage=_foot(data), onLaterPages=_foot(data))
    return pdf.getvalue()


def _foot(data: dict[str, Any]) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(_style(9).fontName, 9)
        canvas.drawString(25 * mm, 12 * mm, f"Mã tra cứu: {data['code']}")
        canvas.drawRightString(A4[0] - 18 * mm, 12 * mm, f"Trang {document.page}")

    return draw


@cache
def _style(size: int = 13) -> ParagraphStyle:
    if "Body" not in pdfmetrics.getRegisteredFontNames():
        font = _VIETNAMESE if _VIETNAMESE.exists() else _BUNDLED
        pdfmetrics.registerFont(TTFont("Body", str(font)))
    return ParagraphStyle(f"body-{size}", fontName="Body", fontSize=size, leading=size * 1.25)


def _text(text: str, size: int = 13) -> Paragraph:
    return Paragraph(escape(text), _style(size))


def _cover(data: dict[str, Any]) -> list[Flowable]:
    qr = Drawing(100, 100)
    qr.add(QrCodeWidget(data["lookup_url"], barLevel="M", barWidth=100, barHeight=100))
    lines = ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "HỌC BẠ"]
    lines += [data["level"].upper(), data["pupil"]["full_name"], data["school"], *data["units"]]
    code = _text(f"Mã tra cứu: {data['code']}")
    return [*(_text(line, 16) for line in lines), qr, code, PageBreak()]


def _person(data: dict[str, Any]) -> list[Flowable]:
    pupil = [_text(f"{name}: {text}") for name, text in data["pupil"].items()]
    rows = [[year["school_year"], year["class_name"], year["school"]] for year in data["years"]]
    table = _table(["Năm học", "Lớp", "Tên trường"], rows)
    head = _signatures("Hiệu trưởng", data["years"][-1]["signatures"]["HIEUTRUONG"])
    return [_text("LÍ LỊCH", 16), *pupil, _text("QUÁ TRÌNH", 16), table, *head, PageBreak()]


def _year(data: dict[str, Any], year: dict[str, Any]) -> list[Flowable]:
    columns = ("name", "term1", "term2", "year", "retest", "comment")
    subjects = [[subject[column] for column in columns] for subject in year["subjects"]]
    ratings = [
        [name, *year[key].values()]
        for name, key in (("Học tập", "academic"), ("Rèn luyện", "conduct"))
    ]
    texts = [year["absences"], year["homeroom_comment"], year["promotion"], year["award"]]
    teachers = [
        [", ".join(it["subjects"]), it["signer"], it["at"], it["certificate"]]
        for it in year["signatures"]["GVBM"]
    ]
    blocks = [
        block
        for role in ("HIEUTRUONG", "GVCN", "NHATRUONG")
        for block in _signatures(role, year["signatures"][role])
    ]
    return [
        _text(f"NĂM HỌC {year['school_year']}", 16),
        _text(data["pupil"]["full_name"]),
        _table(
            ["Môn học", "HKI", "HKII", "CN", "Sau ĐG lại", "Nhận xét"],
            subjects,
            (0.25, 0.08, 0.08, 0.08, 0.13, 0.38),
        ),
        _table(["Kết quả", "HKI", "HKII", "CN"], ratings),
        *(_text(text) for text in texts),
        _table(["Môn học", "Giáo viên", "Thời gian", "Số chứng thư"], teachers, size=10),
        *blocks,
    ]


def _signatures(title: str, signatures: list[dict[str, Any]]) -> list[Flowable]:
    return [
        KeepTogether(
            [_text(title), _table([it["signer"]], [[it["at"]], [it["certificate"]]], size=10)]
        )
        for it in signatures
    ]


def _table(
    head: list[str], rows: list[list[str]], shares: tuple[float, ...] = (), size: int = 13
) -> Table:
    widths = [share * _WIDTH for share in shares or [1 / len(head)] * len(head)]
    cells = [[_text(cell, size) for cell in row] for row in [head, *rows]]
    return Table(cells, colWidths=widths, style=_GRID, repeatRows=1)
