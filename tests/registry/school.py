"""A registered school with its staff, and packets as it would send them, or should not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zlib import crc32

from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.clock import ZONE
from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.packet import PacketHeader, Receipt, assemble, read_receipt, write_page
from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Page,
    PassLevel,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Pupil,
    Rating,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    Sex,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)
from hocba.core.rules import choose
from hocba.core.signature import TrustStore, complete, prepare_packet, prepare_page
from hocba.parties.actions import (
    Employee,
    NewAppointment,
    NewCertificate,
    appoint,
    register_certificates,
    register_people,
)
from hocba.parties.models import Unit, UnitKind
from hocba.registry.intake import actions
from hocba.registry.intake.examining import Conditions
from hocba.registry.intake.models import Calendar, RegisteredPage
from hocba.registry.locking import actions as locking
from hocba.registry.locking.actions import LockReport
from tests.core.signature import pki
from tests.core.signature.pki import Wish
from tests.registry.audit import LEDGER_KEY

YEAR = "2023-2024"
SIGNED_AT = datetime(2024, 6, 3, 8, tzinfo=ZONE)
NOW = datetime(2024, 6, 24, 8, tzinfo=ZONE)
KIM_DONG = ClassYear(
    "01", "TH-KIM-DONG", "Trường Tiểu học Kim Đồng", SchoolLevel.PRIMARY, 4, "4A1", YEAR
)
VAN_QUAN = ClassYear(
    "01", "THCS-VAN-QUAN", "Trường THCS Văn Quán", SchoolLevel.LOWER_SECONDARY, 7, "7A2", YEAR
)


@dataclass(frozen=True)
class Member:
    """Somebody of a school's staff, or its seal."""

    name: str
    role: Role
    school: ClassYear = KIM_DONG
    subjects: tuple[str, ...] = ()
    in_place_of: str = ""

    @property
    def code(self) -> str:
        """A staff code made of the name, so that a test need not number its people."""
        return f"GV{crc32(self.name.encode()):010}"

    @property
    def key(self) -> SigningKey:
        return pki.signer(Wish(self.name, organization=self.school.school_name))

    @property
    def der(self) -> bytes:
        return self.key.certificate.public_bytes(Encoding.DER)


TEACHER = Member("Nguyễn Thị Lan", Role.HOMEROOM_TEACHER)
HEAD = Member("Trần Văn Hùng", Role.HEAD)
SEAL = Member("Trường Tiểu học Kim Đồng", Role.SCHOOL)
STAFF = (TEACHER, HEAD, SEAL)

SUBJECTS_OF_7 = tuple(s.code for s in choose(VAN_QUAN.level, 7, YEAR).subjects if s.required)
VAN_QUAN_TEACHERS = (
    Member("Lê Thị Mai", Role.SUBJECT_TEACHER, VAN_QUAN, SUBJECTS_OF_7[:6]),
    Member("Phạm Thu Hà", Role.SUBJECT_TEACHER, VAN_QUAN, SUBJECTS_OF_7[6:]),
)
VAN_QUAN_SEAL = Member("Trường THCS Văn Quán", Role.SCHOOL, VAN_QUAN)
VAN_QUAN_STAFF = (
    *VAN_QUAN_TEACHERS,
    Member("Vũ Minh Anh", Role.HOMEROOM_TEACHER, VAN_QUAN),
    Member("Đỗ Quốc Việt", Role.HEAD, VAN_QUAN),
    VAN_QUAN_SEAL,
)
RECEIPT_KEY = pki.signer(Wish("Sở GDĐT Hà Nội", organization="Sở GDĐT Hà Nội"))
TRUST = TrustStore.of([pki.root().certificate])


def open_schools() -> None:
    """Put both schools and their staff into the registry, and the year's calendar if need be."""
    Calendar.objects.get_or_create(
        school_year=YEAR,
        completed_until=date(2024, 6, 30),
        ministry_first_until=date(2024, 7, 10),
        reassessed_until=date(2024, 8, 15),
        ministry_second_until=date(2024, 8, 25),
    )
    department = Unit.objects.create(code="01", name="Sở", kind=UnitKind.DEPARTMENT)
    for school, staff in ((KIM_DONG, STAFF), (VAN_QUAN, VAN_QUAN_STAFF)):
        Unit.objects.create(
            code=school.school_code,
            name=school.school_name,
            kind=UnitKind.SCHOOL,
            parent=department,
        )
        employ(staff)


def employ(staff: Sequence[Member], since: date = date(2023, 9, 1)) -> None:
    """Register certificates, and appoint the people among them."""
    people = [member for member in staff if member.role is not Role.SCHOOL]
    register_people(Employee(member.code, member.name) for member in people)
    appoint(
        NewAppointment(member.code, member.school.school_code, member.role, since)
        for member in people
    )
    register_certificates(
        NewCertificate(member.der, person=member.code)
        if member in people
        else NewCertificate(member.der, unit=member.school.school_code)
        for member in staff
    )


def code(number: int) -> str:
    return UUID(int=number, version=4).hex


def pupil(number: int) -> Pupil:
    return Pupil(
        code=f"HS{number:03}",
        personal_id=f"001214{number:06}",
        full_name=f"Học Sinh Mẫu {number}",
        birth_date=date(2014, 3, 12),
        sex=Sex.MALE,
    )


def page(number: int, *, version: int = 1, score: int = 9) -> Page:
    """The page of a fourth-grader who has completed the class with excellence."""
    rules = choose(KIM_DONG.level, KIM_DONG.grade, YEAR)
    results = PrimaryResults(
        subjects=tuple(
            SubjectLevel(each.code, Attainment.T, score if each.scored else None)
            for each in rules.subjects
            if each.required
        ),
        qualities=tuple(Trait(each, TraitLevel.T) for each in rules.qualities),
        competences=tuple(Trait(each, TraitLevel.T) for each in rules.competences),
    )
    stated = (
        PrimaryOutcome(PrimaryResult.HTXS, completed=True, award=Award.HSXS)
        if score >= 9
        else PrimaryOutcome(PrimaryResult.HTT, completed=True)
    )
    return Page(
        lookup_code=code(number),
        version=version,
        event=Event.NEW if version == 1 else Event.UPDATE,
        updated_at=datetime(2024, 5, 31, 8, tzinfo=ZONE),
        class_year=KIM_DONG,
        pupil=pupil(number),
        results=results,
        stated=stated,
        computed=rules.assess(results, stated),
    )


def unfinished_page(number: int) -> Page:
    """The page of a pupil who has not completed the class and waits for re-assessment."""
    whole = page(number)
    first, *others = whole.results.subjects
    results = replace(whole.results, subjects=(replace(first, level=Attainment.C), *others))
    stated = PrimaryOutcome(PrimaryResult.CHT, completed=False)
    computed = choose(KIM_DONG.level, KIM_DONG.grade, YEAR).assess(results, stated)
    return replace(whole, results=results, stated=stated, computed=computed)


def secondary_page(number: int) -> Page:
    """The page of a seventh-grader, promoted."""
    rules = choose(VAN_QUAN.level, VAN_QUAN.grade, YEAR)
    marks = {True: Decimal("8.5"), False: PassLevel.D}
    results = SecondaryResults(
        subjects=tuple(
            SubjectMarks(each.code, *[marks[each.scored]] * 3)
            for each in rules.subjects
            if each.required
        ),
        conduct_term1=Rating.T,
        conduct_term2=Rating.T,
        absences=2,
    )
    good = Terms(Rating.T, Rating.T, Rating.T)
    stated = SecondaryOutcome(academic=good, conduct=good, promoted=True, award=Award.HSG)
    return replace(
        page(number),
        class_year=VAN_QUAN,
        results=results,
        stated=stated,
        computed=rules.assess(results, stated),
    )


def signed(unsigned: Page, staff: Sequence[Member] = STAFF, at: datetime = SIGNED_AT) -> bytes:
    return sign(write_page(unsigned), staff, at)


def sign(content: bytes, staff: Sequence[Member] = STAFF, at: datetime = SIGNED_AT) -> bytes:
    """The page's bytes with the signatures of ``staff``, a minute apart."""
    for minute, member in enumerate(staff):
        prepared = prepare_page(
            content,
            role=member.role,
            subjects=member.subjects,
            in_place_of=member.in_place_of,
            certificate=member.key.certificate,
            chain=member.key.chain,
            algorithm=member.key.algorithm,
            signing_time=at + timedelta(minutes=minute),
        )
        content = complete(prepared, member.key.sign(prepared.to_be_signed))
    return content


def packet(
    *pages: Page | bytes,
    of: ClassYear = KIM_DONG,
    number: int = 1,
    seal: Member = SEAL,
    at: datetime = SIGNED_AT + timedelta(days=1),
) -> bytes:
    """A signed packet; a page that is not signed yet is signed by Kim Đồng's staff."""
    header = PacketHeader(
        packet_id=code(1_000_000 + number),
        department_code=of.department_code,
        school_code=of.school_code,
        school_name=of.school_name,
        level=of.level,
        grade=of.grade,
        class_name=of.class_name,
        school_year=of.school_year,
        created_at=at.astimezone(UTC),
    )
    contents = [each if isinstance(each, bytes) else signed(each) for each in pages]
    prepared = prepare_packet(
        assemble(header, contents),
        certificate=seal.key.certificate,
        chain=seal.key.chain,
        algorithm=seal.key.algorithm,
        signing_time=at,
    )
    return complete(prepared, seal.key.sign(prepared.to_be_signed))


def receive(
    data: bytes,
    *,
    at: datetime = NOW,
    trust: TrustStore = TRUST,
    receipt_key: SigningKey = RECEIPT_KEY,
    conditions: Conditions | None = None,
) -> bytes:
    return actions.receive(
        data,
        sender="phần mềm mẫu",
        at=at,
        conditions=conditions or Conditions(trust),
        receipt_key=receipt_key,
    )


def answer(data: bytes, *, at: datetime = NOW) -> Receipt:
    """What the registry's receipt says to a packet."""
    return read_receipt(receive(data, at=at))


def faults(receipt: Receipt) -> list[set[str]]:
    """The codes of the faults of each page, in the packet's order."""
    return [{fault.code for fault in outcome.faults} for outcome in receipt.outcomes]


def versions(number: int) -> list[RegisteredPage]:
    """Every version of that pupil's page that was ever accepted, the newest last."""
    kept = RegisteredPage.objects.filter(lookup_code=code(number), school_year=YEAR)
    return list(kept.order_by("version"))


def lock(*numbers: int, at: datetime = NOW) -> LockReport:
    """Lock pages at the school's wish."""
    return locking.lock(
        school_year=YEAR,
        at=at,
        signer=LEDGER_KEY,
        actor=KIM_DONG.school_code,
        lookup_codes=[code(number) for number in numbers],
    )
