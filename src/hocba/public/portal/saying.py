"""Sentences of the program's core, which are Vietnamese, on a page of any language."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from hocba.public.portal.languages import VIETNAMESE


def say(sentence: str) -> str:
    """In the language of the page; what has no translation is marked as Vietnamese."""
    told = gettext(sentence)
    if told == sentence and get_language() != VIETNAMESE:
        return format_html('<span lang="vi">{}</span>', sentence)
    return told
