"""``hocba reconcile``: the other's ledger from its public files, and every difference by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.adapters.node import Node
from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.tiles import CHECKPOINT, ENTRIES, Tile, bundle
from hocba.project.cli import run
from hocba.registry.ledger.models import Entry
from hocba.registry.reporting.models import SeenHead
from tests.registry.audit import LEDGER_KEY
from tests.registry.department import DEPARTMENT_LEDGER, dispatch, gather, open_department
from tests.registry.school import lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db
THEIRS = DEPARTMENT_LEDGER


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    """The directory in which the other's ledger lies; it is known by its key."""
    settings.HOCBA_NODE = Node.DEPARTMENT
    settings.HOCBA_PEERS = tmp_path
    for name in ("bo", "01"):
        (tmp_path / f"{name}.vkey").write_text(str(THEIRS.verifier), encoding="utf-8")
    return tmp_path / "so-cai"


def show(files: Path, leaves: list[bytes], signer=THEIRS) -> None:
    """Publish a ledger of these entries."""
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(leaf) for leaf in leaves])
    tile = files / Tile(ENTRIES, 0, len(leaves)).path
    tile.parent.mkdir(parents=True, exist_ok=True)
    tile.write_bytes(bundle(leaves))
    root = merkle.root_of((0, len(leaves)), nodes)
    (files / CHECKPOINT).write_bytes(sign_checkpoint(len(leaves), root, signer))


def our_leaves(*numbers: int) -> list[bytes]:
    open_schools()
    receive(packet(*map(page, numbers)))
    lock(*numbers)
    return [bytes(entry.leaf) for entry in Entry.objects.order_by("position")]


def reconcile(files: Path, *more: str) -> int:
    return run(["reconcile", "--with", str(files.parent), *more])


def test_two_ledgers_that_agree_in_another_order(files: Path, capsys) -> None:
    show(files, our_leaves(1, 2, 3)[::-1])
    assert reconcile(files) == 0
    assert "3 học bạ giống nhau, 0 khác" in capsys.readouterr().out
    assert SeenHead.objects.get().size == 3


def test_every_difference_is_named(files: Path, capsys) -> None:
    first, second, third = our_leaves(1, 2, 3)
    other = second.replace(b"\n1\n", b"\n2\n")
    show(files, [first, other, third.replace(b"2023-2024", b"2022-2023")])
    assert reconcile(files) == 1
    said = capsys.readouterr().out
    assert "1 học bạ giống nhau, 3 khác" in said
    assert "bên kia thiếu" in said
    assert "bên kia thừa" in said
    assert "hai bên khác nhau" in said
    assert "(phiên bản 1 / phiên bản 2)" in said


def test_a_ledger_that_forgets_what_it_showed_before(files: Path, capsys) -> None:
    leaves = our_leaves(1, 2, 3)
    show(files, leaves)
    assert reconcile(files) == 0
    show(files, leaves[:2])
    assert reconcile(files) == 1
    assert "trước đây có 3" in capsys.readouterr().out


def test_a_ledger_that_tells_another_history(files: Path, capsys) -> None:
    leaves = our_leaves(1, 2, 3)
    show(files, leaves[:2])
    assert reconcile(files) == 1
    show(files, [leaves[1], leaves[0], leaves[2]])
    assert reconcile(files) == 1
    assert "rẽ nhánh" in capsys.readouterr().out


def test_entries_that_are_not_those_of_the_signed_head(files: Path, capsys) -> None:
    leaves = our_leaves(1, 2, 3)
    show(files, leaves)
    (files / Tile(ENTRIES, 0, 3).path).write_bytes(bundle([leaves[0], leaves[2], leaves[1]]))
    assert reconcile(files) == 1
    assert "không phải của đầu sổ mà nó đã ký" in capsys.readouterr().out


def test_a_ledger_signed_by_somebody_else_decides_nothing(files: Path) -> None:
    show(files, our_leaves(1), signer=LEDGER_KEY)
    assert reconcile(files) == 2


def test_another_node_that_is_away_or_unknown(files: Path, capsys) -> None:
    our_leaves(1)
    assert reconcile(files) == 2
    assert reconcile(files, "--peer", "79") == 2
    assert "Chưa có khoá sổ cái của «79»" in capsys.readouterr().err


def test_the_ministry_compares_what_one_department_reported(files: Path, settings, capsys) -> None:
    settings.HOCBA_NODE = Node.MINISTRY
    open_department()
    gather(dispatch(page(1), page(2)))
    leaves = [bytes(entry.leaf) for entry in Entry.objects.order_by("position")]
    show(files, leaves)
    assert reconcile(files, "--peer", "01") == 0
    show(files, [*leaves, leaves[0].replace(b"2023-2024", b"2022-2023")])
    assert reconcile(files, "--peer", "01") == 1
    assert "bên kia thừa" in capsys.readouterr().out
