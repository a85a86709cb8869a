"""The windows of a school year as the school knows them. What decides is the register's clock."""

from __future__ import annotations

from django.db import models


class KnownWindows(models.Model):
    """``told_at`` is when the register told them; None for those of the Ministry's plan."""

    school_year = models.CharField(max_length=9, primary_key=True)
    completed_until = models.DateField()
    reassessed_until = models.DateField()
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.school_year
