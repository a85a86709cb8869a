"""Django's authentication backend: it finds who is signed in, and signs nobody in by itself."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from hocba.parties.accounts.models import Account


class NationalIdOnly(BaseBackend):
    """No credentials are taken here; an account is opened by the provider's answer alone."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id).first()
