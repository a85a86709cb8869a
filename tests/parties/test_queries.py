from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties import actions
from hocba.parties.actions import Employee, NewAppointment, NewCertificate
from hocba.parties.queries import Post, SignerKind, find_school, signers, units_by_code

pytestmark = pytest.mark.django_db

SCHOOL = "01C055"
NOON = datetime(2024, 6, 24, 12, tzinfo=UTC)


def fingerprint(der):
    return sha256(der).digest()


@pytest.fixture(autouse=True)
def _parties():
    actions.load_units()
    actions.register_people([Employee(f"GV{n}", f"Người Mẫu {n}") for n in (1, 2, 3)])
    actions.appoint(
        [
            NewAppointment("GV1", SCHOOL, Role.SUBJECT_TEACHER, date(2023, 9, 1)),
            NewAppointment(
                "GV1", SCHOOL, Role.HOMEROOM_TEACHER, date(2023, 9, 1), date(2024, 6, 24)
            ),
            NewAppointment("GV2", "01C001", Role.HEAD, date(2023, 9, 1)),
        ]
    )
    actions.register_certificates(
        [NewCertificate(f"GV{n}".encode(), person=f"GV{n}") for n in (1, 2, 3)]
        + [NewCertificate(b"seal", unit=SCHOOL), NewCertificate(b"department", unit="01")]
    )


def test_signers_come_with_their_posts_in_one_query(django_assert_num_queries):
    wanted = [fingerprint(der) for der in (b"GV1", b"GV2", b"GV3", b"seal", b"nobody's")]
    with django_assert_num_queries(1):
        found = signers(wanted)
    assert set(found) == set(wanted[:4])
    teacher = found[fingerprint(b"GV1")]
    assert (teacher.kind, teacher.code, teacher.name) == (SignerKind.PERSON, "GV1", "Người Mẫu 1")
    assert {post.role for post in teacher.posts} == {Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER}
    assert found[fingerprint(b"GV3")].posts == ()


def test_a_seal_signs_as_the_school_and_the_department_as_itself():
    found = signers([fingerprint(b"seal"), fingerprint(b"department")])
    seal, department = found[fingerprint(b"seal")], found[fingerprint(b"department")]
    assert seal.kind is SignerKind.UNIT
    assert seal.name == "THPT Trần Hưng Đạo- Hà Đông"
    assert seal.posts == (Post(SCHOOL, Role.SCHOOL),)
    assert department.posts == (Post("01", Role.DEPARTMENT),)


def test_a_person_signs_only_in_their_role_at_their_school_in_their_time():
    teacher = signers([fingerprint(b"GV1")])[fingerprint(b"GV1")]
    assert teacher.may_sign(Role.HOMEROOM_TEACHER, SCHOOL, NOON)
    assert not teacher.may_sign(Role.HEAD, SCHOOL, NOON)
    assert not teacher.may_sign(Role.HOMEROOM_TEACHER, "01C001", NOON)
    assert not teacher.may_sign(Role.HOMEROOM_TEACHER, SCHOOL, NOON.replace(day=25))
    assert not teacher.may_sign(Role.HOMEROOM_TEACHER, SCHOOL, NOON.replace(year=2023, month=8))


def test_from_the_moment_of_revocation_nothing_may_be_signed():
    actions.revoke(fingerprint(b"GV1"), at=NOON)
    teacher = signers([fingerprint(b"GV1")])[fingerprint(b"GV1")]
    assert teacher.may_sign(Role.HOMEROOM_TEACHER, SCHOOL, NOON.replace(hour=11))
    assert not teacher.may_sign(Role.HOMEROOM_TEACHER, SCHOOL, NOON)


def test_nobody_is_asked_for_and_nobody_found():
    assert signers([]) == {}


def test_units_are_found_by_code_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = units_by_code([SCHOOL, "01P22", "KHÔNG"])
    assert {code: unit.name for code, unit in found.items()} == {
        SCHOOL: "THPT Trần Hưng Đạo- Hà Đông",
        "01P22": "Phòng GDĐT quận Hà Đông",
    }


@pytest.mark.parametrize(
    ("name", "under", "code"),
    [
        ("TRƯỜNG TIỂU HỌC PHÚ LƯƠNG I", "PHÒNG GD&ĐT QUẬN HÀ ĐÔNG", "01P22T001"),
        ("TRƯỜNG THCS VĂN QUÁN", "PHÒNG GD&ĐT QUẬN HÀ ĐÔNG", "01P22T002"),
        ("TRƯỜNG THPT TRẦN HƯNG ĐẠO - HÀ ĐÔNG", "SỞ GD&ĐT HÀ NỘI", SCHOOL),
        ("THPT Trần Hưng Đạo- Hà Đông", "", SCHOOL),
    ],
)
def test_the_titles_of_the_workbooks_lead_to_their_schools(name, under, code):
    assert find_school(name, under=under).code == code


def test_a_name_that_two_units_bear_is_refused_with_their_codes():
    with pytest.raises(InputError, match="01C015, 01C085"):
        find_school("THPT Lê Quý Đôn - Đống Đa")


def test_a_school_elsewhere_is_not_taken_for_the_one_asked_for():
    with pytest.raises(InputError, match="Không có trường «THCS Văn Quán» thuộc Sở GDĐT Hà Nội"):
        find_school("THCS Văn Quán", under="Sở GDĐT Hà Nội")
