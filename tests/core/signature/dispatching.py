"""Dispatches that a Department has signed, and receipts of the Ministry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from hocba.adapters.keys import SigningKey
from hocba.core.packet import Dispatch, write_dispatch, write_dispatch_receipt, write_page
from hocba.core.signature import (
    POLICY,
    DispatchReceiptReport,
    DispatchReport,
    complete,
    prepare_dispatch,
    prepare_dispatch_receipt,
    verify_dispatch,
    verify_dispatch_receipt,
)
from tests.core.packet.dispatches import DISPATCH, OTHER, RECEIPT, event
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki, signing
from tests.core.signature.pki import Wish
from tests.core.signature.signing import CHECKED_AT, REGISTRY, SIGNED_AT, STEPS, sign_page

MINISTRY = Wish("Bộ Giáo dục và Đào tạo", "Bộ Giáo dục và Đào tạo")
DISPATCHED_AT = SIGNED_AT + timedelta(days=2)


@cache
def content() -> Dispatch:
    """Two signed pages of different pupils."""
    pages = (sign_page(write_page(page), STEPS) for page in (PRIMARY, OTHER))
    codes = (PRIMARY.lookup_code, OTHER.lookup_code)
    events = (event(page, code, n) for n, (page, code) in enumerate(zip(pages, codes, strict=True)))
    return replace(DISPATCH, events=tuple(events))


def seal(dispatch: Dispatch, key: SigningKey | None = None, at: datetime = DISPATCHED_AT) -> bytes:
    key = key or pki.signer(REGISTRY)
    prepared = prepare_dispatch(
        write_dispatch(dispatch),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


@cache
def dispatch() -> bytes:
    return seal(content())


@cache
def dispatch_receipt() -> bytes:
    key = pki.signer(MINISTRY)
    prepared = prepare_dispatch_receipt(
        write_dispatch_receipt(RECEIPT),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=DISPATCHED_AT,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def check_dispatch(data: bytes, *, at: datetime = CHECKED_AT) -> DispatchReport:
    return verify_dispatch(data, trust=signing.trust(), policy=POLICY, at=at)


def check_receipt(data: bytes, *, at: datetime = CHECKED_AT) -> DispatchReceiptReport:
    return verify_dispatch_receipt(data, trust=signing.trust(), policy=POLICY, at=at)
