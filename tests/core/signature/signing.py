"""Signed pages and packets as a school would make them, for the tests to check and to spoil."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.packet import Receipt, assemble, write_page, write_receipt
from hocba.core.record import Page
from hocba.core.signature import (
    POLICY,
    Algorithm,
    PacketReport,
    PageReport,
    TrustStore,
    complete,
    prepare_packet,
    prepare_page,
    prepare_receipt,
    verify_packet,
    verify_page,
)
from tests.core.packet.examples import HEADER, PRIMARY, SECONDARY
from tests.core.signature import pki
from tests.core.signature.pki import Wish

SIGNED_AT = datetime(2024, 6, 3, 1, 30, tzinfo=UTC)
CHECKED_AT = datetime(2024, 6, 20, tzinfo=UTC)

SUBJECT_TEACHER = Wish("Lê Thị Mai", kind="RSA-2048")
HOMEROOM_TEACHER = Wish("Nguyễn Thị Lan", kind="RSA-2048")
HEAD = Wish("Trần Văn Hùng")
REGISTRY = Wish("Sở Giáo dục và Đào tạo Hà Nội", "Sở Giáo dục và Đào tạo Hà Nội")
SEAL = Wish("Trường Tiểu học Kim Đồng")


@dataclass(frozen=True)
class Step:
    """One signature to be put on a page."""

    role: Role
    wish: Wish
    subjects: tuple[str, ...] = ()

    @property
    def key(self) -> SigningKey:
        return pki.signer(self.wish)


STEPS = (
    Step(Role.HOMEROOM_TEACHER, HOMEROOM_TEACHER),
    Step(Role.HEAD, HEAD),
    Step(Role.SCHOOL, SEAL),
)
TEACHERS = (
    Step(Role.SUBJECT_TEACHER, SUBJECT_TEACHER, ("TOAN",)),
    Step(Role.SUBJECT_TEACHER, replace(SUBJECT_TEACHER, name="Phạm Thu Hà"), ("GDTC",)),
)


@cache
def trust() -> TrustStore:
    return TrustStore.of([pki.root().certificate])


def sign_page(
    page: bytes, steps: Sequence[Step] = STEPS, *, signing_time: datetime = SIGNED_AT
) -> bytes:
    """``page`` with the signatures of ``steps``, a minute apart."""
    for number, step in enumerate(steps):
        moment = signing_time + timedelta(minutes=number)
        page = sign(page, step.role, step.key, moment, step.subjects)
    return page


def sign(
    page: bytes,
    role: Role,
    key: SigningKey,
    signing_time: datetime = SIGNED_AT,
    subjects: Collection[str] = (),
) -> bytes:
    prepared = prepare_page(
        page,
        role=role,
        subjects=subjects,
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=signing_time,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def sign_packet(pages: Sequence[bytes], key: SigningKey | None = None) -> bytes:
    """The packet of these pages, signed by the school."""
    return seal_packet(assemble(HEADER, pages), key or pki.signer(SEAL))


def seal_packet(packet: bytes, key: SigningKey) -> bytes:
    """The packet with the school's signature, an hour after the pages' first."""
    prepared = prepare_packet(
        packet,
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=SIGNED_AT + timedelta(hours=1),
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


@cache
def primary_page() -> bytes:
    """A page with the three signatures that every page has."""
    return sign_page(write_page(PRIMARY))


@cache
def secondary_page() -> bytes:
    """A page that two subject teachers have signed besides; of the same school, for brevity."""
    return sign_page(write_page(of_primary_school(SECONDARY)), (*TEACHERS, *STEPS))


def of_primary_school(page: Page) -> Page:
    name = PRIMARY.class_year.school_name
    return replace(page, class_year=replace(page.class_year, school_name=name))


@cache
def pss_page() -> bytes:
    """A page whose homeroom teacher signs by RSASSA-PSS."""
    teacher = replace(HOMEROOM_TEACHER, algorithm=Algorithm.RSA_PSS)
    return sign_page(write_page(PRIMARY), (Step(Role.HOMEROOM_TEACHER, teacher), *STEPS[1:]))


@cache
def packet() -> bytes:
    """A packet of three pages of different pupils."""
    codes = (
        PRIMARY.lookup_code,
        "1" * 12 + "4" + "1" * 3 + "8" + "1" * 15,
        "2" * 12 + "4" + "2" * 3 + "8" + "2" * 15,
    )
    pages = [write_page(replace(PRIMARY, lookup_code=code)) for code in codes]
    return sign_packet([sign_page(page) for page in pages])


def receipt(content: Receipt) -> bytes:
    """A receipt signed by the Department."""
    key = pki.signer(REGISTRY)
    prepared = prepare_receipt(
        write_receipt(content),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=SIGNED_AT + timedelta(hours=2),
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def check_page(data: bytes, *, at: datetime = CHECKED_AT) -> PageReport:
    return verify_page(data, trust=trust(), policy=POLICY, at=at)


def check_packet(data: bytes, *, at: datetime = CHECKED_AT) -> PacketReport:
    return verify_packet(data, trust=trust(), policy=POLICY, at=at)
