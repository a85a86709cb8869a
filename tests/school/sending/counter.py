"""The clerk of the sample school at their counter, the seal on a token before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from hocba.adapters.keys import SigningKey
from tests.school.pages.conftest import SmallClass
from tests.school.signing.desk import post, sign, signed_in
from tests.school.signing.sign_service import in_base64

CLERK = "VT1"
PACKET = UUID("9ac4e700-0000-4000-8000-00000000000a")
UNKNOWN = UUID("9ac4e700-0000-4000-8000-00000000000b")
PAGE = f"/nop-so/goi/{PACKET}"


@dataclass(frozen=True)
class Counter:
    """Six issued pages of 4A1 wait to be packed."""

    small_class: SmallClass
    key: SigningKey

    @property
    def school(self) -> str:
        return self.small_class.class_year.school_code

    @property
    def turn(self) -> dict[str, str]:
        return {"vai": "NHATRUONG", "truong": self.school, "nam": "2023-2024", "lop": "4A1"}

    @property
    def certificate(self) -> str:
        return in_base64(self.key)

    def browser(self, **options: Any) -> Client:
        return signed_in(CLERK, **options)

    def strangers(self) -> dict[str, Client]:
        """Members of staff who are signed in and keep no seal of this school."""
        return {
            "the head": signed_in(f"{self.school}-HT"),
            "a teacher": signed_in(f"{self.school}-GV02"),
            "another school's clerk": signed_in("VT2"),
            "nobody on a staff": signed_in("KHONG-CO"),
        }

    def ask(self, **changes: Any) -> dict[str, Any]:
        return {**self.turn, "certificate": self.certificate, "session": str(PACKET), **changes}

    def open(self) -> Client:
        """The clerk's browser, with a packet that waits for its seal."""
        client = self.browser()
        assert post(client, "/nop-so/goi", self.ask()).json() == {"address": PAGE}
        return client

    def value(self, client: Client, key: SigningKey | None = None) -> dict[str, Any]:
        """What the page sends once the token has signed."""
        (item,) = client.get(f"{PAGE}/can-ky").json()["items"]
        values = {str(item["id"]): sign(key or self.key, item["digest"])}
        return {"certificate": self.certificate, "values": values}
