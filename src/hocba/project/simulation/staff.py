"""Who signs at a made-up school, and the file in which its staff is told to a registry."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys import PrivateKey, SigningKey
from hocba.adapters.pki.authority import KeyKind, Subject, certify, new_key
from hocba.adapters.pki.demonstration import SIGNER_VALIDITY
from hocba.core.lifecycle import Role
from hocba.core.record import SchoolLevel
from hocba.core.rules import choose
from hocba.project.simulation.city import PlannedClass, School

_SUBJECT_TEACHERS = 2
_LONGEST_NAME = 64
"""ub-common-name of X.520."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A member of staff, or the school's seal, with the key in hand."""

    code: str
    role: Role
    key: SigningKey
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a registry must know of a signer; the seal's code is the school's own."""

    code: str
    name: str
    role: Role
    certificate: bytes


class Staff:
    """The staff of one school: a homeroom teacher for each class, and who else must sign.

    RSA keys take long to make, so the people of a school share one; each has a certificate
    of their own. Nothing is protected by these keys.
    """

    def __init__(self, school: School, authority: SigningKey, kind: KeyKind) -> None:
        self._school, self._authority = school, authority
        self._shared = new_key(kind) if kind is KeyKind.RSA_2048 else None
        self._listed: dict[str, Listed] = {}
        self._head = self._person("HT", "Hiệu Trưởng Mô Phỏng", Role.HEAD)
        self._seal = self._signer(
            school.code, Subject(school.name[:_LONGEST_NAME], school.name), school.name, Role.SCHOOL
        )
        self._teachers: dict[tuple[int, int], Signer] = {}

    @property
    def seal(self) -> SigningKey:
        return self._seal.key

    def signers(self, planned: PlannedClass) -> tuple[Signer, ...]:
        """Who signs a page of the class, in the order of the law."""
        name = planned.year.class_name
        homeroom = self._person(f"CN{name}", f"Chủ Nhiệm Mô Phỏng {name}", Role.HOMEROOM_TEACHER)
        return (*self._subject_teachers(planned), homeroom, self._head, self._seal)

    def file(self) -> bytes:
        """Everybody who has signed so far, for :func:`read_staff`."""
        rows = [
            [each.code, each.name, each.role.value, b64encode(each.certificate).decode()]
            for each in self._listed.values()
        ]
        return json.dumps(rows, ensure_ascii=False).encode()

    def _subject_teachers(self, planned: PlannedClass) -> Iterator[Signer]:
        year = planned.year
        if year.level is SchoolLevel.PRIMARY:
            return
        subjects = choose(year.level, year.grade, year.school_year).subjects
        for number in range(_SUBJECT_TEACHERS):
            own = tuple(rule.code for rule in subjects[number::_SUBJECT_TEACHERS])
            yield self._subject_teacher(year.grade, number, own)

    def _subject_teacher(self, grade: int, number: int, subjects: tuple[str, ...]) -> Signer:
        if (grade, number) not in self._teachers:
            code, name = f"BM{grade}-{number + 1}", f"Bộ Môn Mô Phỏng {grade}-{number + 1}"
            self._teachers[grade, number] = self._person(code, name, Role.SUBJECT_TEACHER, subjects)
        return self._teachers[grade, number]

    def _person(self, post: str, name: str, role: Role, subjects: tuple[str, ...] = ()) -> Signer:
        code = f"{self._school.code}-{post}"
        return self._signer(code, Subject(name, self._school.name, code=code), name, role, subjects)

    def _signer(
        self, code: str, subject: Subject, name: str, role: Role, subjects: tuple[str, ...] = ()
    ) -> Signer:
        key = certify(self._authority, subject, self._private_key(), SIGNER_VALIDITY)
        der = key.certificate.public_bytes(Encoding.DER)
        self._listed[code] = Listed(code, name, role, der)
        return Signer(code, role, key, subjects)

    def _private_key(self) -> PrivateKey:
        return self._shared or new_key(KeyKind.P_256)


def read_staff(data: bytes) -> Sequence[Listed]:
    """What :meth:`Staff.file` wrote."""
    return [
        Listed(code, name, Role(role), b64decode(certificate))
        for code, name, role, certificate in json.loads(data)
    ]
