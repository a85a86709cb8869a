"""What the Department does: name organisations and who acts for them, and set legal bases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, IntegrityError, connection, transaction

from hocba.core.errors import InputError
from hocba.core.personal_id import parse
from hocba.parties.access.models import Sender
from hocba.parties.accounts.models import Membership, Organisation
from hocba.public.organisations.models import LegalBasis


@dataclass(frozen=True, slots=True)
class NewBasis:
    """A legal basis as :class:`LegalBasis` has it; both days are included."""

    organisation: str
    article: str
    purpose: str
    levels: Collection[str]
    years: Collection[str]
    lookup_codes: Collection[str]
    begins: date
    ends: date


def add_organisation(
    code: str, *, name: str, unit: str | None, sender: str | None, begins: date
) -> None:
    """Add an organisation, or bring it up to date.

    Raises InputError for an unknown unit or sender.
    """
    program = Sender.objects.filter(name=sender).first() if sender else None
    if sender and program is None:
        raise InputError(f"Chưa cấp mã truy cập nào cho «{sender}»; hãy cấp trước (hocba token).")
    facts = {"name": name.strip(), "unit_id": unit, "sender": program, "valid_from": begins}
    try:
        with transaction.atomic():
            Organisation.objects.update_or_create(code=code, defaults=facts)
            connection.check_constraints()  # foreign keys wait for the commit otherwise
    except IntegrityError as error:
        raise InputError(
            f"Không ghi được cơ quan {code}: tên trống, hoặc mã trường không có trong danh mục hay "
            "đã là của cơ quan khác."
        ) from error


def join(code: str, *, personal_id: str, begins: date) -> None:
    """Let somebody act for an organisation. Raises InputError when it cannot be."""
    parse(personal_id)
    try:
        with transaction.atomic():
            Membership.objects.create(
                organisation_id=code, personal_id=personal_id, valid_from=begins
            )
            connection.check_constraints()
    except IntegrityError as error:
        raise InputError(
            f"Không ghi được: chưa có cơ quan {code}, hoặc người này đang làm thay một cơ quan."
        ) from error


def leave(code: str, *, personal_id: str, ends: date) -> None:
    """The last day on which somebody acts for an organisation; raises InputError if they do not."""
    serving = Membership.objects.filter(
        organisation=code, personal_id=personal_id, valid_to=None, valid_from__lte=ends
    )
    if serving.update(valid_to=ends) != 1:
        raise InputError(f"Không có ai như vậy đang làm việc thay cơ quan {code}.")


def set_basis(new: NewBasis, *, by: str, at: datetime) -> int:
    """Set a legal basis; gives its number. Raises InputError when something is missing."""
    try:
        with transaction.atomic():
            made = LegalBasis.objects.create(
                organisation_id=new.organisation,
                article=new.article.strip(),
                purpose=new.purpose.strip(),
                levels=sorted(set(new.levels)),
                years=sorted(set(new.years)),
                lookup_codes=sorted(set(new.lookup_codes)),
                valid_from=new.begins,
                valid_to=new.ends,
                set_by=by,
                set_at=at,
            )
            connection.check_constraints()
    except DatabaseError as error:
        raise InputError(
            "Không đặt được căn cứ: phải có cơ quan, điều khoản, mục đích, cấp học, và ngày cuối "
            "không trước ngày đầu."
        ) from error
    return made.pk


def shorten_basis(number: int, *, ends: date) -> None:
    """Let a legal basis end earlier. Raises InputError when it would not be earlier."""
    longer = LegalBasis.objects.filter(pk=number, valid_to__gt=ends, valid_from__lte=ends)
    if longer.update(valid_to=ends) != 1:
        raise InputError(f"Không có căn cứ số {number} còn hiệu lực sau ngày đó.")
