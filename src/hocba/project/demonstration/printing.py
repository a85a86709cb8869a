"""Print every locked page of the sample classes, once, on all cores, under the registry's seal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hocba.adapters import clock
from hocba.adapters.pades import Seal
from hocba.core.lifecycle import State
from hocba.project.demonstration.classes import SampleClass
from hocba.project.demonstration.folder import Folder, put
from hocba.project.demonstration.registering import Registry, registered
from hocba.project.demonstration.steps import Steps
from hocba.project.operator import operator
from hocba.public.copies.issuing import issue
from hocba.public.lookup.transcripts import transcripts
from hocba.public.printing import Transcript, render_many


def print_all(
    classes: Sequence[SampleClass], registry: Registry, folder: Folder, steps: Steps
) -> None:
    """A sealed PDF for each locked page that has none yet."""
    seal = Seal(registry.receipt_key)
    missing = {
        folder.pdf(each, page.lookup_code): page
        for each in classes
        for page in registered(each, State.LOCKED)
        if not folder.pdf(each, page.lookup_code).exists()
    }
    found = transcripts(missing.values(), trust=registry.trust, at=clock.now())
    with steps.step("In học bạ (PDF)", len(missing)) as advance:

        def typeset(copies: Iterable[Transcript]) -> Iterator[bytes]:
            for pdf in render_many(copies):
                advance(1)
                yield pdf

        wanted = [found[page.lookup_code] for page in missing.values()]
        copies = issue(wanted, seal=seal, to=operator(), at=clock.now(), typeset=typeset)
        for path, copy in zip(missing, copies, strict=True):
            put(path, copy)
