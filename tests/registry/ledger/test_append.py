"""Appending to the log, with the whole log verified again after every step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from hocba.core import merkle
from hocba.core.checkpoint import verify_checkpoint
from hocba.registry.ledger import queries
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Checkpoint, Entry
from tests.registry.audit import LEDGER_KEY, audit

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 1, tzinfo=UTC)


def leaves(first: int, count: int) -> list[bytes]:
    return [b"leaf %d\n" % i for i in range(first, first + count)]


def grow_by(*batches: int) -> None:
    for batch in batches:
        append(leaves(Entry.objects.count(), batch), at=NOW, signer=LEDGER_KEY)


def test_an_empty_log_has_no_head() -> None:
    assert queries.head() is None
    assert queries.inclusion(b"leaf 0\n") is None
    assert audit() == 0


def test_the_log_verifies_from_scratch_after_every_append() -> None:
    size = 0
    for batch in (1, 1, 1, 5, 8, 1, 240, 3, 256, 17):
        grow_by(batch)
        size += batch
        assert audit() == size


def test_the_head_that_append_returns_is_signed_and_newest() -> None:
    head = append(leaves(0, 3), at=NOW, signer=LEDGER_KEY)
    newest = queries.head()
    assert newest is not None
    assert bytes(newest.note) == head.note
    assert verify_checkpoint(head.note, LEDGER_KEY.verifier).size == 3
    assert newest.signed_at == NOW


def test_every_leaf_has_a_proof_under_every_head() -> None:
    for batch in (1, 2, 4, 6):
        grow_by(batch)
        for index, leaf in enumerate(leaves(0, Entry.objects.count())):
            found = queries.inclusion(leaf)
            assert found is not None
            head = verify_checkpoint(found.checkpoint, LEDGER_KEY.verifier)
            assert found.index == index
            place = (head.size, found.index, merkle.leaf_hash(leaf), found.path)
            assert merkle.includes(head.root, *place)


def test_a_leaf_that_was_never_entered_has_no_proof() -> None:
    grow_by(3)
    assert queries.inclusion(b"leaf 3\n") is None


def test_any_two_heads_are_consistent() -> None:
    grow_by(1, 2, 4, 6, 3)
    heads = {head.size: bytes(head.root) for head in Checkpoint.objects.all()}
    pairs = [(old, new) for old in heads for new in heads if old <= new]
    for old, new in pairs:
        path = queries.consistency(old, new)
        assert merkle.extends(heads[old], old, heads[new], new, path)
    assert len(pairs) == 15


def test_a_log_is_not_consistent_with_a_size_it_has_not_reached() -> None:
    grow_by(3)
    with pytest.raises(KeyError):
        queries.consistency(3, 5)


def test_nothing_is_appended_when_there_is_nothing_to_append() -> None:
    with pytest.raises(ValueError, match="empty batch"):
        append([], at=NOW, signer=LEDGER_KEY)
    assert audit() == 0


def test_a_leaf_that_is_in_the_log_already_leaves_the_log_as_it_was() -> None:
    grow_by(3)
    with pytest.raises(IntegrityError):
        append([b"new\n", b"leaf 1\n"], at=NOW, signer=LEDGER_KEY)
    assert audit() == 3


def test_an_append_is_undone_with_the_transaction_around_it() -> None:
    grow_by(3)
    with transaction.atomic():
        append(leaves(3, 2), at=NOW, signer=LEDGER_KEY)
        transaction.set_rollback(True)
    assert audit() == 3
    grow_by(4)
    assert audit() == 7


def test_the_number_of_queries_does_not_grow_with_the_batch(django_assert_num_queries):
    grow_by(7)
    with django_assert_num_queries(7):
        append(leaves(7, 8), at=NOW, signer=LEDGER_KEY)
    with django_assert_num_queries(7):
        append(leaves(15, 500), at=NOW, signer=LEDGER_KEY)
