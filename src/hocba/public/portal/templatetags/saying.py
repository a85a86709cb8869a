"""``{{ sentence|say }}``: a sentence or word of the core in the language of the page."""

from __future__ import annotations

from django import template

from hocba.public.portal.saying import say

register = template.Library()
register.filter("say", say)
