from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties import actions
from hocba.parties.actions import Employee, NewAppointment, NewCertificate
from hocba.parties.models import Appointment
from hocba.parties.queries import signers
from hocba.parties.substitutions import NewSubstitution, substitute

pytestmark = pytest.mark.django_db

SCHOOL, OTHER_SCHOOL = "01C055", "01C001"
NOON = datetime(2024, 6, 24, 12, tzinfo=UTC)
FOR_THE_HEAD = NewSubstitution(
    "PHO", SCHOOL, Role.HEAD, "HT", date(2024, 6, 1), date(2024, 6, 30), "12/QĐ-THĐ"
)
FOR_A_TEACHER = NewSubstitution(
    "HT", SCHOOL, Role.SUBJECT_TEACHER, "GV", date(2024, 3, 1), date(2024, 7, 31), "13/QĐ-THĐ"
)


@pytest.fixture(autouse=True)
def _parties():
    actions.load_units()
    actions.register_people([Employee(code, f"Người {code}") for code in ("HT", "PHO", "GV")])
    actions.appoint(
        [
            NewAppointment("HT", SCHOOL, Role.HEAD, date(2023, 9, 1)),
            NewAppointment("GV", SCHOOL, Role.SUBJECT_TEACHER, date(2023, 9, 1), date(2024, 2, 29)),
        ]
    )
    actions.register_certificates(
        [NewCertificate(code.encode(), person=code) for code in ("HT", "PHO")]
    )


def signer(code):
    fingerprint = sha256(code.encode()).digest()
    return signers([fingerprint])[fingerprint]


def test_a_deputy_signs_for_the_head_while_the_delegation_lasts():
    substitute(FOR_THE_HEAD)
    deputy = signer("PHO")
    assert deputy.may_sign(Role.HEAD, SCHOOL, NOON, in_place_of="HT")
    assert not deputy.may_sign(Role.HEAD, SCHOOL, NOON.replace(month=7), in_place_of="HT")
    assert not deputy.may_sign(Role.HEAD, OTHER_SCHOOL, NOON, in_place_of="HT")


def test_a_deputy_who_does_not_say_for_whom_is_no_head():
    substitute(FOR_THE_HEAD)
    assert not signer("PHO").may_sign(Role.HEAD, SCHOOL, NOON)
    assert not signer("PHO").may_sign(Role.HEAD, SCHOOL, NOON, in_place_of="GV")


def test_a_head_signs_for_a_teacher_who_left_and_stays_the_head():
    substitute(FOR_A_TEACHER)
    head = signer("HT")
    assert head.may_sign(Role.SUBJECT_TEACHER, SCHOOL, NOON, in_place_of="GV")
    assert head.may_sign(Role.HEAD, SCHOOL, NOON)
    assert not head.may_sign(Role.SUBJECT_TEACHER, SCHOOL, NOON)


def test_without_a_record_nobody_signs_for_anybody():
    assert not signer("HT").may_sign(Role.SUBJECT_TEACHER, SCHOOL, NOON, in_place_of="GV")


def test_nobody_but_the_head_signs_for_a_teacher():
    with pytest.raises(InputError, match="Chỉ hiệu trưởng"):
        substitute(replace(FOR_A_TEACHER, person="PHO"))


def test_a_deputy_in_office_signs_for_a_teacher_as_the_head_would():
    substitute(FOR_THE_HEAD)
    days = {"valid_from": FOR_THE_HEAD.valid_from, "valid_to": FOR_THE_HEAD.valid_to}
    substitute(replace(FOR_A_TEACHER, person="PHO", **days))
    assert signer("PHO").may_sign(Role.SUBJECT_TEACHER, SCHOOL, NOON, in_place_of="GV")


def test_a_head_delegates_only_within_their_own_time_in_office():
    with pytest.raises(InputError, match="trong suốt thời gian uỷ quyền"):
        substitute(replace(FOR_THE_HEAD, valid_from=date(2023, 8, 31)))
    with pytest.raises(InputError, match="không giữ chức hiệu trưởng"):
        substitute(replace(FOR_THE_HEAD, in_place_of="GV"))


def test_nobody_signs_for_a_teacher_who_never_taught_there():
    with pytest.raises(InputError, match="chưa từng được phân công"):
        substitute(replace(FOR_A_TEACHER, role=Role.HOMEROOM_TEACHER))


@pytest.mark.parametrize(
    "change",
    [
        {"decision": ""},
        {"valid_to": date(2025, 6, 30)},
        {"valid_to": date(2024, 5, 1)},
        {"person": "HT"},
        {"person": "KHÔNG CÓ"},
    ],
)
def test_a_substitution_needs_two_people_a_decision_and_an_end_within_a_year(change):
    with pytest.raises(InputError, match="Không ghi được việc ký thay"):
        substitute(replace(FOR_THE_HEAD, **change))
    assert not Appointment.objects.filter(in_place_of__isnull=False).exists()


def test_a_substitution_may_end_earlier_but_never_be_stretched():
    substitute(FOR_THE_HEAD)
    substitute(replace(FOR_THE_HEAD, valid_to=date(2024, 6, 20)))
    assert not signer("PHO").may_sign(Role.HEAD, SCHOOL, NOON, in_place_of="HT")
    with pytest.raises(InputError, match="chỉ được rút ngắn"):
        substitute(FOR_THE_HEAD)


@pytest.mark.parametrize(
    "change", [{"role": "GVBM"}, {"person_id": "GV"}, {"decision": "khác"}, {"in_place_of": None}]
)
def test_the_database_lets_nobody_rewrite_a_substitution(change):
    substitute(FOR_THE_HEAD)
    rows = Appointment.objects.filter(in_place_of="HT")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_appointing_again_still_changes_nothing():
    again = NewAppointment("HT", SCHOOL, Role.HEAD, date(2023, 9, 1))
    actions.appoint([again])
    actions.appoint([again])
    assert Appointment.objects.filter(person="HT").count() == 1
