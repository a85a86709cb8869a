"""``hocba stamp``: a timestamp for each signed head of the ledger that has none yet.

With ``--school`` it is for each page of the school whose last signature has none yet.
"""

from __future__ import annotations

import click
from django.db.models import QuerySet

from hocba.adapters import clock
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import InputError
from hocba.project.timestamps import chosen_authority, with_timestamps
from hocba.registry.ledger.stamping import stamp_heads
from hocba.school.pages.models import PageVersion
from hocba.school.signing.stamping import stamp_pages, unstamped

SOME_WAIT = 1


@click.command(
    help="Xin dấu thời gian (RFC 3161) cho những đầu sổ cái chưa có; chạy định kì, chạy lại được. "
    "Có --school thì đóng dấu thời gian cho chữ ký mới nhất trên học bạ của trường."
)
@click.option("--school", default="", help="Mã trường.")
@click.option("--year", default="", help="Năm học; thiếu thì mọi năm.")
@click.option("--class", "class_name", default="", help="Tên lớp; thiếu thì cả trường.")
@with_timestamps
def command(*, school: str, year: str, class_name: str, timestamps: str) -> int:
    """Exit code 0 when nothing waits any more, 1 when pages still do, 2 when heads still do."""
    authority = chosen_authority(timestamps)
    if authority is None:
        raise InputError("Chưa có HOCBA_TIMESTAMPS: địa chỉ dịch vụ dấu thời gian.")
    if school:
        wanted = {"school_code": school, "school_year": year, "class_name": class_name}
        given = {field: value for field, value in wanted.items() if value}
        return stamp_what_waits(PageVersion.objects.filter(**given), authority)
    if year or class_name:
        raise InputError("Thiếu --school: --year và --class chỉ dùng cho học bạ của một trường.")
    stamped = stamp_heads(authority, clock.now)
    click.echo(f"Đã đóng dấu thời gian {stamped} đầu sổ cái.")
    return 0


def stamp_what_waits(pages: QuerySet[PageVersion], authority: TimestampAuthority) -> int:
    """Stamp the last signature of each of ``pages``, tell how many; the exit code."""
    waiting = unstamped(pages)
    stamped = stamp_pages(waiting, authority.stamp, at=clock.now())
    click.echo(f"Đã đóng dấu thời gian chữ ký trên {stamped} học bạ.")
    left = len(waiting) - stamped
    if left:
        click.echo(f"Còn {left} học bạ chưa có; chạy «hocba stamp --school …» để đóng sau.")
    return SOME_WAIT if left else 0
