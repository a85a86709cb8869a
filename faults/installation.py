"""An installation of its own for each round: data directory, database, keys, web and workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, make_keys

OFFICE = Holder("registry", Subject("Sở GDĐT Hà Nội", "Sở GDĐT Hà Nội"), KeyKind.P_256)
JUNE = "2024-06-24T08:00:00+07:00"


@dataclass
class Installation:
    """The register under ``home``, serving the API on ``port``."""

    home: Path
    port: int
    logs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.logs = self.home.parent / f"{self.home.name}.log"

    def environment(self, clock: str = JUNE) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "hocba.project.settings",
            "HOCBA_CLOCK": clock,
            "HOCBA_ENV": "test",
            "HOCBA_HOME": str(self.home),
        }

    def hocba(self, *words: str) -> str:
        """Run a command to its end and give what it printed; its failure is ours."""
        program = "import sys; from hocba.project.cli import run; sys.exit(run(sys.argv[1:]))"
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"hocba {words[0]}: {done.stdout[-500:]} {done.stderr[-2000:]}")
        return done.stdout

    def begin(self, city: Path, pages: int) -> str:
        """Database, keys and the city's schools; gives the secret that its vendor calls with."""
        make_keys(self.home / "demonstration", [OFFICE])
        self.hocba("migrate")
        self.hocba("simulate", str(city), "--pages", str(pages))
        schools = sorted(path.name for path in city.iterdir() if path.is_dir())
        units = [word for school in schools for word in ("--unit", school)]
        return self.hocba(
            "token", "issue", "--sender", "phần mềm mô phỏng", "--scope", "report", *units
        ).strip()

    def web(self) -> Service:
        arguments = (
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "2", "hocba.project.wsgi:application"),
        )
        return Service("web", self, ("-m", "granian", *arguments))

    def worker(self, number: int) -> Service:
        """Its time limit is long; a heart that is silent for two seconds counts as stopped."""
        return Service(f"worker {number}", self, ("-m", "hocba.project.working", "120", "2"))

    def postmaster(self) -> int | None:
        try:
            lines = (self.home / "database" / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return None
        return int(lines[0]) if lines else None

    def stop_database(self) -> None:
        """At once: what it holds has been reckoned up, and its disk is about to go."""
        pid = self.postmaster()
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        until = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
            time.sleep(0.1)


class Service:
    """A program that may be killed at any moment, with all its children, and started again."""

    def __init__(self, name: str, installation: Installation, words: Sequence[str]) -> None:
        self.name, self._installation, self._words = name, installation, words
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, clock: str = JUNE) -> None:
        with self._installation.logs.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._words],
                env=self._installation.environment(clock),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def is_dead(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """SIGKILL to the whole group: nobody is given time for a last word."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def end(self) -> None:
        """Told to end in order; killed if it does not."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: int) -> None:
        if self._process is not None:
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
