"""The printed transcript by WeasyPrint: HTML and CSS with the same content."""

from __future__ import annotations

from html import escape
from typing import Any

import segno
from weasyprint import HTML

from bench import printing_words as words
from hocba.public.printing import Transcript, facts

_CSS = """
@page { size: A4; margin: 18mm 18mm 20mm 25mm;
  @bottom-left { content: "Mã tra cứu: " string(code) " " string(serial); font-size: 9pt }
  @bottom-right { content: "Trang " counter(page) "/" counter(pages); font-size: 9pt } }
p { margin: 4pt 0 } body { font: 13pt "Libertinus Serif", "DejaVu Serif", serif }
.code { string-set: code content() } .serial { string-set: serial content() }
.cover { text-align: center; break-after: page } .person { break-after: page }
h1 { font-size: 16pt; text-align: center } h2 { font-size: 13pt }
table { width: 100%; border-collapse: collapse; font-size: 11pt }
td, th { border: 0.5pt solid; padding: 3pt 5pt }
.signature { border: 0.5pt solid; padding: 6pt; font-size: 10pt; break-inside: avoid }
"""


def render_by_weasyprint(transcript: Transcript) -> bytes:
    data = facts(transcript)
    body = _cover(data) + _person(data) + "".join(_year(year) for year in data["years"])
    page = f"<html lang=vi><head><style>{_CSS}</style></head><body>{body}</body></html>"
    pdf: bytes = HTML(string=page).write_pdf()
    return pdf


def _field(label: str, value: str) -> str:
    return f"<p>{label}: <b>{escape(value or '–')}</b></p>"


def _cover(data: dict[str, Any]) -> str:
    qr = segno.make(data["lookup_url"], error="m").svg_inline(scale=3)
    facts_of_cover = {**data["pupil"], "school": data["school"], "units": ", ".join(data["units"])}
    fields = "".join(_field(label, facts_of_cover[key]) for key, label in words.COVER.items())
    return (
        f"<div class=cover><strong>{'<br>'.join(words.NATION)}</strong><h1>HỌC BẠ</h1>"
        f"<p>{data['level'].upper()}</p>{fields}"
        f"{qr}<p>Mã tra cứu: <span class=code>{data['code']}</span></p>"
        f"<p>Số bản in: <span class=serial>{data['serial']}, lúc {data['issued']}</span></p></div>"
    )


def _person(data: dict[str, Any]) -> str:
    pupil = "".join(_field(label, data["pupil"][key]) for key, label in words.PERSON.items())
    rows = [
        [year["school_year"], year["class_name"], year["school"], "", year["note"]]
        for year in data["years"]
    ]
    head = _signature("HIỆU TRƯỞNG", data["years"][-1]["signatures"]["HIEUTRUONG"])
    table = _table(words.HISTORY, rows)
    return (
        f"<div class=person><h1>LÍ LỊCH HỌC SINH</h1>{pupil}"
        f"<h1>QUÁ TRÌNH HỌC TẬP</h1>{table}{head}</div>"
    )


def _year(year: dict[str, Any]) -> str:
    columns = ("name", "term1", "term2", "year", "retest")
    subjects = [
        [*(subject[column] for column in columns), f"{subject['comment']} {subject['teacher']}"]
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
    return (
        f"<div class=person><h1>NĂM HỌC {year['school_year']}</h1>"
        + "".join(_field(label, year[key]) for key, label in words.YEAR.items())
        + f"<h2>{words.SUBJECTS}</h2>"
        + _table(words.SUBJECT_HEADS, subjects)
        + f"<p><small>{words.LEGEND}</small></p><h2>{words.RATINGS}</h2>"
        + _table(words.RATING_HEADS, ratings)
        + "".join(_field(label, year[key]) for key, label in words.ITEMS.items())
        + _field(words.CERTIFICATES, "")
        + f"<h2>{words.TEACHERS}</h2>"
        + _table(words.TEACHER_HEADS, teachers)
        + f"<p><i>{year['signatures']['HIEUTRUONG'][-1]['day']}</i></p>"
        + "".join(
            _signature(title, year["signatures"][role]) for role, title in words.SIGNERS.items()
        )
        + "</div>"
    )


def _signature(title: str, signatures: list[dict[str, Any]]) -> str:
    return "".join(
        f"<p>{title}</p><div class=signature>"
        + "".join(_field(label, it[key]) for key, label in words.SIGNED.items())
        + "</div>"
        for it in signatures
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f"<th>{text}</th>" for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead>{body}</table>"
