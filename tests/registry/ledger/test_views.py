"""The ledger on the web: open to read for everybody, to write for known witnesses alone."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

import pytest

from hocba.core import merkle
from hocba.core.checkpoint import verify_checkpoint
from hocba.core.tlog_proof import TlogProof
from hocba.registry.ledger import views
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Cosignature
from tests.core.test_cosignature import OTHER, WITNESS
from tests.registry.audit import LEDGER_KEY

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 1, tzinfo=UTC)
LEAVES = [b"leaf %d\n" % number for number in range(7)]


@pytest.fixture(autouse=True)
def _log(settings, monkeypatch):
    settings.HOCBA_WITNESSES = [str(WITNESS.verifier)]
    monkeypatch.setattr(views, "ledger_signer", lambda: LEDGER_KEY)
    append(LEAVES[:3], at=NOW, signer=LEDGER_KEY)
    append(LEAVES[3:], at=NOW, signer=LEDGER_KEY)


def checkpoint(client) -> bytes:
    return client.get("/so-cai/checkpoint").content


def test_the_newest_head_is_served_and_not_cached(client):
    response = client.get("/so-cai/checkpoint")
    assert verify_checkpoint(response.content, LEDGER_KEY.verifier).size == 7
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"


def test_a_tile_is_served_for_ever(client):
    response = client.get("/so-cai/tile/0/000.p/7")
    assert response.content == b"".join(map(merkle.leaf_hash, LEAVES))
    assert "immutable" in response["Cache-Control"]
    assert client.get("/so-cai/tile/entries/000.p/7").content.count(b"leaf ") == 7


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000.p/8",
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/0/../../checkpoint",
        "tile/9/x999/x999/x999/x999/999",
        f"inclusion/{'0' * 64}",
        "inclusion/abc",
        "consistency/3/8",
        "consistency/0/7",
        "consistency/7/3",
        "consistency/3/99999999999999999999999999",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/so-cai/{path}").status_code == 404


def test_a_leafs_proof_is_asked_for_by_its_hash(client):
    for leaf in LEAVES:
        data = client.get(f"/so-cai/inclusion/{merkle.leaf_hash(leaf).hex()}").content
        assert TlogProof.parse(data).verify(leaf, LEDGER_KEY.verifier).size == 7


def test_two_heads_are_proven_consistent(client):
    lines = client.get("/so-cai/consistency/3/7").content.split()
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(leaf) for leaf in LEAVES])
    old, new = (merkle.root_of((0, size), nodes) for size in (3, 7))
    assert merkle.extends(old, 3, new, 7, [b64decode(line) for line in lines])


def test_the_public_key_is_told(client):
    assert client.get("/so-cai/key").content.decode().strip() == str(LEDGER_KEY.verifier)


def post(client, note: bytes):
    return client.post("/so-cai/cosignature", note, content_type="text/plain")


def test_a_known_witness_leaves_its_word(client):
    note = checkpoint(client) + WITNESS.cosign(checkpoint(client), NOW).encode()
    assert post(client, note).status_code == 204
    assert checkpoint(client) == note


def test_nobody_else_leaves_anything(client):
    note = checkpoint(client)
    forged = note + WITNESS.cosign(note.replace(b"\n7\n", b"\n8\n"), NOW).encode()
    for body in (note, note + OTHER.cosign(note, NOW).encode(), forged, b"", b"x" * 70_000):
        assert post(client, body).status_code == 422
    assert not Cosignature.objects.exists()


def test_no_place_takes_another_method(client):
    for path in ("checkpoint", "tile/0/000.p/7", "key", "consistency/3/7"):
        assert client.post(f"/so-cai/{path}").status_code == 405
    assert client.get("/so-cai/cosignature").status_code == 405


def test_an_empty_log_has_no_head_to_show(client, monkeypatch):
    monkeypatch.setattr(views.queries, "head", lambda: None)
    assert client.get("/so-cai/checkpoint").status_code == 404


def test_no_cookie_is_set(client):
    assert not client.get("/so-cai/checkpoint").cookies
