"""Who signs, as what, in whose place, and with what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from hocba.adapters.keys import Credential
from hocba.core.lifecycle import Action, Role

Key_co = TypeVar("Key_co", bound=Credential, covariant=True)


@dataclass(frozen=True)
class ClassSigner(Generic[Key_co]):
    """A signer of pages. ``key`` is a device, or the mere certificate of one that is elsewhere.

    ``subjects`` are a subject teacher's subject codes; ``in_place_of`` is the staff code of the
    person whose place the signer takes (ký thay), empty for one who signs in their own right.
    """

    role: Role
    key: Key_co
    subjects: frozenset[str] = frozenset()
    in_place_of: str = ""

    @property
    def label(self) -> str:
        """How a page version notes this signature."""
        return label_of(self.role, self.subjects)

    @property
    def action(self) -> Action:
        return action_of(self.role)


def label_of(role: Role, subjects: Collection[str]) -> str:
    """The role's code, for a subject teacher with the subjects: ``GVBM:TINHOC+TOAN``."""
    return ":".join(filter(None, (role.value, "+".join(sorted(subjects)))))


def action_of(role: Role) -> Action:
    """What a signature of this role does to a page."""
    return Action.SEAL if role is Role.SCHOOL else Action.SIGN


Signatory = ClassSigner[Credential]
"""A signer whose key may be anywhere."""
