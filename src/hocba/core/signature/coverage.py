"""Who signs what, in which order: the table that signers and verifiers share.

=============  =========================================  ========================
role           covers                                     signature's Id
=============  =========================================  ========================
GVBM           the results of the subjects taught         ``ck-{code}-GVBM-{n}``
GVCN           the page's data                            ``ck-{code}-GVCN``
HIEUTRUONG     the data, every signature before           ``ck-{code}-HIEUTRUONG``
NHATRUONG      the data, every signature before           ``ck-{code}-NHATRUONG``
NHATRUONG      a packet: its header, every page           ``ck-goi-tin``
NHATRUONG      the body of an order                       ``ck-de-nghi``
SOGDDT         a receipt's body                           ``ck-bien-nhan``
SOGDDT         a report to the Ministry: header, events   ``ck-bao-cao``
BOGDDT         the body of the Ministry's receipt         ``ck-bien-nhan``
=============  =========================================  ========================

On a page subject teachers come first, any number of them (``n`` counts from 1); then one
signature of each other role. What a signature covers is named in the order of the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from hocba.core.lifecycle import SIGNING_ORDER, Role

REQUIRED = SIGNING_ORDER[1:]
"""The roles without whose signature no page is valid."""

COUNTERSIGNING = frozenset({Role.HEAD, Role.SCHOOL})
"""The roles that cover the signatures before their own."""


def signature_id(lookup_code: str, role: Role, number: int) -> str:
    """The Id of a page's signature; ``number`` counts the page's signatures from 1."""
    suffix = f"-{number}" if role is Role.SUBJECT_TEACHER else ""
    return f"ck-{lookup_code}-{role}{suffix}"


def may_follow(role: Role, earlier: Sequence[Role | None]) -> bool:
    """Whether ``role`` signs a page after exactly these; None stands for an unknown role."""
    if role not in SIGNING_ORDER:
        return False
    others = [each for each in earlier if each is not Role.SUBJECT_TEACHER]
    return others == list(SIGNING_ORDER[1 : SIGNING_ORDER.index(role)])
