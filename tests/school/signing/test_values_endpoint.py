"""``POST …/chu-ky``: complete. From the browser come values and the certificate, no more."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from hocba.adapters import clock
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, Algorithm, TrustStore, verify_page
from hocba.core.verdict import Status
from hocba.parties.accounts.who_may import SIGNED_IN_AT
from hocba.parties.actions import revoke
from hocba.school.pages.models import PageVersion
from hocba.school.signing.models import SigningItem
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import SESSION, UNKNOWN, Desk, post, signed_in, told
from tests.school.signing.sign_service import in_base64

ADDRESS = f"/ky-so/phien/{SESSION}/chu-ky"


def test_pages_are_signed_by_values_over_a_hash_and_verify_by_the_dated_policy(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    answer = post(client, ADDRESS, body).json()
    assert (answer["total"], answer["signed"], answer["left"], answer["faults"]) == (6, 6, 0, [])
    assert len(answer["signed_now"]) == 6
    issuing = desk.small_class.keys.key("issuing-ca")
    trust = TrustStore.of(issuing.chain, [issuing.certificate])
    for page in desk.small_class.pages(state=State.SIGNED):
        report = verify_page(bytes(page.content), trust=trust, policy=POLICY, at=clock.now())
        (signature,) = report.signatures
        assert signature.verdict.status is Status.PASSED
        assert signature.read.form.algorithm == Algorithm.RSA_PKCS1


def test_each_page_is_completed_or_fails_alone_and_may_be_tried_again(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    first, second, *_ = values
    spoilt = {**values, first: "AAAA", second: "không phải base64"}
    answer = post(client, ADDRESS, {"certificate": desk.certificate, "values": spoilt}).json()
    assert (answer["signed"], answer["failed"], answer["left"]) == (4, 2, 2)
    assert [fault["id"] for fault in answer["faults"]] == [int(first), int(second)]
    assert "chữ ký không đúng" in answer["faults"][0]["reason"]
    again = post(client, ADDRESS, {"certificate": desk.certificate, "values": values}).json()
    assert (again["signed"], again["faults"]) == (6, [])


def test_the_same_values_again_change_nothing(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    post(client, ADDRESS, body)
    before = [bytes(page.content) for page in desk.small_class.pages()]
    assert post(client, ADDRESS, body).json()["signed_now"] == []
    assert [bytes(page.content) for page in desk.small_class.pages()] == before


def test_attack_a_value_swapped_between_items(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    one, other, *_ = values
    swapped = {**values, one: values[other], other: values[one]}
    answer = post(client, ADDRESS, {"certificate": desk.certificate, "values": swapped}).json()
    assert {fault["id"] for fault in answer["faults"]} == {int(one), int(other)}
    assert len(desk.small_class.pages(state=State.SIGNED)) == 4


def test_attack_the_certificate_switched_after_prepare(desk: Desk) -> None:
    """Another card's values, with its own certificate and with the one that was prepared."""
    client = desk.open()
    colleague = desk.small_class.keys.key(f"{desk.school}-GV03")
    values = desk.values(desk.items(client), colleague)
    switched = {"certificate": in_base64(colleague), "values": values}
    assert told(post(client, ADDRESS, switched))[:2] == (HTTPStatus.CONFLICT, "KHAC_CHUNG_THU")
    disguised = post(client, ADDRESS, {**switched, "certificate": desk.certificate}).json()
    assert (disguised["signed"], disguised["failed"]) == (0, 6)
    assert not desk.small_class.pages(state=State.SIGNED)


def test_attack_the_browser_says_more_than_values(desk: Desk) -> None:
    """Content, role, time or digest that a page sends along are not so much as looked at."""
    client = desk.open()
    more = {"role": "HIEUTRUONG", "digest": "AAAA", "content": "<HocBa/>", "signing_time": "2020"}
    values = desk.values(desk.items(client))
    post(client, ADDRESS, {"certificate": desk.certificate, "values": values, **more})
    assert {tuple(v.signatures) for v in desk.small_class.pages(state=State.SIGNED)} == {("GVCN",)}


def test_attack_values_for_another_session(desk: Desk) -> None:
    client = desk.open()
    value = next(iter(desk.values(desk.items(client)).values()))
    foreign = {"certificate": desk.certificate, "values": {str(10**9): value}}
    assert told(post(client, ADDRESS, foreign))[1] == "SAI_PHIEN"


def test_a_page_that_changed_meanwhile_says_so(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    changed = SigningItem.objects.order_by("id")[0]
    PageVersion.objects.filter(pk=changed.version_id).update(revision=9)
    answer = post(client, ADDRESS, {"certificate": desk.certificate, "values": values}).json()
    (fault,) = answer["faults"]
    assert (fault["id"], answer["signed"]) == (changed.pk, 5)
    assert "người khác thay đổi" in fault["reason"]


@pytest.mark.parametrize(
    "values", [None, {}, [], {"x": "AA"}, {"1": 2}, {str(n): "AA" for n in range(31)}]
)
def test_values_of_another_shape_or_too_many_are_refused(desk: Desk, values: object) -> None:
    body = {"certificate": desk.certificate, "values": values}
    assert told(post(desk.open(), ADDRESS, body))[0] == HTTPStatus.BAD_REQUEST


def test_values_come_too_late(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    clock.start_at(NOW + timedelta(minutes=31))
    assert told(post(client, ADDRESS, body))[:2] == (HTTPStatus.GONE, "PHIEN_HET_HAN")
    assert not desk.small_class.pages(state=State.SIGNED)


def test_attack_a_certificate_that_was_revoked_after_prepare(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    revoke(desk.key.certificate.fingerprint(SHA256()), at=NOW + timedelta(minutes=1))
    clock.start_at(NOW + timedelta(minutes=2))
    assert told(post(client, ADDRESS, body))[:2] == (HTTPStatus.CONFLICT, "SAI_CHUNG_THU")
    assert not desk.small_class.pages(state=State.SIGNED)


def test_who_signed_in_a_day_ago_signs_in_again(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    session = client.session
    session[SIGNED_IN_AT] -= 24 * 3600
    session.save()
    status, _, text = told(post(client, ADDRESS, body))
    assert status == HTTPStatus.UNAUTHORIZED
    assert "hãy đăng nhập lại" in text
    assert not desk.small_class.pages(state=State.SIGNED)


def test_who_may_not_signs_nothing(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    unknown = told(post(client, f"/ky-so/phien/{UNKNOWN}/chu-ky", body))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_PHIEN")
    colleague = {"a colleague in the same role": signed_in(f"{desk.school}-GV01")}
    for name, stranger in (desk.strangers() | colleague).items():
        assert told(post(stranger, ADDRESS, body)) == unknown, name
    assert post(Client(), ADDRESS, body).status_code == HTTPStatus.UNAUTHORIZED
    foreign = desk.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, body).status_code == HTTPStatus.FORBIDDEN
    assert not desk.small_class.pages(state=State.SIGNED)
