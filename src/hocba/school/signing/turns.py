"""Whose turn it is. The order of the law is subject teachers, homeroom teacher, head, seal.

It is kept twice: only pages whose turn it is are offered, and a signature covers the ones
before it, so one out of order would not verify.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from hocba.core.lifecycle import SIGNING_ORDER, TRANSITIONS, Role
from hocba.core.record import ClassYear
from hocba.school.pages.models import PageVersion
from hocba.school.signing.signatory import Signatory, action_of

BEFORE = {Role.HEAD: Role.HOMEROOM_TEACHER, Role.SCHOOL: Role.HEAD}
"""Whose signature a role waits for; a class may have no subject teachers of its own."""


def waiting_for(signer: Signatory, class_year: ClassYear) -> Sequence[PageVersion]:
    """The class's pages whose turn it is to be signed by ``signer``, as :func:`turn_of` says."""
    return turn_of(signer, PageVersion.objects.of_class(class_year))


def turn_of(signer: Signatory, pages: QuerySet[PageVersion]) -> Sequence[PageVersion]:
    """Those of ``pages`` whose turn it is to be signed by ``signer``, in a fixed order.

    A pupil who has not finished the year waits for re-assessment and is not among them.
    """
    return list(awaiting(signer.role, signer.label, pages).order_by("id"))


def awaiting(role: Role, label: str, pages: QuerySet[PageVersion]) -> QuerySet[PageVersion]:
    """Those of ``pages`` that wait for a signature of this role, noted as ``label``."""
    later = SIGNING_ORDER[SIGNING_ORDER.index(role) + 1 :]
    before = [BEFORE[role].value] if role in BEFORE else []
    return pages.filter(
        finished=True,
        state__in=TRANSITIONS[action_of(role)].sources,
        signatures__contains=before,
    ).exclude(signatures__overlap=[label, *later])
