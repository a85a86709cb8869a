"""Sign a class: one signer, one role, all the pages in one step.

The order of the law is subject teachers, homeroom teacher, head, seal. It is kept twice:
only pages whose turn it is are offered, and a signature covers the ones before it, so one
out of order would not verify.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from django.db import transaction

from hocba.adapters.keys import SigningKey
from hocba.core.errors import SigningError
from hocba.core.lifecycle import SIGNING_ORDER, TRANSITIONS, Action, Role
from hocba.core.record import ClassYear
from hocba.core.signature import complete, prepare_page
from hocba.parties.queries import signers
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion
from hocba.school.pages.steps import Signed, write_signed

BEFORE = {Role.HEAD: Role.HOMEROOM_TEACHER, Role.SCHOOL: Role.HEAD}
"""Whose signature a role waits for; a class may have no subject teachers of its own."""


@dataclass(frozen=True, slots=True)
class ClassSigner:
    """Who signs, as what, with which key; ``subjects`` are a subject teacher's subject codes."""

    role: Role
    key: SigningKey
    subjects: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """How a page version notes this signature."""
        return ":".join(filter(None, (self.role.value, "+".join(sorted(self.subjects)))))

    @property
    def action(self) -> Action:
        return Action.SEAL if self.role is Role.SCHOOL else Action.SIGN


def waiting_for(signer: ClassSigner, class_year: ClassYear) -> Sequence[PageVersion]:
    """The class's pages whose turn it is to be signed by ``signer``, in a fixed order.

    A pupil who has not finished the year waits for re-assessment and is not among them.
    """
    later = SIGNING_ORDER[SIGNING_ORDER.index(signer.role) + 1 :]
    before = [BEFORE[signer.role].value] if signer.role in BEFORE else []
    return list(
        PageVersion.objects.of_class(class_year)
        .filter(
            finished=True,
            state__in=TRANSITIONS[signer.action].sources,
            signatures__contains=before,
        )
        .exclude(signatures__overlap=[signer.label, *later])
        .order_by("id")
    )


@transaction.atomic
def sign_class(
    versions: Sequence[PageVersion],
    signer: ClassSigner,
    *,
    at: datetime,
    advance: Callable[[int], object] = lambda _count: None,
) -> None:
    """Sign every page of the set, or none.

    Raises SigningError before the key is used when the certificate is not bound to
    somebody who holds the role at that school at that time, or when the order is broken;
    LifecycleError when a page was changed meanwhile. ``advance`` hears of each page done.
    """
    if not versions:
        return
    name = _bound_name(signer, versions[0].school_code, at)
    signed = list(_signatures(versions, signer, at=at, advance=advance))
    write_signed(signed, signer.action, signer.label, at=at)
    journal.record(versions, signer.action, name, at=at)


def _bound_name(signer: ClassSigner, school_code: str, at: datetime) -> str:
    fingerprint = signer.key.certificate.fingerprint(SHA256())
    holder = signers([fingerprint]).get(fingerprint)
    if holder is None or not holder.may_sign(signer.role, school_code, at):
        raise SigningError(
            f"Chứng thư số này không thuộc người có quyền ký «{signer.role}» tại trường "
            f"{school_code} vào ngày {at:%d/%m/%Y}. Hãy chọn đúng chứng thư.",
            code="SAI_CHUNG_THU",
        )
    return holder.name


def _signatures(
    versions: Sequence[PageVersion],
    signer: ClassSigner,
    *,
    at: datetime,
    advance: Callable[[int], object],
) -> Iterator[Signed]:
    key = signer.key
    for version in versions:
        prepared = prepare_page(
            bytes(version.content),
            role=signer.role,
            subjects=signer.subjects,
            certificate=key.certificate,
            chain=key.chain,
            algorithm=key.algorithm,
            signing_time=at,
        )
        content = complete(prepared, key.sign(prepared.to_be_signed))
        yield Signed(version.pk, version.revision, content)
        advance(1)
