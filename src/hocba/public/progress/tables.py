"""Progress as a table to take home."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hocba.adapters.tables import Cell, Table
from hocba.public.progress.counts import STATES, Line
from hocba.public.progress.returned import Returned


def lines_table(lines: Sequence[Line]) -> Table:
    states = [_(state.vietnamese) for state in STATES]
    head = [_("Mã"), _("Tên"), *states, _("Cộng"), _("Người ký"), _("Có chứng thư số")]
    return Table(_("Tiến độ"), [*head, _("Gói chờ tiếp nhận")], [_line(line) for line in lines])


def _line(line: Line) -> tuple[Cell, ...]:
    counts = (n for _state, n in line.counts)
    return line.code, line.name, *counts, line.total, line.signers, line.certified, line.packets


def returned_table(pages: Sequence[Returned]) -> Table:
    head = [_("Mã tra cứu"), _("Trả lại lúc"), _("Lí do")]
    rows = [(page.lookup_code, page.at, " ".join(page.reasons)) for page in pages]
    return Table(_("Bị trả lại"), head, rows)
