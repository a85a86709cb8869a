"""``POST …/chu-ky``: complete. The packet is sealed whole, or nothing is changed."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, verify_packet
from hocba.core.verdict import Status
from hocba.parties.actions import revoke
from hocba.school.pages.models import JournalEntry, PageVersion, SentPacket
from tests.school.pages.conftest import NOW
from tests.school.sending.counter import CLERK, PAGE, UNKNOWN, Counter
from tests.school.signing.desk import post, told
from tests.school.signing.sign_service import in_base64

ADDRESS = f"{PAGE}/chu-ky"


def reported(counter: Counter) -> int:
    return len(counter.small_class.pages(state=State.REPORTED))


def test_a_value_over_a_hash_makes_a_packet_that_verifies_and_the_journal_names_the_clerk(
    counter: Counter,
) -> None:
    client = counter.open()
    answer = post(client, ADDRESS, counter.value(client)).json()
    assert (answer["signed"], answer["left"], answer["faults"]) == (1, 0, [])
    trust = load_trust(counter.small_class.keys.trust)
    content = bytes(SentPacket.objects.get().content)
    report = verify_packet(content, trust=trust, policy=POLICY, at=clock.now())
    assert report.status is Status.PASSED
    assert reported(counter) == 6
    assert JournalEntry.objects.get(action="report").reason == f"văn thư {CLERK}"


def test_the_same_value_again_changes_nothing(counter: Counter) -> None:
    client = counter.open()
    body = counter.value(client)
    post(client, ADDRESS, body)
    assert post(client, ADDRESS, body).json()["signed"] == 1
    assert SentPacket.objects.count() == 1


def test_attack_a_value_of_another_card_reports_nothing_and_the_right_one_may_follow(
    counter: Counter,
) -> None:
    client = counter.open()
    teacher = counter.small_class.keys.key(f"{counter.school}-GV03")
    foreign = counter.value(client, teacher)
    honest = {**foreign, "certificate": in_base64(teacher)}
    assert told(post(client, ADDRESS, honest))[1] == "KHAC_CHUNG_THU"
    answer = post(client, ADDRESS, foreign).json()
    assert (answer["signed"], answer["failed"], answer["left"]) == (0, 1, 1)
    assert "không đúng với chứng thư số" in answer["faults"][0]["reason"]
    assert reported(counter) == 0
    assert post(client, ADDRESS, counter.value(client)).json()["signed"] == 1


def test_a_page_that_changed_meanwhile_keeps_the_whole_packet_back(counter: Counter) -> None:
    client = counter.open()
    body = counter.value(client)
    page = counter.small_class.pages(state=State.ISSUED)[0]
    PageVersion.objects.filter(pk=page.pk).update(revision=page.revision + 1)
    status, _, text = told(post(client, ADDRESS, body))
    assert status == HTTPStatus.CONFLICT
    assert "Hãy đóng gói lại" in text
    assert reported(counter) == 0


def test_a_value_comes_too_late(counter: Counter) -> None:
    client = counter.open()
    body = counter.value(client)
    clock.start_at(NOW + timedelta(minutes=31))
    assert told(post(client, ADDRESS, body))[:2] == (HTTPStatus.GONE, "PHIEN_HET_HAN")
    assert reported(counter) == 0


def test_attack_a_seal_that_was_revoked_after_prepare(counter: Counter) -> None:
    client = counter.open()
    body = counter.value(client)
    revoke(counter.key.certificate.fingerprint(SHA256()), at=NOW + timedelta(minutes=1))
    clock.start_at(NOW + timedelta(minutes=2))
    answer = post(client, ADDRESS, body).json()
    assert "không thuộc người có quyền ký" in answer["faults"][0]["reason"]
    assert reported(counter) == 0


@pytest.mark.parametrize("values", [None, {}, [], {"2": "AA"}, {"x": "AA"}])
def test_values_of_another_shape_are_refused(counter: Counter, values: object) -> None:
    body = {"certificate": counter.certificate, "values": values}
    assert told(post(counter.open(), ADDRESS, body))[0] == HTTPStatus.BAD_REQUEST


def test_who_may_not_seals_nothing(counter: Counter) -> None:
    client = counter.open()
    body = counter.value(client)
    unknown = told(post(client, f"/nop-so/goi/{UNKNOWN}/chu-ky", body))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_PHIEN")
    for name, stranger in counter.strangers().items():
        assert told(post(stranger, ADDRESS, body)) == unknown, name
    assert post(Client(), ADDRESS, body).status_code == HTTPStatus.UNAUTHORIZED
    foreign = counter.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, body).status_code == HTTPStatus.FORBIDDEN
    assert reported(counter) == 0
