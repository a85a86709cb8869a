"""Chains, answers and timestamps, each kept once; the database lets neither table but grow."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q


class Kind(models.TextChoices):
    """Named as in ``core.signature.Evidence``."""

    CERTIFICATE = "certificates"
    OCSP = "ocsp"
    CRL = "crls"
    TIMESTAMP = "tokens"


class Exhibit(models.Model):
    """One certificate, answer or timestamp, in DER."""

    sha256 = models.BinaryField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    der = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Func(F("der"), function="sha256")),
                name="exhibit_digest_is_of_these_bytes",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="known_exhibit_kind"),
        ]


class Submission(models.Model):
    """What bore on the packet with this SHA-256, and when it was gathered."""

    packet = models.BinaryField()
    exhibit = models.ForeignKey(Exhibit, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("packet", "exhibit", name="exhibit_once_for_a_packet")
        ]
