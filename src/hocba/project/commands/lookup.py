"""``hocba lookup``: a transcript out of the register, for whoever runs the machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError, LifecycleError
from hocba.project.looking import log_look
from hocba.project.operator import operator
from hocba.public.copies.issuing import issue
from hocba.public.lookup.codes import read_code
from hocba.public.lookup.models import Asked
from hocba.public.lookup.standing import Standing, standing
from hocba.public.lookup.transcripts import locked_pages, transcripts
from hocba.public.portal.sealing import registry_seal
from hocba.public.portal.trusted import trusted
from hocba.public.printing import Transcript, facts

FOUND, NOT_FOUND = 0, 1


@click.command(help="Tra cứu học bạ theo mã (CODE: 32 kí tự, hoặc cả địa chỉ trong mã QR).")
@click.argument("code")
@click.option("--pdf", type=click.Path(path_type=Path), help="Ghi bản in PDF vào tệp này.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def command(code: str, pdf: Path | None, as_json: bool) -> int:
    """Show or print a transcript; the exit code is 0 found, 1 not found, 2 could not."""
    lookup_code = _read(code)
    found = standing(lookup_code)
    transcript = _transcript(lookup_code) if found and found.effective else None
    # Written before anything is shown, as on the web.
    log_look(lookup_code, Asked.PDF if pdf else Asked.TRANSCRIPT, shown=transcript is not None)
    if pdf and found:
        _print_pdf(transcript, pdf)
    document = _document(lookup_code, found, transcript)
    _show_json(document) if as_json else _show(document, pdf)
    return FOUND if found else NOT_FOUND


def _read(text: str) -> str:
    code = read_code(text)
    if code is None:
        raise InputError("Mã tra cứu gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f.")
    return code


def _transcript(lookup_code: str) -> Transcript:
    pages = locked_pages([lookup_code])
    return transcripts(pages, trust=trusted(), at=clock.now())[lookup_code]


def _print_pdf(transcript: Transcript | None, path: Path) -> None:
    if transcript is None:
        raise LifecycleError("Học bạ này chưa chốt nên chưa có bản in.")
    (copy,) = issue([transcript], seal=registry_seal(), to=operator(), at=clock.now())
    write_whole(path, copy)


def _document(
    lookup_code: str, found: Standing | None, transcript: Transcript | None
) -> dict[str, Any]:
    """What is told, in JSON as on the terminal."""
    status = "not_found" if found is None else "locked" if found.effective else "accepted"
    return {
        "code": lookup_code,
        "status": status,
        "level": found.level_words if found else None,
        "school": found.school if found else None,
        "effective_date": _moment(found),
        "transcript": facts(transcript) if transcript else None,
    }


def _moment(found: Standing | None) -> str | None:
    if found is None or found.effective_date is None:
        return None
    return found.effective_date.astimezone(clock.ZONE).isoformat(timespec="seconds")


def _show_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


_STATUS = {
    "not_found": "không có học bạ nào đã được tiếp nhận với mã này.",
    "accepted": "đã được Sở tiếp nhận, chưa chốt nên chưa có hiệu lực.",
    "locked": "đã chốt, đang có hiệu lực; mọi chữ ký vừa được kiểm tra lại.",
}


def _show(document: dict[str, Any], pdf: Path | None) -> None:
    console = Console(markup=False, highlight=False, soft_wrap=True)
    console.print(f"{document['code']}: {_STATUS[document['status']]}")
    if document["school"]:
        console.print(f"{document['school']}, cấp {document['level']}")
    if document["transcript"]:
        _show_transcript(document["transcript"], console)
        if pdf:
            console.print(f"Bản in PDF: {pdf}")


def _show_transcript(transcript: dict[str, Any], console: Console) -> None:
    pupil = transcript["pupil"]
    console.print(f"{pupil['full_name']}, sinh ngày {pupil['birth_date']}, {pupil['sex']}")
    for year in transcript["years"]:
        console.print(f"\nNăm học {year['school_year']}, lớp {year['class_name']}")
        for line in (*map(_subject, year["subjects"]), *_outcome(year), *_signatures(year)):
            console.print(f"  {line}")


def _subject(subject: dict[str, str]) -> str:
    marks = [subject[key] for key in ("level", "score", "term1", "term2", "year", "retest")
             if subject.get(key)]  # fmt: skip
    return f"{subject['name']:<38}{'  '.join(marks)}"


def _outcome(year: dict[str, Any]) -> list[str]:
    if year["form"] == "primary":
        told = (year["result"], year["completion"], year["award"])
    else:
        ratings = f"Học tập {year['academic']['year']}, rèn luyện {year['conduct']['year']}"
        told = (ratings, year["promotion"], year["award"])
    return [text for text in told if text]


def _signatures(year: dict[str, Any]) -> list[str]:
    return [
        f"Ký bởi {it['signer']}, {it['at']}, chứng thư {it['certificate']}"
        for signatures in year["signatures"].values()
        for it in signatures
    ]
