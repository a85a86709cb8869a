"""The transcript on screen tells what the paper one tells, whatever a page holds."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from hocba.public.lookup.forms import SecondFactForm
from hocba.public.printing import facts
from tests import strategies
from tests.public.printing.examples import PRIMARY, SECONDARY, draft, transcript


def on_screen(shown):
    """The page as text without blanks."""
    form = SecondFactForm({"ngay_sinh": "1/1/2014", "so_cuoi": "0000"})
    assert form.is_valid()
    context = {"transcript": facts(shown), "form": form}
    html = render_to_string("lookup/transcript.html", context)
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", " ", html)))


def words(value):
    """Every text of the facts that a person reads."""
    steering = {"form", "grade", "day", "lookup_url", "organization"}
    match value:
        case str():
            return [value]
        case list():
            return [word for each in value for word in words(each)]
        case dict():
            kept = (each for key, each in value.items() if key not in steering)
            return [word for each in kept for word in words(each)]
        case _:
            return []


@pytest.mark.parametrize("shown", [PRIMARY, SECONDARY], ids=["primary", "secondary"])
def test_every_fact_is_on_the_screen(shown):
    text = on_screen(shown).upper()
    told = [re.sub(r"\s", "", word).upper() for word in words(facts(shown))]
    assert [word for word in told if word not in text] == [shown.latest.page.pupil.code]


@settings(max_examples=50)
@given(strategies.pages)
def test_any_page_can_be_shown(page):
    assert re.sub(r"\s", "", page.class_year.school_name) in on_screen(transcript(draft(page)))
