"""A lookup code is understood in every form that a person may have it in."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.public.lookup.codes import read_code
from tests import strategies

CODE = "5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.upper(),
        f"  {CODE}\n",
        "5f0c7d1e-2b3a-4c5d-8e9f-0a1b2c3d4e5f",
        "5f0c 7d1e 2b3a 4c5d 8e9f 0a1b 2c3d 4e5f",
        "5f0c–7d1e–2b3a–4c5d–8e9f–0a1b–2c3d–4e5f",
        "5fOc7dle2b3a4c5d8e9fOaIb2c3d4e5f",
        f"https://hocba.example/tra-cuu/{CODE}",
        f"http://127.0.0.1:8000/tra-cuu/{CODE}/?x=1#nam-1",
    ],
)
def test_typed_pasted_or_scanned(text):
    assert read_code(text) == CODE


@pytest.mark.parametrize(
    "text",
    ["", "   ", CODE[:-1], CODE + "0", CODE.replace("4c", "1c"), "g" * 32, "/tra-cuu/", "<b>"],
)
def test_what_is_no_code_is_not_taken_for_one(text):
    assert read_code(text) is None


@given(strategies.lookup_codes)
def test_every_code_is_read_back_with_and_without_hyphens(code):
    assert read_code(code) == read_code(str(uuid.UUID(code))) == code


@given(st.text(max_size=80))
def test_anything_typed_gives_a_code_or_nothing(text):
    code = read_code(text)
    assert code is None or read_code(code) == code
