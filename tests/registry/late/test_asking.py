"""A school asks to report named pupils late."""

from __future__ import annotations

import pytest

from hocba.core.errors import InputError
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.asking import LateCase, ask
from hocba.registry.late.models import LateRequest
from tests.registry.school import KIM_DONG, NOW, YEAR, pupil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

SCHOOL = KIM_DONG.school_code
FIRST, SECOND = (pupil(number).personal_id for number in (1, 2))


def case(*personal_ids: str, reason: str = "Học sinh nằm viện", school: str = SCHOOL) -> LateCase:
    return LateCase(school, YEAR, personal_ids, reason)


def test_each_pupil_has_a_request_of_their_own_and_the_journal_says_who_asked() -> None:
    requests = ask(case(FIRST, SECOND), actor="văn thư", at=NOW)
    assert sorted(each.personal_id for each in requests) == sorted([FIRST, SECOND])
    entry = JournalEntry.objects.get(action="ask-late")
    assert (entry.actor, entry.reason) == ("văn thư", "Học sinh nằm viện")
    assert entry.detail["requests"] == [each.pk for each in requests]
    assert FIRST not in str(entry.detail)


def test_a_pupil_who_waits_for_an_answer_is_not_asked_for_twice() -> None:
    ask(case(FIRST), actor="văn thư", at=NOW)
    assert len(ask(case(FIRST, SECOND), actor="văn thư", at=NOW)) == 1
    assert ask(case(FIRST, SECOND), actor="văn thư", at=NOW) == []
    assert LateRequest.objects.count() == 2
    assert JournalEntry.objects.filter(action="ask-late").count() == 2


def test_many_pupils_take_as_many_queries_as_one(django_assert_num_queries) -> None:
    with django_assert_num_queries(6):
        ask(case(*(pupil(number).personal_id for number in range(50))), actor="x", at=NOW)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (case(FIRST, reason="  "), "lý do"),
        (case(FIRST, school="KHONG-CO"), "KHONG-CO"),
        (case(FIRST, school="01"), "01"),
        (case("12345"), "12 chữ số"),
        (LateCase(SCHOOL, "2023/24", [FIRST], "ốm"), "2023/24"),
    ],
)
def test_what_cannot_be_asked_is_named_and_nothing_is_entered(wrong: LateCase, said: str) -> None:
    with pytest.raises(InputError, match=said):
        ask(wrong, actor="văn thư", at=NOW)
    assert not LateRequest.objects.exists()
