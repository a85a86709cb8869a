"""Whole transcripts that a form could stumble over: who, and what each year was like.

Nobody in them exists. ``hocba preview --example NAME`` prints one, and the tests all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hocba.core.record import Pupil, Sex

SHORT = "Tiếp thu bài tốt, tích cực xây dựng bài; cần trình bày cẩn thận hơn."
_LONG = (
    "Em có ý thức học tập tốt, chủ động tìm hiểu kiến thức ngoài sách giáo khoa, biết hợp tác và"
    " chia sẻ với các bạn trong nhóm; kĩ năng trình bày bài còn hạn chế, cần luyện thêm ở nhà. "
)
VERY_LONG = _LONG * 4
LONGEST = (_LONG * 30)[:3990] + "(hết)"
"""As long as a packet lets a comment be."""

_PUPIL = Pupil(
    code="0160243122",
    personal_id="001216009896",
    full_name="Hồ Minh Khoa",
    birth_date=date(2016, 12, 18),
    sex=Sex.MALE,
    ethnic_group="Kinh",
    nationality="Việt Nam",
    birth_place="Bệnh viện Phụ sản Hà Nội",
    home_town="Xã Tân Lập, huyện Đan Phượng, Hà Nội",
    address="Số 160 đường Láng, quận Đống Đa, Hà Nội",
    father="Hồ Văn An",
    mother="Lý Thị Bình",
    guardian="Hồ Thị Chi",
)
_FOREIGN = replace(
    _PUPIL,
    full_name="Maximilian-Alexander Friedrich Wilhelm von Hohenzollern-Sigmaringen y Rodríguez",
    ethnic_group="Người nước ngoài",
    nationality="Liên bang Thụy Sĩ, Cộng hoà Liên bang Đức",
    birth_place="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Wales, Vương quốc Anh",
    father="Þorsteinn Ægir Guðmundsson",
    mother="Małgorzata Świętosława Brzęczyszczykiewicz-Żółkiewska",
    guardian="Зинаида Щукина (Zinaida Shchukina)",
)
_ETHNIC = replace(
    _PUPIL,
    full_name="Rơ Châm H’Ƀlŭk Niê Kƀuôr Êban Čư̆ Ñăk Y’Đrăm",
    ethnic_group="Ba na (Gơ-lar, Tơ-lô, Giơ-lâng, Rơ-ngao, Krem, Roh, Con Kđe, A-la Công)",
    birth_place="Buôn Ƀlĕ̆č, xã Ea H’Leo, huyện Ea H’Leo, tỉnh Đắk Lắk",
    father="Y’Čŏ̆m Mlô Duôn Du",
    mother="H’Ƀuôn Êñuôl",
    guardian="Lò Mẩy Pết; Sùng A Tủa; Đinh Hơ̆rơ̆nh",
)
_LONG_NAMES = replace(
    _PUPIL,
    full_name="Nguyễn Phúc Công Tằng Tôn Nữ Quỳnh Hương Trâm Anh Kim Đoan Trang Hoàng Lan Phương",
    address=("Căn hộ 2304, toà nhà Park Hill 12, khu đô thị Vinhomes Times City, số 458 phố Minh"
             " Khai, phường Vĩnh Tuy, quận Hai Bà Trưng, thành phố Hà Nội, Việt Nam"),
    home_town="Thôn Thượng Hạ Trung Đông Tây Nam Bắc, xã Nghĩa Hưng Đông Bắc, huyện Vĩnh Tường",
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """A year as a case wants it: grade, school, and what was unusual in it."""

    grade: int
    school: str = "Trường Tiểu học Kim Đồng"
    comment: str = SHORT
    promoted: bool = True
    reassessed: bool = False
    not_assessed: bool = False
    class_name: str = ""


@dataclass(frozen=True)
class Case:
    """A person and the years that they spent at one level, one school year after another."""

    pupil: Pupil
    years: Sequence[Spent]


def _years(first: int, last: int, every: Spent | None = None) -> tuple[Spent, ...]:
    like = every or Spent(first)
    return tuple(replace(like, grade=grade) for grade in range(first, last + 1))


_LOWER, _UPPER = "Trường THCS Văn Quán", "Trường THPT Chu Văn An"
_THREE_SCHOOLS = (
    "Trường Tiểu học Kim Đồng",
    "Trường PTDTBT TH và THCS Tả Gia Khâu, Mường Khương",
    "Trường TH, THCS và THPT Quốc tế Vinschool Times City 2",
)

CASES: Mapping[str, Case] = {
    "tieu-hoc": Case(_PUPIL, _years(1, 5)),
    "thcs": Case(_PUPIL, _years(6, 9, Spent(6, _LOWER))),
    "thpt": Case(_PUPIL, _years(10, 12, Spent(10, _UPPER))),
    "nhan-xet-dai-tieu-hoc": Case(_PUPIL, _years(1, 3, Spent(1, comment=VERY_LONG))),
    "nhan-xet-dai-trung-hoc": Case(_PUPIL, _years(6, 7, Spent(6, _LOWER, VERY_LONG))),
    "nhan-xet-dai-nhat": Case(
        _PUPIL, (Spent(1, comment=LONGEST), Spent(2)),
    ),
    "ten-dai": Case(
        _LONG_NAMES,
        _years(6, 8, Spent(6, _THREE_SCHOOLS[1], class_name="8 Chuyên Toán – Tin học CLC 1")),
    ),
    "ten-nuoc-ngoai": Case(_FOREIGN, _years(10, 12, Spent(10, _UPPER))),
    "chu-hiem": Case(_ETHNIC, _years(1, 5, Spent(1, _THREE_SCHOOLS[1]))),
    "ba-truong": Case(
        _PUPIL,
        (*(Spent(grade, school) for grade, school in zip((1, 2, 3), _THREE_SCHOOLS, strict=True)),
         *_years(4, 5)),
    ),
    "danh-gia-lai-trung-hoc": Case(
        _PUPIL,
        (Spent(6, _LOWER), Spent(7, _LOWER, promoted=False, reassessed=True), Spent(8, _LOWER)),
    ),
    "danh-gia-lai-tieu-hoc": Case(
        _PUPIL, (Spent(1, promoted=False, reassessed=True), Spent(2)),
    ),
    "khong-danh-gia-tieu-hoc": Case(
        _PUPIL, _years(1, 2, Spent(1, not_assessed=True)),
    ),
    "khong-danh-gia-trung-hoc": Case(_PUPIL, (Spent(6, _LOWER, not_assessed=True),)),
    "hoc-lai": Case(
        _PUPIL, (Spent(1), Spent(2, promoted=False), *_years(2, 5)),
    ),
    "hoc-lai-hai-lan": Case(
        _LONG_NAMES,
        (Spent(1, promoted=False), Spent(1), Spent(2), Spent(3, promoted=False), *_years(3, 5)),
    ),
}  # fmt: skip
