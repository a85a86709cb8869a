"""Another vendor's software, as far as the API sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from hocba.registry.queue.models import Submission
from tests.registry.queue.queueing import taken_up
from tests.registry.school import KIM_DONG

PACKETS = "/api/v1/packets"
ORDERS = "/api/v1/orders"
SCHOOL = f"/api/v1/schools/{KIM_DONG.school_code}"


@dataclass(frozen=True)
class Vendor:
    secret: str
    token_id: int = 0

    @property
    def client(self) -> Client:
        return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {self.secret}"})

    def send(
        self, data: bytes, *, guid: UUID | str | None = None, kind: str = "application/xml"
    ) -> Any:
        headers = {"Idempotency-Key": str(guid or uuid4())}
        return self.client.post(PACKETS, data, content_type=kind, headers=headers)

    def sent(self, data: bytes) -> UUID:
        """Handed in and taken up; the GUID to ask by."""
        guid = uuid4()
        assert self.send(data, guid=guid).status_code == 202
        taken_up(Submission.objects.get(guid=guid))
        return guid

    def ask(self, address: str, **query: object) -> Any:
        return self.client.get(address, query)

    def tell(self, address: str, content: object) -> Any:
        return self.client.post(address, content, content_type="application/json")

    def order(self, data: bytes, *, guid: UUID | None = None, kind: str = "application/xml") -> Any:
        headers = {"Idempotency-Key": str(guid or uuid4())}
        return self.client.post(ORDERS, data, content_type=kind, headers=headers)


def assert_problem(response: Any, status: int, code: str = "") -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert answer["status"] == status
    assert code in ("", answer["code"])
    assert answer["detail"].endswith(".")
