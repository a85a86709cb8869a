"""The head's approval takes every signature off a page; the data stays to the letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hocba.core.errors import InputError, LifecycleError
from hocba.core.lifecycle import Role, State
from hocba.core.packet import read_page
from hocba.parties.substitutions import NewSubstitution, substitute
from hocba.school.pages.journal import LONGEST_REASON
from hocba.school.pages.models import PageVersion
from hocba.school.pages.steps import Rewritten, write_unsigned
from hocba.school.withdrawing.actions import withdraw
from tests.school.pages.conftest import NOW, SmallClass


@pytest.fixture
def signed(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    return small_class


def take_off(small_class: SmallClass, *codes: str, **changes: object) -> int:
    given = {
        "school_code": small_class.class_year.school_code,
        "school_year": "2023-2024",
        "head": small_class.desk.posts[0].code,
        "reason": "Sai ngày sinh",
        "at": NOW,
    }
    return withdraw(codes, **(given | changes))


def issued(small_class: SmallClass) -> list[str]:
    return [page.transcript_id for page in small_class.pages(state=State.ISSUED)]


def test_pages_are_drafts_again_with_the_data_that_was_signed(signed):
    before = [read_page(bytes(page.content)) for page in signed.pages(state=State.ISSUED)]
    assert take_off(signed, *issued(signed)) == 6
    drafts = [page for page in signed.pages(state=State.DRAFT) if page.finished]
    assert [read_page(bytes(page.content)) for page in drafts] == before
    assert {tuple(page.signatures) for page in drafts} == {()}
    assert not any(b"SignatureValue" in bytes(page.content) for page in drafts)


def test_a_withdrawn_page_is_signed_anew_by_everybody(signed):
    take_off(signed, *issued(signed)[:2])
    assert len(issued(signed)) == 4
    signed.sign(signed.signers)
    assert len(issued(signed)) == 6


def test_one_page_that_cannot_be_withdrawn_holds_all_of_them(signed):
    draft = next(page for page in signed.pages(state=State.DRAFT))
    with pytest.raises(LifecycleError, match=draft.transcript_id):
        take_off(signed, *issued(signed), draft.transcript_id)
    assert len(issued(signed)) == 6


def test_what_the_department_returned_may_be_withdrawn(signed):
    code = issued(signed)[0]
    for state in (State.REPORTED, State.REJECTED):
        PageVersion.objects.filter(transcript=code).update(state=state)
    assert take_off(signed, code) == 1


def test_the_deputy_approves_while_the_head_has_delegated(signed):
    head, deputy = signed.desk.posts[0].code, signed.desk.posts[1].code
    with pytest.raises(InputError, match="không phải hiệu trưởng"):
        take_off(signed, *issued(signed), head=deputy)
    day, school = NOW.date(), signed.class_year.school_code
    substitute(
        NewSubstitution(deputy, school, Role.HEAD, head, day, day + timedelta(days=7), "12/QĐ-PL1")
    )
    assert take_off(signed, *issued(signed), head=deputy) == 6


@pytest.mark.parametrize("reason", ["", "   ", "x" * (LONGEST_REASON + 1)])
def test_a_reason_is_demanded(signed, reason):
    with pytest.raises(InputError, match="lí do"):
        take_off(signed, *issued(signed), reason=reason)


def test_a_page_that_was_changed_meanwhile_is_not_overwritten(signed):
    page = signed.pages(state=State.ISSUED)[0]
    stale = Rewritten(page.pk, page.revision - 1, bytes(page.content))
    with pytest.raises(LifecycleError, match="vừa được người khác thay đổi"):
        write_unsigned([stale], at=NOW)
    assert len(issued(signed)) == 6
