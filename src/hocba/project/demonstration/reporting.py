"""The last step: the locked pages are reported to the Ministry's node, and both ledgers agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from rich.console import Console

from hocba.adapters import clock
from hocba.adapters.mirror import Mirror
from hocba.adapters.trust import load_ledger_keys_by_name
from hocba.project.demonstration.ministry import NAME, wait_for
from hocba.project.demonstration.steps import Steps
from hocba.registry.reporting import queries
from hocba.registry.reporting.own import own_reporter
from hocba.registry.reporting.queries import Standings
from hocba.registry.reporting.reconciling import LEDGER_PATH, Reconciliation, reconcile


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Ministry has of the Department's pages, and whether the ledgers say the same."""

    standings: Standings
    failures: tuple[str, ...]
    reconciliation: Reconciliation

    @property
    def worked(self) -> bool:
        held = self.standings.held == self.standings.total
        return held and not self.failures and self.reconciliation.comparison.agrees


def report(url: str, steps: Steps) -> Answer:
    """Report what has no receipt yet to the node at ``url``, then compare the two ledgers."""
    with steps.step("Báo cáo Bộ, nhận biên nhận", queries.standings().unanswered) as advance:
        wait_for(url)
        progress = own_reporter(advance, url=url).report(now=True)
    with steps.step("Đối soát sổ cái Sở và Bộ", 1) as advance:
        (key,) = load_ledger_keys_by_name(settings.HOCBA_PEERS)[NAME]
        found = reconcile(Mirror(f"{url}{LEDGER_PATH}"), key, at=clock.now())
        advance(1)
    return Answer(queries.standings(), tuple(progress.failures), found)


def tell(answer: Answer, console: Console) -> None:
    """The paragraph about both nodes."""
    standings, comparison = answer.standings, answer.reconciliation.comparison
    console.rule("Sở và Bộ", align="left")
    held, same, other = standings.held, comparison.same, len(comparison.differences)
    for line in (
        f"Bộ tiếp nhận {held} trong {standings.total} học bạ đã chốt, đều có biên nhận Bộ ký.",
        f"Đối soát hai sổ cái: {same} học bạ giống nhau, {other} khác.",
    ):
        console.print(f"  {line}", highlight=False, soft_wrap=True)
    for failure in answer.failures:
        console.print(f"  HỎNG: {failure}", style="bold", highlight=False, markup=False)
