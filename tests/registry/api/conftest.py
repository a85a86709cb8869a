"""A register with schools, a vendor's token, and the clock at 24 June 2024."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.registry.api import schools
from tests.parties.access.examples import issued, new_secret
from tests.registry.api.vendor import Vendor
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import KIM_DONG, NOW, open_schools


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    open_schools()
    monkeypatch.setattr(schools, "ledger_signer", lambda: LEDGER_KEY)
    clock.start_at(NOW)
    yield
    clock.start_at(None)


@pytest.fixture
def vendor(register: None) -> Vendor:
    """A vendor whose token is for all that may be done, for Kim Đồng alone."""
    secret = new_secret()
    token = issued(
        secret, scopes=[Scope.REPORT, Scope.RECALL, Scope.LOCK], units=[KIM_DONG.school_code]
    )
    return Vendor(secret, token.pk)
