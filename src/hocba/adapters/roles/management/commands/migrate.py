"""Django's ``migrate``, done as the owner of the tables, who then lets the application in."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from hocba.adapters.roles.grants import establish
from hocba.adapters.roles.owner import as_owner


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        login = connection.settings_dict["USER"]
        with as_owner(connection):
            super().handle(*arguments, **options)
            establish(connection, login)
