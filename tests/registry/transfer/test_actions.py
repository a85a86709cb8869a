"""A transcript moves with its pupil: handed over, accepted, and nobody else's in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hocba.adapters.clock import ZONE
from hocba.core.errors import InputError
from hocba.core.record import ClassYear, Page, SchoolLevel
from hocba.core.rules import choose
from hocba.parties.models import Unit, UnitKind
from hocba.registry.custody.models import Transfer
from hocba.registry.custody.queries import transfers_of, waiting_for
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.intake.queries import custodians
from hocba.registry.journal.models import JournalEntry
from hocba.registry.transfer.actions import Transferred, accept, hand_over, withdraw
from tests.registry.guards import assert_refused
from tests.registry.school import (
    KIM_DONG,
    NOW,
    STAFF,
    VAN_QUAN,
    Member,
    answer,
    code,
    employ,
    faults,
    packet,
    page,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

NEXT_JUNE = datetime(2025, 6, 20, 8, tzinfo=ZONE)
LE_LOI = ClassYear(
    "01", "TH-LE-LOI", "Trường Tiểu học Lê Lợi", SchoolLevel.PRIMARY, 5, "5B", "2024-2025"
)
_TEACHER, _HEAD, _SEAL = STAFF
STAFF_OF_LE_LOI = (
    Member(f"{_TEACHER.name} Lê Lợi", _TEACHER.role, LE_LOI),
    Member(f"{_HEAD.name} Lê Lợi", _HEAD.role, LE_LOI),
    Member(LE_LOI.school_name, _SEAL.role, LE_LOI),
)


@pytest.fixture(autouse=True)
def _another_school(schools: None) -> None:
    Unit.objects.create(
        code=LE_LOI.school_code,
        name=LE_LOI.school_name,
        kind=UnitKind.SCHOOL,
        parent_id="01",
    )
    employ(STAFF_OF_LE_LOI)


def year_after(number: int, school: ClassYear) -> Page:
    """The same pupil's page of the fifth grade, a year later, at ``school``."""
    own = page(number)
    year = replace(school, grade=5, class_name="5B", school_year="2024-2025")
    rules = choose(year.level, 5, year.school_year)
    return replace(
        own,
        class_year=year,
        updated_at=datetime(2025, 5, 31, 8, tzinfo=ZONE),
        computed=rules.assess(own.results, own.stated),
    )


def reported_at_le_loi(number: int) -> list[set[str]]:
    at = datetime(2025, 6, 3, 8, tzinfo=ZONE)
    content = signed(year_after(number, LE_LOI), STAFF_OF_LE_LOI, at)
    year = replace(LE_LOI, class_name="5B")
    a_day_later = at + timedelta(days=1)
    sent = packet(content, of=year, number=90 + number, seal=STAFF_OF_LE_LOI[2], at=a_day_later)
    return faults(answer(sent, at=NEXT_JUNE))


def offered(*numbers: int, at: datetime = NOW) -> Transferred:
    return hand_over(
        [code(number) for number in numbers],
        from_school=KIM_DONG.school_code,
        to_school=LE_LOI.school_code,
        reason="Chuyển nơi ở",
        actor="văn thư Kim Đồng",
        at=at,
    )


def accepted(*numbers: int, school: ClassYear = LE_LOI) -> Transferred:
    codes = [code(number) for number in numbers]
    return accept(codes, school=school.school_code, actor="văn thư Lê Lợi", at=NOW)


def test_the_school_of_the_newest_page_keeps_the_transcript() -> None:
    answer(packet(page(1)))
    assert custodians([code(1), code(2)]) == {code(1): KIM_DONG.school_code}


def test_a_new_school_adds_a_year_only_after_it_has_accepted_the_transcript() -> None:
    answer(packet(page(1)))
    assert reported_at_le_loi(1) == [{"CHUA_NHAN_CHUYEN_TRUONG"}]
    offered(1)
    assert custodians([code(1)]) == {code(1): KIM_DONG.school_code}
    accepted(1)
    assert custodians([code(1)]) == {code(1): LE_LOI.school_code}


def test_after_the_transfer_the_new_year_is_the_new_schools_and_the_old_year_stays() -> None:
    answer(packet(page(1)))
    offered(1)
    accepted(1)
    assert reported_at_le_loi(1) == [set()]
    schools = RegisteredPage.objects.filter(lookup_code=code(1)).order_by("school_year")
    assert list(schools.values_list("school_code", flat=True)) == [
        KIM_DONG.school_code,
        LE_LOI.school_code,
    ]


def test_the_old_school_may_still_replace_its_own_page_of_the_year() -> None:
    answer(packet(page(1)))
    offered(1)
    accepted(1)
    assert faults(answer(packet(page(1, version=2, score=8), number=2))) == [set()]


def test_each_transcript_goes_on_its_own_whatever_becomes_of_the_others() -> None:
    answer(packet(page(1), page(2)))
    offered(2)
    result = offered(1, 2, 3, at=NOW + timedelta(minutes=1))
    assert result.done == (code(1),)
    assert {key: fault.code for key, fault in result.refused.items()} == {
        code(2): "DANG_CHUYEN",
        code(3): "KHONG_QUAN_LY",
    }


def test_another_school_can_neither_accept_nor_withdraw_it() -> None:
    answer(packet(page(1)))
    offered(1)
    assert accepted(1, school=VAN_QUAN).refused[code(1)].code == "KHONG_CO_CHUYEN_GIAO"
    result = withdraw([code(1)], school=LE_LOI.school_code, actor="x", at=NOW)
    assert result.done == ()
    assert [each.lookup_code for each in waiting_for(LE_LOI.school_code)] == [code(1)]


def test_a_school_cannot_hand_over_what_it_has_handed_over_before() -> None:
    answer(packet(page(1)))
    offered(1)
    accepted(1)
    assert offered(1).refused[code(1)].code == "KHONG_QUAN_LY"


def test_an_offer_may_be_taken_back_until_it_is_accepted() -> None:
    answer(packet(page(1)))
    offered(1)
    back = withdraw([code(1)], school=KIM_DONG.school_code, actor="văn thư", at=NOW)
    assert back.done == (code(1),)
    assert accepted(1).done == ()
    assert [each.ending for each in transfers_of(code(1))] == ["withdrawn"]


def test_the_journal_tells_of_every_step() -> None:
    answer(packet(page(1)))
    offered(1)
    accepted(1)
    steps = JournalEntry.objects.filter(lookup_code=code(1)).order_by("pk")
    assert [(step.action, step.actor) for step in steps] == [
        ("hand-over", "văn thư Kim Đồng"),
        ("transfer-accepted", "văn thư Lê Lợi"),
    ]


@pytest.mark.parametrize(
    ("to_school", "reason", "said"),
    [("KHONG-CO", "x", "KHONG-CO"), ("01", "x", "01"), (KIM_DONG.school_code, "x", "khác nhau"),
     (LE_LOI.school_code, " ", "lý do")],
)  # fmt: skip
def test_what_makes_no_sense_is_named(to_school: str, reason: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        hand_over(
            [code(1)],
            from_school=KIM_DONG.school_code,
            to_school=to_school,
            reason=reason,
            actor="x",
            at=NOW,
        )


def test_the_database_keeps_what_was_offered_and_ends_it_once() -> None:
    answer(packet(page(1)))
    offered(1)
    connection.check_constraints()  # TRUNCATE waits for no deferred check
    assert_refused("DELETE FROM custody_transfer")
    assert_refused("TRUNCATE custody_transfer")
    assert_refused("UPDATE custody_transfer SET to_school_id = from_school_id")
    accepted(1)
    assert_refused("UPDATE custody_transfer SET ending = 'withdrawn'")


def test_the_database_lets_one_transfer_be_under_way() -> None:
    answer(packet(page(1)))
    offered(1)
    twin = Transfer.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError, match="one_transfer_under_way"), transaction.atomic():
        twin.save()
