"""A port that another program uses is told of in one sentence."""

from __future__ import annotations

import socket

import pytest

from hocba.core.errors import Unavailable
from hocba.project import serving

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind((serving.ADDRESS, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken_port: int) -> None:
    with pytest.raises(Unavailable, match=f"Cổng {taken_port}.*ONCE=1"):
        serving.require_free_port(taken_port)


def test_a_port_that_has_become_free_is_accepted() -> None:
    with socket.socket() as other:
        other.bind((serving.ADDRESS, 0))
        other.listen()
        port = other.getsockname()[1]
    serving.require_free_port(port)
