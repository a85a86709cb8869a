"""Accounts. They have no password and no e-mail address: only the national ID opens them."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Account(AbstractBaseUser):
    """One human being, by the 12-digit personal ID that the national provider vouches for.

    What the account may do hangs on whom the ID names – somebody on a school's staff, a pupil, a
    pupil's parent, somebody who works for an organisation – and is judged anew at each request,
    never kept here. The provider's lasting name for the person (``sub``) is kept beside it, in
    allauth's table; number and name belong together for life.
    """

    password = None  # type: ignore[assignment]
    personal_id = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    USERNAME_FIELD = "personal_id"

    objects = BaseUserManager[Self]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_id__regex=r"^[0-9]{12}$"), name="account_has_twelve_digits"
            )
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"
