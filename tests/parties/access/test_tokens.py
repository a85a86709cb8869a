"""A token's life: issued, found, rotated, revoked; and who is nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection

from hocba.core.errors import InputError
from hocba.parties.access.models import AccessEntry, Act, Grant, Scope, Sender, Token
from hocba.parties.access.queries import bearer_of
from hocba.parties.access.tokens import digest_of, revoke, rotate
from hocba.parties.actions import load_units
from tests.parties.access.examples import LIFE, NOW, issued, new_secret
from tests.registry.guards import assert_refused

pytestmark = pytest.mark.django_db

SCHOOL, OTHER_SCHOOL = "01C055", "01C001"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _units() -> None:
    load_units()


def rotated(token: Token, secret: str, *, overlap: timedelta = 7 * DAY) -> Token:
    return rotate(token.pk, secret=secret, at=NOW, overlap=overlap, life=LIFE, actor="operator")


def test_the_bearer_is_known_by_the_secret_with_scopes_and_units() -> None:
    secret = new_secret()
    token = issued(secret, scopes=[Scope.REPORT, Scope.LOCK], units=[SCHOOL])
    bearer = bearer_of(secret, at=NOW)
    assert bearer is not None
    assert (bearer.token_id, bearer.sender, bearer.sender_id) == (
        token.pk,
        "Phần mềm mẫu",
        token.sender_id,
    )
    assert bearer.may(Scope.REPORT)
    assert bearer.may(Scope.LOCK)
    assert bearer.acts_for(SCHOOL)


def test_a_token_is_good_for_no_other_scope_and_no_other_school() -> None:
    secret = new_secret()
    issued(secret, units=[SCHOOL])
    bearer = bearer_of(secret, at=NOW)
    assert bearer is not None
    assert not bearer.may(Scope.RECALL)
    assert not bearer.acts_for(OTHER_SCHOOL)
    assert not bearer.acts_for("01")


def test_a_token_without_units_acts_for_none() -> None:
    secret = new_secret()
    issued(secret, scopes=[Scope.TAKE_OVER])
    bearer = bearer_of(secret, at=NOW)
    assert bearer is not None
    assert bearer.units == frozenset()


@pytest.mark.parametrize(
    "secret", ["", "hocba_", "hocba_" + "A" * 43, "Mật khẩu", "\ud800", "x" * 9999]
)
def test_a_secret_that_nobody_was_given_is_nobodys(secret: str) -> None:
    issued(new_secret())
    assert bearer_of(secret, at=NOW) is None


def test_whoever_asks_costs_one_query(django_assert_num_queries) -> None:
    known = new_secret()
    issued(known, units=[SCHOOL, OTHER_SCHOOL])
    for secret in (known, new_secret(), "", "không có"):
        with django_assert_num_queries(1):
            bearer_of(secret, at=NOW)


def test_the_secret_is_stored_nowhere() -> None:
    secret = new_secret()
    issued(secret, units=[SCHOOL])
    tables = (Sender, Token, AccessEntry, Grant)
    stored = "".join(serializers.serialize("json", each.objects.all()) for each in tables[:3])
    assert secret not in stored
    assert bytes(Token.objects.get().digest) == digest_of(secret)


def test_an_expired_token_is_nobodys() -> None:
    secret = new_secret()
    issued(secret)
    assert bearer_of(secret, at=NOW + LIFE - timedelta(seconds=1)) is not None
    assert bearer_of(secret, at=NOW + LIFE) is None
    assert bearer_of(secret, at=NOW - DAY) is None


def test_a_revoked_token_is_nobodys_at_once() -> None:
    secret = new_secret()
    token = issued(secret)
    revoke(token.pk, at=NOW, actor="operator", reason="lộ mã")
    assert bearer_of(secret, at=NOW) is None
    with pytest.raises(InputError, match="đã bị thu hồi"):
        revoke(token.pk, at=NOW, actor="operator", reason="lộ mã")


def test_a_revocation_has_a_reason() -> None:
    token = issued(new_secret())
    with pytest.raises(InputError, match="lý do"):
        revoke(token.pk, at=NOW, actor="operator", reason=" ")


def test_after_a_rotation_both_work_for_the_overlap_and_then_the_new_one_alone() -> None:
    old, new = new_secret(), new_secret()
    rotated(issued(old, units=[SCHOOL]), new)
    both = [bearer_of(secret, at=NOW + 6 * DAY) for secret in (old, new)]
    assert [bearer.units for bearer in both if bearer] == [{SCHOOL}, {SCHOOL}]
    assert bearer_of(old, at=NOW + 7 * DAY) is None
    assert bearer_of(new, at=NOW + 7 * DAY) is not None


def test_a_rotation_never_lengthens_the_old_token() -> None:
    old = new_secret()
    rotated(issued(old), new_secret(), overlap=90 * DAY)
    assert bearer_of(old, at=NOW + LIFE) is None


def test_a_token_is_rotated_once_and_never_after_its_end() -> None:
    token = issued(new_secret())
    rotated(token, new_secret())
    with pytest.raises(InputError, match="thay bằng mã khác"):
        rotated(token, new_secret())
    gone = issued(new_secret())
    revoke(gone.pk, at=NOW, actor="operator", reason="nghỉ")
    with pytest.raises(InputError, match="còn hiệu lực"):
        rotated(gone, new_secret())


def test_a_sender_keeps_its_guid_over_all_its_tokens() -> None:
    first, second = issued(new_secret()), issued(new_secret())
    other = issued(new_secret(), sender="Hãng khác")
    assert first.sender_id == second.sender_id != other.sender_id


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"units": ["01C055", "KHONG-CO"]}, "không có trong danh mục"),
        ({"scopes": []}, "ít nhất một quyền"),
        ({"sender": " "}, "tên đơn vị"),
        ({"life": timedelta(days=367)}, "trong vòng một năm"),
        ({"life": timedelta()}, "trong vòng một năm"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused_with_a_reason(wrong, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        issued(new_secret(), **wrong)


def test_a_weak_secret_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AssertionError):
        issued("hocba_" + uuid4().hex[:20])


def test_the_log_says_who_did_what_to_which_token() -> None:
    token = issued(new_secret(), units=[SCHOOL])
    newer = rotated(token, new_secret())
    revoke(newer.pk, at=NOW, actor="operator", reason="lộ mã")
    lines = AccessEntry.objects.order_by("pk").values_list("token_id", "act", "detail")
    assert list(lines) == [
        (token.pk, Act.ISSUE, {"scopes": ["report"], "units": [SCHOOL]}),
        (newer.pk, Act.ROTATE, {"replaces": token.pk}),
        (newer.pk, Act.REVOKE, {"reason": "lộ mã"}),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_token SET digest = sha256('x')",
        "UPDATE access_token SET scopes = '{lock}'",
        "UPDATE access_token SET expires_at = expires_at + interval '1 day'",
        "UPDATE access_token SET revoked_at = NULL",
        "DELETE FROM access_token",
        "TRUNCATE access_token CASCADE",
        "UPDATE access_grant SET unit_id = '01C001'",
        "DELETE FROM access_grant",
        "UPDATE access_sender SET name = 'ai đó'",
        "UPDATE access_accessentry SET actor = 'ai đó'",
        "DELETE FROM access_accessentry",
    ],
)
def test_the_database_refuses_to_give_a_token_more_than_it_was_issued_for(statement: str) -> None:
    token = issued(new_secret(), units=[SCHOOL])
    revoke(token.pk, at=NOW, actor="operator", reason="lộ mã")
    connection.check_constraints()
    assert_refused(statement)
