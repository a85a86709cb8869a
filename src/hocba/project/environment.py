"""A small reader of environment variables that says everything that is wrong in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from hocba.adapters.private_files import kept_secret
from hocba.core.errors import InputError

_Choice = TypeVar("_Choice", bound=StrEnum)


class Stage(StrEnum):
    """What this installation is for (HOCBA_ENV)."""

    DEMONSTRATION = "demonstration"
    TEST = "test"
    PRODUCTION = "production"


class Environment:
    """Reads variables, keeps a list of what is wrong, and raises once, in :meth:`finish`."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: list[str] = []
        self.stage = self._stage()

    @property
    def in_production(self) -> bool:
        return self.stage is Stage.PRODUCTION

    def _stage(self) -> Stage:
        try:
            return Stage(self.text("HOCBA_ENV") or Stage.DEMONSTRATION)
        except ValueError:
            self._problems.append(f"HOCBA_ENV phải là một trong: {', '.join(Stage)}")
            return Stage.PRODUCTION

    def text(self, name: str) -> str:
        """The variable without surrounding blanks; empty when it is not set."""
        return self._variables.get(name, "").strip()

    def demanded(self, name: str, default: str = "") -> str:
        """The variable, which production must set; elsewhere ``default`` stands in."""
        value = self.text(name)
        if value or not self.in_production:
            return value or default
        self._problems.append(f"thiếu {name}")
        return ""

    def required(self, name: str) -> str:
        """The variable, or what the file named by ``name``_FILE holds, in every stage."""
        value = self.text(name) or self._file_text(f"{name}_FILE")
        if not value:
            self._problems.append(f"thiếu {name}")
        return value

    def provider(self, name: str) -> str:
        """The address of a provider to sign in at; empty when it is explicitly ``off``."""
        value = self.demanded(name, "off")
        if self.in_production and value not in {"", "off"} and not value.startswith("https://"):
            self._problems.append(f"{name} phải bắt đầu bằng https://")
        return "" if value == "off" else value

    def choice(self, name: str, default: _Choice) -> _Choice:
        """One of the values of ``default``'s kind."""
        kind = type(default)
        try:
            return kind(self.text(name) or default)
        except ValueError:
            self._problems.append(f"{name} phải là một trong: {', '.join(kind)}")
            return default

    def peer(self, name: str) -> str:
        """The address of another node, over TLS in production; empty when there is none."""
        value = self.text(name)
        if self.in_production and value and not value.startswith("https://"):
            self._problems.append(f"{name} phải bắt đầu bằng https://")
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        """A list divided by commas, which production must set."""
        return [word.strip() for word in self.demanded(name, default).split(",") if word.strip()]

    def whole_number(self, name: str, default: int) -> int:
        """The variable as a whole number, which production must set."""
        text = self.demanded(name, str(default))
        if text.isdecimal():
            return int(text)
        if text:
            self._problems.append(f"{name} phải là một số nguyên không âm")
        return default

    def path(self, name: str, default: Path) -> Path:
        """A file or directory that production must name and that must be there in production."""
        path = Path(self.demanded(name, str(default)))
        if self.in_production and self.text(name) and not path.exists():
            self._problems.append(f"{name}: không có {path}")
        return path

    def refused_in_production(self, name: str) -> str:
        value = self.text(name)
        if value and self.in_production:
            self._problems.append(f"{name} không được dùng trong môi trường production")
        return value

    def secret(self, name: str, kept_in: Path) -> str:
        """``name``, or what the file named by ``name``_FILE holds, else one made and kept.

        Production makes no secret of its own: it must be given one.
        """
        given = self.text(name) or self._file_text(f"{name}_FILE")
        if given:
            return given
        if self.in_production:
            self._problems.append(f"thiếu {name} hoặc {name}_FILE")
            return ""
        return kept_secret(kept_in)

    def _file_text(self, name: str) -> str:
        path = self.text(name)
        if not path:
            return ""
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self._problems.append(f"{name}: không đọc được {path}")
            return ""

    def finish(self) -> None:
        """Raise InputError if anything was wrong."""
        if self._problems:
            raise InputError(f"Cấu hình chưa đúng: {'; '.join(self._problems)}.")
