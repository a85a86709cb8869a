"""The form that is written is the form that is read, and both are canonical XML."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core.packet import canonical, parse, write_page
from hocba.core.record import Page
from hocba.core.signature import Algorithm, grammar, parts, profile
from hocba.core.signature.profile import Reference, SignedForm
from tests.core.packet.examples import PRIMARY
from tests.core.signature import signing
from tests.core.signature.forging import DS, HOCBA, XADES
from tests.strategies import pages

ids = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,60}", fullmatch=True)
digests = st.binary(min_size=32, max_size=32).map(lambda data: b64encode(data).decode())
base64 = st.binary(min_size=1, max_size=300).map(lambda data: b64encode(data).decode())
moments = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
forms = st.builds(
    SignedForm,
    signature_id=ids,
    algorithm=st.sampled_from(Algorithm).map(str),
    references=st.lists(st.builds(Reference, ids, digests), min_size=1, max_size=12).map(tuple),
    signing_time=moments,
    certificate_digest=digests,
    role=st.from_regex(r"[A-Z]{1,20}", fullmatch=True),
    in_place_of=st.just("") | st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True),
)
A_FORM = SignedForm(
    signature_id="ck-1",
    algorithm=Algorithm.ECDSA,
    references=(Reference("dl-1", "A" * 43 + "="),),
    signing_time=signing.SIGNED_AT,
    certificate_digest="B" * 43 + "=",
    role="GVCN",
)
certificate_lists = st.lists(base64, min_size=1, max_size=4).map(tuple)


@given(forms, st.binary(min_size=1, max_size=512), certificate_lists)
def test_what_is_rendered_is_read_back(
    form: SignedForm, value: bytes, certificates: tuple[str, ...]
) -> None:
    signature = grammar.read(profile.render(form, value, certificates))
    assert signature is not None
    assert (signature.form, signature.value) == (form, value)
    assert signature.certificates == certificates


@given(forms, st.binary(min_size=1, max_size=512), certificate_lists)
def test_what_is_rendered_is_canonical_with_all_that_it_signs(
    form: SignedForm, value: bytes, certificates: tuple[str, ...]
) -> None:
    """The bytes that value and digest are taken of are what lxml's C14N gives."""
    rendered = profile.render(form, value, certificates)
    element = etree.fromstring(rendered)
    signature = grammar.read(rendered)
    assert signature is not None
    assert canonical(element) == rendered
    assert canonical(element.find(f"{DS}SignedInfo")) == signature.signed_info
    assert canonical(element.find(f".//{XADES}SignedProperties")) == signature.signed_properties
    assert signature.properties_digest == profile.digest(signature.signed_properties)


@given(forms, st.data())
def test_one_byte_off_is_another_form_or_none(form: SignedForm, data: st.DataObject) -> None:
    """Nothing in a signature is without meaning: whatever is read was changed in what it says."""
    rendered = profile.render(form, b"value", ("AAAA",))
    position = data.draw(st.integers(0, len(rendered) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != rendered[position]))
    altered = grammar.read(rendered[:position] + bytes([byte]) + rendered[position + 1 :])
    assert altered is None or altered != grammar.read(rendered)


@pytest.mark.parametrize("other", ["dmFsdWV=", "dmFsdWU", "dmFs\ndWU=", "dmFsdWU=="])
def test_a_value_has_one_spelling(other: str) -> None:
    rendered = profile.render(A_FORM, b"value", ("AAAA",))
    assert grammar.read(rendered) is not None
    assert grammar.read(rendered.replace(b">dmFsdWU=<", f">{other}<".encode())) is None


@given(pages)
def test_the_parts_cut_from_a_page_are_the_canonical_parts(page: Page) -> None:
    written = write_page(page)
    own = parts.cut(written)
    assert own.data == canonical(parse(written)[0])
    assert (own.lookup_code, own.signatures) == (page.lookup_code, ())


def test_the_signatures_cut_from_a_page_are_the_canonical_signatures() -> None:
    page = signing.secondary_page()
    cut = parts.cut(page).signatures
    assert list(cut) == [canonical(each) for each in parse(page).find(f"{HOCBA}ChuKySo")]


def test_times_are_written_in_utc_to_the_second() -> None:
    vietnam = signing.SIGNED_AT.astimezone(timezone(timedelta(hours=7)))
    moment = vietnam + timedelta(microseconds=999_999)
    page = signing.sign_page(write_page(PRIMARY), signing.STEPS[:1], signing_time=moment)
    assert b"<xades:SigningTime>2024-06-03T01:30:00Z</xades:SigningTime>" in page
