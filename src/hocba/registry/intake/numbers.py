"""The numbers of a page against the person, the packet and what the registry holds."""

from __future__ import annotations

from collections.abc import Iterator

from hocba.core import personal_id
from hocba.core.finding import Severity
from hocba.core.lifecycle import State
from hocba.core.packet import Fault
from hocba.core.record import Event, Page
from hocba.registry.intake.known import Known


def faults(page: Page, known: Known, *, shared: bool) -> Iterator[Fault]:
    """``shared`` says that another page of the packet has the same personal ID."""
    pupil = page.pupil
    for violation in personal_id.check(pupil.personal_id, pupil.birth_date, pupil.sex):
        if violation.severity is Severity.ERROR:
            yield Fault(violation.code, violation.message)
    if shared:
        yield Fault(
            "TRUNG_SO_DINH_DANH", f"Nhiều học sinh trong gói tin cùng số {pupil.personal_id}."
        )
    yield from _bond(page, known)
    yield from _version(page, known)
    yield from _custody(page, known)


def _bond(page: Page, known: Known) -> Iterator[Fault]:
    """Lookup code, personal ID and level belong together for life."""
    person, level = page.pupil.personal_id, page.class_year.level.value
    transcript = known.transcripts.get(page.lookup_code)
    if transcript is not None and (transcript.personal_id, transcript.level) != (person, level):
        yield Fault(
            "MA_TRA_CUU_CUA_NGUOI_KHAC",
            "Mã tra cứu này đã gắn với một số định danh hoặc cấp học khác.",
        )
    code = known.codes.get((person, level))
    if code not in (None, page.lookup_code):
        yield Fault(
            "DA_CO_MA_TRA_CUU", f"Số định danh {person} đã có học bạ cấp này với mã tra cứu khác."
        )
    live = known.live_codes.get(person)
    if live not in (None, page.lookup_code, code):
        yield Fault(
            "DA_CO_TRANG_NAM_HOC",
            f"Số định danh {person} đã có một học bạ khác trong năm học này.",
        )


def _version(page: Page, known: Known) -> Iterator[Fault]:
    """A page may replace a live one of the same school that is not locked; versions only grow."""
    live = known.live.get(page.lookup_code)
    highest = known.versions.get(page.lookup_code, 0)
    if page.event is Event.CANCEL:
        yield Fault("SU_KIEN_HUY", "Muốn rút học bạ đã nộp, hãy dùng chức năng thu hồi.")
    if live is not None and live.state == State.LOCKED:
        yield Fault("DA_CHOT", "Học bạ của năm học này đã chốt, không thay thế được nữa.")
    elif live is not None and live.school_code != page.class_year.school_code:
        yield Fault("TRUONG_KHAC_DA_NOP", "Học bạ của năm học này do một trường khác đã nộp.")
    if page.version <= highest:
        yield Fault(
            "PHIEN_BAN_CU",
            f"Sở đã nhận phiên bản {highest}; phiên bản mới phải lớn hơn.",
        )


def _custody(page: Page, known: Known) -> Iterator[Fault]:
    """A year that a transcript has no page of yet is its present custodian's to add."""
    keeper = known.custodians.get(page.lookup_code)
    if page.lookup_code not in known.live and keeper not in (None, page.class_year.school_code):
        yield Fault(
            "CHUA_NHAN_CHUYEN_TRUONG",
            "Học bạ này đang do một trường khác quản lý: hãy đề nghị trường đó chuyển giao, rồi"
            " nhận chuyển giao trước khi nộp.",
        )
