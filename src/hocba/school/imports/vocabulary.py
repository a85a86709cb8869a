"""The words that schools write in headings, and the field of the record that each names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hocba.core.finding import Field
from hocba.school.imports.text import key

IGNORED: Field = ("ignored",)
"""A column that the importer knows and does not need: it is no part of a page, or follows from one.

Ranks and averages over subjects have no place in a transcript; who completes grade 5 has
completed primary school.
"""

CODE: Field = ("code",)
NAME: Field = ("name",)
PERSONAL_ID: Field = ("personal_id",)
BIRTH_DATE: Field = ("birth_date",)
SEX: Field = ("sex",)
NUMBER: Field = ("number",)

RATINGS = ("academic", "conduct")
TERMS = ("term1", "term2", "year")
TRAITS = ("quality", "competence")


def _keys(words: Mapping[Field, Sequence[str]]) -> dict[str, Field]:
    return {key(spelling): field for field, spellings in words.items() for spelling in spellings}


FIELDS = _keys(
    {
        NUMBER: ("STT", "TT", "Số TT", "Số thứ tự"),
        CODE: (
            "Mã học sinh", "Mã HS", "MaHS", "Mã số học sinh", "Mã số HS", "Mã định danh học sinh",
        ),
        NAME: (
            "Họ và tên", "Họ tên", "Họ và tên học sinh", "Họ tên học sinh", "Họ và tên HS",
            "Tên học sinh",
        ),
        PERSONAL_ID: (
            "Số định danh cá nhân", "Mã số định danh", "Số định danh", "Mã định danh cá nhân",
            "Mã số định danh cá nhân", "Số ĐDCN", "ĐDCN", "Số CCCD", "CCCD", "Số căn cước",
            "Số căn cước công dân", "Số CCCD/ĐDCN", "Số ĐDCN/CCCD", "Số định danh cá nhân/CCCD",
        ),
        BIRTH_DATE: ("Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Sinh ngày"),
        SEX: ("Giới tính", "Nam/Nữ", "Phái"),
        ("ethnic_group",): ("Dân tộc",),
        ("nationality",): ("Quốc tịch",),
        ("birth_place",): ("Nơi sinh",),
        ("home_town",): ("Quê quán", "Nguyên quán"),
        ("address",): (
            "Chỗ ở hiện nay", "Chỗ ở hiện tại", "Nơi ở hiện nay", "Nơi ở hiện tại", "Địa chỉ",
            "Chỗ ở",
        ),
        ("father",): ("Họ tên cha", "Họ và tên cha", "Họ tên bố", "Họ và tên bố", "Tên cha", "Cha"),
        ("mother",): ("Họ tên mẹ", "Họ và tên mẹ", "Tên mẹ", "Mẹ"),
        ("guardian",): ("Người giám hộ", "Họ tên người giám hộ", "Họ và tên người giám hộ"),
        ("result",): (
            "Đánh giá KQGD", "Đánh giá kết quả giáo dục", "Kết quả giáo dục", "KQGD",
            "Đánh giá kết quả GD", "Đánh giá KQ GD",
        ),
        ("award",): (
            "Khen thưởng", "Danh hiệu", "Danh hiệu, khen thưởng", "Khen thưởng, danh hiệu",
        ),
        ("completed",): (
            "HTCT lớp học", "Hoàn thành chương trình lớp học", "Hoàn thành CT lớp học", "HTCTLH",
            "HTCT", "Hoàn thành chương trình", "Hoàn thành chương trình lớp học/tiểu học",
        ),
        ("not_assessed",): ("Không đánh giá", "Khuyết tật không đánh giá"),
        ("academic",): ("Kết quả học tập", "KQ học tập", "KQHT", "Học tập"),
        ("conduct",): ("Kết quả rèn luyện", "KQ rèn luyện", "KQRL", "Rèn luyện"),
        ("absences",): (
            "Số buổi nghỉ", "Số buổi nghỉ học", "Tổng số buổi nghỉ", "Tổng số buổi nghỉ học",
            "Số buổi nghỉ cả năm", "Số buổi nghỉ học cả năm",
        ),
        ("promoted",): ("Lên lớp", "Được lên lớp", "Lên lớp/Ở lại lớp", "Lên lớp, ở lại lớp"),
        ("comment", "homeroom"): (
            "Nhận xét của GVCN", "Nhận xét GVCN", "Nhận xét của giáo viên chủ nhiệm",
            "Nhận xét chung",
        ),
        IGNORED: (
            "Ghi chú", "Khối", "Lớp", "Tên lớp", "Mã lớp", "Điện thoại", "Số điện thoại", "SĐT",
            "Email", "Tuổi", "Ký tên", "Xếp hạng", "Thứ hạng", "Hạng", "ĐTB", "Điểm trung bình",
            "Hoàn thành chương trình tiểu học", "HTCT tiểu học",
        ),
    }
)  # fmt: skip

PARTS: dict[str, str] = {
    key(spelling): part
    for part, spellings in {
        "level": ("Mức đạt được", "Mức", "Mức độ", "Mức đánh giá", "Mức ĐG", "MĐĐ"),
        "score": (
            "Điểm KTĐK", "Điểm", "KTĐK", "Điểm KT", "Điểm kiểm tra", "Điểm kiểm tra định kì",
            "Điểm kiểm tra định kỳ", "Điểm KTĐK cuối năm", "Điểm KT cuối năm",
            "Điểm kiểm tra cuối năm",
        ),
        "term1": (
            "HKI", "HK1", "HK I", "HK 1", "Học kì I", "Học kỳ I", "Học kì 1", "Học kỳ 1", "Kì I",
            "Kỳ I", "Kì 1", "Kỳ 1", "ĐTBmhkI", "ĐTBmhk I", "ĐTB HKI", "ĐTB HK1", "TB HKI", "TB HK1",
        ),
        "term2": (
            "HKII", "HK2", "HK II", "HK 2", "Học kì II", "Học kỳ II", "Học kì 2", "Học kỳ 2",
            "Kì II", "Kỳ II", "Kì 2", "Kỳ 2", "ĐTBmhkII", "ĐTBmhk II", "ĐTB HKII", "ĐTB HK2",
            "TB HKII", "TB HK2",
        ),
        "year": ("CN", "Cả năm", "ĐTBmcn", "ĐTB CN", "ĐTB cả năm", "TB CN", "TB cả năm"),
        "retest": (
            "KT lại", "Kiểm tra lại", "Thi lại", "Điểm KT lại", "Điểm kiểm tra lại", "Sau KT lại",
            "Sau kiểm tra lại", "KTL",
        ),
        "comment": ("Nhận xét", "NX", "Lời nhận xét"),
    }.items()
    for spelling in spellings
}  # fmt: skip

GROUPS = {
    key(spelling): group
    for group, spellings in {
        "quality": (
            "Phẩm chất chủ yếu", "Phẩm chất", "Những phẩm chất chủ yếu", "Các phẩm chất chủ yếu",
            "Các phẩm chất",
        ),
        "competence": (
            "Năng lực cốt lõi", "Năng lực", "Những năng lực cốt lõi", "Các năng lực cốt lõi",
            "Các năng lực", "Năng lực chung", "Năng lực đặc thù", "Những năng lực chung",
            "Những năng lực đặc thù",
        ),
    }.items()
    for spelling in spellings
}  # fmt: skip

BANNERS = {
    key(spelling)
    for spelling in (
        "Các môn học", "Môn học", "Các môn học và hoạt động giáo dục",
        "Môn học và hoạt động giáo dục", "Kết quả các môn học", "Phẩm chất và năng lực",
        "Phẩm chất, năng lực", "Năng lực, phẩm chất", "Năng lực và phẩm chất",
        "Thông tin học sinh", "Cuối năm", "Cuối năm học",
    )
}  # fmt: skip
"""Texts that stand above several groups and say nothing about a column."""
