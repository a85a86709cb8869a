"""What the school orders of the register about its pages, written and signed with its seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256

from hocba.adapters.keys import Device
from hocba.core.errors import InputError
from hocba.core.lifecycle import Role, State
from hocba.core.packet import Deed, NamedPage, Order, write_order
from hocba.core.signature import complete, prepare_order
from hocba.parties.binding import holder_of
from hocba.parties.queries import department_of, units_by_code
from hocba.school.pages.models import PageVersion

_OF_A_VERSION = frozenset({Deed.RECALL, Deed.LOCK})


@dataclass(frozen=True, slots=True)
class Wish:
    """A deed, and what it is about: transcripts by ``lookup_codes`` or pupils."""

    deed: Deed
    school_code: str
    reason: str
    school_year: str = ""
    to_school: str = ""
    lookup_codes: tuple[str, ...] = ()
    personal_ids: tuple[str, ...] = ()


def write(wish: Wish, *, order_id: UUID, at: datetime) -> Order:
    """The order that says it; recall and lock name the versions that the register has accepted.

    Raises InputError for an unknown school, and when it has no accepted page of a transcript.
    """
    school = units_by_code({wish.school_code}).get(wish.school_code)
    if school is None:
        raise InputError(f"Mã trường {wish.school_code} không có trong danh mục.")
    return Order(
        order_id=order_id.hex,
        department_code=department_of(school.code),
        school_code=school.code,
        school_name=school.name,
        deed=wish.deed,
        reason=wish.reason.strip(),
        created_at=at.replace(microsecond=0),
        school_year=wish.school_year,
        to_school=wish.to_school,
        pages=_named(wish),
        personal_ids=wish.personal_ids,
    )


def seal(order: Order, device: Device, *, at: datetime) -> bytes:
    """The order with the school's signature.

    Raises SigningError when the certificate is not the school's, before any key is used, and
    PacketError for what the format of an order does not allow.
    """
    holder_of(device.certificate.fingerprint(SHA256()), Role.SCHOOL, order.school_code, at=at)
    prepared = prepare_order(
        write_order(order),
        certificate=device.certificate,
        chain=device.chain,
        algorithm=device.algorithm,
        signing_time=order.created_at,
    )
    (value,) = device.sign_all([prepared.to_be_signed])
    return complete(prepared, value)


def _named(wish: Wish) -> tuple[NamedPage, ...]:
    if wish.deed not in _OF_A_VERSION:
        return tuple(map(NamedPage, wish.lookup_codes))
    held = dict(
        PageVersion.objects.filter(
            school_code=wish.school_code,
            school_year=wish.school_year,
            transcript__in=wish.lookup_codes,
            state=State.ACCEPTED,
        ).values_list("transcript_id", "version")
    )
    missing = [code for code in wish.lookup_codes if code not in held]
    if missing:
        raise InputError(
            f"Trường không có trang năm học {wish.school_year} đã được Sở tiếp nhận của học bạ "
            f"{', '.join(missing)}."
        )
    return tuple(NamedPage(code, held[code]) for code in wish.lookup_codes)
