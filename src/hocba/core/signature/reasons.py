"""Why a signature or a page is not valid: stable codes, and the sentence that a person reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Role
from hocba.core.verdict import Status, Verdict

VALID = "HOP_LE"
NO_ANSWER = "CHUA_RO_THU_HOI"
NO_ANSWER_ON_STAMP = "DAU_THOI_GIAN_CHUA_RO_THU_HOI"

_FAILED = {
    "CAU_TRUC_CHU_KY": "Chữ ký không đúng khuôn mẫu của học bạ số; có phần thừa, thiếu hoặc lạ.",
    "KHUNG_TRANG": "Trang học bạ có phần nằm ngoài dữ liệu và chữ ký.",
    "VAI_TRO_SAI": "Vai trò ghi trong chữ ký không phải vai trò được ký ở vị trí này.",
    "SAI_THU_TU": "Chữ ký không theo thứ tự: giáo viên bộ môn, GVCN, hiệu trưởng, nhà trường.",
    "SAI_VI_TRI": "Mã của chữ ký không phải mã dành cho vị trí này.",
    "SAI_PHAM_VI": "Chữ ký không bao trùm đúng phần mà vai trò này phải ký.",
    "THUAT_TOAN": "Thuật toán ký không được chấp nhận tại thời điểm ký.",
    "THOI_GIAN_TUONG_LAI": "Thời điểm ký nằm sau thời điểm kiểm tra.",
    "THOI_GIAN_NGUOC": "Thời điểm ký sớm hơn một chữ ký mà chữ ký này bao trùm.",
    "NOI_DUNG_BI_SUA": "Nội dung đã bị thay đổi sau khi ký.",
    "CHUNG_THU_HONG": "Không đọc được chứng thư số kèm theo chữ ký.",
    "CHUNG_THU_BI_TRAO": "Chứng thư số kèm theo không phải chứng thư mà người ký đã ghi nhận.",
    "CHUNG_THU_SAI_MUC_DICH": "Chứng thư số này không được cấp để ký số.",
    "KHOA_YEU": "Khóa của chứng thư số không đủ mạnh.",
    "CHUNG_THU_CHUA_HIEU_LUC": "Chứng thư số chưa có hiệu lực tại thời điểm ký.",
    "CHUNG_THU_HET_HIEU_LUC": "Chứng thư số đã hết hiệu lực tại thời điểm ký.",
    "CHU_KY_SAI": "Giá trị chữ ký không đúng với chứng thư số và nội dung đã ký.",
    "KHONG_TOI_GOC_TIN_CAY": "Chứng thư số không dẫn tới một gốc tin cậy.",
    "SAI_TO_CHUC": "Con dấu số không phải của trường có tên trong học bạ.",
    "THIEU_CHU_KY": "Học bạ còn thiếu chữ ký của: {roles}.",
    "CHUNG_THU_BI_THU_HOI": "Chứng thư số đã bị thu hồi trước thời điểm ký.",
    "DAU_THOI_GIAN_HONG": "Dấu thời gian kèm theo bị hỏng hoặc không phải của chữ ký này.",
    "DAU_THOI_GIAN_TRUOC_CHUNG_THU": "Dấu thời gian có trước khi chứng thư số có hiệu lực.",
    "DAU_THOI_GIAN_TRUOC_KHI_KY": "Dấu thời gian sớm hơn thời điểm ký ghi trong chữ ký.",
    "DAU_LUU_TRU_HONG": "Dấu thời gian lưu trữ bị hỏng, hoặc thứ mà dấu ấy bảo vệ đã bị thêm bớt.",
    "GOI_TIN_CHUA_KY": "Gói tin chưa có chữ ký của nhà trường.",
    "BAO_CAO_CHUA_KY": "Báo cáo gửi Bộ chưa có chữ ký của Sở.",
    "DE_NGHI_CHUA_KY": "Đề nghị chưa có chữ ký của nhà trường.",
    "BIEN_NHAN_CHUA_KY": "Biên nhận chưa có chữ ký của nơi tiếp nhận.",
}

_UNDETERMINED = {
    "CHUA_CO_GOC_TIN_CAY": "Chưa có gốc tin cậy nào để kiểm tra chứng thư số; "
    "hãy chỉ ra thư mục chứa chứng thư gốc.",
    NO_ANSWER: "Chưa có trả lời dùng được về việc chứng thư số có bị thu hồi hay không; "
    "hãy hỏi lại nơi cấp chứng thư.",
    "THU_HOI_CHUA_RO_TRUOC_SAU": "Chứng thư số đã bị thu hồi sau thời điểm ký ghi trong chữ ký, "
    "nhưng không có dấu thời gian chứng minh chữ ký có trước khi bị thu hồi.",
    "DAU_LUU_TRU_DUT": "Chứng cứ lưu trữ đã đứt: có chứng thư số hết hạn mà trước đó chưa có "
    "dấu thời gian lưu trữ mới nối tiếp.",
    "DAU_THOI_GIAN_CHUA_TIN_CAY": "Chưa xác định được nơi cấp dấu thời gian là đáng tin cậy.",
    NO_ANSWER_ON_STAMP: "Chưa có trả lời dùng được về việc chứng thư của nơi cấp dấu "
    "thời gian có bị thu hồi hay không; hãy hỏi lại nơi cấp chứng thư ấy.",
}


class Revocation(StrEnum):
    """What is known of a good signature's certificate, and of the authorities above it."""

    NOT_ASKED = "not_asked"
    GOOD = "good"
    REVOKED_LATER = "revoked_later"


class Refused(Exception):
    """A step of the verification ends it; ``verdict`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.verdict = because(code)


def because(code: str, **details: str) -> Verdict:
    """The verdict that a reason code stands for."""
    if code in _UNDETERMINED:
        return Verdict(Status.UNDETERMINED, code, _UNDETERMINED[code])
    return Verdict(Status.FAILED, code, _FAILED[code].format(**details))


def missing(roles: Iterable[Role]) -> Verdict:
    """The verdict on a page that these roles have not signed."""
    return because("THIEU_CHU_KY", roles=", ".join(ROLE_NAMES[role] for role in roles))


_NOT_OURS = frozenset(
    {"KHONG_PHAI_XML", "KHONG_PHAI_GOI_TIN", "KHONG_UTF8", "GZIP_HONG", PacketError.code}
)


def unreadable(error: PacketError) -> Verdict:
    """What cannot be read cannot be judged; what can, and breaks the format, has failed."""
    status = Status.UNDETERMINED if error.code in _NOT_OURS else Status.FAILED
    return Verdict(status, error.code, error.message)


ROLE_NAMES = {
    Role.SUBJECT_TEACHER: "giáo viên bộ môn",
    Role.HOMEROOM_TEACHER: "giáo viên chủ nhiệm",
    Role.HEAD: "hiệu trưởng",
    Role.SCHOOL: "nhà trường (con dấu số)",
    Role.DEPARTMENT: "Sở Giáo dục và Đào tạo",
    Role.MINISTRY: "Bộ Giáo dục và Đào tạo",
}


def valid(revocation: Revocation, *, stamped: bool) -> Verdict:
    """The verdict on a good signature, which also says what nobody was asked."""
    when = "có dấu thời gian" if stamped else "thời điểm ký do người ký ghi, chưa có dấu thời gian"
    return Verdict(Status.PASSED, VALID, f"Chữ ký hợp lệ; {_STANDING[revocation]}; {when}.")


_STANDING = {
    Revocation.NOT_ASKED: "chưa hỏi chứng thư số có bị thu hồi hay không",
    Revocation.GOOD: "chứng thư số không bị thu hồi khi ký",
    Revocation.REVOKED_LATER: "chứng thư số chỉ bị thu hồi sau khi ký",
}

SIGNATURE_VALID = valid(Revocation.NOT_ASKED, stamped=False)
PAGE_VALID = Verdict(Status.PASSED, VALID, "Đủ chữ ký theo quy định.")
PACKET_VALID = Verdict(Status.PASSED, VALID, "Gói tin còn nguyên vẹn.")
DISPATCH_VALID = Verdict(Status.PASSED, VALID, "Báo cáo còn nguyên vẹn.")
ORDER_VALID = Verdict(Status.PASSED, VALID, "Đề nghị còn nguyên vẹn.")
RECEIPT_VALID = Verdict(Status.PASSED, VALID, "Biên nhận còn nguyên vẹn.")
