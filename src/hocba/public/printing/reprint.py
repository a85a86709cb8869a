"""Whether what a sealed copy shows is what was signed: its form is set again and compared.

1. The copy says how it was made (``ban-in.json``), and carries a signed page for each year.
2. The facts are made again from the signed pages, and must be those that were set.
3. The same form here sets the same facts to the same bytes: up to its seal the file must be
   these bytes, so that every letter on the paper is accounted for, and every attachment.

Where the form has changed since, step 3 cannot be taken and the verdict says so. Nothing of
it is looked at before the seal, and each page, has passed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hocba.adapters.pades import BESIDE_PAGES
from hocba.core.errors import HocbaError
from hocba.core.signature import PageReport, PdfReport
from hocba.core.tlog_proof import SUFFIX
from hocba.core.verdict import Status, Verdict
from hocba.public.printing.facts import facts
from hocba.public.printing.imprint import (
    FILE,
    Imprint,
    NoImprint,
    YearImprint,
    form_digest,
    read_imprint,
)
from hocba.public.printing.signing import signature_blocks
from hocba.public.printing.transcript import Transcript, Year
from hocba.public.printing.typeset import render

SIGNED_PAGE, PROOF = ".xml", SUFFIX

_SAME_FILE = Verdict(
    Status.PASSED,
    "IN_DUNG_NHU_DA_KY",
    "Bản in đúng là những gì đã ký: dựng lại từ các trang đã ký được đúng tệp này, từng byte.",
)
_SAME_FACTS = Verdict(
    Status.PASSED,
    "IN_DUNG_DU_LIEU_DA_KY",
    "Dữ liệu đã in đúng là dữ liệu đã ký; mẫu in khác với mẫu đang có ở đây nên không dựng lại "
    "từng trang in để so.",
)
_OTHER_FACTS = Verdict(
    Status.FAILED,
    "IN_KHAC_DU_LIEU_DA_KY",
    "Bản in không khớp với trang học bạ đã ký kèm theo nó.",
)
_OTHER_FILE = Verdict(
    Status.FAILED,
    "IN_KHAC_BAN_DUNG_LAI",
    "Dựng lại bản in từ các trang đã ký thì ra một tệp khác: có nội dung không phải do đã ký.",
)
_OTHER_WORDS = Verdict(
    Status.UNDETERMINED,
    "IN_BANG_MAU_KHAC",
    "Kết quả trên bản in khớp với trang đã ký, nhưng bản in được lập bằng phiên bản khác của "
    "chương trình nên lời văn chưa so được; hãy kiểm tra bằng phiên bản đã lập nó.",
)
_NO_IMPRINT = Verdict(
    Status.UNDETERMINED,
    "IN_KHONG_CO_SO",
    "Tệp không cho biết đã in như thế nào nên chưa so được bản in với những gì đã ký.",
)

_LETTER_BY_LETTER = frozenset(
    {"code", "personal_id", "full_name", "birth_date", "ethnic_group", "nationality"}
    | {"birth_place", "home_town", "address", "father", "mother", "guardian", "school"}
    | {"school_year", "class_name", "version", "comment", "quality_comment", "competence_comment"}
    | {"homeroom_comment", "absences", "note", "score", "level", "term1", "term2", "year", "retest"}
)
"""Facts that are the school's own words and marks, which no later wording of ours changes."""


def compare(report: PdfReport, data: bytes) -> tuple[Verdict, ...]:
    """What the comparison says of the copy ``data``; nothing unless all else of it has passed."""
    if report.status is not Status.PASSED:
        return ()
    try:
        imprint = read_imprint(report.files[FILE])
    except (KeyError, NoImprint):
        return (_NO_IMPRINT,)
    try:
        return (_judge(_again(imprint, report), imprint, data),)
    except (KeyError, ValueError):
        return (_OTHER_FACTS,)
    except HocbaError as error:
        return (Verdict(Status.UNDETERMINED, error.code, error.message),)


def _judge(transcript: Transcript, imprint: Imprint, data: bytes) -> Verdict:
    made, told = facts(transcript), imprint.facts
    same_form = imprint.form == form_digest()
    if made != told:
        same_words = list(_own_words(made)) == list(_own_words(told))
        return _OTHER_WORDS if same_words and not same_form else _OTHER_FACTS
    if not same_form:
        return _SAME_FACTS
    return _SAME_FILE if data.startswith(render(transcript)) else _OTHER_FILE


def _again(imprint: Imprint, report: PdfReport) -> Transcript:
    """The transcript as it was printed. Raises KeyError, ValueError: the parts do not fit."""
    pages = dict(zip(_signed_files(report), report.pages, strict=True))
    wanted = [file_name(year.school_year, SIGNED_PAGE) for year in imprint.years]
    if sorted(pages) != sorted(wanted):
        raise ValueError("the signed pages are not those of the copy")
    years = tuple(
        _year(year, pages[name], report) for year, name in zip(imprint.years, wanted, strict=True)
    )
    return Transcript(years, imprint.lookup_url, imprint.serial, imprint.issued_at)


def _signed_files(report: PdfReport) -> list[str]:
    return [name for name in report.files if not name.endswith(BESIDE_PAGES)]


def _year(year: YearImprint, page: PageReport, report: PdfReport) -> Year:
    if page.page is None:
        raise ValueError("a signed page that is no record")
    return Year(
        page=page.page,
        signatures=signature_blocks(page.signatures, page.page),
        effective_date=year.effective_date,
        units=year.units,
        signed_page=report.files[file_name(year.school_year, SIGNED_PAGE)],
        proof=report.files.get(file_name(year.school_year, PROOF), b""),
    )


def file_name(school_year: str, kind: str) -> str:
    """How a year's file is named among the attachments."""
    return f"hoc-ba-{school_year}{kind}"


def _own_words(value: Any, key: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name in sorted(value):
                yield from _own_words(value[name], name)
        case list():
            for each in value:
                yield from _own_words(each, key)
        case _ if key in _LETTER_BY_LETTER:
            yield json.dumps(value)
