"""Averages of scores: decimals, one digit after the comma, rounded half up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

ONE_DIGIT = Decimal("0.1")


def one_digit(value: Decimal) -> Decimal:
    """Round half up: 8,25 → 8,3; 6,45 → 6,5."""
    return value.quantize(ONE_DIGIT, rounding=ROUND_HALF_UP)


def is_score(value: Decimal) -> bool:
    """Whether a value is a score of Thông tư 22/2021, Điều 5: 0-10, at most one decimal."""
    return value.is_finite() and 0 <= value <= 10 and value == value.quantize(ONE_DIGIT)


def term_average(regular: Sequence[Decimal], midterm: Decimal, final: Decimal) -> Decimal:
    """ĐTBmhk = (ΣĐĐGtx + 2·ĐĐGgk + 3·ĐĐGck) / (number of ĐĐGtx + 5).

    Thông tư 22/2021/TT-BGDĐT, Điều 9 khoản 1.
    """
    return one_digit((sum(regular, Decimal(0)) + 2 * midterm + 3 * final) / (len(regular) + 5))


def year_average(term1: Decimal, term2: Decimal) -> Decimal:
    """ĐTBmcn = (ĐTBmhkI + 2·ĐTBmhkII) / 3. Thông tư 22/2021/TT-BGDĐT, Điều 9 khoản 1."""
    return one_digit((term1 + 2 * term2) / 3)
