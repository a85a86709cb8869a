"""The help pages of the command line in Vietnamese, click's own words included."""

from __future__ import annotations

from collections.abc import Iterable

import click

OPTIONS = "[TUỲ CHỌN]"
COMMAND = "LỆNH [THAM SỐ]…"

_WORDS = {
    "Options": "Tuỳ chọn",
    "Commands": "Các lệnh",
    "Show this message and exit.": "Hiện phần trợ giúp này.",
}
_VALUES = {
    "integer": "SỐ",
    "integer range": "SỐ",
    "float": "SỐ",
    "float range": "SỐ",
    "text": "CHỮ",
}
_ANY_VALUE = "GIÁ-TRỊ"


class VietnameseFormatter(click.HelpFormatter):
    """Puts our words where click would put its English ones."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_WORDS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        translated = [(term, _in_our_words(text)) for term, text in rows]
        super().write_dl(translated, col_max, col_spacing)


def _in_our_words(text: str) -> str:
    return _WORDS.get(text, text).replace("[required]", "[bắt buộc]")


class VietnameseContext(click.Context):
    formatter_class = VietnameseFormatter


def in_vietnamese(command: click.Command) -> click.Command:
    """Let a command, and those under it, speak Vietnamese in their help."""
    if isinstance(command, click.Group):
        command.subcommand_metavar = COMMAND
        for name in command.commands:
            in_vietnamese(command.commands[name])
    command.context_class = VietnameseContext
    command.options_metavar = OPTIONS
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag:
            value = _VALUES.get(parameter.type.name, _ANY_VALUE)
            parameter.metavar = parameter.metavar or value
    return command
