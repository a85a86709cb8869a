"""A school that corrects pages by commands alone, and the register that it speaks with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from openpyxl import load_workbook

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.parties.access.models import Scope
from hocba.project.cli import run
from hocba.project.commands import submit
from hocba.project.demonstration.desks import REGISTRY
from hocba.registry.api import orders
from hocba.registry.intake.examining import Conditions
from hocba.registry.queue.models import Submission
from hocba.registry.queue.taking_up import Office, process
from hocba.school.pages.models import PageVersion
from hocba.school.pages.packing import pack_class
from tests.parties.access.examples import issued, new_secret
from tests.project.commands.test_sign import by_file
from tests.registry.audit import LEDGER_KEY
from tests.school.pages.conftest import SAMPLE, SmallClass

YEAR = "2023-2024"
MATHEMATICS = "I7"
"""The cell with the first pupil's mark; it is 7."""


@dataclass
class Correcting:
    """The sample class at work: its school, its folder, and the register at ``url``."""

    small_class: SmallClass
    folder: Path
    url: str

    def __post_init__(self) -> None:
        self.school = self.small_class.class_year.school_code
        secret = new_secret()
        issued(secret, scopes=(Scope.REPORT, Scope.RECALL, Scope.LOCK), units=(self.school,))
        (self.folder / "token").write_text(secret, encoding="utf-8")
        self.door = ["--url", self.url, "--token-file", str(self.folder / "token")]
        self.of_year = ["--school", self.school, "--year", YEAR]

    def serve(self, patch) -> None:
        """The register's desk with the keys of the demonstration, its worker as soon as asked."""
        conditions = Conditions(load_trust(self.small_class.keys.trust))
        office = Office(conditions, self.small_class.keys.key(REGISTRY))
        patch.setattr(orders, "own_conditions", lambda: conditions)
        patch.setattr(orders, "ledger_signer", lambda: LEDGER_KEY)
        patch.setattr(submit.time, "sleep", lambda _seconds: _take_up(office))

    @property
    def page(self) -> PageVersion:
        """The newest version of the first pupil's page."""
        first = self.small_class.years[0].pupil.personal_id
        return PageVersion.objects.filter(transcript__personal_id=first).latest("version")

    def draft(self, mark: int = 7, *options: str) -> int:
        """From the sample workbook, with this mark in the first pupil's Mathematics."""
        book = load_workbook(SAMPLE)
        book.worksheets[0][MATHEMATICS] = mark
        book.save(self.folder / "4a1.xlsx")
        return run(["draft", str(self.folder / "4a1.xlsx"), *options])

    def report(self) -> int:
        """Sign what is drafted, pack it, hand it in and take the receipt."""
        self.small_class.sign(self.small_class.signers)
        seal = self.small_class.desk.seal(self.small_class.keys)
        pack_class(self.small_class.class_year, seal, packet_id=uuid4(), at=clock.now())
        return run(["submit", "--school", self.school, *self.door])

    def withdraw(self, *more: str) -> int:
        given = [
            "--head",
            self.small_class.desk.posts[0].code,
            "--reason",
            "Nhập nhầm điểm Toán",
            "--yes",
        ]
        return run(["withdraw", self.page.transcript_id, *self.of_year, *given, *more])

    def order(self, deed: str) -> int:
        """Write the order for the first pupil's page, seal it, and send it."""
        file = str(self.folder / f"{deed}.xml")
        given = [file, self.page.transcript_id, *self.of_year, "--reason", "Nhập nhầm điểm Toán"]
        key = by_file(self.small_class, self.small_class.desk.seal_holder)
        return run(["order", deed, *given, *key]) or run(["order", "send", file, *self.door])

    def follow(self) -> int:
        return run(["follow", *self.of_year, *self.door]) or 0


def _take_up(office: Office) -> None:
    for waiting in Submission.objects.filter(standing="waiting"):
        process(waiting.pk, office)
