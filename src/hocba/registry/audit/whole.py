"""The registry against the ledger, both ways, and the order of versions: questions on all rows.

The database answers them set by set, spilling to disk what does not fit its memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from hocba.registry.audit.findings import Fault, Finding, entry_name, page_name
from hocba.registry.audit.grounds import Grounds

# A leaf as core.ledger_entry writes it, made of the columns of a locked page.
_LEAF = r"""
    'hocba-page/v1' || E'\n' || encode(sha256(convert_to(lookup_code, 'UTF8')), 'hex') || E'\n'
    || school_year || E'\n' || version || E'\n' || encode(sha256, 'hex') || E'\n'
    || to_char(effective_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || E'\n'
"""

_BOTH_WAYS = f"""
    SELECT lookup_code, school_year, version, position FROM (
        SELECT lookup_code, school_year, version, sha256(convert_to({_LEAF}, 'UTF8')) AS digest
          FROM intake_registeredpage WHERE state = 'locked'
    ) AS page
    FULL JOIN (SELECT position, sha256(leaf) AS digest FROM ledger_entry) AS entry USING (digest)
    WHERE position IS NULL OR lookup_code IS NULL
    ORDER BY position, lookup_code, school_year
"""  # noqa: S608 - made of nothing but the text above

_NOT_GROWING = """
    SELECT lookup_code, school_year, version FROM (
        SELECT lookup_code, school_year, version,
               lag(version) OVER (PARTITION BY lookup_code, school_year ORDER BY id) AS before
          FROM intake_registeredpage
    ) AS page WHERE before >= version ORDER BY lookup_code, school_year, version
"""

_WITHOUT_PACKET = """
    SELECT lookup_code, school_year, version FROM intake_registeredpage AS page
     WHERE NOT EXISTS (SELECT FROM intake_packet AS packet WHERE packet.id = page.packet_id)
"""


def check_whole(_low: int, _high: int, _grounds: Grounds) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_BOTH_WAYS)
        for code, year, version, position in cursor:
            if position is None:
                yield Finding(page_name(code, year, version), Fault.NOT_ENTERED)
            else:
                yield Finding(entry_name(position), Fault.NOT_LOCKED)
        for question, fault in (
            (_NOT_GROWING, Fault.VERSION),
            (_WITHOUT_PACKET, Fault.PACKET_GONE),
        ):
            cursor.execute(question)
            yield from (Finding(page_name(*row), fault) for row in cursor)
