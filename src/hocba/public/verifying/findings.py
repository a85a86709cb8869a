"""A verification report in plain words: what was judged, by whom it was signed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocba.core.packet import Order
from hocba.core.signature import (
    BodyReport,
    DispatchReceiptReport,
    DispatchReport,
    OrderReport,
    PacketReport,
    PageReport,
    PdfReport,
    Report,
    SignatureReport,
)
from hocba.core.signature.reasons import ROLE_NAMES
from hocba.core.verdict import Status, Verdict
from hocba.public.portal.saying import say


@dataclass(frozen=True, slots=True)
class Word:
    """A status as a word with a sign; ``tone`` is its class in the stylesheet."""

    text: Promise
    sign: str
    tone: str


_WORDS = {
    Status.PASSED: Word(_("Hợp lệ"), "✓", "good"),
    Status.FAILED: Word(_("Không hợp lệ"), "✗", "bad"),
    Status.UNDETERMINED: Word(_("Chưa kiểm tra được"), "?", "doubt"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature; empty where it does not tell."""

    word: Word
    message: str
    role: str
    signer: str
    organization: str
    at: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Part:
    """A packet, page, receipt or file: its name, its word, what is wrong and who signed.

    ``shown`` is what was found in order besides the signatures.
    """

    name: str
    word: Word
    problems: tuple[str, ...]
    signatures: tuple[Signed, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The whole first, then its pages, if it has any."""

    whole: Part
    pages: tuple[Part, ...] = ()

    @property
    def passed(self) -> int:
        return sum(page.word is _WORDS[Status.PASSED] for page in self.pages)


def findings(report: Report) -> Findings:
    """What a person reads of ``report``."""
    match report:
        case PacketReport():
            pages = tuple(_page(page) for page in report.pages)
            own = (report.packet_signature,) if report.packet_signature else ()
            return Findings(_part(_packet_name(report), report, own), pages)
        case PageReport():
            return Findings(_page(report))
        case DispatchReport():
            pages = tuple(_page(page) for page in report.pages)
            own = (report.signature,) if report.signature else ()
            return Findings(_part(_dispatch_name(report), report, own), pages)
        case BodyReport():
            own = (report.signature,) if report.signature else ()
            return Findings(_part(_body_name(report), report, own))
        case PdfReport():
            pages = tuple(_page(page) for page in report.pages)
            own = (report.seal,) if report.seal else ()
            return Findings(_part(gettext("Bản in PDF"), report, own), pages)
        case _:
            return Findings(_part(gettext("Tệp gửi lên"), report, ()))


def _page(report: PageReport) -> Part:
    page = report.page
    if page is None:
        name = f"{gettext('Trang học bạ')} {report.lookup_code}".strip()
        return _part(name, report, report.signatures)
    year = page.class_year
    name = gettext("%(pupil)s, lớp %(class)s, năm học %(year)s") % {
        "pupil": page.pupil.full_name,
        "class": year.class_name,
        "year": year.school_year,
    }
    return _part(name, report, report.signatures)


def _packet_name(report: PacketReport) -> str:
    if report.header is None:
        return gettext("Gói tin")
    header = report.header
    return gettext("Gói tin lớp %(class)s, năm học %(year)s, %(school)s") % {
        "class": header.class_name,
        "year": header.school_year,
        "school": header.school_name,
    }


def _dispatch_name(report: DispatchReport) -> str:
    if report.dispatch is None:
        return gettext("Báo cáo của Sở gửi Bộ")
    header = report.dispatch.header
    return gettext("Báo cáo của Sở %(department)s gửi Bộ, năm học %(year)s") % {
        "department": header.department_code,
        "year": header.school_year,
    }


def _body_name(report: BodyReport) -> str:
    match report:
        case OrderReport(order=Order() as order):
            return gettext("Đề nghị của %(school)s: %(deed)s (%(number)s), lý do: %(reason)s") % {
                "school": order.school_name,
                "deed": gettext(order.deed.vietnamese),
                "number": len(order.pages) or len(order.personal_ids),
                "reason": order.reason,
            }
        case OrderReport():
            return gettext("Đề nghị của trường")
        case DispatchReceiptReport():
            return gettext("Biên nhận của Bộ")
        case _:
            return gettext("Biên nhận của nơi tiếp nhận")


def _part(name: str, report: Report, signatures: Iterable[SignatureReport]) -> Part:
    return Part(
        name,
        _WORDS[report.status],
        _problems(report.verdicts),
        tuple(_signed(each) for each in signatures),
        tuple(say(verdict.message) for verdict in report.verdicts if verdict.passed),
    )


def _problems(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(say(verdict.message) for verdict in verdicts if not verdict.passed)


def _signed(report: SignatureReport) -> Signed:
    at, certificate = report.signing_time, report.certificate
    return Signed(
        word=_WORDS[report.verdict.status],
        message=say(report.verdict.message),
        role=gettext(ROLE_NAMES[report.role]) if report.role else gettext("vai trò không rõ"),
        signer=report.signer_name,
        organization=report.organization if report.organization != report.signer_name else "",
        at=_to_the_second(at) if at else "",
        certificate=f"{certificate.serial_number:X}" if certificate else "",
    )


def _to_the_second(at: datetime) -> str:
    moment = localtime(at)
    return f"{date_format(moment, 'DATE_FORMAT')} {date_format(moment, 'TIME_FORMAT')}"
