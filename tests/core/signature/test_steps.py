"""The numbered steps at the head of the verifier are the order in which the code takes them.

One seal breaks every step at once. Mended from the first on, it always fails by the next.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import verifier
from hocba.core.signature.profile import Reference, SignedForm
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki, signing
from tests.core.signature.forging import sign_anyway
from tests.core.signature.pki import Wish

FAULTS = {
    3: "CAU_TRUC_CHU_KY",
    4: "SAI_VI_TRI",
    5: "SAI_PHAM_VI",
    6: "THUAT_TOAN",
    7: "NOI_DUNG_BI_SUA",
    8: "CHUNG_THU_BI_TRAO",
    9: "CHUNG_THU_HET_HIEU_LUC",
    10: "CHU_KY_SAI",
    11: "SAI_TO_CHUC",
    12: "KHONG_TOI_GOC_TIN_CAY",
}
LATER = signing.SIGNED_AT + timedelta(minutes=5)
NOTHING = "A" * 43 + "="
"""A digest of nothing in particular."""


def seal_broken_from(step: int) -> bytes:
    """A page whose seal breaks this step of the verifier and every later one."""
    page = signing.sign_page(write_page(PRIMARY), signing.STEPS[:2])
    return sign_anyway(
        page,
        Role.SCHOOL,
        _key(step),
        signing_time=LATER,
        change=lambda form: _form(form, step),
        edit_whole=lambda whole: _with_key_value(whole) if step <= 3 else whole,
        value=(lambda _data: bytes(64)) if step <= 10 else None,
    )


def _with_key_value(whole: str) -> str:
    return whole.replace("</ds:KeyInfo>", "<ds:KeyName>ai</ds:KeyName></ds:KeyInfo>")


def _key(step: int) -> SigningKey:
    wish = Wish("Con dấu" if step > 11 else "Trường khác", kind="P-256")
    if step <= 11:
        wish = replace(wish, organization="Trường khác")
    if step <= 9:
        wish = replace(wish, ends=signing.SIGNED_AT)
    return pki.signer(wish, pki.issuing("CA lạ", "Gốc lạ") if step <= 12 else None)


def _form(form: SignedForm, step: int) -> SignedForm:
    if step <= 8:
        form = replace(form, certificate_digest=NOTHING)
    if step <= 7:
        form = replace(form, references=tuple(replace(r, digest=NOTHING) for r in form.references))
    if step <= 6:
        form = replace(form, algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1")
    if step <= 5:
        form = replace(form, references=(*form.references, Reference("hb-thua", NOTHING)))
    return replace(form, signature_id=f"{form.signature_id}-X") if step <= 4 else form


@pytest.mark.parametrize("step", FAULTS)
def test_a_seal_that_breaks_every_step_from_this_one_on_fails_by_this_one(step: int) -> None:
    report = signing.check_page(seal_broken_from(step))
    assert report.signatures[-1].verdict.code == FAULTS[step]


def test_mended_in_every_step_it_passes() -> None:
    assert signing.check_page(seal_broken_from(13)).covered


def test_the_head_of_the_verifier_numbers_its_steps_without_a_gap() -> None:
    numbers = [int(each) for each in re.findall(r"(?m)^ ?(\d+)\. ", verifier.__doc__ or "")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 15
