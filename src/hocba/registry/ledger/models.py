"""The log's tables. All of them only grow; the database refuses everything else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

_LEAF_HASH = Func(F("leaf"), template="sha256('\\x00'::bytea || %(expressions)s)")
"""The leaf's hash in the tree, as the database takes it."""


class Entry(models.Model):
    """A leaf of the tree at its place, counted from 0. No leaf is entered twice."""

    position = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(_LEAF_HASH, name="leaf_entered_once")]


class Node(models.Model):
    """The hash of a perfect subtree above the leaves (``level`` 1 and up).

    A level that is a multiple of 8 is the next floor of C2SP's tlog-tiles: 256 nodes side
    by side are one tile.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signed head of the log. The largest ``size`` is the present head.

    ``previous_size`` is the head that this one followed. It is unique, so two writers who
    read the same head cannot both put theirs after it: the insert is the compare-and-swap.
    """

    size = models.BigIntegerField(primary_key=True)
    previous_size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    note = models.BinaryField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(previous_size__gte=0) & Q(size__gt=F("previous_size")),
                name="ledger_only_grows",
            )
        ]


class Timestamp(models.Model):
    """An RFC 3161 token over the SHA-256 of a checkpoint's note: the head existed at that time."""

    checkpoint = models.OneToOneField(Checkpoint, models.PROTECT, primary_key=True)
    token = models.BinaryField()
    kept_at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness's signature line (tlog-cosignature) for a checkpoint, as it came."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.CharField(max_length=500)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("checkpoint", "witness", name="one_cosignature_a_witness")
        ]
