"""What the Ministry remembers of a dispatch beside its bytes, which are kept as any packet's."""

from __future__ import annotations

from django.db import models

from hocba.registry.intake.models import Packet


class ReceivedDispatch(models.Model):
    """A dispatch that came in: its GUID, and the Department that signed it."""

    dispatch_id = models.UUIDField(primary_key=True)
    packet = models.OneToOneField(Packet, models.PROTECT, related_name="dispatch")
    department_code = models.CharField(max_length=50)

    class Meta:
        indexes = [models.Index(fields=["department_code"], name="dispatches_of_a_department")]
