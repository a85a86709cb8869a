"""What an audit may find: the kind of the fault and the thing that has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Each value is a sentence that stands behind the name of the thing."""

    PACKET_BYTES = "nội dung gói tin không còn khớp mã băm của nó"
    PACKET_GONE = "gói tin của trang này không còn"
    SIGNATURE = "chữ ký không còn đúng"
    RECEIPT = "biên nhận không còn đúng chữ ký của cơ quan tiếp nhận"
    RECEIPT_OF_OTHER = "biên nhận không phải của gói tin này"
    PAGE_BYTES = "nội dung trang không phải là nội dung mà gói tin đã mang tới"
    PAGE_DIGEST = "mã băm của trang không phải của nội dung này"
    PAGE_FACTS = "cột tra cứu của trang khác với nội dung đã ký"
    PAGE_GONE = "biên nhận đã tiếp nhận trang này nhưng sổ đăng ký không còn giữ"
    PAGE_ADDED = "trang không có trong biên nhận của gói tin"
    VERSION = "phiên bản không tăng so với phiên bản vào trước"
    ENTRY_GONE = "mục sổ cái không còn"
    NODE = "mã băm của cây sổ cái không còn đúng"
    NODE_GONE = "mã băm của cây sổ cái không còn"
    NODE_ADDED = "mã băm không thuộc cây sổ cái"
    ENTRY_BEYOND = "mục nằm ngoài đầu sổ cái đã ký"
    HEAD = "đầu sổ cái không khớp các mục của sổ"
    HEAD_SIGNATURE = "chữ ký của đầu sổ cái không đúng"
    HEAD_ORDER = "đầu sổ cái không nối tiếp đầu sổ trước nó"
    TIMESTAMP = "dấu thời gian không phải của đầu sổ cái này"
    COSIGNATURE = "chữ ký của nhân chứng không phải của đầu sổ cái này"
    FORK = "đầu sổ cái đã công bố không nằm trong sổ cái hiện nay: sổ đã rẽ nhánh hoặc bị cắt"
    NOT_ENTERED = "trang đã chốt nhưng không có trong sổ cái như nội dung hiện nay"
    ORDER_BYTES = "nội dung đề nghị không còn khớp mã băm của nó"
    ORDER_FACTS = "cột tra cứu của đề nghị khác với nội dung đã ký"
    ORDER_GONE = "nhật ký nêu đề nghị này nhưng sổ đăng ký không còn giữ"
    NOT_LOCKED = "mục sổ cái không ứng với trang đã chốt nào"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault, and the thing that has it, by its name in the registry."""

    thing: str
    fault: Fault

    def __str__(self) -> str:
        return f"{self.thing}: {self.fault}"


def page_name(lookup_code: str, school_year: str, version: int) -> str:
    return f"trang {lookup_code}, năm học {school_year}, phiên bản {version}"


def entry_name(position: int) -> str:
    return f"mục {position}"


def head_name(size: int) -> str:
    return f"đầu sổ {size} mục"
