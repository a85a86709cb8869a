"""So many inputs, each told by seed and number: what became of them, and what must not be."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from hocba.core.signature import PacketReport, PageReport, ReceiptReport, Report, parts
from hocba.core.verdict import Status
from tests.fuzz.mutations import mutated
from tests.vectors.reading import Case, cases

Judge = Callable[[Case, bytes], Report]


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that shows a fault; ``seed`` and ``number`` make it again."""

    seed: int
    number: int
    vector: str
    mutations: list[str]
    fault: str


@dataclass
class Tally:
    """What became of the inputs, by verdict and by document."""

    verdicts: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Tally:
        self.verdicts += other.verdicts
        self.documents += other.documents
        self.unchanged += other.unchanged
        self.findings += other.findings
        return self


def ours(case: Case, document: bytes) -> Report:
    return case.judged(document)


def run(seed: int, numbers: Iterable[int], judge: Judge = ours) -> Tally:
    """Judge the inputs of these numbers."""
    tally = Tally()
    for number in numbers:
        case, document, names = made(seed, number)
        fault = _judge_one(case, document, judge, tally)
        if fault:
            tally.findings.append(Finding(seed, number, case.name, names, fault))
    return tally


def made(seed: int, number: int) -> tuple[Case, bytes, list[str]]:
    """The input of this seed and number: a good vector, mutated."""
    chance = Random(f"{seed}/{number}")
    case = chance.choice(_good())
    document, names = mutated(case.document, chance)
    return case, document, names


def write(findings: Iterable[Finding], file: Path) -> None:
    """One finding a line, with the seed and number that make it again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in findings]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _judge_one(case: Case, document: bytes, judge: Judge, tally: Tally) -> str:
    """Why the input shows a fault; empty when it shows none."""
    tally.documents[case.name] += 1
    tally.unchanged += document == case.document
    try:
        report = judge(case, document)
        given = given_out(report)
    except Exception:  # noqa: BLE001 - that any escapes is the fault that is looked for
        tally.verdicts["exception"] += 1
        return traceback.format_exc()
    tally.verdicts[report.status] += 1
    if report.status is Status.PASSED:
        return "" if given == _originals()[case.name] else "PASSED, and something else is read"
    known = {each for originals in _originals().values() for each in originals}
    return "" if known.issuperset(given) else "a part passed that no school has signed"


def given_out(report: Report) -> tuple[object, ...]:
    """All that somebody would read of a report: signed data and records, header, receipt.

    Not the authorities that came with the last signature: they are hints, covered by nothing.
    """
    match report:
        case PageReport():
            return (parts.cut(report.covered).data, report.page) if report.covered else ()
        case PacketReport():
            pages = [each for page in report.pages for each in given_out(page)]
            return (*pages, *filter(None, [report.header]))
        case ReceiptReport():
            return tuple(filter(None, [report.receipt]))
        case _:
            return ()


@cache
def _good() -> tuple[Case, ...]:
    return tuple(case for case in cases() if case.good)


@cache
def _originals() -> dict[str, tuple[object, ...]]:
    return {case.name: given_out(case.report()) for case in _good()}
