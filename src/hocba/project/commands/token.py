"""``hocba token``: access tokens of other programs, issued, rotated, revoked and listed."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

import click

from hocba.adapters import clock
from hocba.parties.access.models import Scope, Token
from hocba.parties.access.queries import Issued, all_tokens
from hocba.parties.access.tokens import PREFIX, NewToken, issue, revoke, rotate
from hocba.project.operator import operator

_DAYS = click.IntRange(1, 366)


@click.group(help="Mã truy cập của phần mềm khác: cấp, thay, thu hồi, liệt kê.")
def command() -> None:
    """The group itself does nothing."""


@command.command("issue", help="Cấp một mã truy cập; mã chỉ hiện một lần này.")
@click.option("--sender", required=True, help="Tên đơn vị hoặc phần mềm sử dụng.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="Quyền; nhiều lần được.",
)
@click.option("--unit", "units", multiple=True, help="Mã trường được làm thay; nhiều lần được.")
@click.option("--days", type=_DAYS, default=180, help="Số ngày có hiệu lực.")
def issue_token(sender: str, scopes: tuple[str, ...], units: tuple[str, ...], days: int) -> None:
    at, secret = clock.now(), _new_secret()
    new = NewToken(sender, uuid4(), scopes, units, at + timedelta(days=days))
    _show_once(issue(new, secret=secret, at=at, actor=operator()), secret)


@command.command("rotate", help="Thay mã truy cập; mã cũ còn dùng được một thời gian.")
@click.argument("token", type=int)
@click.option("--overlap", type=click.IntRange(0, 90), default=7, help="Số ngày mã cũ còn dùng.")
@click.option("--days", type=_DAYS, default=180, help="Số ngày mã mới có hiệu lực.")
def rotate_token(token: int, overlap: int, days: int) -> None:
    secret = _new_secret()
    rotated = rotate(
        token,
        secret=secret,
        at=clock.now(),
        overlap=timedelta(days=overlap),
        life=timedelta(days=days),
        actor=operator(),
    )
    _show_once(rotated, secret)


@command.command("revoke", help="Thu hồi mã truy cập, có hiệu lực ngay.")
@click.argument("token", type=int)
@click.option("--reason", required=True, help="Lý do.")
def revoke_token(token: int, reason: str) -> None:
    revoke(token, at=clock.now(), actor=operator(), reason=reason)
    click.echo(f"Đã thu hồi mã truy cập số {token}.")


@command.command("list", help="Liệt kê các mã truy cập đã cấp.")
def list_tokens() -> None:
    at = clock.now()
    for token in all_tokens():
        scopes, units = ", ".join(token.scopes), f"{token.units} đơn vị"
        click.echo(
            "\t".join((str(token.number), token.sender, scopes, units, _standing(token, at)))
        )


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _show_once(token: Token, secret: str) -> None:
    """The secret alone on standard output, so that it can go straight to where it is kept."""
    click.echo(
        f"Mã truy cập số {token.pk} của {token.sender}, dùng đến {token.expires_at:%d/%m/%Y %H:%M}."
        " Hãy cất ngay: mã không hiện lại lần nữa.",
        err=True,
    )
    click.echo(secret)


def _standing(token: Issued, at: datetime) -> str:
    if token.revoked_at is not None:
        return f"đã thu hồi {token.revoked_at.astimezone(clock.ZONE):%d/%m/%Y}"
    until = f"{token.expires_at.astimezone(clock.ZONE):%d/%m/%Y}"
    return f"hết hạn {until}" if token.expires_at <= at else f"dùng đến {until}"
