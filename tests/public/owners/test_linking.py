"""Attesting that somebody is a pupil's parent: by whom, with which evidence; and the guards."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.public.owners.linking import NewLink, end_link, link_parent
from hocba.public.owners.models import ParentLink, Relation
from hocba.registry.journal.models import JournalEntry
from tests.public.owners.conftest import CHILD, OTHER_CHILD
from tests.public.people import MOTHER_ID, MOTHER_NAME, STRANGER_ID, link
from tests.public.transcripts import lock_page
from tests.registry.guards import assert_refused
from tests.registry.school import KIM_DONG, VAN_QUAN

GOOD = NewLink(
    CHILD.pupil.personal_id, MOTHER_ID, MOTHER_NAME, Relation.MOTHER, "Giấy khai sinh số 12/2014"
)


def attest(new=GOOD, unit=KIM_DONG.school_code):
    return link_parent(new, by="GV01", unit=unit, at=clock.now())


@pytest.mark.usefixtures("code")
class TestMaking:
    def test_it_is_journalled_with_the_evidence(self):
        made = attest()
        line = JournalEntry.objects.get(action="LINK_PARENT")
        assert (line.actor, line.reason) == ("GV01", GOOD.evidence)
        assert line.detail["link"] == str(made.pk)
        assert GOOD.parent not in str(line.detail)

    def test_the_department_may_as_well(self):
        assert attest(unit="01").unit_id == "01"

    def test_the_name_may_be_spelt_in_capitals(self):
        assert attest(replace(GOOD, parent_name="PHẠM  THỊ HOA"))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"parent_name": "Phạm Thị Hoà"},
            {"relation": Relation.FATHER},
            {"child": OTHER_CHILD.pupil.personal_id},
            {"evidence": "  "},
            {"parent": "001184"},
        ],
    )
    def test_what_the_signed_page_does_not_bear_out_is_refused(self, wrong):
        with pytest.raises(InputError):
            attest(replace(GOOD, **wrong))
        assert not ParentLink.objects.exists()

    def test_another_school_learns_nothing(self):
        with pytest.raises(InputError) as of_anothers:
            attest(unit=VAN_QUAN.school_code)
        with pytest.raises(InputError) as of_nobody:
            attest(replace(GOOD, child="001214999999"), unit=VAN_QUAN.school_code)
        assert of_anothers.value.message == of_nobody.value.message

    def test_twice_is_once(self):
        attest()
        with pytest.raises(InputError, match="đã được gắn"):
            attest()


@pytest.mark.usefixtures("code")
class TestEnding:
    def end(self, link_id, unit=KIM_DONG.school_code, reason="Quyết định của toà án"):
        end_link(link_id, by="GV01", unit=unit, reason=reason, at=clock.now())

    def test_it_is_journalled_and_may_begin_anew(self):
        self.end(attest().pk)
        assert JournalEntry.objects.filter(action="END_PARENT_LINK").count() == 1
        assert attest().ended_at is None

    def test_not_twice_not_by_another_school_not_without_a_reason(self):
        made = attest()
        for wrong in ({"unit": VAN_QUAN.school_code}, {"reason": " "}):
            with pytest.raises(InputError):
                self.end(made.pk, **wrong)
        self.end(made.pk)
        for gone in (made.pk, uuid4()):
            with pytest.raises(InputError):
                self.end(gone)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE owners_parentlink SET parent = '{STRANGER_ID}'",
        f"UPDATE owners_parentlink SET child = '{STRANGER_ID}'",
        "DELETE FROM owners_parentlink",
        "TRUNCATE owners_parentlink",
    ],
)
def test_the_database_keeps_a_link_as_it_was_made(register, statement):
    lock_page(CHILD)
    link(CHILD.pupil.personal_id)
    connection.check_constraints()  # else PostgreSQL itself refuses to truncate first
    assert_refused(statement)


def test_the_database_lets_nothing_ended_live_again(register):
    lock_page(CHILD)
    made = link(CHILD.pupil.personal_id)
    end_link(made.pk, by="a", unit=KIM_DONG.school_code, reason="b", at=clock.now())
    assert_refused("UPDATE owners_parentlink SET ended_at = NULL, ended_by = '', reason = ''")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE owners_grant SET until = until + interval '1 day'",
        f"UPDATE owners_grant SET personal_id = '{STRANGER_ID}'",
        "DELETE FROM owners_grant",
        "UPDATE owners_opening SET who = 'ai đó'",
        "DELETE FROM owners_opening",
    ],
)
def test_the_database_keeps_grants_and_the_log(mother, code, statement):
    mother.post(
        f"/toi/hoc-ba/{code}/cho-phep",
        {
            "nam_hoc": ["2023-2024"],
            "noi_nhan": "duong-dan",
            "muc_dich": "Chuyển trường",
            "den_ngay": "31/07/2024",
        },
    )
    mother.get(f"/toi/hoc-ba/{code}")
    assert_refused(statement)
