"""The parts of an audit: they cover everything, and can be taken up again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.registry.audit import work
from hocba.registry.audit.findings import Fault, Finding
from hocba.registry.audit.tree import SUBTREE
from hocba.registry.intake.models import Packet
from hocba.registry.ledger.models import Entry
from tests.registry.audits.tampering import furnish

PARTS = st.tuples(st.sampled_from(["packets", "entries"]), st.integers(0, 99), st.integers(0, 99))
FINDINGS = st.builds(Finding, st.text(max_size=20), st.sampled_from(Fault))


@given(st.integers(0, 10**9), st.lists(PARTS, unique=True), st.sets(FINDINGS))
def test_what_was_done_is_remembered(tmp_path_factory, size, parts, findings):
    file = tmp_path_factory.mktemp("audit") / "progress.json"
    progress = work.Progress(size, parts)
    for part in parts[::2]:
        progress.take(part, list(findings))
    progress.save(file)
    again = work.load(file)
    assert again == progress
    assert again.waiting == parts[1::2]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"size": 1, "parts": [[1]], "done": []}', "\x00"]
)
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    file = tmp_path / "progress.json"
    file.write_text(text)
    with pytest.raises(InputError, match="trạng thái kiểm toán"):
        work.load(file)


@pytest.mark.django_db
def test_the_parts_cover_every_packet_and_every_entry(monkeypatch):
    furnish()
    monkeypatch.setattr(work, "SUBTREE", 2)
    monkeypatch.setattr(work, "PACKETS_AT_ONCE", 1)
    progress = work.plan()
    covered = {
        kind: {
            key for name, low, high in progress.parts if name == kind for key in range(low, high)
        }
        for kind in ("packets", "entries")
    }
    assert set(Packet.objects.values_list("pk", flat=True)) <= covered["packets"]
    assert covered["entries"] == set(Entry.objects.values_list("position", flat=True))
    assert SUBTREE & (SUBTREE - 1) == 0


@pytest.mark.django_db
def test_an_empty_registry_has_nothing_wrong():
    progress = work.plan()
    assert progress.size == 0
    assert {name for name, _, _ in progress.parts} == {"heads", "nodes", "whole", "orders"}
