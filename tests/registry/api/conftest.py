"""A register with schools, a vendor's token, and the clock at 24 June 2024."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.registry.api import orders
from hocba.registry.intake.examining import Conditions
from tests.parties.access.examples import issued, new_secret
from tests.registry.api.vendor import Vendor
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import KIM_DONG, NOW, TRUST, VAN_QUAN, open_schools

EVERYTHING = [Scope.REPORT, Scope.RECALL, Scope.LOCK, Scope.TRANSFER]


@pytest.fixture
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests' roots and ledger key, and the clock at 24 June 2024."""
    monkeypatch.setattr(orders, "ledger_signer", lambda: LEDGER_KEY)
    monkeypatch.setattr(orders, "own_conditions", lambda: Conditions(TRUST))
    clock.start_at(NOW)
    yield
    clock.start_at(None)


@pytest.fixture
def register(db: None, at_the_desk: None) -> None:
    open_schools()


@pytest.fixture
def vendor(register: None) -> Vendor:
    """A vendor whose token is for all that may be done, for Kim Đồng alone."""
    secret = new_secret()
    token = issued(secret, scopes=EVERYTHING, units=[KIM_DONG.school_code])
    return Vendor(secret, token.pk)


@pytest.fixture
def van_quan(register: None) -> Vendor:
    """Another vendor, for Văn Quán alone."""
    secret = new_secret()
    token = issued(secret, sender="Hãng khác", scopes=EVERYTHING, units=[VAN_QUAN.school_code])
    return Vendor(secret, token.pk)
