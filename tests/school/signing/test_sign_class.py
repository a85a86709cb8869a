"""A class is signed by the right people, in the order of the law, all pages or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.errors import LifecycleError, SigningError
from hocba.core.lifecycle import Role, State
from hocba.core.packet import read_page
from hocba.school.pages.models import JournalEntry, PageVersion
from hocba.school.signing.actions import sign_class
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import waiting_for
from tests.school.pages.conftest import NOW, UNFINISHED, SmallClass


def test_all_who_must_sign_do_so_in_order_and_the_page_is_issued(small_class: SmallClass) -> None:
    small_class.draft()
    small_class.sign(small_class.signers)
    issued = small_class.pages(state=State.ISSUED)
    assert len(issued) == 6
    assert issued[0].signatures == [
        "GVBM:NGOAINGU1",
        "GVBM:CONGNGHE+TINHOC",
        "GVBM:AMNHAC+GDTC+MITHUAT",
        "GVCN",
        "HIEUTRUONG",
        "NHATRUONG",
    ]


def test_a_pupil_who_has_not_finished_the_year_is_offered_to_no_signer(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    small_class.sign(small_class.signers)
    (waiting,) = small_class.pages(state=State.DRAFT)
    assert read_page(bytes(waiting.content)).pupil.code == UNFINISHED
    assert waiting.signatures == []


def test_nobody_is_offered_a_page_before_their_turn(small_class: SmallClass) -> None:
    small_class.draft()
    head, seal = small_class.signers[-2:]
    assert not waiting_for(head, small_class.class_year)
    assert not waiting_for(seal, small_class.class_year)


def test_nobody_is_offered_the_same_page_twice(small_class: SmallClass) -> None:
    small_class.draft()
    first = small_class.signers[0]
    small_class.sign([first])
    assert not waiting_for(first, small_class.class_year)


def test_a_subject_teacher_comes_too_late_once_the_homeroom_teacher_has_signed(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    late, *_, homeroom, _head, _seal = small_class.signers
    small_class.sign([homeroom])
    assert not waiting_for(late, small_class.class_year)


def test_a_certificate_that_is_not_bound_to_the_role_is_refused_before_its_key_is_used(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    homeroom, head = small_class.signers[-3:-1]
    impostor = ClassSigner(Role.HOMEROOM_TEACHER, head.key)
    pages = waiting_for(homeroom, small_class.class_year)
    with pytest.raises(SigningError, match="không thuộc người có quyền ký"):
        sign_class(pages, impostor, at=NOW)
    assert not small_class.pages(state=State.SIGNED)


def test_a_seal_of_another_school_is_refused(small_class: SmallClass) -> None:
    small_class.draft()
    small_class.sign(small_class.signers[:-1])
    seal = small_class.signers[-1]
    foreign = replace(seal, key=small_class.keys.key("01C055-seal"))
    with pytest.raises(SigningError):
        sign_class(waiting_for(seal, small_class.class_year), foreign, at=NOW)
    assert not small_class.pages(state=State.ISSUED)


def test_nobody_signs_before_their_appointment(small_class: SmallClass) -> None:
    small_class.draft()
    first = small_class.signers[0]
    with pytest.raises(SigningError):
        sign_class(waiting_for(first, small_class.class_year), first, at=NOW - timedelta(days=365))


def test_of_two_who_sign_at_once_the_second_writes_nothing(small_class: SmallClass) -> None:
    small_class.draft()
    first, second = small_class.signers[:2]
    read_before = waiting_for(second, small_class.class_year)
    small_class.sign([first])
    with pytest.raises(LifecycleError, match="vừa được người khác thay đổi"):
        sign_class(read_before, second, at=NOW)
    assert {tuple(v.signatures) for v in small_class.pages(state=State.SIGNED)} == {(first.label,)}


def test_one_page_changed_meanwhile_leaves_the_whole_class_unsigned(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    first = small_class.signers[0]
    pages = waiting_for(first, small_class.class_year)
    PageVersion.objects.filter(pk=pages[0].pk).update(revision=99)
    with pytest.raises(LifecycleError):
        sign_class(pages, first, at=NOW)
    assert not small_class.pages(state=State.SIGNED)


def test_a_class_is_signed_in_a_fixed_number_of_queries_and_journalled_once(
    small_class: SmallClass, django_assert_max_num_queries
) -> None:
    small_class.draft()
    first = small_class.signers[0]
    pages = waiting_for(first, small_class.class_year)
    with django_assert_max_num_queries(20):  # savepoints among them
        sign_class(pages, first, at=NOW)
    entry = JournalEntry.objects.get(action="sign")
    assert (entry.count, entry.subject) == (6, "4A1 2023-2024")


def test_progress_is_told_for_every_page(small_class: SmallClass) -> None:
    small_class.draft()
    told: list[int] = []
    first = small_class.signers[0]
    sign_class(waiting_for(first, small_class.class_year), first, at=NOW, advance=told.append)
    assert sum(told) == 6
