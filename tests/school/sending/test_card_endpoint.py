"""``POST /nop-so/chung-thu``: the right card, before its key is used."""

from __future__ import annotations

from http import HTTPStatus

from django.test import Client

from hocba.school.pages.models import Packing
from tests.school.sending.counter import Counter
from tests.school.signing.desk import post, told
from tests.school.signing.sign_service import in_base64

ADDRESS = "/nop-so/chung-thu"


def test_the_schools_certificate_is_shown(counter: Counter) -> None:
    shown = post(counter.browser(), ADDRESS, counter.ask()).json()
    assert (shown["tax_code"], shown["pages"]) == ("0100000001", 6)
    assert not Packing.objects.exists()


def test_another_certificate_is_refused(counter: Counter) -> None:
    teacher = in_base64(counter.small_class.keys.key(f"{counter.school}-GV02"))
    refused = told(post(counter.browser(), ADDRESS, counter.ask(certificate=teacher)))
    assert refused[:2] == (HTTPStatus.CONFLICT, "SAI_CHUNG_THU")


def test_a_class_with_nothing_to_pack_says_so(drafted: Counter) -> None:
    assert told(post(drafted.browser(), ADDRESS, drafted.ask()))[1] == "HET_LUOT"


def test_who_may_not_learns_nothing(counter: Counter) -> None:
    unknown = told(post(counter.browser(), ADDRESS, counter.ask(truong="01X999")))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_LOP")
    assert told(post(counter.browser(), ADDRESS, counter.ask(vai="HIEUTRUONG"))) == unknown
    for name, stranger in counter.strangers().items():
        assert told(post(stranger, ADDRESS, counter.ask())) == unknown, name
    assert post(Client(), ADDRESS, counter.ask()).status_code == HTTPStatus.UNAUTHORIZED
    foreign = counter.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, counter.ask()).status_code == HTTPStatus.FORBIDDEN
