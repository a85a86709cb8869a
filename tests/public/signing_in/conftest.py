"""The site joined to a real provider, on this machine alone."""

from __future__ import annotations

import copy

import pytest

from tests import identity
from tests.identity import Human

LAN = Human("lan-7f3", "Trần Thị Lan", "001184000123")
MINH = Human("minh-02c", "Lê Văn Minh", "001086000456")
NOBODY = Human("khach-99", "Khách", None)
LAN_AGAIN = Human("lan-khac", "Trần Thị Lan", LAN.personal_id)

SITE = "http://testserver"


@pytest.fixture(scope="session")
def issuer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    people = [LAN, MINH, NOBODY, LAN_AGAIN]
    with identity.provider(folder, people, at_home=SITE) as issuer:
        yield issuer


def join(settings, issuer, site):
    """Set what ``settings.py`` reads from the environment."""
    providers = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    app = providers["national_id"]["APPS"][0]
    app |= {"client_id": identity.CLIENT_ID, "secret": identity.CLIENT_SECRET}
    app["settings"]["server_url"] = issuer
    settings.SOCIALACCOUNT_PROVIDERS = providers
    settings.HOCBA_OIDC_ISSUER = issuer
    settings.HOCBA_PUBLIC_URL = site


@pytest.fixture
def joined(settings, issuer, db, monkeypatch):
    """The site with the provider's settings; the address of the provider."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    join(settings, issuer, SITE)
    return issuer
