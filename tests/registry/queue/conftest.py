"""A register with schools, a sender, and an empty queue."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hocba.parties.access.models import Sender
from tests.registry.school import open_schools


@pytest.fixture
def sender(db: None) -> Sender:
    open_schools()
    return Sender.objects.create(id=uuid4(), name="Phần mềm mẫu")
