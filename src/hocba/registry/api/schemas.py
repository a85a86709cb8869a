"""What goes in and out as JSON. The names are part of version 1 and stay."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from annotated_types import Len
from ninja import Field, Schema
from pydantic import StringConstraints

from hocba.registry.queue.models import Standing

MOST_CODES = 2_000

LookupCode = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
SchoolYear = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-20[0-9]{2}$")]
LookupCodes = Annotated[list[LookupCode], Len(1, MOST_CODES)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


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


class Recall(Schema):
    school_year: SchoolYear
    lookup_codes: LookupCodes
    reason: Reason


class Refusal(PageFault):
    lookup_code: str


class Recalled(Schema):
    recalled: list[str]
    refused: list[Refusal]


class Lock(Schema):
    school_year: SchoolYear
    lookup_codes: LookupCodes


class Locked(Schema):
    locked: list[str] = Field(description="Những học bạ vừa được chốt.")
    absent: list[str] = Field(description="Trường không có học bạ này ở Sở trong năm học ấy.")
