"""The work divided into parts, done by as many processes as wished, remembered in a file.

What was there when the audit began is audited; what comes in meanwhile is the next one's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Max

from hocba.adapters.processes import pool
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.registry.audit.findings import Fault, Finding
from hocba.registry.audit.grounds import Grounds, own_grounds
from hocba.registry.audit.heads import check_heads
from hocba.registry.audit.orders import check_orders
from hocba.registry.audit.packets import check_packets
from hocba.registry.audit.tree import SUBTREE, check_entries, check_upper_nodes
from hocba.registry.audit.whole import check_whole
from hocba.registry.intake.models import Packet
from hocba.registry.ledger.queries import head

PACKETS_AT_ONCE = 20

Part = tuple[str, int, int]
"""What to check, and the range of its keys ``[low, high)``."""

_CHECKS: Mapping[str, Callable[[int, int, Grounds], Iterator[Finding]]] = {
    "packets": check_packets,
    "entries": check_entries,
    "nodes": check_upper_nodes,
    "heads": check_heads,
    "whole": check_whole,
    "orders": check_orders,
}


@dataclass
class Progress:
    """How far an audit has come; ``size`` is that of the ledger when it began."""

    size: int
    parts: list[Part]
    done: set[Part] = field(default_factory=set)
    findings: set[Finding] = field(default_factory=set)

    @property
    def waiting(self) -> list[Part]:
        return [part for part in self.parts if part not in self.done]

    def take(self, part: Part, findings: Sequence[Finding]) -> None:
        self.done.add(part)
        self.findings.update(findings)

    def save(self, file: Path) -> None:
        document = {
            "size": self.size,
            "parts": self.parts,
            "done": sorted(self.done),
            "findings": [[each.thing, each.fault.name] for each in sorted(self.findings)],
        }
        write_whole(file, json.dumps(document, ensure_ascii=False).encode())


def load(file: Path) -> Progress:
    """What :meth:`Progress.save` wrote. Raises InputError when the file is something else."""
    try:
        document = json.loads(file.read_bytes())
        return Progress(
            document["size"],
            [(name, low, high) for name, low, high in document["parts"]],
            {(name, low, high) for name, low, high in document["done"]},
            {Finding(thing, Fault[fault]) for thing, fault in document["findings"]},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"Tệp «{file}» không phải trạng thái kiểm toán; hãy xoá nó để kiểm tra lại từ đầu."
        ) from error


def plan() -> Progress:
    """The parts of an audit of what is there now."""
    newest = head()
    size = 0 if newest is None else newest.size
    last = Packet.objects.aggregate(last=Max("pk"))["last"] or 0
    packets = [
        ("packets", low, low + PACKETS_AT_ONCE) for low in range(1, last + 1, PACKETS_AT_ONCE)
    ]
    entries = [("entries", low, min(low + SUBTREE, size)) for low in range(0, size, SUBTREE)]
    whole = [("heads", 0, size), ("nodes", 0, size), ("whole", 0, 0), ("orders", 0, 0)]
    return Progress(size, [*whole, *packets, *entries])


def check(part: Part, grounds: Grounds) -> list[Finding]:
    """Do one part."""
    name, low, high = part
    return list(_CHECKS[name](low, high, grounds))


def check_all(parts: Sequence[Part], processes: int) -> Iterator[tuple[Part, list[Finding]]]:
    """Do parts in processes of their own, each part given back when it is done."""
    with pool(processes) as workers:
        running = {workers.submit(_check_here, part): part for part in parts}
        try:
            for future in as_completed(running):
                yield running[future], future.result()
        finally:
            workers.shutdown(cancel_futures=True)


def _check_here(part: Part) -> list[Finding]:
    return check(part, own_grounds())
