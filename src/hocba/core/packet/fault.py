"""Why something was sent back, as every receipt says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from hocba.core.packet.elements import add, add_text, children, texts


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a page was sent back: a stable code and its Vietnamese sentence."""

    code: str
    message: str


def add_faults(outcome: etree._Element, faults: Iterable[Fault]) -> None:
    """Append a ``<Loi>`` for each."""
    for fault in faults:
        reason = add(outcome, "Loi")
        add_text(reason, "Ma", fault.code)
        add_text(reason, "ThongBao", fault.message)


def faults_of(outcome: etree._Element) -> tuple[Fault, ...]:
    """Every ``<Loi>`` of one outcome, in order."""
    reasons = map(texts, children(outcome, "Loi"))
    return tuple(Fault(reason["Ma"], reason["ThongBao"]) for reason in reasons)
