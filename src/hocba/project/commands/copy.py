"""``hocba copy``: trace a copy by its serial number, for whoever runs the machine."""

from __future__ import annotations

import json

import click

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.public.copies.serials import read_serial
from hocba.public.copies.standing import CopyStanding, copy_standing

FOUND, NOT_FOUND = 0, 1


@click.command(help="Tra một bản in theo SERIAL (số bản in ở chân trang): cấp cho ai, nay ra sao.")
@click.argument("serial")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def command(serial: str, as_json: bool) -> int:
    """Tell of a copy; the exit code is 0 found, 1 not found, 2 could not."""
    number = read_serial(serial)
    if number is None:
        raise InputError("Số bản in gồm 12 chữ số và chữ cái, ví dụ 7F3K-9QW2-MX5T.")
    found = copy_standing(number)
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)) if found else f"Chưa cấp bản in nào có số {number}.")
    return FOUND if found else NOT_FOUND


def _document(found: CopyStanding | None) -> dict[str, object] | None:
    if found is None:
        return None
    copy = found.copy
    return {
        "serial": copy.serial,
        "lookup_code": copy.lookup_code,
        "issued_at": copy.issued_at.astimezone(clock.ZONE).isoformat(),
        "given_to": copy.given_to,
        "sha256": bytes(copy.sha256).hex(),
        "current": found.current,
        "pages": [
            {
                "school_year": page.school_year,
                "version": page.version,
                "fate": page.fate.value,
                "newer": page.newer,
            }
            for page in found.pages
        ],
        "years_since": list(found.years_since),
    }


def _lines(found: CopyStanding) -> list[str]:
    copy = found.copy
    return [
        f"Bản in {copy.serial} của học bạ {copy.lookup_code}",
        f"  Cấp lúc {copy.issued_at.astimezone(clock.ZONE):%H:%M:%S %d/%m/%Y} cho {copy.given_to}",
        f"  SHA-256 của tệp: {bytes(copy.sha256).hex()}",
        *(
            f"  Năm học {page.school_year}, phiên bản {page.version}: {page.words}."
            for page in found.pages
        ),
        *(f"  Có thêm năm học {year} đã chốt." for year in found.years_since),
    ]
