"""Put the sample schools' staff in their places: people, appointments, keys and certificates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys import SigningKey
from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, KeyRing, make_keys
from hocba.core.lifecycle import Role
from hocba.parties.actions import (
    Employee,
    NewAppointment,
    NewCertificate,
    appoint,
    know_as,
    load_units,
    register_certificates,
    register_people,
)
from hocba.parties.catalogue import DEPARTMENT_CODE
from hocba.parties.models import Unit
from hocba.parties.queries import find_school
from hocba.project.demonstration.staff import SampleSchool, Teacher, sample_schools
from hocba.school.signing.signatory import ClassSigner

APPOINTED_FROM = date(2023, 9, 1)
REGISTRY = "registry"

VISITORS = ("001075000001", "001185000002")
"""Personal IDs of the first sample school's head and first teacher, who may sign in to look around;
the sign-in that ``IDENTITY=1 make run`` brings knows them (``tools/node/people.json``)."""

OFFICER = Employee("CB-MAU", "Cán Bộ Mẫu", "001080000004")
"""Somebody of the Department, who watches progress."""


@dataclass(frozen=True, slots=True)
class Post:
    """A member of staff; the code names the person and the file of their key."""

    code: str
    teacher: Teacher
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """One sample school in its place in the tree, with its staff."""

    school: SampleSchool
    unit: Unit
    posts: tuple[Post, ...]

    @property
    def seal_holder(self) -> str:
        return f"{self.unit.code}-seal"

    def seal(self, keys: KeyRing) -> SigningKey:
        return keys.key(self.seal_holder)

    def signers(self, class_name: str, keys: KeyRing) -> Iterator[ClassSigner[SigningKey]]:
        """Who signs a page of the class, in the order of the law."""
        for post in self.posts:
            if post.teacher.subjects and class_name in post.teacher.classes:
                key = keys.key(post.code)
                yield ClassSigner(Role.SUBJECT_TEACHER, key, post.teacher.subjects)
        for post in self.posts:
            if post.teacher.homeroom == class_name:
                yield ClassSigner(Role.HOMEROOM_TEACHER, keys.key(post.code))
        yield ClassSigner(Role.HEAD, keys.key(self.posts[0].code))
        yield ClassSigner(Role.SCHOOL, self.seal(keys))


def staff_count() -> int:
    """How many keys the demonstration needs: everybody's, the schools' seals, the registry's."""
    return sum(len(school.teachers) + 2 for school in sample_schools()) + 1


def take_places(
    home: Path, *, advance: Callable[[int], object]
) -> tuple[tuple[Desk, ...], KeyRing]:
    """Units, people, keys and appointments of the demonstration; what is there stays."""
    load_units()
    desks = tuple(_desk(school) for school in sample_schools())
    keys = make_keys(home / "demonstration", _holders(desks), advance=advance)
    posts = [(desk, post) for desk in desks for post in desk.posts]
    register_people(Employee(post.code, post.teacher.name) for _, post in posts)
    appoint(
        NewAppointment(post.code, desk.unit.code, role, APPOINTED_FROM)
        for desk, post in posts
        for role in post.roles
    )
    register_certificates(_certificates(desks, keys))
    _let_in(desks[0])
    return desks, keys


def _let_in(desk: Desk) -> None:
    """Record by which personal IDs some of the invented people sign in."""
    known = zip(desk.posts, VISITORS, strict=False)
    know_as([Employee(post.code, post.teacher.name, number) for post, number in known])
    register_people([OFFICER])
    appoint([NewAppointment(OFFICER.code, DEPARTMENT_CODE, Role.OFFICER, APPOINTED_FROM)])


def _desk(school: SampleSchool) -> Desk:
    unit = find_school(school.name)
    head = Post(f"{unit.code}-HT", Teacher(school.head, KeyKind.P_256), (Role.HEAD,))
    teachers = (
        Post(f"{unit.code}-GV{number:02}", teacher, tuple(_roles(teacher)))
        for number, teacher in enumerate(school.teachers, start=1)
    )
    return Desk(school, unit, (head, *teachers))


def _roles(teacher: Teacher) -> Iterator[Role]:
    if teacher.subjects:
        yield Role.SUBJECT_TEACHER
    if teacher.homeroom:
        yield Role.HOMEROOM_TEACHER


def _holders(desks: Iterable[Desk]) -> Iterator[Holder]:
    department = Subject("Sở GDĐT Hà Nội", "Sở GDĐT Hà Nội")
    yield Holder(REGISTRY, department, KeyKind.P_256)
    for desk in desks:
        name, tax_code = desk.unit.name, desk.unit.tax_code
        yield Holder(desk.seal_holder, Subject(name, name, tax_code=tax_code), KeyKind.P_256)
        for post in desk.posts:
            subject = Subject(post.teacher.name, name, code=post.code)
            yield Holder(post.code, subject, KeyKind(post.teacher.key))


def _certificates(desks: Iterable[Desk], keys: KeyRing) -> Iterator[NewCertificate]:
    yield NewCertificate(_der(keys, REGISTRY), unit=DEPARTMENT_CODE)
    for desk in desks:
        yield NewCertificate(_der(keys, desk.seal_holder), unit=desk.unit.code)
        for post in desk.posts:
            yield NewCertificate(_der(keys, post.code), person=post.code)


def _der(keys: KeyRing, holder: str) -> bytes:
    return keys.key(holder).certificate.public_bytes(Encoding.DER)
