"""Open a list at once, and tell line by line what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hocba.core.signature import TrustStore
from hocba.parties.accounts.models import Account, Organisation
from hocba.public.organisations.asking import Line
from hocba.public.organisations.grounds import rights_of
from hocba.public.owners.models import Form
from hocba.public.owners.opening import Right, open_by
from hocba.public.printing import Transcript

NOT_OPENED = _(
    "Không mở được: không có học bạ như vậy, thông tin không khớp, hoặc cơ quan không có quyền xem."
)
"""The same words whatever the reason."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line: a transcript with the right that opened it, or what is wrong."""

    line: Line
    transcript: Transcript | None = None
    right: Right | None = None

    @property
    def told(self) -> str:
        if self.line.wrong:
            return self.line.wrong
        return str(NOT_OPENED if self.right is None else capfirst(self.right.ground.label))


def open_list(
    organisation: Organisation,
    lines: Sequence[Line],
    form: Form,
    *,
    account: Account,
    trust: TrustStore,
    at: datetime,
) -> list[Outcome]:
    """The outcome of every line, in order; a fixed number of queries, each opening logged."""
    wanted = [line.wanted for line in lines if line.wanted is not None]
    rights = {
        right.code: right for right in rights_of(organisation, wanted, account=account, at=at)
    }
    opened = open_by(rights.values(), form, trust=trust, at=at)
    return [_outcome(line, rights, opened) for line in lines]


def _outcome(line: Line, rights: dict[str, Right], opened: dict[str, Transcript]) -> Outcome:
    if line.wanted is None or line.wanted.code not in opened:
        return Outcome(line)
    return Outcome(line, opened[line.wanted.code], rights[line.wanted.code])
