"""Let in who comes from the national provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from hocba.core.errors import InputError
from hocba.core.personal_id import parse
from hocba.parties.accounts.models import Account

_OTHER_PERSON = (
    "Tài khoản định danh này đã gắn với một số định danh cá nhân khác; "
    "hãy mang căn cước đến trường hoặc Sở Giáo dục và Đào tạo để được kiểm tra."
)
_NO_NUMBER = (
    "Hệ thống định danh không cho biết số định danh cá nhân gồm 12 chữ số; "
    "hãy đăng nhập bằng tài khoản định danh mức độ 2."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider vouches for: its lasting name for the person, the number, the name."""

    provider: str
    subject: str
    personal_id: str
    full_name: str


def admit(identity: Identity, *, at: datetime) -> Account:
    """The account of this person, opened now if it is the first time; may be repeated.

    Subject and personal ID are bound to each other by the first time. Raises InputError when
    either comes with another partner, or when there is no personal ID.
    """
    _require_number(identity)
    try:
        with transaction.atomic():
            return _known(identity) or _opened(identity, at)
    except IntegrityError:  # two first times at once, or the number is another subject's
        known = _known(identity)
        if known is None:
            raise InputError(_OTHER_PERSON, code="DINH_DANH_KHONG_KHOP") from None
        return known


def _require_number(identity: Identity) -> None:
    try:
        parse(identity.personal_id)
    except InputError:
        raise InputError(_NO_NUMBER, code="THIEU_SO_DINH_DANH") from None


def _known(identity: Identity) -> Account | None:
    bound = Account.objects.filter(
        socialaccount__provider=identity.provider, socialaccount__uid=identity.subject
    ).first()
    if bound is not None and bound.personal_id != identity.personal_id:
        raise InputError(_OTHER_PERSON, code="DINH_DANH_KHONG_KHOP")
    return bound


def _opened(identity: Identity, at: datetime) -> Account:
    account = Account.objects.create(
        personal_id=identity.personal_id, full_name=identity.full_name, opened_at=at
    )
    SocialAccount.objects.create(user=account, provider=identity.provider, uid=identity.subject)
    return account
