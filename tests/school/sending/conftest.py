"""Packing in the browser starts where signing ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters import clock
from hocba.adapters.keys import SigningKey
from hocba.adapters.pki.authority import KeyKind, Subject, issue
from hocba.adapters.pki.demonstration import SIGNER_VALIDITY
from hocba.core.lifecycle import Role
from hocba.parties.actions import (
    Employee,
    NewAppointment,
    NewCertificate,
    appoint,
    register_certificates,
    register_people,
)
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class
from tests.school.sending.counter import CLERK, Counter
from tests.school.signing.conftest import browser, open_tab
from tests.school.signing.sign_service import SignService, serving

__all__ = ["_home", "browser", "open_tab", "small_class"]


@pytest.fixture
def drafted(small_class: SmallClass) -> Iterator[Counter]:
    """The clerk in June 2024, while the class has only drafts."""
    small_class.draft()
    school = small_class.class_year.school_code
    register_people([Employee(CLERK, "Văn Thư Mẫu"), Employee("VT2", "Văn Thư Khác")])
    appoint(
        [
            NewAppointment(CLERK, school, Role.CLERK, date(2024, 1, 1)),
            NewAppointment("VT2", "01C055", Role.CLERK, date(2024, 1, 1)),
        ]
    )
    clock.start_at(NOW)
    yield Counter(small_class, _seal_on_a_token(small_class))
    clock.start_at(None)


@pytest.fixture
def counter(drafted: Counter) -> Counter:
    """All have signed, the seal too."""
    drafted.small_class.sign(drafted.small_class.signers)
    return drafted


@pytest.fixture
def service(drafted: Counter, settings) -> Iterator[SignService]:
    """The school's token in the service, whose address the pages are told."""
    with serving(drafted.key) as service:
        settings.HOCBA_SIGN_SERVICE = service.address
        settings.HOCBA_SIGN_SERVICE_PATIENCE = 20
        yield service


def _seal_on_a_token(small_class: SmallClass) -> SigningKey:
    name = small_class.class_year.school_name
    subject = Subject(name, name, tax_code="0100000001")
    authority = small_class.keys.key("issuing-ca")
    key = issue(authority, subject, KeyKind.RSA_2048, SIGNER_VALIDITY)
    der = key.certificate.public_bytes(Encoding.DER)
    register_certificates([NewCertificate(der, unit=small_class.class_year.school_code)])
    return key
