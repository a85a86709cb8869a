"""Pack a class's issued pages into one signed packet: this is what is reported.

A packet goes the road of every signature: :func:`prepare`, have :func:`to_sign` signed
outside, :func:`complete`. Nothing is kept twice meanwhile: the pages stand as they are, and if
one of them is changed the packet is not the one that was signed for. :func:`pack_class` goes
the road in one step, with a device within reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hocba.adapters.keys import Credential, Device
from hocba.core.errors import LifecycleError, SigningError
from hocba.core.lifecycle import Action, Role, State
from hocba.core.packet import PacketHeader, assemble, read_page
from hocba.core.packet.identifiers import PACKET_SIGNATURE_ID
from hocba.core.record import ClassYear
from hocba.core.signature import complete as put_in_place
from hocba.core.signature import prepare_packet, resume_packet
from hocba.core.signature.certificates import load
from hocba.core.signature.profile import Reference, SignedForm
from hocba.parties.binding import holder_of
from hocba.school.pages import journal
from hocba.school.pages.models import Packing, PageVersion, SentPacket
from hocba.school.pages.steps import move

PACKING_LASTS = timedelta(minutes=30)
"""As long as a session for pages."""


@transaction.atomic
def pack_class(
    class_year: ClassYear, seal: Device, *, packet_id: UUID, at: datetime
) -> SentPacket | None:
    """Put every issued page of the class into a packet signed with the school's seal.

    The pages become "reported" in the same transaction that keeps the packet, so a crash
    leaves either both or neither. None when the class has nothing to report.
    """
    packing = prepare(class_year, seal, packet_id=packet_id, at=at)
    if packing is None:
        return None
    (value,) = seal.sign_all([to_sign(packing)])
    return complete(packet_id, value, at=at)


@transaction.atomic
def prepare(
    class_year: ClassYear,
    seal: Credential,
    *,
    packet_id: UUID,
    at: datetime,
    lasts: timedelta = PACKING_LASTS,
) -> Packing | None:
    """The packet ``packet_id`` of the class's issued pages, waiting for the seal's value.

    Preparing it again changes nothing. None when the class has nothing to report. Raises
    SigningError when the certificate is not the school's at that time, before any key is used.
    """
    known = Packing.objects.filter(pk=packet_id).first()
    if known is not None:
        return known
    versions = _issued(class_year)
    if not versions:
        return None
    fingerprint = seal.certificate.fingerprint(SHA256())
    holder_of(fingerprint, Role.SCHOOL, class_year.school_code, at=at)
    return _kept(class_year, versions, seal, packet_id, at.replace(microsecond=0), lasts)


def to_sign(packing: Packing) -> bytes:
    """What the seal is to sign: the C14N of SignedInfo."""
    return _form(packing).to_be_signed()


@transaction.atomic
def complete(packet_id: UUID, value: bytes, *, at: datetime, clerk: str = "") -> SentPacket:
    """The packet with the seal's signature; its pages are reported in the same transaction.

    ``clerk`` is the staff code of who sealed it, where that is known, for the journal.
    Completing it again gives the same packet. Raises SigningError when no such packet was
    prepared, its time is over, the certificate may no longer sign or the value is not its own
    (then another may come), LifecycleError when one of its pages was changed meanwhile.
    """
    packing = _known(packet_id)
    versions = _locked(packing)
    sent = SentPacket.objects.filter(pk=packet_id).first()
    if sent is not None:
        return sent
    require_open(packing, at=at)
    fingerprint = load(packing.certificates[0]).fingerprint
    holder_of(fingerprint, Role.SCHOOL, packing.school_code, at=at)
    _require_unchanged(packing, versions)
    unsigned = _assembled(packing.class_year, versions, packet_id, packing.signing_time)
    prepared = resume_packet(unsigned, _form(packing), packing.certificates)
    packet = _sent(packing, put_in_place(prepared, value), at)
    move(versions, Action.REPORT, at=at, packet=packet)
    reason = f"văn thư {clerk}" if clerk else ""
    journal.record(versions, Action.REPORT, packing.school_name, at=at, reason=reason)
    return packet


def class_to_pack(pages: QuerySet[PageVersion]) -> ClassYear | None:
    """The class of these pages of one class, if one of them is issued and waits to be packed."""
    first = pages.filter(state=State.ISSUED).order_by("id").first()
    return None if first is None else read_page(bytes(first.content)).class_year


def open_packings(school_code: str, *, at: datetime) -> Sequence[Packing]:
    """The school's packets that still wait for a value, the newest first."""
    sent = SentPacket.objects.filter(packet_id=OuterRef("packet_id"))
    waiting = Packing.objects.filter(~Exists(sent), school_code=school_code, expires_at__gt=at)
    return list(waiting.order_by("-signing_time"))


def unanswered(school_code: str) -> Sequence[SentPacket]:
    """Packets that have no receipt yet; sending one again is always safe."""
    return list(
        SentPacket.objects.filter(school_code=school_code, receipt=None).order_by("sent_at")
    )


def _issued(class_year: ClassYear) -> Sequence[PageVersion]:
    return list(
        PageVersion.objects.of_class(class_year)
        .select_for_update()
        .filter(state=State.ISSUED)
        .order_by("id")
    )


def _kept(
    class_year: ClassYear,
    versions: Sequence[PageVersion],
    seal: Credential,
    packet_id: UUID,
    signing_time: datetime,
    lasts: timedelta,
) -> Packing:
    prepared = prepare_packet(
        _assembled(class_year, versions, packet_id, signing_time),
        certificate=seal.certificate,
        chain=seal.chain,
        algorithm=seal.algorithm,
        signing_time=signing_time,
    )
    return Packing.objects.create(
        packet_id=packet_id,
        department_code=class_year.department_code,
        school_code=class_year.school_code,
        school_name=class_year.school_name,
        level=class_year.level.value,
        grade=class_year.grade,
        class_name=class_year.class_name,
        school_year=class_year.school_year,
        pages=[[version.pk, version.revision] for version in versions],
        references=[[each.target, each.digest] for each in prepared.form.references],
        certificates=list(prepared.certificates),
        algorithm=prepared.form.algorithm,
        signing_time=signing_time,
        expires_at=signing_time + lasts,
    )


def _assembled(
    class_year: ClassYear, versions: Sequence[PageVersion], packet_id: UUID, at: datetime
) -> bytes:
    header = PacketHeader(
        packet_id=packet_id.hex,
        department_code=class_year.department_code,
        school_code=class_year.school_code,
        school_name=class_year.school_name,
        level=class_year.level,
        grade=class_year.grade,
        class_name=class_year.class_name,
        school_year=class_year.school_year,
        created_at=at,
    )
    return assemble(header, [bytes(version.content) for version in versions])


def _form(packing: Packing) -> SignedForm:
    return SignedForm(
        signature_id=PACKET_SIGNATURE_ID,
        algorithm=packing.algorithm,
        references=tuple(Reference(target, digest) for target, digest in packing.references),
        signing_time=packing.signing_time,
        certificate_digest=load(packing.certificates[0]).digest,
        role=Role.SCHOOL,
    )


def _known(packet_id: UUID) -> Packing:
    packing = Packing.objects.filter(pk=packet_id).first()
    if packing is None:
        raise SigningError("Không có gói tin này; hãy đóng gói lại.", code="KHONG_CO_PHIEN")
    return packing


def require_open(packing: Packing, *, at: datetime) -> None:
    """Raise SigningError when the packet takes no value any more."""
    if at >= packing.expires_at:
        ended = packing.expires_at.astimezone(at.tzinfo)
        raise SigningError(
            f"Gói tin chờ ký đã hết hạn lúc {ended:%H:%M %d/%m/%Y}; hãy đóng gói lại.",
            code="PHIEN_HET_HAN",
        )


def _locked(packing: Packing) -> Sequence[PageVersion]:
    """The packet's pages in their order, locked: a twin request waits here."""
    ids = [version_id for version_id, _ in packing.pages]
    return list(PageVersion.objects.select_for_update().filter(pk__in=ids).order_by("id"))


def _require_unchanged(packing: Packing, versions: Sequence[PageVersion]) -> None:
    """Raise LifecycleError unless the pages are as they were when the packet was prepared."""
    issued = [version for version in versions if version.state == State.ISSUED]
    if [[version.pk, version.revision] for version in issued] != packing.pages:
        raise LifecycleError(
            "Có học bạ trong gói vừa được thay đổi hoặc đã nộp; chưa có gì được nộp. "
            "Hãy đóng gói lại."
        )


def _sent(packing: Packing, content: bytes, at: datetime) -> SentPacket:
    return SentPacket.objects.create(
        packet_id=packing.packet_id,
        school_code=packing.school_code,
        school_year=packing.school_year,
        class_name=packing.class_name,
        content=content,
        sent_at=at,
    )
