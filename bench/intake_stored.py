"""Rows that stand in the register already: small, made up, and under every guard and index."""

from __future__ import annotations

import os

import psycopg
from django.db import connection

from hocba.adapters.roles.owner import as_owner

_PACKET = """
    INSERT INTO intake_packet (sha256, content, sender, school_code, received_at, receipt)
    SELECT sha256('made up'), 'made up', 'bench', 'X', now(), '' ON CONFLICT DO NOTHING
"""
_TRANSCRIPTS = """
    INSERT INTO intake_transcript (lookup_code, personal_id, level)
    SELECT md5(n::text), (900000000000 + n)::text, '01' FROM generate_series(%(first)s, %(last)s) n
"""
_PAGES = """
    INSERT INTO intake_registeredpage (lookup_code, school_year, version, state, content, sha256,
        personal_id, level, grade, school_code, class_name, reassessed, packet_id, accepted_at)
    SELECT md5(n::text), %(year)s, 1, 'accepted', n::text::bytea, sha256(n::text::bytea),
        (900000000000 + n)::text, '01', 4, 'X' || n %% 2852, '4A1', false, packet.id, now()
      FROM generate_series(%(first)s, %(last)s) n, intake_packet packet
     WHERE packet.sha256 = sha256('made up')
"""


def fill(first: int, last: int, year: str) -> None:
    """Store pages ``first`` to ``last`` of made-up pupils, and let the planner know.

    All of it is on disk afterwards: a register that has held millions for years is not still
    writing them while it takes the next ones in.
    """
    rows = {"first": first, "last": last, "year": year}
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(_PACKET)
        cursor.execute(_TRANSCRIPTS, rows)
        cursor.execute(_PAGES, rows)
        cursor.execute("VACUUM ANALYZE intake_transcript, intake_registeredpage")
    _flush()


def _flush() -> None:
    host = connection.settings_dict["HOST"]
    with psycopg.connect(
        host=host, dbname="postgres", user="postgres", autocommit=True
    ) as superuser:
        superuser.execute("CHECKPOINT")
    os.sync()
