"""Processes beside this one that work on the same database.

This module imports no models: a new process reads it before it has its settings.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.db import connection


def pool(processes: int) -> ProcessPoolExecutor:
    """Started afresh and not forked: two processes on one connection would spoil both."""
    database = connection.settings_dict["NAME"]
    return ProcessPoolExecutor(processes, get_context("spawn"), _enter, (database,))


def _enter(database: str) -> None:
    django.setup()
    connection.settings_dict["NAME"] = database
