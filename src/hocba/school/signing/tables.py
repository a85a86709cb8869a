"""The lists of the signing pages as tables to take home."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hocba.adapters.tables import Cell, Table
from hocba.school.signing.listing import ClassList, ClassRow, Offer, SessionRow


def offers_table(offers: Sequence[Offer]) -> Table:
    head = [_("Lớp"), _("Năm học"), _("Trường"), _("Vai trò"), _("Ký thay"), _("Chờ ký")]
    return Table(_("Đến lượt bạn ký"), head, [_offer(offer) for offer in offers])


def _offer(offer: Offer) -> tuple[Cell, ...]:
    turn = offer.turn
    place = (turn.class_name, turn.school_year, offer.school_name)
    return *place, turn.role.value, turn.in_place_of, offer.waiting


def class_table(shown: ClassList) -> Table:
    signers = [name for name, _signed in shown.rows[0].signed]
    head = [_("TT"), _("Họ và tên"), _("Trạng thái"), _("Chờ bạn ký"), *signers]
    return Table(_("Học bạ của lớp"), head, [_pupil(row) for row in shown.rows])


def _pupil(row: ClassRow) -> tuple[Cell, ...]:
    signed = (_mark(done) for _name, done in row.signed)
    return row.number, row.pupil, _(row.state), _mark(row.waits), *signed


def session_table(rows: Sequence[SessionRow]) -> Table:
    head = [_("TT"), _("Họ và tên"), _("Trạng thái"), _("Lí do")]
    listed = [
        (number, row.pupil, _(row.word), row.reason) for number, row in enumerate(rows, start=1)
    ]
    return Table(_("Phiên ký"), head, listed)


def _mark(yes: bool) -> str:
    return "x" if yes else ""
