"""``hocba peer``: let a Department report to this node, by the certificate that it signs with."""

from __future__ import annotations

from pathlib import Path

import click
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.trust import load_certificates
from hocba.core.errors import InputError
from hocba.parties.actions import NewCertificate, register_certificates
from hocba.parties.models import UnitKind
from hocba.parties.queries import units_by_code


@click.command(help="Ghi nhận chứng thư số của Sở có mã CODE, để nhận báo cáo của Sở đó.")
@click.argument("code")
@click.argument("certificate", type=click.Path(path_type=Path))
def command(code: str, certificate: Path) -> None:
    """What is known already stays."""
    unit = units_by_code([code]).get(code)
    if unit is None or unit.kind != UnitKind.DEPARTMENT:
        raise InputError(f"Không có Sở nào mang mã «{code}» trong danh mục đơn vị.")
    found = load_certificates(certificate)
    register_certificates(
        NewCertificate(each.public_bytes(Encoding.DER), unit=code) for each in found
    )
    click.echo(f"Đã ghi nhận {len(found)} chứng thư số của {unit.name}.")
