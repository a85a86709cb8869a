"""The log of copies. The database refuses to change or remove a line of it."""

from __future__ import annotations

from django.db import models


class IssuedCopy(models.Model):
    """One copy that left the register, written down before it did.

    ``given_to`` begins with a kind: ``visitor:`` and the keyed digest of a network,
    ``operator:`` and an account of the machine, ``owner:``, ``organisation:``. ``sha256`` is of
    the sealed file. ``pages`` are its years: school year, version, and whether it was locked.
    """

    serial = models.CharField(max_length=14, primary_key=True)
    lookup_code = models.CharField(max_length=32)
    issued_at = models.DateTimeField()
    given_to = models.CharField(max_length=200)
    pages = models.JSONField()
    sha256 = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["lookup_code", "issued_at"], name="copies_of_a_transcript")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    given_to__regex="^(visitor|operator|owner|organisation|grant):.",
                    serial__regex="^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$",
                ),
                name="copies_name_their_receiver",
            )
        ]
