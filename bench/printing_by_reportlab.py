"""The printed transcript by ReportLab's Platypus, with the same content."""

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

from bench import printing_words as words
from hocba.public.printing import Transcript, facts

_VIETNAMESE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
_BUNDLED = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
_WIDTH = A4[0] - 43 * mm
_GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def render_by_reportlab(transcript: Transcript) -> bytes:
    data = facts(transcript)
    story = [*_cover(data), *_person(data)]
    for year in data["years"]:
        story += _year(year)
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
        canvas.drawString(25 * mm, 14 * mm, f"Mã tra cứu: {data['code']}")
        canvas.drawString(25 * mm, 10 * mm, f"Số bản in: {data['serial']}, lúc {data['issued']}")
        page = f"Phiên bản {data['version']}  Trang {document.page}"
        canvas.drawRightString(A4[0] - 18 * mm, 14 * mm, page)

    return draw


@cache
def _style(size: int = 13) -> ParagraphStyle:
    if "Body" not in pdfmetrics.getRegisteredFontNames():
        font = _VIETNAMESE if _VIETNAMESE.exists() else _BUNDLED
        pdfmetrics.registerFont(TTFont("Body", str(font)))
        pdfmetrics.registerFontFamily("Body", "Body", "Body", "Body", "Body")
    return ParagraphStyle(f"body-{size}", fontName="Body", fontSize=size, leading=size * 1.25)


def _text(text: str, size: int = 13) -> Paragraph:
    return Paragraph(escape(text), _style(size))


def _field(label: str, value: str, size: int = 13) -> Paragraph:
    return Paragraph(f"{label}: <b>{escape(value or '–')}</b>", _style(size))


def _cover(data: dict[str, Any]) -> list[Flowable]:
    qr = Drawing(100, 100)
    qr.add(QrCodeWidget(data["lookup_url"], barLevel="M", barWidth=100, barHeight=100))
    facts_of_cover = {**data["pupil"], "school": data["school"], "units": ", ".join(data["units"])}
    return [
        *(_text(line, 13) for line in words.NATION),
        _text("HỌC BẠ", 46),
        _text(data["level"].upper(), 20),
        *(_field(label, facts_of_cover[key]) for key, label in words.COVER.items()),
        qr,
        _field("Mã tra cứu", data["code"]),
        PageBreak(),
    ]


def _person(data: dict[str, Any]) -> list[Flowable]:
    pupil = [_field(label, data["pupil"][key]) for key, label in words.PERSON.items()]
    rows = [
        [year["school_year"], year["class_name"], year["school"], "", year["note"]]
        for year in data["years"]
    ]
    head = _signatures("HIỆU TRƯỞNG", data["years"][-1]["signatures"]["HIEUTRUONG"])
    return [
        _text("LÍ LỊCH HỌC SINH", 16),
        *pupil,
        _text("QUÁ TRÌNH HỌC TẬP", 16),
        _table(words.HISTORY, rows),
        *head,
        PageBreak(),
    ]


def _year(year: dict[str, Any]) -> list[Flowable]:
    columns = ("name", "term1", "term2", "year", "retest")
    subjects = [
        [*(subject[column] for column in columns), f"{subject['comment']}\n{subject['teacher']}"]
        for subject in year["subjects"]
    ]
    ratings = [
        [name, *year[key].values()]
        for name, key in (("Học tập", "academic"), ("Rèn luyện", "conduct"))
    ]
    teachers = [
        ["; ".join(it["subjects"]), it["signer"], it["at"], it["certificate"]]
        for it in year["signatures"]["GVBM"]
    ]
    return [
        _text(f"NĂM HỌC {year['school_year']}", 16),
        *(_field(label, year[key]) for key, label in words.YEAR.items()),
        _text(words.SUBJECTS),
        _table(words.SUBJECT_HEADS, subjects, (0.24, 0.08, 0.08, 0.08, 0.12, 0.4), size=11),
        _text(words.LEGEND, 10),
        _text(words.RATINGS),
        _table(words.RATING_HEADS, ratings),
        *(_field(label, year[key]) for key, label in words.ITEMS.items()),
        _field(words.CERTIFICATES, ""),
        _text(words.TEACHERS),
        _table(words.TEACHER_HEADS, teachers, size=10),
        _text(year["signatures"]["HIEUTRUONG"][-1]["day"]),
        *(
            block
            for role, title in words.SIGNERS.items()
            for block in _signatures(title, year["signatures"][role])
        ),
        PageBreak(),
    ]


def _signatures(title: str, signatures: list[dict[str, Any]]) -> list[Flowable]:
    return [
        KeepTogether(
            [
                _text(title),
                Table(
                    [[[_field(label, it[key], 10) for key, label in words.SIGNED.items()]]],
                    style=_GRID,
                ),
            ]
        )
        for it in signatures
    ]


def _table(
    head: list[str], rows: list[list[str]], shares: tuple[float, ...] = (), size: int = 13
) -> Table:
    widths = [share * _WIDTH for share in shares or [1 / len(head)] * len(head)]
    cells = [[_text(cell, size) for cell in row] for row in [head, *rows]]
    return Table(cells, colWidths=widths, style=_GRID, repeatRows=1)
