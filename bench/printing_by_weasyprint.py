"""The printed year by WeasyPrint: HTML and CSS with the same content."""

from __future__ import annotations

from html import escape
from typing import Any

import segno
from weasyprint import HTML

from hocba.public.printing import Transcript, facts

_CSS = """
@page { size: A4; margin: 18mm 18mm 20mm 25mm;
  @bottom-left { content: "Mã tra cứu: " string(code); font-size: 9pt }
  @bottom-right { content: "Trang " counter(page) "/" counter(pages); font-size: 9pt } }
body { font: 13pt "Libertinus Serif", "DejaVu Serif", serif }
.code { string-set: code content() }
.cover { text-align: center; break-after: page } .person { break-after: page }
h1 { font-size: 16pt; text-align: center } h2 { font-size: 13pt }
table { width: 100%; border-collapse: collapse } td, th { border: 0.5pt solid; padding: 3pt 5pt }
.signature { border: 0.5pt solid; padding: 6pt; font-size: 10pt; break-inside: avoid }
"""


def render_by_weasyprint(transcript: Transcript) -> bytes:
    data = facts(transcript)
    body = _cover(data) + _person(data) + "".join(_year(data, year) for year in data["years"])
    page = f"<html lang=vi><head><style>{_CSS}</style></head><body>{body}</body></html>"
    pdf: bytes = HTML(string=page).write_pdf()
    return pdf


def _cover(data: dict[str, Any]) -> str:
    qr = segno.make(data["lookup_url"], error="m").svg_inline(scale=3)
    lines = [
        f"<strong>{text}</strong>"
        for text in ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
    ]
    facts_of_cover = [data["pupil"]["full_name"], data["school"], *data["units"]]
    return (
        f"<div class=cover>{'<br>'.join(lines)}<h1>HỌC BẠ</h1>"
        f"<p>{data['level'].upper()}</p>{''.join(f'<p>{escape(t)}</p>' for t in facts_of_cover)}"
        f"{qr}<p>Mã tra cứu: <span class=code>{data['code']}</span></p></div>"
    )


def _person(data: dict[str, Any]) -> str:
    pupil = "".join(f"<p>{name}: <b>{escape(text)}</b></p>" for name, text in data["pupil"].items())
    rows = [[year["school_year"], year["class_name"], year["school"]] for year in data["years"]]
    head = _signature("Hiệu trưởng", data["years"][-1]["signatures"]["HIEUTRUONG"])
    table = _table(["Năm học", "Lớp", "Tên trường"], rows)
    return f"<div class=person><h1>LÍ LỊCH</h1>{pupil}<h1>QUÁ TRÌNH HỌC TẬP</h1>{table}{head}</div>"


def _year(data: dict[str, Any], year: dict[str, Any]) -> str:
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
    return (
        f"<h1>NĂM HỌC {year['school_year']}</h1><p>{escape(data['pupil']['full_name'])}</p>"
        + _table(["Môn học", "HKI", "HKII", "CN", "Sau ĐG lại", "Nhận xét"], subjects)
        + _table(["Kết quả", "HKI", "HKII", "CN"], ratings)
        + "".join(f"<h2>Mục</h2><p>{escape(text)}</p>" for text in texts)
        + _table(["Môn học", "Giáo viên", "Thời gian", "Số chứng thư"], teachers)
        + "".join(
            _signature(role, year["signatures"][role])
            for role in ("HIEUTRUONG", "GVCN", "NHATRUONG")
        )
    )


def _signature(title: str, signatures: list[dict[str, Any]]) -> str:
    return "".join(
        f"<p>{title}</p><div class=signature>{escape(it['signer'])}<br>{it['at']}"
        f"<br>{it['certificate']}</div>"
        for it in signatures
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f"<th>{text}</th>" for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead>{body}</table>"
