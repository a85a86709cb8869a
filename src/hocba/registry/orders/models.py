"""Orders that were carried out, as the school signed them. The table only grows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from hocba.parties.models import Unit


class SignedOrder(models.Model):
    """The document itself, under its own number: an order is carried out once.

    ``certificate`` is the SHA-256 of the seal's certificate, ``signed_at`` what the signature
    says. The journal's lines name the order in their origin; what bore on its signature is
    evidence under ``sha256``.
    """

    order_id = models.UUIDField(primary_key=True)
    sha256 = models.BinaryField(unique=True)
    content = models.BinaryField()
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=10)
    certificate = models.BinaryField()
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Func(F("content"), function="sha256")),
                name="order_digest_is_of_these_bytes",
            )
        ]

    def __str__(self) -> str:
        return str(self.order_id)
