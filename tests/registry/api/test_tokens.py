"""Who may not: every endpoint without a token, with a bad one, another's, or the wrong scope."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from hocba.adapters import clock
from hocba.core.packet import Deed
from hocba.parties.access.models import Scope
from hocba.parties.access.tokens import revoke
from hocba.registry.api import callers
from hocba.registry.api.models import Call
from hocba.registry.queue.models import Submission
from tests.parties.access.examples import LIFE, issued, new_secret
from tests.registry.api.vendor import PACKETS, SCHOOL, Vendor, assert_problem
from tests.registry.ordering import order, seal
from tests.registry.school import KIM_DONG, NOW, VAN_QUAN, YEAR, code, packet, page

pytestmark = pytest.mark.usefixtures("register")

GUID = uuid4()
DATA = packet(page(1))
ORDERS_OF_EACH_SCOPE = (
    seal(order(Deed.RECALL, 1)),
    seal(order(Deed.LOCK, 1)),
    seal(order(Deed.REPORT_LATE, personal_ids=(page(1).pupil.personal_id,))),
    seal(order(Deed.HAND_OVER, 1, to_school=VAN_QUAN.school_code)),
)


def calls(vendor: Vendor) -> list:
    """Every endpoint once."""
    return [
        vendor.send(DATA),
        vendor.ask(f"{PACKETS}/{GUID}"),
        vendor.ask(f"{PACKETS}/{GUID}/receipt"),
        vendor.ask(f"{SCHOOL}/pages", school_year=YEAR),
        *(vendor.order(each) for each in ORDERS_OF_EACH_SCOPE),
        vendor.ask(f"{SCHOOL}/late-cases", school_year=YEAR),
        vendor.ask(f"{SCHOOL}/transfers"),
        vendor.tell(f"{SCHOOL}/transcripts", {"lookup_codes": [code(1)]}),
    ]


def assert_nothing_happened() -> None:
    assert not Submission.objects.exists()
    assert not Call.objects.exists()


def test_nobody_is_served_without_a_token() -> None:
    for response in calls(Vendor("")):
        assert_problem(response, 401, "MA_TRUY_CAP")
        assert response["WWW-Authenticate"] == "Bearer"
    assert_nothing_happened()


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer x y", "bearer \u00e9"])
def test_another_kind_of_credential_is_none(header: str) -> None:
    client = Client(headers={"Authorization": header.encode("utf-8").decode("latin-1")})
    assert_problem(client.get(f"{SCHOOL}/pages", {"school_year": YEAR}), 401)


def test_a_made_up_token_is_refused() -> None:
    for response in calls(Vendor(new_secret())):
        assert_problem(response, 401, "MA_TRUY_CAP")


def test_a_revoked_token_is_refused(vendor: Vendor) -> None:
    revoke(vendor.token_id, at=NOW, actor="operator", reason="lộ mã")
    for response in calls(vendor):
        assert_problem(response, 401, "MA_TRUY_CAP")
    assert_nothing_happened()


def test_an_expired_token_is_refused(vendor: Vendor) -> None:
    clock.start_at(NOW + LIFE + timedelta(seconds=1))
    for response in calls(vendor):
        assert_problem(response, 401, "MA_TRUY_CAP")
    assert_nothing_happened()


def test_a_token_of_another_school_is_refused_and_learns_nothing(vendor: Vendor) -> None:
    secret = new_secret()
    every = [Scope.REPORT, Scope.RECALL, Scope.LOCK, Scope.TRANSFER]
    issued(secret, sender="Hãng khác", scopes=every, units=[VAN_QUAN.school_code])
    guid = vendor.sent(DATA)
    other = Vendor(secret)
    answers = calls(other)
    assert [each.status_code for each in answers] == [403, 404, 404, *[403] * 8]
    assert_problem(other.ask(f"{PACKETS}/{guid}"), 404, "KHONG_CO")
    assert_problem(other.ask(f"{PACKETS}/{guid}/receipt"), 404, "KHONG_CO")
    assert Submission.objects.count() == 1


def test_another_token_of_the_same_sender_does_not_widen_a_school(vendor: Vendor) -> None:
    guid = vendor.sent(DATA)
    secret = new_secret()
    issued(secret, scopes=[Scope.REPORT], units=[VAN_QUAN.school_code])
    assert_problem(Vendor(secret).ask(f"{PACKETS}/{guid}"), 404, "KHONG_CO")


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [
        (Scope.REPORT, [202, 404, 404, 200, 403, 403, 200, 403, 200, 403, 403]),
        (Scope.RECALL, [403, 404, 404, 403, 200, 403, 403, 403, 403, 403, 403]),
        (Scope.LOCK, [403, 404, 404, 403, 403, 200, 403, 403, 403, 403, 403]),
        (Scope.TRANSFER, [403, 404, 404, 403, 403, 403, 403, 200, 403, 200, 200]),
        (Scope.TAKE_OVER, [403, 404, 404, *[403] * 8]),
    ],
)
def test_a_token_is_good_for_its_own_scope_alone(scope: Scope, statuses: list[int]) -> None:
    secret = new_secret()
    issued(secret, scopes=[scope], units=[KIM_DONG.school_code])
    assert [each.status_code for each in calls(Vendor(secret))] == statuses


def test_a_token_is_limited_in_calls_a_minute(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "CALLS_A_MINUTE", 2)
    asked = [vendor.ask(f"{PACKETS}/{uuid4()}") for _ in range(3)]
    assert [each.status_code for each in asked] == [404, 404, 429]
    assert_problem(asked[2], 429, "QUA_NHIEU")
    assert 0 < int(asked[2]["Retry-After"]) <= 61
    clock.start_at(NOW + timedelta(minutes=1))
    assert vendor.ask(f"{PACKETS}/{uuid4()}").status_code == 404


def test_a_foreign_page_in_a_browser_can_do_nothing_with_cookies() -> None:
    """There are none: whoever calls without the header is nobody, whatever the browser adds."""
    browser = Client(headers={"Cookie": "sessionid=x; csrftoken=y"})
    assert_problem(browser.post(f"{SCHOOL}/transcripts", {}, content_type="application/json"), 401)


def test_no_answer_is_kept_by_anybody(vendor: Vendor) -> None:
    for response in calls(vendor):
        assert response["Cache-Control"] == "no-store"
