"""Subjects and educational activities of the 2018 curriculum (Chương trình GDPT 2018).

One code is one subject wherever it is taught, though its official name may differ between
primary and secondary school. Which grade has which subject is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hocba.core.codes.folding import fold
from hocba.core.record import SchoolLevel


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: ASCII code, official name, its name in primary school if that differs."""

    code: str
    name: str
    primary_name: str = ""
    synonyms: tuple[str, ...] = ()

    def name_at(self, level: SchoolLevel) -> str:
        """The official name at a level of schooling."""
        return (level is SchoolLevel.PRIMARY and self.primary_name) or self.name

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name under which schools keep it in their books."""
        return tuple(filter(None, (self.code, self.name, self.primary_name, *self.synonyms)))


_ALL = (
    Subject("TIENGVIET", "Tiếng Việt", synonyms=("TV",)),
    Subject("NGUVAN", "Ngữ văn", synonyms=("Văn", "Văn học")),
    Subject("TOAN", "Toán", synonyms=("Toán học",)),
    Subject(
        "NGOAINGU1",
        "Ngoại ngữ 1",
        synonyms=("Ngoại ngữ", "NN1", "Tiếng Anh", "Ngoại ngữ 1 (Tiếng Anh)", "Anh văn"),
    ),
    Subject("NGOAINGU2", "Ngoại ngữ 2", synonyms=("NN2",)),
    Subject("TIENGDANTOC", "Tiếng dân tộc thiểu số", "Tiếng dân tộc", synonyms=("TDTTS",)),
    Subject("DAODUC", "Đạo đức"),
    Subject("TNXH", "Tự nhiên và Xã hội", synonyms=("Tự nhiên Xã hội", "TN&XH")),
    Subject("KHOAHOC", "Khoa học"),
    Subject("LICHSUDIALI", "Lịch sử và Địa lí", synonyms=("LS&ĐL", "Lịch sử - Địa lí")),
    Subject("LICHSU", "Lịch sử", synonyms=("Sử",)),
    Subject("DIALI", "Địa lí", synonyms=("Địa",)),
    Subject("KHTN", "Khoa học tự nhiên"),
    Subject("VATLI", "Vật lí", synonyms=("Lí",)),
    Subject("HOAHOC", "Hoá học", synonyms=("Hoá",)),
    Subject("SINHHOC", "Sinh học", synonyms=("Sinh",)),
    Subject("TINHOC", "Tin học", synonyms=("Tin", "Tin học và Công nghệ (Tin học)")),
    Subject(
        "CONGNGHE",
        "Công nghệ",
        synonyms=(
            "Tin học và Công nghệ (Công nghệ)",
            "Công nghệ (Công nghiệp)",
            "Công nghệ (Nông nghiệp)",
        ),
    ),
    Subject("GDCD", "Giáo dục công dân"),
    Subject(
        "GDKTPL", "Giáo dục kinh tế và pháp luật", synonyms=("GDKT&PL", "KTPL", "Kinh tế pháp luật")
    ),
    Subject(
        "GDQPAN",
        "Giáo dục quốc phòng và an ninh",
        synonyms=("GDQP", "GDQP-AN", "GDQP&AN"),
    ),
    Subject("GDTC", "Giáo dục thể chất", synonyms=("Thể dục",)),
    Subject("NGHETHUAT", "Nghệ thuật"),
    Subject("AMNHAC", "Âm nhạc", "Nghệ thuật (Âm nhạc)"),
    Subject("MITHUAT", "Mĩ thuật", "Nghệ thuật (Mĩ thuật)"),
    Subject(
        "GDDP",
        "Nội dung giáo dục của địa phương",
        synonyms=("GDĐP", "Giáo dục địa phương", "Nội dung giáo dục địa phương"),
    ),
    Subject(
        "HDTN",
        "Hoạt động trải nghiệm, hướng nghiệp",
        "Hoạt động trải nghiệm",
        synonyms=("HĐTN", "HĐTN, HN", "HĐTNHN", "Trải nghiệm, hướng nghiệp"),
    ),
)

SUBJECTS: Mapping[str, Subject] = MappingProxyType({subject.code: subject for subject in _ALL})

_BY_KEY = {fold(spelling): subject for subject in _ALL for spelling in subject.spellings}


def find_subject(text: str) -> Subject | None:
    """The subject that a heading names, or None."""
    return _BY_KEY.get(fold(text))
