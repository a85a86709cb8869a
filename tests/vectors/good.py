"""Documents in which nothing is wrong: what they are signed with, and what they carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import POLICY, Algorithm
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import pki, signing
from tests.core.signature.forging import CODE, TEACHER, UNSIGNED, changed, sign_anyway
from tests.core.signature.signing import SIGNED_AT, STEPS, Step
from tests.vectors.catalogue import Catalogue

GOOD = Catalogue()
_vector = GOOD.vector


def _signed_by(*steps: Step) -> bytes:
    return signing.sign_page(write_page(PRIMARY), steps)


def _all_of(kind: str, algorithm: Algorithm | None = None) -> bytes:
    wishes = [replace(step.wish, kind=kind, algorithm=algorithm) for step in STEPS]
    pairs = zip(STEPS, wishes, strict=True)
    return _signed_by(*(replace(step, wish=wish) for step, wish in pairs))


@_vector("HOP_LE", Status.PASSED)
def page() -> bytes:
    """A page under its three signatures, RSA and ECDSA mixed."""
    return signing.primary_page()


@_vector("HOP_LE", Status.PASSED)
def page_with_subject_teachers() -> bytes:
    """A page that two subject teachers have signed besides."""
    return signing.secondary_page()


@_vector("HOP_LE", Status.PASSED)
def page_by_rsa() -> bytes:
    """RSA-2048 with PKCS#1 v1.5 alone, before the policy's end."""
    return _all_of("RSA-2048")


@_vector("HOP_LE", Status.PASSED)
def page_by_pss() -> bytes:
    """RSASSA-PSS alone."""
    return _all_of("RSA-2048", Algorithm.RSA_PSS)


@_vector("HOP_LE", Status.PASSED)
def page_by_ecdsa() -> bytes:
    """ECDSA on P-256 alone."""
    return _all_of("P-256")


@_vector("HOP_LE", Status.PASSED)
def page_signed_in_place_of_the_head() -> bytes:
    """A deputy signs for the head (ký thay) and says so in a second claimed role."""
    content = signing.sign_page(UNSIGNED, STEPS[:1])
    for number, step in enumerate(STEPS[1:], 1):
        person = "01P22T001-HT" if step.role is Role.HEAD else ""
        moment = SIGNED_AT + timedelta(minutes=number)
        change = changed(in_place_of=person)
        content = sign_anyway(content, step.role, step.key, signing_time=moment, change=change)
    return content


@_vector("HOP_LE", Status.PASSED)
def packet() -> bytes:
    """A packet of three pages under the school's signature."""
    return signing.packet()


@_vector("HOP_LE", Status.PASSED)
def receipt() -> bytes:
    """The Department's signed answer to a packet."""
    return signing.receipt(RECEIPT_OF_TWO)


@_vector("HOP_LE", Status.PASSED)
def another_spelling_of_the_same_page() -> bytes:
    """White space in tags, apostrophes, numeric references: canonical form undoes them."""
    content = signing.primary_page()
    spelled = content.replace(
        b'Id="hb-' + CODE.encode() + b'"', b"Id\n =  'hb-" + CODE.encode() + b"'"
    )
    return spelled.replace("Hồ".encode(), b"H&#7891;").replace(b"</HocBa>", b"</HocBa\n>\n")


@_vector("HOP_LE", Status.PASSED)
def older_version_of_a_page() -> bytes:
    """Version 1, as well signed as it was before version 2 came."""
    return signing.primary_page()


@_vector("HOP_LE", Status.PASSED)
def newer_version_of_a_page() -> bytes:
    """Version 2 of the same page."""
    return signing.sign_page(write_page(replace(PRIMARY, version=2)))


@_vector("HOP_LE", Status.PASSED, at=datetime(2029, 1, 1, tzinfo=UTC))
def pkcs1_one_second_before_the_policys_end() -> bytes:
    """PKCS#1 v1.5 may be used until the end of its row in the policy."""
    end = POLICY.algorithms[Algorithm.RSA_PKCS1].ends
    assert end is not None
    return _from_then_on(end - timedelta(seconds=1))


def _from_then_on(moment: datetime) -> bytes:
    content = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, TEACHER, signing_time=moment)
    for step in STEPS[1:]:
        content = sign_anyway(content, step.role, pki.signer(step.wish), signing_time=moment)
    return content
