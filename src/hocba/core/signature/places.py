"""The places of a document where a signature may stand, and what is expected of it there.

A place knows the parts that can be covered from it, as digests by Id. A reference to anything
else finds nothing, wherever in the document its Id may stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import unescape
from typing import Protocol

from lxml import etree

from hocba.core.lifecycle import SIGNING_ORDER, Role
from hocba.core.packet import canonical, identifiers
from hocba.core.packet.elements import DATA, SUBJECT, tag
from hocba.core.signature import coverage
from hocba.core.signature.grammar import Signature
from hocba.core.signature.parts import PageParts
from hocba.core.signature.profile import SignedForm, digest
from hocba.core.signature.reasons import Refused

_OWN_NAME = tag("TenTruong")
_SCHOOL_NAME = re.compile(b"<TenTruong>([^<]*)</TenTruong>")
_PAGE_ROLES: dict[str, Role] = {role.value: role for role in SIGNING_ORDER}
_SUBJECTS = f"{DATA}/*/{SUBJECT}"


class Place(Protocol):
    """What the judge asks of a place."""

    @property
    def school_name(self) -> str:
        """The school that the document names."""

    def admit(self, form: SignedForm) -> None:
        """Raise Refused unless role, Id, coverage and order belong here."""

    def digest_of(self, target: str) -> str:
        """The base64 SHA-256 of a part that was admitted as covered."""


@dataclass(frozen=True, slots=True)
class OnlyPlace:
    """The place of a document's one signature, a packet's or a receipt's: it covers everything.

    ``digests`` are by Id, in the order of the document; ``not_before`` is the latest signing
    time among what is covered.
    """

    role: Role
    signature_id: str
    digests: Mapping[str, str]
    school_name: str = ""
    not_before: datetime | None = None

    @classmethod
    def of_packet(
        cls,
        header: etree._Element,
        pages: Mapping[str, str],
        *,
        not_before: datetime | None = None,
    ) -> OnlyPlace:
        """The school's place in a packet of these ``pages``, digests by Id in their order."""
        return cls(
            role=Role.SCHOOL,
            signature_id=identifiers.PACKET_SIGNATURE_ID,
            digests={identifiers.HEADER_ID: digest(canonical(header)), **pages},
            school_name=header.findtext(_OWN_NAME, ""),
            not_before=not_before,
        )

    @classmethod
    def of_dispatch(
        cls,
        header: etree._Element,
        events: Mapping[str, str],
        *,
        not_before: datetime | None = None,
    ) -> OnlyPlace:
        """The Department's place in its report of these ``events``, digests by Id in order."""
        return cls(
            role=Role.DEPARTMENT,
            signature_id=identifiers.DISPATCH_SIGNATURE_ID,
            digests={identifiers.DISPATCH_HEADER_ID: digest(canonical(header)), **events},
            not_before=not_before,
        )

    @classmethod
    def of_receipt(cls, body: etree._Element, role: Role = Role.DEPARTMENT) -> OnlyPlace:
        """The place of who answers: the Department, or the Ministry to the Department."""
        return cls(
            role=role,
            signature_id=identifiers.RECEIPT_SIGNATURE_ID,
            digests={identifiers.RECEIPT_BODY_ID: digest(canonical(body))},
        )

    @classmethod
    def of_order(cls, body: etree._Element) -> OnlyPlace:
        """The school's place in what it orders of the register."""
        return cls(
            role=Role.SCHOOL,
            signature_id=identifiers.ORDER_SIGNATURE_ID,
            digests={identifiers.ORDER_BODY_ID: digest(canonical(body))},
            school_name=body.findtext(_OWN_NAME, ""),
        )

    def admit(self, form: SignedForm) -> None:
        if form.role != self.role or form.in_place_of:
            raise Refused("VAI_TRO_SAI")
        if form.signature_id != self.signature_id:
            raise Refused("SAI_VI_TRI")
        if form.targets != list(self.digests):
            raise Refused("SAI_PHAM_VI")
        _require_order(form, self.not_before)

    def digest_of(self, target: str) -> str:
        return self.digests[target]


@dataclass
class NextOnPage:
    """The place of the next signature on a ``<HocBa>``, behind those that ``take`` was told of."""

    element: etree._Element
    lookup_code: str
    parts: dict[str, bytes]
    roles: list[Role | None] = field(default_factory=list)
    signature_ids: list[str] = field(default_factory=list)
    signed_subjects: set[str] = field(default_factory=set)
    latest: datetime | None = None
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def first(cls, element: etree._Element, parts: PageParts) -> NextOnPage:
        """The place of the first signature on the page that ``parts`` were cut from."""
        return cls(element, parts.lookup_code, {identifiers.of_data(parts.lookup_code): parts.data})

    @cached_property
    def subjects(self) -> Mapping[str, etree._Element]:
        """The page's subjects by Id, in order. Few pages are signed by subject teachers."""
        return {each.get("Id", ""): each for each in self.element.iterfind(_SUBJECTS)}

    @property
    def school_name(self) -> str:
        found = _SCHOOL_NAME.search(self.parts[identifiers.of_data(self.lookup_code)])
        return unescape(found[1].decode()) if found else ""

    def admit(self, form: SignedForm) -> None:
        role = _page_role(form)
        if role is None:
            raise Refused("VAI_TRO_SAI")
        if not coverage.may_follow(role, self.roles):
            raise Refused("SAI_THU_TU")
        if form.signature_id != self.id_for(role):
            raise Refused("SAI_VI_TRI")
        if not self._may_cover(role, form.targets):
            raise Refused("SAI_PHAM_VI")
        if role in coverage.COUNTERSIGNING:
            _require_order(form, self.latest)

    def digest_of(self, target: str) -> str:
        if target not in self.digests:
            self.digests[target] = digest(self._part(target))
        return self.digests[target]

    def _part(self, target: str) -> bytes:
        part = self.parts.get(target)
        return canonical(self.subjects[target]) if part is None else part

    def id_for(self, role: Role) -> str:
        """The Id that a signature of ``role`` has here."""
        return coverage.signature_id(self.lookup_code, role, len(self.roles) + 1)

    def targets(self, role: Role, subjects: Collection[str] = ()) -> list[str]:
        """What ``role`` covers from here; a subject teacher, those ``subjects`` that there are."""
        if role is Role.SUBJECT_TEACHER:
            return [subject for subject in self.subjects if subject in subjects]
        data_id = identifiers.of_data(self.lookup_code)
        return [data_id, *self.signature_ids] if role in coverage.COUNTERSIGNING else [data_id]

    def _may_cover(self, role: Role, targets: list[str]) -> bool:
        own = self.targets(role, targets)
        return bool(own) and targets == own and self.signed_subjects.isdisjoint(own)

    def take(self, signature: Signature | None, data: bytes) -> None:
        """Move on behind a signature. One that has not the Id of this place cannot be covered."""
        form = signature.form if signature else None
        role = _page_role(form) if form else None
        if form is None or role is None or form.signature_id != self.id_for(role):
            self.roles.append(None)
            return
        self.roles.append(role)
        self.signature_ids.append(form.signature_id)
        self.parts[form.signature_id] = data
        self.latest = max(form.signing_time, self.latest or form.signing_time)
        if role is Role.SUBJECT_TEACHER:
            self.signed_subjects.update(form.targets)


def _page_role(form: SignedForm) -> Role | None:
    """The role that signs a page here; nobody puts on a seal in place of a person."""
    role = _PAGE_ROLES.get(form.role)
    return None if role is Role.SCHOOL and form.in_place_of else role


def _require_order(form: SignedForm, latest: datetime | None) -> None:
    if latest is not None and form.signing_time < latest:
        raise Refused("THOI_GIAN_NGUOC")
