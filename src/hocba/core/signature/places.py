"""The places of a document where a signature may stand, and what is expected of it there.

A place knows the parts that can be covered from it, as digests by Id. A reference to anything
else finds nothing, wherever in the document its Id may stand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from lxml import etree

from hocba.core.lifecycle import SIGNING_ORDER, Role
from hocba.core.packet import canonical, identifiers
from hocba.core.packet.elements import DATA, SUBJECT, tag
from hocba.core.signature import coverage
from hocba.core.signature.parts import PageParts
from hocba.core.signature.profile import Signature, SignedForm, digest
from hocba.core.signature.reasons import Refused


class Place(Protocol):
    """What the judge asks of a place."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The base64 SHA-256 of every part that can be covered from here, by Id."""

    @property
    def school_name(self) -> str:
        """The school that the document names."""

    def admit(self, form: SignedForm) -> None:
        """Raise Refused unless role, Id, coverage and order belong here."""


@dataclass(frozen=True, slots=True)
class OnlyPlace:
    """The place of a document's one signature, a packet's or a receipt's: it covers everything.

    ``not_before`` is the latest signing time among what it covers.
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
    def of_receipt(cls, body: etree._Element) -> OnlyPlace:
        """The Department's place in a receipt."""
        return cls(
            role=Role.DEPARTMENT,
            signature_id=identifiers.RECEIPT_SIGNATURE_ID,
            digests={identifiers.RECEIPT_BODY_ID: digest(canonical(body))},
        )

    def admit(self, form: SignedForm) -> None:
        if form.role != self.role:
            raise Refused("VAI_TRO_SAI")
        if form.signature_id != self.signature_id:
            raise Refused("SAI_VI_TRI")
        if form.targets != list(self.digests):
            raise Refused("SAI_PHAM_VI")
        _require_order(form, self.not_before)


@dataclass(slots=True)
class NextOnPage:
    """The place of a page's next signature, behind those that ``take`` was told of."""

    lookup_code: str
    subjects: tuple[str, ...]
    digests: PageDigests
    school_name: str
    roles: list[Role | None] = field(default_factory=list)
    signature_ids: list[str] = field(default_factory=list)
    signed_subjects: set[str] = field(default_factory=set)
    latest: datetime | None = None

    @classmethod
    def first(cls, element: etree._Element, parts: PageParts) -> NextOnPage:
        """The place of the first signature on a ``<HocBa>`` that was taken apart."""
        subjects = {each.get("Id", ""): each for each in element.iterfind(_SUBJECTS)}
        digests = PageDigests(subjects)
        digests[identifiers.of_data(parts.lookup_code)] = digest(parts.data)
        return cls(
            lookup_code=parts.lookup_code,
            subjects=tuple(subjects),
            digests=digests,
            school_name=element.findtext(_SCHOOL_NAME, ""),
        )

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

    def id_for(self, role: Role) -> str:
        """The Id that a signature of ``role`` has here."""
        return coverage.signature_id(self.lookup_code, role, len(self.roles) + 1)

    def targets(self, role: Role, subjects: Collection[str] = ()) -> list[str]:
        """What ``role`` covers from here; a subject teacher, those ``subjects`` that there are."""
        if role is Role.SUBJECT_TEACHER:
            return [subject for subject in self.subjects if subject in subjects]
        data_id = identifiers.of_data(self.lookup_code)
        return [data_id, *(self.signature_ids if role in coverage.COUNTERSIGNING else ())]

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
        self.digests[form.signature_id] = digest(data)
        self.latest = max(form.signing_time, self.latest or form.signing_time)
        if role is Role.SUBJECT_TEACHER:
            self.signed_subjects.update(form.targets)


_SUBJECTS = f"{DATA}/*/{SUBJECT}"
_OWN_NAME = tag("TenTruong")
_SCHOOL_NAME = f"{DATA}/{_OWN_NAME}"


def _page_role(form: SignedForm) -> Role | None:
    return Role(form.role) if form.role in SIGNING_ORDER else None


class PageDigests(dict[str, str]):
    """Digests by Id. A subject's is taken when it is first asked for: few pages need them."""

    def __init__(self, subjects: Mapping[str, etree._Element]) -> None:
        super().__init__()
        self._subjects = subjects

    def __missing__(self, subject_id: str) -> str:
        value = self[subject_id] = digest(canonical(self._subjects[subject_id]))
        return value


def _require_order(form: SignedForm, latest: datetime | None) -> None:
    if latest is not None and form.signing_time < latest:
        raise Refused("THOI_GIAN_NGUOC")
