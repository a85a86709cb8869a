"""Qualities (phẩm chất chủ yếu) and core competences (năng lực cốt lõi) of primary school.

Chương trình GDPT 2018; their levels are given by Thông tư 27/2020/TT-BGDĐT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hocba.core.codes.folding import fold


@dataclass(frozen=True, slots=True)
class TraitName:
    """A quality or competence: ASCII code and official name."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()


_QUALITIES = (
    TraitName("YEUNUOC", "Yêu nước"),
    TraitName("NHANAI", "Nhân ái"),
    TraitName("CHAMCHI", "Chăm chỉ"),
    TraitName("TRUNGTHUC", "Trung thực"),
    TraitName("TRACHNHIEM", "Trách nhiệm"),
)

_COMPETENCES = (
    TraitName("TUCHU", "Tự chủ và tự học", ("Tự chủ, tự học",)),
    TraitName("GIAOTIEP", "Giao tiếp và hợp tác", ("Giao tiếp, hợp tác",)),
    TraitName(
        "GIAIQUYETVANDE",
        "Giải quyết vấn đề và sáng tạo",
        ("Giải quyết vấn đề, sáng tạo", "GQVĐ và sáng tạo"),
    ),
    TraitName("NGONNGU", "Ngôn ngữ"),
    TraitName("TINHTOAN", "Tính toán"),
    TraitName("KHOAHOC", "Khoa học"),
    TraitName("THAMMI", "Thẩm mĩ"),
    TraitName("THECHAT", "Thể chất"),
    TraitName("CONGNGHE", "Công nghệ"),
    TraitName("TINHOC", "Tin học"),
)

QUALITIES: Mapping[str, TraitName] = MappingProxyType({t.code: t for t in _QUALITIES})
COMPETENCES: Mapping[str, TraitName] = MappingProxyType({t.code: t for t in _COMPETENCES})

_BY_KEY = {
    fold(spelling): trait
    for trait in (*_QUALITIES, *_COMPETENCES)
    for spelling in (trait.code, trait.name, *trait.synonyms)
}


def find_trait(text: str) -> TraitName | None:
    """The quality or competence that a heading names, or None."""
    return _BY_KEY.get(fold(text))
