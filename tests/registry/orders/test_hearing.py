"""An order is heard when the issuers of its seal stand by it: what they say, and if they do not."""

from __future__ import annotations

from datetime import datetime

import pytest

from hocba.core.errors import PacketError, Unavailable
from hocba.core.lifecycle import Role
from hocba.core.packet import Deed
from hocba.registry.evidence.queries import evidence_of
from hocba.registry.intake.examining import Conditions
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.orders.carrying_out import Act, carry_out
from hocba.registry.orders.hearing import Heard, hear
from hocba.registry.orders.models import SignedOrder
from tests.authorities import REVOKED_LATE, Authorities
from tests.registry.certified import Certified, asking
from tests.registry.ordering import order, seal
from tests.registry.school import KIM_DONG, NOW, employ

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("schools"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]


@pytest.fixture
def conditions(authorities: Authorities) -> Conditions:
    authorities.at(NOW)
    return asking(authorities)


def sealed(authorities: Authorities, by: str = "nha-truong", at: datetime = NOW) -> bytes:
    stamp = Certified(by, Role.SCHOOL, KIM_DONG, authorities=authorities)
    employ([stamp])
    return seal(order(Deed.RECALL, 1, at=at), stamp)


def test_what_the_issuer_says_of_the_seal_is_kept_with_the_order(
    authorities: Authorities, conditions: Conditions
) -> None:
    heard: Heard = hear(sealed(authorities), conditions, NOW)
    assert authorities.asked
    carry_out(heard, Act("người nộp", NOW, ledger_signer))
    kept = evidence_of(bytes(SignedOrder.objects.get().sha256))
    assert (len(kept.ocsp), len(kept.tokens)) == (1, 1)


@pytest.mark.parametrize("by", ["thu-hoi-truoc", "con-dau-thu-hoi-sau"])
def test_a_seal_that_was_revoked_before_the_order_orders_nothing(
    authorities: Authorities, conditions: Conditions, by: str
) -> None:
    data = sealed(authorities, by)
    assert NOW > REVOKED_LATE
    with pytest.raises(PacketError, match="Chữ ký của trường trên đề nghị") as refused:
        hear(data, conditions, NOW)
    assert refused.value.code == "CHUNG_THU_BI_THU_HOI"


def test_when_the_issuer_is_silent_the_order_waits_and_may_come_again(
    authorities: Authorities, conditions: Conditions
) -> None:
    data = sealed(authorities)
    authorities.refusing.update({"/ocsp/", "/crls/"})
    with pytest.raises(Unavailable, match="hãy gửi lại sau ít phút"):
        hear(data, conditions, NOW)
    authorities.refusing.clear()
    assert hear(data, asking(authorities), NOW).data == data


def test_a_seal_of_which_nobody_can_be_asked_orders_nothing(
    authorities: Authorities, conditions: Conditions
) -> None:
    with pytest.raises(PacketError, match="hãy hỏi lại nơi cấp"):
        hear(sealed(authorities, "khong-noi-hoi"), conditions, NOW)
