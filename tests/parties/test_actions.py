from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties import actions
from hocba.parties.actions import Employee, NewAppointment, NewCertificate
from hocba.parties.models import Appointment, Certificate, Person, Unit, UnitKind

pytestmark = pytest.mark.django_db

FIRST_DAY = date(2023, 9, 1)


@pytest.fixture
def _school():
    actions.load_units()
    actions.register_people([Employee("GV1", "Nguyễn Mẫu Một"), Employee("GV2", "Lê Mẫu Hai")])


def test_loading_the_units_twice_gives_one_tree(django_assert_num_queries):
    actions.load_units()
    with django_assert_num_queries(1):
        assert actions.load_units() == 220
    assert Unit.objects.count() == 220
    assert Unit.objects.get(code="01P22T002").parent.parent.name == "Sở GDĐT Hà Nội"


def test_a_unit_that_was_changed_by_hand_is_brought_back():
    actions.load_units()
    Unit.objects.filter(code="01C055").update(name="?", name_key="?")
    actions.load_units()
    assert Unit.objects.get(code="01C055").name == "THPT Trần Hưng Đạo- Hà Đông"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": UnitKind.SCHOOL, "parent_id": None},
        {"kind": UnitKind.DEPARTMENT, "parent_id": "01"},
        {"kind": UnitKind.SCHOOL, "parent_id": "X"},
        {"kind": "kiosk", "parent_id": "01"},
        {"kind": UnitKind.SCHOOL, "parent_id": "01", "levels": ["09"]},
        {
            "kind": UnitKind.SCHOOL,
            "parent_id": "01",
            "valid_from": date(2024, 1, 2),
            "valid_to": date(2024, 1, 1),
        },
    ],
)
def test_the_database_refuses_a_unit_that_cannot_be(wrong):
    actions.load_units()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(code="X", name="X", name_key="x", **wrong)


@pytest.mark.usefixtures("_school")
def test_people_are_renamed_not_doubled():
    actions.register_people([Employee("GV1", "Nguyễn Mẫu Mới")])
    assert dict(Person.objects.values_list("code", "full_name"))["GV1"] == "Nguyễn Mẫu Mới"
    assert Person.objects.count() == 2


@pytest.mark.usefixtures("_school")
def test_an_appointment_can_be_ended_and_follows_another():
    first = NewAppointment("GV1", "01C055", Role.HEAD, FIRST_DAY)
    actions.appoint([first, NewAppointment("GV2", "01C055", Role.HEAD, FIRST_DAY)])
    ended = NewAppointment("GV1", "01C055", Role.HEAD, FIRST_DAY, date(2024, 1, 31))
    again = NewAppointment("GV1", "01C055", Role.HEAD, date(2024, 2, 1))
    actions.appoint([ended])
    actions.appoint([again])
    assert Appointment.objects.filter(person="GV1").count() == 2


@pytest.mark.usefixtures("_school")
@pytest.mark.parametrize(
    "wrong",
    [
        NewAppointment("GV1", "01C055", Role.HEAD, date(2024, 1, 1)),
        NewAppointment("GV1", "KHÔNG", Role.HEAD, FIRST_DAY),
        NewAppointment("GV9", "01C055", Role.HEAD, FIRST_DAY),
        NewAppointment("GV2", "01C055", Role.HEAD, FIRST_DAY, date(2023, 8, 31)),
        NewAppointment("GV2", "01C055", Role.SCHOOL, FIRST_DAY),
    ],
)
def test_an_appointment_that_cannot_be_changes_nothing(wrong):
    actions.appoint([NewAppointment("GV1", "01C055", Role.HEAD, FIRST_DAY)])
    good = NewAppointment("GV2", "01C001", Role.HOMEROOM_TEACHER, FIRST_DAY)
    with pytest.raises(InputError, match="Không ghi được việc phân công"):
        actions.appoint([good, wrong])
    assert Appointment.objects.count() == 1


@pytest.mark.usefixtures("_school")
def test_a_certificate_is_registered_once():
    new = NewCertificate(b"DER of one", person="GV1")
    actions.register_certificates([new, new])
    actions.register_certificates([new])
    assert [bytes(c.sha256) for c in Certificate.objects.all()] == [sha256(b"DER of one").digest()]


@pytest.mark.usefixtures("_school")
@pytest.mark.parametrize(
    "wrong",
    [
        NewCertificate(b"DER"),
        NewCertificate(b"DER", person="GV1", unit="01C055"),
        NewCertificate(b"DER", person="GV9"),
        NewCertificate(b"DER", unit="KHÔNG"),
    ],
)
def test_a_certificate_has_exactly_one_owner(wrong):
    with pytest.raises(InputError, match="đúng một người hoặc một đơn vị"):
        actions.register_certificates([wrong])
    assert not Certificate.objects.exists()


@pytest.mark.usefixtures("_school")
def test_a_certificate_never_passes_to_somebody_else():
    actions.register_certificates([NewCertificate(b"DER", person="GV1")])
    with pytest.raises(InputError, match="người hoặc đơn vị khác"):
        actions.register_certificates([NewCertificate(b"DER", person="GV2")])
    assert Certificate.objects.get().person_id == "GV1"


@pytest.mark.usefixtures("_school")
@pytest.mark.parametrize(
    "change", [{"der": b"other"}, {"person_id": "GV2"}, {"person_id": None, "unit_id": "01C055"}]
)
def test_the_database_keeps_a_certificate_as_it_is(change):
    actions.register_certificates([NewCertificate(b"DER", person="GV1")])
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Certificate.objects.all().delete()
    assert bytes(Certificate.objects.get().der) == b"DER"


@pytest.mark.usefixtures("_school")
def test_the_database_refuses_a_fingerprint_of_other_bytes():
    with pytest.raises(IntegrityError, match="fingerprint_is_of_these_bytes"), transaction.atomic():
        Certificate.objects.create(sha256=bytes(32), der=b"DER", person_id="GV1")


@pytest.mark.usefixtures("_school")
def test_a_revoked_certificate_stays_revoked():
    actions.register_certificates([NewCertificate(b"DER", unit="01C055")])
    fingerprint, moment = sha256(b"DER").digest(), datetime(2024, 6, 1, tzinfo=UTC)
    actions.revoke(fingerprint, at=moment)
    with pytest.raises(InputError, match="đã thu hồi"):
        actions.revoke(fingerprint, at=moment)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(revoked_at=None)
