"""The settings as a fresh process reads them."""

import json
import os
import secrets
import subprocess
import sys

import pytest

READ = """
import json, sys
from hocba.adapters import clock
from hocba.core.errors import HocbaError
try:
    from hocba.project import settings
except HocbaError as error:
    sys.exit(error.message)
names = [name for name in dir(settings) if name.isupper()]
values = {name: getattr(settings, name) for name in names}
print(json.dumps({**values, "year": clock.now().year}, default=str))
"""


@pytest.fixture
def production(tmp_path):
    """All that production demands."""
    for name in ("registry.p12", "password", "ledger.pem"):
        (tmp_path / name).touch()
    return {
        "HOCBA_ENV": "production",
        "HOCBA_HOME": str(tmp_path),
        "HOCBA_SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgresql://hocba@db.example/hocba",
        "ALLOWED_HOSTS": "hocba.example",
        "HOCBA_TRUST": str(tmp_path),
        "HOCBA_REGISTRY_KEY": str(tmp_path / "registry.p12"),
        "HOCBA_REGISTRY_KEY_PASSWORD_FILE": str(tmp_path / "password"),
        "HOCBA_LEDGER_KEY": str(tmp_path / "ledger.pem"),
        "HOCBA_LEDGER_NAME": "hocba.example/so-cai",
        "HOCBA_PUBLIC_URL": "https://hocba.example/",
        "HOCBA_PROXIES": "1",
        "HOCBA_TIMESTAMPS": "https://tsa.example",
        "HOCBA_OIDC_ISSUER": "https://dinh-danh.example",
        "HOCBA_OIDC_CLIENT_ID": "hoc-ba",
        "HOCBA_OIDC_CLIENT_SECRET": secrets.token_urlsafe(32),
    }


def read_settings(variables):
    done = subprocess.run(
        [sys.executable, "-c", READ],
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return (json.loads(done.stdout) if done.returncode == 0 else {}), done.stderr


def test_a_demonstration_needs_nothing_and_lives_in_june_2024(tmp_path):
    settings, errors = read_settings({"HOCBA_HOME": str(tmp_path)})
    assert errors == ""
    assert settings["year"] == 2024
    assert settings["DATABASES"]["default"]["ENGINE"] == "hocba.adapters.embedded"
    assert settings["HOCBA_LEDGER_KEY"] == str(tmp_path / "demonstration/keys/ledger.pem")
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert (tmp_path / "secret-key").read_text() == settings["SECRET_KEY"]


def test_reading_the_settings_starts_no_server(tmp_path):
    read_settings({"HOCBA_HOME": str(tmp_path)})
    assert not (tmp_path / "database").exists()


def test_production_is_closed_by_default(production):
    settings, errors = read_settings(production)
    assert errors == ""
    assert settings["DEBUG"] is False
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["year"] > 2024


@pytest.mark.parametrize(
    "name",
    [
        "HOCBA_SECRET_KEY",
        "DATABASE_URL",
        "ALLOWED_HOSTS",
        "HOCBA_TRUST",
        "HOCBA_REGISTRY_KEY",
        "HOCBA_REGISTRY_KEY_PASSWORD_FILE",
        "HOCBA_LEDGER_KEY",
        "HOCBA_PUBLIC_URL",
        "HOCBA_PROXIES",
        "HOCBA_TIMESTAMPS",
        "HOCBA_OIDC_ISSUER",
        "HOCBA_OIDC_CLIENT_ID",
        "HOCBA_OIDC_CLIENT_SECRET",
    ],
)
def test_production_demands(production, name):
    del production[name]
    _, errors = read_settings(production)
    assert f"thiếu {name}" in errors


def test_production_may_do_without_signing_in_if_it_says_so(production):
    production["HOCBA_OIDC_ISSUER"] = "off"
    del production["HOCBA_OIDC_CLIENT_ID"], production["HOCBA_OIDC_CLIENT_SECRET"]
    settings, errors = read_settings(production)
    assert errors == ""
    assert settings["HOCBA_OIDC_ISSUER"] == ""


def test_a_production_provider_is_asked_over_tls_only(production):
    production["HOCBA_OIDC_ISSUER"] = "http://dinh-danh.example"
    _, errors = read_settings(production)
    assert "HOCBA_OIDC_ISSUER phải bắt đầu bằng https://" in errors


def test_which_node_it_is_is_one_of_two(tmp_path):
    home = {"HOCBA_HOME": str(tmp_path)}
    _, errors = read_settings({**home, "HOCBA_NODE": "province"})
    assert "HOCBA_NODE phải là một trong: department, ministry" in errors
    settings, _ = read_settings({**home, "HOCBA_NODE": "ministry"})
    assert settings["HOCBA_MINISTRY_URL"] == ""


def test_a_production_ministry_is_reported_to_over_tls_only(production):
    production["HOCBA_MINISTRY_URL"] = "http://bo.example"
    _, errors = read_settings(production)
    assert "HOCBA_MINISTRY_URL phải bắt đầu bằng https://" in errors


@pytest.mark.parametrize("name", ["HOCBA_CLOCK", "DEBUG"])
def test_production_refuses_what_is_only_for_play(production, name):
    production[name] = "2024-06-24T08:00:00+07:00"
    _, errors = read_settings(production)
    assert f"{name} không được dùng trong môi trường production" in errors


def test_django_finds_nothing_to_say_against_production(production):
    words = ["manage", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        [sys.executable, "-m", "hocba.project.cli", *words],
        env={"PATH": os.environ["PATH"], **production},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
