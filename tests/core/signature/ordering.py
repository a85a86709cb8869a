"""Orders that a school has signed, for the tests to check and to spoil."""

from __future__ import annotations

from datetime import datetime, timedelta

from hocba.adapters.keys import SigningKey
from hocba.core.packet import Order, write_order
from hocba.core.signature import POLICY, OrderReport, complete, prepare_order, verify_order
from tests.core.signature import pki, signing
from tests.core.signature.signing import CHECKED_AT, SEAL, SIGNED_AT

ORDERED_AT = SIGNED_AT + timedelta(days=2)


def seal(order: Order, key: SigningKey | None = None, at: datetime = ORDERED_AT) -> bytes:
    key = key or pki.signer(SEAL)
    prepared = prepare_order(
        write_order(order),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def check_order(data: bytes, *, at: datetime = CHECKED_AT) -> OrderReport:
    return verify_order(data, trust=signing.trust(), policy=POLICY, at=at)
