"""Assessment of a school year: one module per regulation, chosen by level, grade and year."""

from hocba.core.rules.ruleset import RuleSet, SubjectRule
from hocba.core.rules.selection import choose

__all__ = ["RuleSet", "SubjectRule", "choose"]
