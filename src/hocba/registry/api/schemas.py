"""What goes in and out as JSON. The names are part of version 1 and stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from annotated_types import Len
from ninja import Field, Schema
from pydantic import StringConstraints

from hocba.registry.queue.models import Standing

MOST_TRANSCRIPTS = 100

LookupCode = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
SchoolYear = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-20[0-9]{2}$")]
Notices = Annotated[
    list[str], Field(description="Lời nhắc về các hạn của năm học, theo đồng hồ của Sở.")
]


class ProblemAnswer(Schema):
    status: int
    code: str = Field(description="Mã lỗi, không đổi giữa các phiên bản.")
    detail: str = Field(description="Một câu tiếng Việt: sai ở đâu, cần làm gì.")


PROBLEMS: dict[int, type[Schema]] = dict.fromkeys(
    (400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 503), ProblemAnswer
)
"""What may come instead of the answer, by HTTP status."""


class Submitted(Schema):
    guid: UUID
    school_code: str
    sha256: str = Field(description="SHA-256 của đúng những byte đã gửi.")
    received_at: datetime = Field(description="Thời điểm nộp, tính theo đồng hồ của Sở.")


class PageFault(Schema):
    code: str
    message: str


class PageResult(Schema):
    lookup_code: str
    version: int
    accepted: bool
    faults: list[PageFault]


class SubmissionState(Schema):
    guid: UUID
    school_code: str
    received_at: datetime
    standing: Standing
    code: str
    message: str
    pages: list[PageResult] = Field(description="Kết quả từng trang, theo thứ tự trong gói tin.")
    notices: Notices


class PageState(Schema):
    lookup_code: str
    school_year: str
    version: int
    class_name: str
    state: str = Field(description="accepted, locked, replaced, recalled.")
    accepted_at: datetime
    ended_at: datetime | None
    effective_date: datetime | None


class PagesOfSchool(Schema):
    pages: list[PageState]
    next: int | None = Field(description="Giá trị «after» của trang kết quả sau; hết thì null.")
    notices: Notices


class Refusal(PageFault):
    lookup_code: str


class CarriedOut(Schema):
    order: LookupCode = Field(description="Mã của đề nghị.")
    school_code: str
    deed: str = Field(description="THU_HOI, CHOT_SOM, NOP_MUON, CHUYEN_DI, TIEP_NHAN, RUT_LAI.")
    done: list[str] = Field(description="Những học bạ đã làm xong, theo mã tra cứu.")
    refused: list[Refusal]
    late_cases: list[int] = Field(description="Số của những đề nghị nộp muộn vừa ghi.")


class LateCaseState(Schema):
    number: int
    personal_id: str
    reason: str
    requested_at: datetime
    answered_at: datetime | None
    granted_until: date | None = Field(description="Ngày cuối được nộp; bị từ chối thì null.")
    note: str = Field(description="Căn cứ trả lời của Sở.")


class LateCases(Schema):
    cases: list[LateCaseState]
    next: int | None
    notices: Notices


class TransferState(Schema):
    lookup_code: str
    from_school: str
    to_school: str
    reason: str
    handed_over_at: datetime
    ending: str = Field(description="accepted, withdrawn; đang chờ thì rỗng.")
    ended_at: datetime | None


class TransfersOfSchool(Schema):
    transfers: list[TransferState]
    next: int | None


class WantedTranscripts(Schema):
    lookup_codes: Annotated[list[LookupCode], Len(1, MOST_TRANSCRIPTS)]


class KeptPage(Schema):
    school_year: str
    school_code: str
    version: int
    state: str
    effective_date: datetime | None
    xml: str = Field(description="Trang học bạ đúng từng byte như đã ký (UTF-8).")


class KeptTranscript(Schema):
    lookup_code: str
    pages: list[KeptPage]


class Kept(Schema):
    transcripts: list[KeptTranscript]
    refused: list[Refusal]


class Windows(Schema):
    school_year: str
    completed_until: date = Field(description="Hạn trường nộp học bạ hoàn thành lớp học.")
    ministry_first_until: date
    reassessed_until: date = Field(description="Hạn trường nộp sau đánh giá bổ sung.")
    ministry_second_until: date
    now: datetime = Field(description="Đồng hồ của Sở.")
    notices: Notices
