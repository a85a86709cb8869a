"""The owner's lists as tables to take home, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hocba.adapters.tables import Cell, Table
from hocba.public.owners.queries import Given, GrantLine, Line


def looks_table(looks: Sequence[Line]) -> Table:
    head = [_("Lúc"), _("Ai"), _("Việc"), _("Năm học"), _("Được xem"), _("Vì sao"), _("Mục đích")]
    return Table(_("Lượt xem"), head, [_look(look) for look in looks])


def _look(look: Line) -> tuple[Cell, ...]:
    shown = _("có") if look.shown else _("không")
    what = capfirst(_(look.what))
    return look.at, _(look.who), what, look.years, shown, capfirst(look.ground), look.purpose


def copies_table(copies: Sequence[Given]) -> Table:
    head = [_("Số"), _("Cấp lúc"), _("Cho ai"), _("Hiện nay")]
    return Table(_("Bản in đã cấp"), head, [_copy(given) for given in copies])


def _copy(given: Given) -> tuple[Cell, ...]:
    copy = given.standing.copy
    now = _("vẫn là bản hiện hành") if given.standing.current else _("đã có học bạ mới hơn")
    return str(copy.serial), copy.issued_at, _(given.to), now


def grants_table(grants: Sequence[GrantLine]) -> Table:
    head = [
        *(_("Ai được xem"), _("Năm học"), _("Mục đích"), _("Cho phép lúc"), _("Đến hết ngày")),
        *(_("Số lượt đã dùng"), _("Dùng gần nhất"), _("Thu hồi lúc")),
    ]
    return Table(_("Đã cho phép"), head, [_grant(grant) for grant in grants])


def _grant(grant: GrantLine) -> tuple[Cell, ...]:
    return (
        *(_(grant.to), grant.years, grant.purpose, grant.given_at, grant.last_day),
        *(grant.uses, grant.last_used, grant.revoked_at),
    )
