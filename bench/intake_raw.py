"""The raw limits of an intake: verify three signatures a page, then COPY, on the same bytes."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from django.db import connection
from lxml import etree

from bench.intake_processors import spent
from bench.verify import SCHEMA, verify_signatures
from hocba.adapters.roles.owner import as_owner

_PARSER = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
_TABLE = "CREATE TEMPORARY TABLE raw (code text, sha256 bytea, content bytea)"


def seconds(packets: Sequence[Path], processes: int, cluster: Path) -> tuple[float, float]:
    """Wall time for all of them, and processor time; the processes are warm before the clock
    starts."""
    with ProcessPoolExecutor(processes) as pool, as_owner(connection):
        list(pool.map(_verified, packets[:processes]))
        connection.ensure_connection()
        before, started = _spent(cluster), perf_counter()
        pages = [page for done in pool.map(_verified, packets) for page in done]
        verified = perf_counter() - started
        copied = _copied(pages)
        return verified + copied, _spent(cluster) - before


def _spent(cluster: Path) -> float:
    return sum(spent({"raw": [os.getpid()]}, cluster).values())


def _verified(packet: Path) -> list[tuple[str, bytes, bytes]]:
    root = etree.fromstring(gzip.decompress(packet.read_bytes()), _PARSER)
    if not _schema().validate(root):
        raise RuntimeError("a benchmark verified something else than it should")
    return [_page(page) for page in root[1]]


def _page(page: etree._Element) -> tuple[str, bytes, bytes]:
    verify_signatures(page)
    content = etree.tostring(page, method="c14n", exclusive=True)
    return page.get("Id", ""), sha256(content).digest(), content


_schemas: list[etree.XMLSchema] = []


def _schema() -> etree.XMLSchema:
    if not _schemas:
        _schemas.append(etree.XMLSchema(file=str(SCHEMA)))
    return _schemas[0]


def _copied(pages: Sequence[tuple[str, bytes, bytes]]) -> float:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        started = perf_counter()
        with cursor.copy("COPY raw FROM STDIN") as copy:
            for page in pages:
                copy.write_row(page)
        return perf_counter() - started
