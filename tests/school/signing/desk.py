"""Members of the sample schools' staff, signed in, and how they call the endpoints."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from time import time
from typing import Any
from uuid import UUID
from zlib import crc32

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client

from hocba.adapters import clock
from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.parties.accounts.models import Account
from hocba.parties.accounts.who_may import SIGNED_IN_AT
from hocba.parties.models import Person
from tests.school.pages.conftest import SmallClass
from tests.school.signing.sign_service import in_base64

SESSION = UUID("5e551011-0000-4000-8000-00000000000a")
UNKNOWN = UUID("5e551011-0000-4000-8000-00000000000b")


def signed_in(person: str, **options: Any) -> Client:
    """A browser in which this member of staff has signed in."""
    client = Client(**options)
    client.force_login(_account(person))
    session = client.session
    session[SIGNED_IN_AT] = time()
    session.save()
    return client


def _account(person: str) -> Account:
    """The account that stands for this member of staff, by a personal ID of its own."""
    personal_id = f"0{crc32(person.encode()) % 10**11:011}"
    Person.objects.filter(pk=person).update(personal_id=personal_id)
    found, _ = Account.objects.get_or_create(
        personal_id=personal_id, defaults={"full_name": person, "opened_at": clock.now()}
    )
    return found


def post(client: Client, address: str, body: Mapping[str, Any]) -> HttpResponse:
    return client.post(address, json.dumps(body), content_type="application/json")


@dataclass(frozen=True)
class Desk:
    """The homeroom teacher of 4A1 at their desk, with six drafts that wait for them."""

    small_class: SmallClass

    @property
    def school(self) -> str:
        return self.small_class.class_year.school_code

    @property
    def teacher(self) -> str:
        return f"{self.school}-GV02"

    @property
    def key(self) -> SigningKey:
        (signer,) = (s for s in self.small_class.signers if s.role is Role.HOMEROOM_TEACHER)
        return signer.key

    @property
    def certificate(self) -> str:
        return in_base64(self.key)

    @property
    def turn(self) -> dict[str, Any]:
        return {"vai": "GVCN", "truong": self.school, "nam": "2023-2024", "lop": "4A1"}

    def browser(self, **options: Any) -> Client:
        return signed_in(self.teacher, **options)

    def strangers(self) -> dict[str, Client]:
        """Members of staff who are signed in and have no business with this class."""
        head = f"{self.school}-HT"
        return {
            "another role": signed_in(head),
            "another school": signed_in("01C055-GV01"),
            "nobody on a staff": signed_in("KHONG-CO"),
        }

    def ask(self, **changes: Any) -> dict[str, Any]:
        return {**self.turn, "certificate": self.certificate, "session": str(SESSION), **changes}

    def open(self) -> Client:
        """The teacher's browser, with a session over the six pages."""
        client = self.browser()
        assert post(client, "/ky-so/phien", self.ask()).status_code == HTTPStatus.OK
        return client

    def items(self, client: Client) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.get(f"/ky-so/phien/{SESSION}/can-ky").json()["items"]
        return found

    def values(self, items: list[dict[str, Any]], key: SigningKey | None = None) -> dict[str, str]:
        return {str(item["id"]): sign(key or self.key, item["digest"]) for item in items}


def sign(key: SigningKey, digest: str) -> str:
    """As the service does: RSA PKCS#1 v1.5 over a SHA-256 hash that was made elsewhere."""
    value = key.private_key.sign(b64decode(digest), PKCS1v15(), Prehashed(SHA256()))
    return b64encode(value).decode()


def told(response: HttpResponse) -> tuple[int, str, str]:
    """Status, code and sentence of a refusal."""
    said = response.json()
    return response.status_code, said["code"], said["message"]
