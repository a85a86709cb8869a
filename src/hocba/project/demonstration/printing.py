"""Print every locked page of the sample classes, once, on all cores, under the registry's seal."""

from __future__ import annotations

from collections.abc import Sequence

from hocba.adapters import clock
from hocba.adapters.pades import Seal
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, TrustStore, verify_page
from hocba.project.demonstration.classes import SampleClass
from hocba.project.demonstration.folder import Folder, put
from hocba.project.demonstration.registering import Registry, registered
from hocba.project.demonstration.steps import Steps
from hocba.project.serving import ADDRESS, PORT
from hocba.public.printing import Transcript, Year, render_many, signature_blocks
from hocba.registry.intake.models import RegisteredPage


def print_all(
    classes: Sequence[SampleClass], registry: Registry, folder: Folder, steps: Steps
) -> None:
    """A sealed PDF for each locked page that has none yet."""
    seal = Seal(registry.receipt_key)
    missing = [
        (folder.pdf(each, page.lookup_code), _transcript(each, page, registry.trust))
        for each in classes
        for page in registered(each, State.LOCKED)
        if not folder.pdf(each, page.lookup_code).exists()
    ]
    with steps.step("In học bạ (PDF)", len(missing)) as advance:
        pdfs = render_many(transcript for _, transcript in missing) if missing else ()
        for (path, _), pdf in zip(missing, pdfs, strict=True):
            put(path, seal.put_on(pdf, at=clock.now()))
            advance(1)


def _transcript(each: SampleClass, stored: RegisteredPage, trust: TrustStore) -> Transcript:
    """What is printed is read from the bytes that the signatures cover."""
    content = bytes(stored.content)
    report = verify_page(content, trust=trust, policy=POLICY, at=clock.now())
    if report.page is None:
        raise AssertionError("a locked page no longer verifies")
    blocks = signature_blocks(report.signatures, report.page)
    year = Year(report.page, blocks, stored.effective_date, each.desk.offices, content)
    return Transcript((year,), f"http://{ADDRESS}:{PORT}/tra-cuu/{stored.lookup_code}")
