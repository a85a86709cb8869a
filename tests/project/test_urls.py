"""Default deny: whoever adds a page says for whom it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

FOR_EVERYBODY = {
    *("portal", "lookup", "verifying", "hocba.registry.ledger.views"),
    *("signing_in:start", "signing_in:back", "owners:link", "owners:link_pdf"),
}
"""By namespace, module or name; what they may show is the business of their own tests."""

BY_TOKEN_OR_SESSION = {
    "api",
    *(f"signing:{name}" for name in ("card", "opening", "state", "part", "values", "closing")),
    *(f"sending:{name}" for name in ("card", "opening", "part", "value")),
}
"""What programs call, guarded by a token; and the script of the pages that sign, by the session."""


def named(each: URLPattern | URLResolver) -> tuple[str, ...]:
    """Its namespace; and ``api``, if it stands below ``api/``."""
    below_api = "api" if str(each.pattern).startswith("api/") else ""
    return tuple(filter(None, (getattr(each, "namespace", ""), below_api)))


def pages(patterns, names=()) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for each in patterns:
        inner = (*names, *named(each))
        if isinstance(each, URLResolver):
            yield from pages(each.url_patterns, inner)
        else:
            yield inner, each


@pytest.mark.parametrize(
    ("namespaces", "page"),
    [pytest.param(*found, id=str(found[1].name)) for found in pages(get_resolver().url_patterns)],
)
def test_every_page_has_a_judge_or_stands_in_a_list_of_exceptions(namespaces, page):
    module = page.callback.__module__
    names = {*namespaces, ":".join((*namespaces, page.name or "")), module}
    assert hasattr(page.callback, "judge") or names & (FOR_EVERYBODY | BY_TOKEN_OR_SESSION)
