"""``hocba ministry``: the Ministry's node of the demonstration, which ``hocba run`` starts.

It brings its database up to date, lets the Department in, and serves until it is told to end,
or until who started it has gone.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.management import call_command

from hocba.adapters import clock
from hocba.adapters.node import Node
from hocba.adapters.trust import load_certificates
from hocba.core.errors import InputError
from hocba.parties.access.models import Scope, Token
from hocba.parties.access.tokens import NewToken, digest_of, issue
from hocba.parties.actions import NewCertificate, load_units, register_certificates
from hocba.parties.catalogue import DEPARTMENT_CODE
from hocba.project.environment import Stage
from hocba.project.processes import end_with_parent
from hocba.project.serving import serve

_SENDER, _SENDER_ID = "Sở GDĐT Hà Nội", UUID("6f2d1a4e-0b7c-4f53-9a8e-51c3d2b7e801")
_LIFE = timedelta(days=366)


@click.command(help="Chạy nút của Bộ để trình diễn; «hocba run» tự gọi lệnh này.")
@click.option("--port", type=int, required=True, help="Cổng của trang web.")
@click.option("--certificate", type=click.Path(path_type=Path), help="Chứng thư số của Sở.")
@click.option("--token", type=click.Path(path_type=Path), help="Tệp chứa mã truy cập cấp cho Sở.")
def command(port: int, certificate: Path, token: Path) -> None:
    """Serve; the files of the Department come from the demonstration that started us."""
    if settings.HOCBA_STAGE is not Stage.DEMONSTRATION or settings.HOCBA_NODE != Node.MINISTRY:
        raise InputError("«hocba ministry» chỉ dùng để trình diễn, với HOCBA_NODE=ministry.")
    end_with_parent()
    call_command("migrate", interactive=False, verbosity=0)
    load_units()
    (seal,) = load_certificates(certificate)
    _let_in(seal, token.read_text(encoding="utf-8").strip())
    serve(port, workers=1, quiet=True)


def _let_in(certificate: x509.Certificate, secret: str) -> None:
    """The Department's seal and its token; what is known already stays."""
    der = certificate.public_bytes(Encoding.DER)
    register_certificates([NewCertificate(der, unit=DEPARTMENT_CODE)])
    at = clock.now()
    if not Token.objects.filter(digest=digest_of(secret)).exists():
        new = NewToken(_SENDER, _SENDER_ID, [Scope.GATHER], [DEPARTMENT_CODE], at + _LIFE)
        issue(new, secret=secret, at=at, actor="demonstration")
