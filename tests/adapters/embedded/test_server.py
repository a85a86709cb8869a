"""Real servers, started by real processes: each ``user`` is a process that uses the server."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.adapters.embedded import server
from hocba.adapters.embedded.account import server_account

USER = """
import sys
from pathlib import Path
from hocba.adapters.embedded import server
from hocba.core.errors import Unavailable
try:
    server.ensure_running(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.read()
except Unavailable as error:
    print(error.message)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("embedded") / "database"


@contextmanager
def user(home):
    """A process that uses the server until the block ends."""
    with start_user(home) as process:
        assert process.stdout.readline() == "ready\n"
        yield process


def start_user(home):
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def connect(home, **options):
    socket = str(server.socket_directory(home))
    return psycopg.connect(host=socket, user="hocba", dbname="hocba", **options)


def server_pid(home):
    return int((home / "data" / "postmaster.pid").read_text().split()[0])


def is_running(home):
    return (home / "data" / "postmaster.pid").exists()


def test_users_that_come_at_once_share_one_server_and_the_last_stops_it(home):
    with ExitStack() as users:
        processes = [users.enter_context(start_user(home)) for _ in range(4)]
        assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
        first = server_pid(home)
        processes[0].communicate("")
        assert server_pid(home) == first
        with connect(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not is_running(home)


def test_the_programs_role_is_no_superuser_and_owns_its_database(home):
    with user(home), connect(home) as connection:
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)
        connection.execute("CREATE TABLE made_here (id int)")
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT upper('đường')").fetchone() == ("ĐƯỜNG",)


def test_a_server_listens_to_nobody_over_the_network(home):
    with user(home), connect(home) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.socket_directory(home).stat().st_mode & 0o777 == 0o700


def test_a_killed_server_is_started_again_with_all_that_was_committed(home):
    with user(home):
        with connect(home, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        killed = server_pid(home)
        os.kill(killed, signal.SIGKILL)
        wait_until_gone(killed)
        with user(home), connect(home) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (42,)
            assert server_pid(home) != killed


def test_a_server_that_is_left_in_crash_recovery_is_stopped_and_comes_back(home):
    """As after a full disk: a server process dies, the user leaves, PostgreSQL 18 hangs."""
    with user(home), connect(home, autocommit=True) as connection:
        connection.execute("CREATE TABLE to_recover AS SELECT generate_series(1, 1000000) AS n")
        left_behind = server_pid(home)
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        time.sleep(0.05)
    assert not Path(f"/proc/{left_behind}/cwd").exists()
    with user(home), connect(home) as connection:
        assert connection.execute("SELECT count(*) FROM to_recover").fetchone() == (1_000_000,)


def wait_until_gone(pid):
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_user_that_was_killed_does_not_keep_the_server_up(home):
    with user(home), user(home) as killed:
        killed.kill()
        killed.wait()
        assert is_running(home)
    assert not is_running(home)


def test_a_pid_that_lives_on_as_another_process_is_not_taken_for_the_server(home):
    with user(home):
        pid_file = (home / "data" / "postmaster.pid").read_text()
    account = server_account(home / "data")
    owner = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **owner) as stranger:
        lines = [str(stranger.pid), *pid_file.splitlines()[1:]]
        (home / "data" / "postmaster.pid").write_text("\n".join(lines) + "\n")
        with user(home), connect(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
        stranger.kill()


def test_a_cluster_that_was_interrupted_in_the_making_is_made_anew(tmp_path):
    home = tmp_path / "database"
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("half")
    with user(home), connect(home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (home / "data.new").exists()


def test_a_server_that_cannot_start_is_told_with_the_log_to_read(tmp_path):
    home = tmp_path / "database"
    with user(home):
        pass
    configuration = home / "data" / "postgresql.conf"
    configuration.write_text("no_such_setting = 1\n")
    with start_user(home) as process:
        said, errors = process.communicate("")
    assert re.search(r"không chạy được \(pg_ctl\).*server\.log", said)
    assert errors == ""
    assert "no_such_setting" in (home / "data" / "server.log").read_text()


def test_a_socket_directory_that_is_open_to_others_is_refused(tmp_path):
    home = tmp_path / "database"
    (home / "socket").mkdir(parents=True)
    (home / "socket").chmod(0o777)
    with start_user(home) as process:
        said, errors = process.communicate("")
    assert "không phải của riêng tài khoản chạy PostgreSQL" in said
    assert errors == ""


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=120))
def test_a_socket_path_always_fits_and_has_nothing_that_divides_a_list(name):
    home = Path("/srv") / name
    directory = server.socket_directory(home)
    assert len(os.fsencode(directory / ".s.PGSQL.5432")) <= 107
    assert not set(str(directory)) & set(",\"'")
    assert directory == server.socket_directory(home)


def test_two_homes_with_long_paths_have_two_sockets():
    long = Path("/srv") / ("x" * 120)
    assert server.socket_directory(long / "a") != server.socket_directory(long / "b")
