"""A session: prepared in one call, signed outside, each page completed or failed on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from hocba.adapters.keys import SigningKey
from hocba.core.errors import SigningError, Unavailable
from hocba.core.lifecycle import Role, State
from hocba.core.signature import POLICY, TrustStore, verify_page
from hocba.core.verdict import Status
from hocba.parties.substitutions import NewSubstitution, substitute
from hocba.school.pages.models import JournalEntry, PageVersion
from hocba.school.signing.actions import complete, fail, prepare, sign_pages
from hocba.school.signing.models import SigningItem, SigningSession
from hocba.school.signing.queries import ToSign, open_sessions, progress, to_sign
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import waiting_for
from tests.school.pages.conftest import NOW, SmallClass

SESSION = UUID("5e551011-0000-4000-8000-000000000001")
LATER = NOW + timedelta(minutes=5)


def homeroom(small_class: SmallClass) -> ClassSigner[SigningKey]:
    (signer,) = (each for each in small_class.signers if each.role is Role.HOMEROOM_TEACHER)
    return signer


def opened(small_class: SmallClass) -> tuple[SigningSession, ClassSigner[SigningKey]]:
    small_class.draft()
    signer = homeroom(small_class)
    pages = waiting_for(signer, small_class.class_year)
    return prepare(pages, signer, session_id=SESSION, at=NOW), signer


def values(signer: ClassSigner[SigningKey], items: Sequence[ToSign]) -> dict[int, bytes]:
    return {item.item_id: signer.key.sign(item.data) for item in items}


def test_preparing_signs_nothing_and_gives_one_digest_a_page(small_class: SmallClass) -> None:
    session, _ = opened(small_class)
    items = to_sign(session)
    assert len({item.digest for item in items}) == 6
    assert {len(item.digest) for item in items} == {32}
    assert not small_class.pages(state=State.SIGNED)
    assert progress([SESSION]).waiting == 6


def test_values_may_come_in_parts(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    items = to_sign(session)
    first = complete(SESSION, values(signer, items[:2]), at=LATER)
    assert (len(first.signed), first.faults) == (2, ())
    assert len(small_class.pages(state=State.SIGNED)) == 2
    complete(SESSION, values(signer, items[2:]), at=LATER)
    assert (progress([SESSION]).signed, progress([SESSION]).waiting) == (6, 0)


def test_the_same_values_again_change_nothing(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    answer = values(signer, to_sign(session))
    complete(SESSION, answer, at=LATER)
    before = [bytes(page.content) for page in small_class.pages()]
    again = complete(SESSION, answer, at=LATER)
    assert (again.signed, again.faults) == ((), ())
    assert [bytes(page.content) for page in small_class.pages()] == before
    assert JournalEntry.objects.filter(action="sign").count() == 1


def test_opening_the_same_session_again_gives_the_same_one(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    pages = waiting_for(signer, small_class.class_year)
    again = prepare(pages, signer, session_id=SESSION, at=LATER)
    assert (again.pk, again.signing_time) == (session.pk, session.signing_time)
    assert SigningItem.objects.count() == 6


def test_a_wrong_value_fails_its_page_alone_and_may_be_given_again(
    small_class: SmallClass,
) -> None:
    session, signer = opened(small_class)
    answer = values(signer, to_sign(session))
    spoilt = next(iter(answer))
    result = complete(SESSION, {**answer, spoilt: b"\0" * 64}, at=LATER)
    assert len(result.signed) == 5
    assert [(fault.item_id, fault.code) for fault in result.faults] == [(spoilt, "CHU_KY_SAI")]
    assert progress([SESSION]).failed == 1
    complete(SESSION, {spoilt: answer[spoilt]}, at=LATER)
    assert (progress([SESSION]).signed, progress([SESSION]).failed) == (6, 0)


def test_a_value_of_another_card_is_refused_though_it_is_a_good_signature(
    small_class: SmallClass,
) -> None:
    session, _ = opened(small_class)
    head = small_class.signers[-2]
    result = complete(SESSION, values(head, to_sign(session)), at=LATER)
    assert {fault.code for fault in result.faults} == {"CHU_KY_SAI"}
    assert not small_class.pages(state=State.SIGNED)


def test_a_page_that_changed_meanwhile_fails_alone(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    changed = small_class.pages()[0]
    PageVersion.objects.filter(pk=changed.pk).update(revision=7)
    result = complete(SESSION, values(signer, to_sign(session)), at=LATER)
    assert [fault.code for fault in result.faults] == ["TRANG_DA_DOI"]
    assert len(result.signed) == 5


def test_of_two_sessions_over_the_same_pages_only_one_signs(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    pages = waiting_for(signer, small_class.class_year)
    twin = prepare(pages, signer, session_id=uuid4(), at=NOW)
    complete(SESSION, values(signer, to_sign(session)), at=LATER)
    late = complete(twin.pk, values(signer, to_sign(twin)), at=LATER)
    assert (late.signed, {fault.code for fault in late.faults}) == ((), {"TRANG_DA_DOI"})


def test_a_session_that_is_over_takes_nothing_more(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    answer = values(signer, to_sign(session))
    with pytest.raises(SigningError, match="hết hạn lúc 08:30 24/06/2024"):
        complete(SESSION, answer, at=NOW + timedelta(minutes=30))
    assert not small_class.pages(state=State.SIGNED)


def test_items_of_another_session_are_refused(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    answer = values(signer, to_sign(session))
    with pytest.raises(SigningError) as refused:
        complete(SESSION, {**answer, 10**9: b""}, at=LATER)
    assert refused.value.code == "SAI_PHIEN"
    with pytest.raises(SigningError, match="Không có phiên ký này"):
        complete(uuid4(), answer, at=LATER)


def test_what_the_device_refused_is_noted_and_may_be_tried_again(
    small_class: SmallClass,
) -> None:
    session, signer = opened(small_class)
    items = to_sign(session)
    refused = [item.item_id for item in items[:2]]
    fail(SESSION, refused, code="TU_CHOI", reason="Người ký từ chối.", at=LATER)
    assert [fault.reason for fault in progress([SESSION]).faults] == ["Người ký từ chối."] * 2
    complete(SESSION, values(signer, items), at=LATER)
    assert progress([SESSION]).signed == 6


def test_what_is_signed_cannot_be_failed_any_more(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    items = to_sign(session)
    complete(SESSION, values(signer, items), at=LATER)
    fail(SESSION, [item.item_id for item in items], code="X", reason="Muộn.", at=LATER)
    assert progress([SESSION]).signed == 6
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningItem.objects.update(state="failed", code="X")


def test_a_signer_who_comes_back_finds_what_is_left(small_class: SmallClass) -> None:
    session, signer = opened(small_class)
    complete(SESSION, values(signer, to_sign(session)[:4]), at=LATER)
    (found,) = open_sessions(session.owner_code, at=LATER)
    assert (found.pk, found.left) == (SESSION, 2)
    complete(found.pk, values(signer, to_sign(found)), at=LATER)
    assert progress([SESSION]).signed == 6
    assert open_sessions(session.owner_code, at=LATER) == []


def test_a_session_that_is_over_is_not_offered_again(small_class: SmallClass) -> None:
    session, _ = opened(small_class)
    assert open_sessions(session.owner_code, at=session.expires_at) == []


def test_pages_without_the_teachers_subjects_say_so_and_the_others_go_on(
    small_class: SmallClass,
) -> None:
    small_class.draft()
    signer = small_class.signers[0]
    pages = waiting_for(signer, small_class.class_year)
    foreign = replace(signer, subjects=frozenset({"LICHSU"}))
    with pytest.raises(SigningError) as refused:
        prepare(pages, foreign, session_id=SESSION, at=NOW)
    assert refused.value.code == "KHONG_CO_MON"
    head_too_early = pages[0]
    homeroom_signer = homeroom(small_class)
    complete_one(small_class, homeroom_signer, head_too_early)
    fresh = small_class.pages(finished=True)
    session = prepare(fresh, signer, session_id=SESSION, at=NOW)
    assert [fault.code for fault in progress([session.pk]).faults] == ["SAI_THU_TU"]
    assert len(to_sign(session)) == 5


def complete_one(
    small_class: SmallClass, signer: ClassSigner[SigningKey], page: PageVersion
) -> None:
    session = prepare([page], signer, session_id=uuid4(), at=NOW)
    complete(session.pk, values(signer, to_sign(session)), at=NOW)


@pytest.mark.parametrize("change", [{"owner_name": "Khác"}, {"certificates": []}])
def test_the_database_lets_nobody_rewrite_a_session(
    small_class: SmallClass, change: dict[str, object]
) -> None:
    opened(small_class)
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningSession.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningItem.objects.update(revision=9)


class Failing:
    """A key in a device that goes away after some signatures."""

    def __init__(self, key: SigningKey, *, good: int, at_once: int) -> None:
        self.key, self.left, self.at_once = key, good, at_once
        self.certificate, self.chain, self.algorithm = key.certificate, key.chain, key.algorithm
        self.asked = 0

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        self.asked += 1
        for each in data:
            if self.left == 0:
                raise Unavailable("Thiết bị ký đã bị rút ra.")
            self.left -= 1
            yield self.key.sign(each)


@pytest.mark.parametrize("at_once", [1, 2, 100])
@pytest.mark.parametrize("good", [0, 1, 2, 5])
def test_what_a_device_signed_before_it_failed_is_kept_and_the_rest_goes_on_later(
    small_class: SmallClass, good: int, at_once: int
) -> None:
    small_class.draft()
    signer = homeroom(small_class)
    device = Failing(signer.key, good=good, at_once=at_once)
    failing = replace(signer, key=device)
    with pytest.raises(Unavailable):
        sign_pages(waiting_for(signer, small_class.class_year), failing, clock=lambda: NOW)
    assert len(small_class.pages(state=State.SIGNED)) == good
    assert device.asked == good // at_once + 1  # once it has failed it is left alone
    rest = waiting_for(signer, small_class.class_year)
    assert sign_pages(rest, signer, clock=lambda: LATER).signed == 6 - good


def test_what_was_signed_is_kept_when_the_rest_cannot_be_prepared(small_class: SmallClass) -> None:
    small_class.draft()
    signer = small_class.signers[0]
    pages = waiting_for(signer, small_class.class_year)
    complete_one(small_class, homeroom(small_class), pages[-1])
    late = small_class.pages(finished=True)
    device = Failing(signer.key, good=100, at_once=5)
    with pytest.raises(SigningError) as refused:
        sign_pages(late, replace(signer, key=device), clock=lambda: NOW)
    assert refused.value.code == "SAI_THU_TU"
    assert len(small_class.pages(signatures=[signer.label])) == 5


def test_a_deputy_signs_in_the_heads_place_and_the_page_says_so(small_class: SmallClass) -> None:
    small_class.draft()
    *others, _head, seal = small_class.signers
    small_class.sign(others)
    school, deputy = small_class.class_year.school_code, homeroom(small_class)
    person, head = opened_by(deputy), f"{school}-HT"
    assert signs_as_head(small_class, deputy.key, "") == "SAI_CHUNG_THU"
    assert signs_as_head(small_class, deputy.key, head) == "SAI_CHUNG_THU"
    days = NOW.date(), date(2024, 6, 30)
    substitute(NewSubstitution(person, school, Role.HEAD, head, *days, "5/QĐ"))
    assert signs_as_head(small_class, deputy.key, head) == ""
    small_class.sign([seal])
    assert heads_place(small_class) == {head}
    assert JournalEntry.objects.filter(reason=f"ký thay {head}").count() == 1


def opened_by(signer: ClassSigner[SigningKey]) -> str:
    """The staff code of a signer who has signed already."""
    return SigningSession.objects.get(role=signer.role.value, label=signer.label).owner_code


def signs_as_head(small_class: SmallClass, key: SigningKey, in_place_of: str) -> str:
    """The code of the refusal, empty when the pages were signed."""
    signer = ClassSigner(Role.HEAD, key, in_place_of=in_place_of)
    try:
        sign_pages(waiting_for(signer, small_class.class_year), signer, clock=lambda: NOW)
    except SigningError as error:
        return error.code
    return ""


def heads_place(small_class: SmallClass) -> set[str]:
    """In whose place the head's signatures on the issued pages were made."""
    issuing = small_class.keys.key("issuing-ca")
    trust = TrustStore.of(issuing.chain, [issuing.certificate])
    reports = [
        verify_page(bytes(page.content), trust=trust, policy=POLICY, at=LATER)
        for page in small_class.pages(state=State.ISSUED)
    ]
    assert {report.status for report in reports} == {Status.PASSED}
    return {s.in_place_of for r in reports for s in r.signatures if s.role is Role.HEAD}
