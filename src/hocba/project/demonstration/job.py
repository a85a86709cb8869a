"""The main job, end to end, on the sample classes: workbook → … → verified PDF.

The school's steps and the registry's meet here only in bytes: a packet goes one way, a
receipt comes back. Beside them the Ministry's node runs as processes of its own, and what is
locked is reported to it over HTTP. Every step takes up what an earlier run left, so running
the job again is safe and quick.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from rich.console import Console

from hocba.adapters.keys import load_ledger_key
from hocba.adapters.pki.demonstration import KeyRing
from hocba.adapters.trust import LEDGER_SUFFIX, load_trust
from hocba.core.signed_note import NoteSigner
from hocba.project.demonstration import printing, registering, reporting, schooling
from hocba.project.demonstration.desks import REGISTRY, staff_count, take_places
from hocba.project.demonstration.folder import Folder, put
from hocba.project.demonstration.ministry import MinistryNode, serving
from hocba.project.demonstration.registering import Registry
from hocba.project.demonstration.steps import Steps
from hocba.project.demonstration.telling import tell


def do_main_job(home: Path, samples: Path, console: Console) -> bool:
    """Do all of it, tell of each class, and say whether all of it worked."""
    folder = Folder(home)
    with Steps(console) as steps:
        with steps.step("Đơn vị, nhân sự, khoá ký", staff_count()) as advance:
            desks, keys = take_places(home, advance=advance)
        registry = _registry(keys)
        ministry = MinistryNode.beside(home)
        ministry.make_ready(keys, registry.ledger_key)
        with serving(ministry) as url:
            classes = schooling.read(desks, samples, steps)
            schooling.draft(classes, steps)
            schooling.sign(classes, keys, steps)
            schooling.pack(classes, keys, folder, steps)
            registering.report(classes, registry, folder, steps)
            registering.lock_all(classes, registry, steps)
            printing.print_all(classes, registry, folder, steps)
            registering.verify_packets(classes, registry, folder, steps)
            answer = reporting.report(url, steps)
    for each in classes:
        tell(each, folder, console)
    reporting.tell(answer, console)
    _tell_how_to_check(keys, console)
    return answer.worked and all(each.worked for each in classes)


def _registry(keys: KeyRing) -> Registry:
    ledger_key = NoteSigner(settings.HOCBA_LEDGER_NAME, load_ledger_key(keys.ledger_key))
    put(keys.trust / f"so-cai{LEDGER_SUFFIX}", f"{ledger_key.verifier}\n".encode())
    return Registry(load_trust(keys.trust), keys.key(REGISTRY), ledger_key)


def _tell_how_to_check(keys: KeyRing, console: Console) -> None:
    console.print(
        f"\nTự kiểm tra, không cần cơ sở dữ liệu: hocba verify TỆP --trust {keys.trust}",
        highlight=False,
        soft_wrap=True,
    )
