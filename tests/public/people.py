"""People who are signed in, without the way to the provider, which has tests of its own."""

from __future__ import annotations

from time import time

from django.test import Client

from hocba.adapters import clock
from hocba.parties.accounts.actions import Identity, admit
from hocba.parties.accounts.models import Account
from hocba.parties.accounts.who_may import SIGNED_IN_AT
from hocba.public.owners.linking import NewLink, link_parent
from hocba.public.owners.models import ParentLink, Relation
from tests.registry.school import KIM_DONG

MOTHER_ID = "001184000123"
MOTHER_NAME = "Phạm Thị Hoa"
STRANGER_ID = "001086000456"


def account(personal_id: str, name: str = "Người Lạ") -> Account:
    return admit(Identity("dinh-danh", f"sub-{personal_id}", personal_id, name), at=clock.now())


def browser_of(who: Account, *, enforce_csrf: bool = False) -> Client:
    """A browser in which somebody has signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf, REMOTE_ADDR="192.0.2.7")
    client.force_login(who)
    session = client.session
    session[SIGNED_IN_AT] = int(time())
    session.save()
    return client


def link(child: str, parent: str = MOTHER_ID, name: str = MOTHER_NAME) -> ParentLink:
    """The school attests that she is the mother."""
    new = NewLink(child, parent, name, Relation.MOTHER, "Giấy khai sinh số 12/2014")
    return link_parent(new, by="GV01", unit=KIM_DONG.school_code, at=clock.now())
