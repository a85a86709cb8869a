"""A list of staff is carried out whole, or not at all; each change is a line of the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.models import Appointment, Person, StaffAct, StaffEntry, Unit, UnitKind
from hocba.parties.staffing.importing import import_staff, sign_in_as
from hocba.parties.staffing.rows import StaffRow
from tests.registry.school import NOW

pytestmark = pytest.mark.django_db
SEPTEMBER, JUNE = date(2025, 9, 1), date(2026, 6, 30)
TEACHER = StaffRow(
    2, "GV01", "Trần Thị Lan", "001184000123", "T1", Role.HOMEROOM_TEACHER, SEPTEMBER
)
HEAD = StaffRow(3, "HT01", "Nguyễn Văn Hùng", "001075000001", "T1", Role.HEAD, SEPTEMBER, JUNE)
OFFICER = StaffRow(4, "CB01", "Lê Văn Cán", "001080000004", "01", Role.OFFICER, SEPTEMBER)


@pytest.fixture(autouse=True)
def _units():
    Unit.objects.create(code="01", name="Sở", kind=UnitKind.DEPARTMENT)
    for code in ("T1", "T2"):
        Unit.objects.create(code=code, name=code, kind=UnitKind.SCHOOL, parent_id="01")


def take(*rows, **wish):
    return import_staff(rows, by="operator:x", at=NOW, **wish)


def doubts(*rows, **wish):
    """The sentences about rows, after which nothing new may be recorded."""
    before = (Person.objects.count(), Appointment.objects.count(), StaffEntry.objects.count())
    found = take(*rows, **wish).doubts
    after = (Person.objects.count(), Appointment.objects.count(), StaffEntry.objects.count())
    assert before == after
    return found


def acts():
    return [(entry.act, entry.person_id) for entry in StaffEntry.objects.order_by("pk")]


class TestWhatIsTaken:
    def test_people_posts_and_journal(self):
        assert take(TEACHER, HEAD, OFFICER).doubts == ()
        assert Person.objects.get(code="GV01").personal_id == "001184000123"
        assert set(Appointment.objects.values_list("person", "unit", "role", "valid_to")) == {
            ("GV01", "T1", "GVCN", None),
            ("HT01", "T1", "HIEUTRUONG", JUNE),
            ("CB01", "01", "CANBO", None),
        }
        entry = StaffEntry.objects.get(person="HT01", act=StaffAct.APPOINT)
        assert (entry.actor, entry.unit_id, entry.role) == ("operator:x", "T1", "HIEUTRUONG")
        assert (entry.valid_from, entry.valid_to, entry.at) == (SEPTEMBER, JUNE, NOW)

    def test_the_same_list_again_changes_nothing(self):
        take(TEACHER, HEAD)
        before = acts()
        assert take(TEACHER, HEAD).entries == []
        assert acts() == before

    def test_only_trying_records_nothing_and_says_what_would_change(self):
        assert len(take(TEACHER, try_only=True).entries) == 3
        assert not Person.objects.exists()

    def test_a_post_ends_with_its_last_day_alone(self):
        take(TEACHER)
        take(replace(TEACHER, begins=None, ends=JUNE))
        assert Appointment.objects.get().valid_to == JUNE
        assert acts()[-1] == (StaffAct.END, "GV01")

    def test_one_list_ends_a_heads_post_and_names_the_next_whatever_the_order(self):
        take(replace(HEAD, ends=None))
        new = replace(
            HEAD, number=2, code="HT02", personal_id="001075000002", begins=date(2026, 1, 1)
        )
        old = replace(HEAD, begins=None, ends=date(2025, 12, 31))
        assert take(new, old).doubts == ()

    def test_somebody_without_a_post_can_be_recorded(self):
        assert take(StaffRow(2, "GV09", "Bùi Thị Mẫu")).doubts == ()

    def test_a_number_that_is_not_said_stays(self):
        take(TEACHER)
        take(replace(TEACHER, personal_id=""))
        assert Person.objects.get().personal_id == TEACHER.personal_id

    def test_who_married_is_renamed_when_it_is_wished(self):
        take(TEACHER)
        married = replace(TEACHER, full_name="Phạm Thị Lan")
        assert "đang được ghi là «Trần Thị Lan»" in doubts(married)[0].sentence
        take(married, rename=True)
        assert Person.objects.get().full_name == "Phạm Thị Lan"
        assert acts()[-1] == (StaffAct.RENAME, "GV01")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": ""}, "Thiếu mã nhân sự"),
        ({"code": "G" * 21}, "dài nhất 20"),
        ({"full_name": ""}, "hãy ghi họ và tên"),
        ({"full_name": "L" * 201}, "dài nhất 200"),
        ({"personal_id": "1184000123"}, "đúng 12 chữ số"),
        ({"unit": "T9"}, "Không có đơn vị «T9»"),
        ({"unit": "01"}, "không có ở Sở GDĐT 01"),
        ({"role": Role.OFFICER}, "không có ở Trường T1"),
        ({"role": None}, "Thiếu vai trò"),
        ({"begins": None}, "Thiếu ngày đầu"),
        ({"ends": date(2025, 8, 1)}, "Ngày cuối trước ngày đầu"),
        ({"begins": None, "ends": JUNE}, "không có việc «GVCN» nào đang chạy"),
    ],
)
def test_a_line_that_is_doubtful_by_itself_holds_everything_back(changes, words):
    (doubt,) = doubts(HEAD, replace(TEACHER, number=7, **changes))
    assert doubt.number == 7
    assert words in doubt.sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_name": "Trần Lan"}, "họ tên khác"),
        ({"personal_id": "001184000999"}, "số định danh khác"),
        ({"code": "GV02", "begins": date(2024, 9, 1)}, "Số định danh này là của GV01"),
        ({}, "Trùng với dòng 2"),
        ({"begins": date(2026, 1, 1)}, "Trùng thời gian"),
    ],
)
def test_two_lines_that_do_not_go_together(changes, words):
    assert words in doubts(TEACHER, replace(TEACHER, number=3, **changes))[0].sentence


class TestAgainstWhatIsRecorded:
    def test_a_number_of_somebody_else(self):
        take(TEACHER)
        (doubt,) = doubts(replace(HEAD, personal_id=TEACHER.personal_id))
        assert doubt.sentence == "Số định danh này là của GV01."

    def test_two_heads_of_one_school(self):
        take(HEAD)
        second = replace(HEAD, code="HT02", personal_id="", begins=JUNE, ends=None)
        assert "HT01 giữ việc «HIEUTRUONG» ở T1" in doubts(second)[0].sentence
        assert take(replace(second, begins=JUNE + timedelta(days=1))).doubts == ()

    def test_a_post_that_has_ended_is_not_opened_again_by_a_blank(self):
        take(HEAD)
        assert "đã kết thúc ngày 30/06/2026" in doubts(replace(HEAD, ends=None))[0].sentence

    def test_a_school_that_is_closed(self):
        Unit.objects.filter(code="T1").update(valid_to=date(2025, 7, 31))
        assert "đã thôi hoạt động từ 31/07/2025" in doubts(TEACHER)[0].sentence


def test_a_long_list_costs_as_many_queries_as_a_short_one():
    def queries(rows):
        with CaptureQueriesContext(connection) as asked:
            assert take(*rows).doubts == ()
        return len(asked)

    many = [
        replace(TEACHER, number=n, code=f"GV{n}", personal_id=f"{n:012}") for n in range(100, 400)
    ]
    assert queries(many) == queries([TEACHER])


class TestSigningInAs:
    def test_it_is_journalled_without_the_number(self):
        take(StaffRow(2, "GV01", "Trần Thị Lan"))
        sign_in_as("GV01", TEACHER.personal_id, by="operator:x", at=NOW)
        sign_in_as("GV01", "", by="operator:x", at=NOW)
        assert acts()[1:] == [(StaffAct.KNOW_AS, "GV01"), (StaffAct.FORGET, "GV01")]
        assert TEACHER.personal_id not in str(list(StaffEntry.objects.values()))

    def test_what_fails_leaves_no_line(self):
        with pytest.raises(InputError, match="GV99"):
            sign_in_as("GV99", TEACHER.personal_id, by="operator:x", at=NOW)
        assert not StaffEntry.objects.exists()


@pytest.mark.parametrize(
    "deed", ["UPDATE parties_staffentry SET actor = 'x'", "DELETE FROM parties_staffentry"]
)
def test_the_database_lets_the_journal_only_grow(deed):
    take(TEACHER)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
