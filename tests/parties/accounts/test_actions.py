"""Letting people in: one account a personal ID, one personal ID a subject, for life."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.parties.accounts.actions import Identity, admit
from hocba.parties.accounts.models import Account
from hocba.parties.accounts.queries import staff
from hocba.parties.actions import Employee, know_as, register_people
from hocba.parties.models import Person

LAN = Identity("dinh-danh", "lan-7f3", "001184000123", "Trần Thị Lan")


@pytest.mark.django_db
class TestStaff:
    def test_an_account_is_staff_when_the_school_has_recorded_the_number(self):
        register_people([Employee("GV01", LAN.full_name, LAN.personal_id)])
        assert staff(admit(LAN, at=clock.now())) == Person.objects.get(code="GV01")

    def test_a_number_that_was_taken_away_opens_nothing_any_more(self):
        register_people([Employee("GV01", LAN.full_name, LAN.personal_id)])
        account = admit(LAN, at=clock.now())
        know_as([Employee("GV01", LAN.full_name)])
        assert staff(account) is None

    def test_the_same_name_is_not_enough(self):
        register_people([Employee("GV01", LAN.full_name)])
        assert staff(admit(LAN, at=clock.now())) is None

    def test_registering_again_without_a_number_leaves_the_number(self):
        register_people([Employee("GV01", "Trần Lan", LAN.personal_id)])
        register_people([Employee("GV01", LAN.full_name)])
        assert Person.objects.get(code="GV01").personal_id == LAN.personal_id

    @pytest.mark.parametrize("number", ["00118400012", "00118400012a", LAN.personal_id])
    def test_a_number_that_is_wrong_or_somebody_elses_is_refused(self, number):
        register_people([Employee("GV01", LAN.full_name, LAN.personal_id)])
        with pytest.raises(InputError, match="12 chữ số"):
            register_people([Employee("GV02", "Lê Văn Minh", number)])


@pytest.mark.django_db
class TestGuards:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE accounts_account SET personal_id = '001086000456'",
            "DELETE FROM accounts_account",
            "TRUNCATE accounts_account CASCADE",
        ],
    )
    def test_an_account_stays_with_its_person(self, sql):
        admit(LAN, at=clock.now())
        connection.check_constraints()  # else PostgreSQL itself refuses to truncate first
        with (
            pytest.raises(DatabaseError, match="không nhận lệnh"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    def test_an_account_has_no_password(self):
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, "accounts_account")
        assert {column.name for column in columns} == {
            *("id", "personal_id", "full_name", "opened_at", "last_login")
        }


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_first_times_at_once_open_one_account():
    gate = threading.Barrier(2)
    found = []

    def first_time():
        gate.wait()
        found.append(admit(LAN, at=clock.now()).pk)
        connection.close()

    threads = [threading.Thread(target=first_time) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert set(found) == set(Account.objects.values_list("pk", flat=True))
