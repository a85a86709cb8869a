"""``hocba witness``: follow a ledger from outside and cosign what continues what was seen."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hocba.adapters import clock
from hocba.adapters.exchange import Limits, Message, converse
from hocba.adapters.keys.ledger import load_ledger_key, save_ledger_key
from hocba.adapters.mirror import Mirror
from hocba.adapters.witness import Follower, Forked
from hocba.core.cosignature import Witness
from hocba.core.errors import Unavailable
from hocba.core.signed_note import NoteVerifier

FORKED = 1
_ANSWER = Limits(size=4096, seconds=30)


@click.command(
    help="Làm nhân chứng cho sổ cái ở địa chỉ hoặc thư mục LEDGER: kiểm tra đầu sổ mới nối tiếp "
    "đầu sổ đã thấy, cùng ký, và gửi chữ ký lại; từ chối khi sổ rẽ nhánh."
)
@click.argument("ledger")
@click.option("--ledger-key", required=True, help="Khoá công khai của sổ cái, dạng tên+mã+khoá.")
@click.option("--name", required=True, help="Tên nhân chứng; ví dụ nhan-chung.example/1.")
@click.option(
    "--state",
    required=True,
    type=click.Path(path_type=Path),
    help="Thư mục giữ khoá của nhân chứng (được tạo khi chưa có) và đầu sổ đã cùng ký.",
)
@click.option("--send/--no-send", default=True, help="Có gửi chữ ký về địa chỉ của sổ cái không.")
def command(ledger: str, ledger_key: str, name: str, state: Path, send: bool) -> int:
    """Exit code 0 cosigned, 1 the log has forked, 2 could not."""
    witness = Witness(name, _key(state))
    mirror = Mirror(ledger)
    click.echo(f"Khoá công khai của nhân chứng: {witness.verifier}")
    try:
        follower = Follower(witness, NoteVerifier.parse(ledger_key), state)
        cosigned = follower.follow(mirror, clock.now())
    except Forked as error:
        click.echo(error.message, err=True)
        return FORKED
    if send and mirror.is_web:
        _send(mirror.address("cosignature"), cosigned)
    click.echo(cosigned.decode(), nl=False)
    return 0


def _send(url: str, cosigned: bytes) -> None:
    """Leave the cosigned head with the log. Raises Unavailable when it does not take it."""
    answer = converse(url, _ANSWER, Message(cosigned, "text/plain; charset=utf-8"))
    if answer.status != HTTPStatus.NO_CONTENT:
        raise Unavailable(
            "Đã cùng ký, nhưng sổ cái không nhận chữ ký; hãy xem khoá của nhân chứng đã có trong"
            " HOCBA_WITNESSES của sổ chưa."
        )


def _key(state: Path) -> Ed25519PrivateKey:
    file = state / "witness.pem"
    state.mkdir(parents=True, exist_ok=True)
    save_ledger_key(file, Ed25519PrivateKey.generate())
    return load_ledger_key(file)
