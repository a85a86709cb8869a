"""What a process of its own needs to work on the tests' database with the tests' keys."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection

from hocba.adapters.keys import save_pkcs12
from tests.core.signature import pki
from tests.registry.school import RECEIPT_KEY

PASSWORD = "mật khẩu của bài thử"  # noqa: S105


def settings(home: Path) -> dict[str, str]:
    """Environment variables of an installation whose files lie under ``home``."""
    trust = home / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    (home / "password").write_text(PASSWORD, encoding="utf-8")
    save_pkcs12(home / "registry.p12", PASSWORD, RECEIPT_KEY)
    return {
        "DATABASE_URL": database_url(),
        "HOCBA_ENV": "test",
        "HOCBA_HOME": str(home),
        "HOCBA_TRUST": str(trust),
        "HOCBA_REGISTRY_KEY": str(home / "registry.p12"),
        "HOCBA_REGISTRY_KEY_PASSWORD_FILE": str(home / "password"),
        "DJANGO_SETTINGS_MODULE": "hocba.project.settings",
    }


def database_url(name: str = "") -> str:
    """The tests' database, or another one of its server, as DATABASE_URL names one."""
    of = connection.get_connection_params()
    login = quote(of.get("user", ""), safe="")
    if of.get("password"):
        login += f":{quote(of['password'], safe='')}"
    port = f":{of['port']}" if of.get("port") else ""
    return f"postgresql://{login}@{quote(of.get('host', ''), safe='')}{port}/{name or of['dbname']}"
