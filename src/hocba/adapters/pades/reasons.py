"""Why a PDF is not valid: stable codes, and the sentence that a person reads."""

from __future__ import annotations

from hocba.core.signature.reasons import VALID
from hocba.core.verdict import Status, Verdict

_FAILED = {
    "PDF_CHUA_KY": "Tệp PDF chưa có dấu số; đây không phải bản do cơ quan quản lí học bạ cấp.",
    "PDF_SAI_KHUON": "Dấu số trong tệp PDF không đúng khuôn mẫu của bản in học bạ số.",
    "PDF_BI_SUA": "Tệp PDF đã bị thay đổi hoặc ghép thêm nội dung sau khi đóng dấu số.",
    "PDF_SAI_CO_QUAN": "Dấu số không phải của {issuer}, cơ quan cấp bản in học bạ số.",
}
_UNREAD = {
    "PDF_HONG": "Không đọc được tệp PDF: tệp bị hỏng hoặc tải về chưa trọn vẹn; hãy lấy lại tệp.",
    "PDF_QUA_LON": "Tệp PDF lớn hơn mức cho phép nên không được kiểm tra.",
}

WHOLE = Verdict(
    Status.PASSED,
    VALID,
    "Dấu số bao trùm toàn bộ tệp; không có thay đổi nào sau khi đóng dấu.",
)
ARCHIVED = Verdict(
    Status.PASSED,
    VALID,
    "Dấu số bao trùm toàn bộ tệp; sau khi đóng dấu chỉ có thêm bằng chứng để lưu trữ lâu dài.",
)


class Rejected(Exception):
    """A step of the verification ends it; ``verdict`` says why."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.verdict = (
            Verdict(Status.UNDETERMINED, code, _UNREAD[code])
            if code in _UNREAD
            else Verdict(Status.FAILED, code, _FAILED[code].format(**details))
        )
