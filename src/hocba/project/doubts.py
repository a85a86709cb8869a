"""What is doubtful in a list, told on the terminal line by line."""

from __future__ import annotations

from collections.abc import Sequence

import click

DOUBTFUL = 1
_MOST = 200


def tell_doubts(doubts: Sequence[tuple[int, str]]) -> int:
    """Say each by the number of its line; gives the exit code."""
    for number, sentence in doubts[:_MOST]:
        click.echo(f"Dòng {number}: {sentence}")
    if len(doubts) > _MOST:
        click.echo(f"… và {len(doubts) - _MOST} chỗ nữa.")
    click.echo(f"Có {len(doubts)} chỗ phải xem lại; chưa ghi gì.", err=True)
    return DOUBTFUL
