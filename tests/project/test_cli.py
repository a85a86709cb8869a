import errno
import os
import re
import signal
import subprocess
import sys

import click
import pytest
from django.db import OperationalError

from hocba.core.errors import InputError
from hocba.project import cli

PROBE = "thu"


@pytest.fixture
def fails_with(monkeypatch):
    """Let a command of the real group fail in a given way, and give its exit code."""

    def run(error):
        @click.command()
        def command():
            raise error

        monkeypatch.setattr(cli.hocba, "get_command", lambda _ctx, _name: command)
        return cli.run([PROBE])

    return run


def test_an_error_of_ours_is_its_sentence_and_exit_code_2(fails_with, capsys):
    assert fails_with(InputError("Tệp này không phải bảng tính.")) == 2
    assert capsys.readouterr().err == "Tệp này không phải bảng tính.\n"


def test_a_database_that_goes_away_is_told_in_one_sentence(fails_with, capsys):
    assert fails_with(OperationalError("server closed the connection, host 10.0.0.1")) == 2
    said = capsys.readouterr().err
    assert said.startswith("Cơ sở dữ liệu không trả lời")
    assert "10.0.0.1" not in said


def test_a_full_disk_is_told_in_one_sentence(fails_with, capsys):
    assert fails_with(OSError(errno.ENOSPC, "No space left on device", "/srv/x.pdf")) == 2
    assert capsys.readouterr().err == "Ổ đĩa đã đầy (/srv/x.pdf); hãy dọn chỗ rồi chạy lại.\n"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "Không tìm thấy tệp"),
        (errno.EACCES, "Không có quyền"),
        (errno.EIO, f"lỗi số {errno.EIO}"),
    ],
)
def test_what_the_system_refuses_is_told_with_the_file(fails_with, capsys, number, words):
    assert fails_with(OSError(number, os.strerror(number), "/srv/x")) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "/srv/x" in said


def test_an_unforeseen_error_shows_its_place_but_not_its_words(fails_with, capsys):
    assert fails_with(ZeroDivisionError("Nguyễn Văn A, 001207364747")) == 2
    said = capsys.readouterr().err
    assert "ZeroDivisionError, test_cli.py:" in said
    assert "001207364747" not in said
    assert "Traceback" not in said


def test_an_interruption_is_exit_code_130(fails_with, capsys):
    assert fails_with(KeyboardInterrupt()) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["xoá-hết"], "Lệnh «hocba»: không có lệnh «xoá-hết»"),
        (["--nhanh"], "Lệnh «hocba»: không có tuỳ chọn --nhanh"),
        (["migrate", "--nhanh"], "Lệnh «hocba migrate»: không có tuỳ chọn --nhanh"),
        (["migrate", "x"], "Lệnh «hocba migrate»: câu lệnh không đúng"),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese(capsys, words, sentence):
    assert cli.run(words) == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert "--help»" in said


def test_help_names_every_command(capsys):
    assert cli.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.COMMANDS)


def test_a_command_line_without_a_command_shows_the_help(capsys):
    assert cli.run([]) == 2
    assert "Các lệnh:" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["migrate", "--help"], ["pack", "--help"]])
def test_help_is_vietnamese_throughout(capsys, words):
    assert cli.run(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: hocba")
    english = re.compile(
        r"\b(usage|options|commands?|args|show|exit|default|required)\b", re.IGNORECASE
    )
    assert not english.findall(said)


@pytest.mark.parametrize("name", ["check"])
def test_a_command_that_needs_no_database_does_not_load_django(name):
    probe = f"import sys; from hocba.project.cli import run; code = run([{name!r}, '--help'])"
    done = subprocess.run(
        [sys.executable, "-c", f"{probe}; sys.exit(code or 'django' in sys.modules)"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0


def test_a_reader_that_has_gone_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "hocba.project.cli", "--help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.stderr == ""


def test_a_database_server_that_is_away_is_told_in_one_sentence(tmp_path):
    away = {"DATABASE_URL": "postgresql://hocba@127.0.0.1:1/hocba", "HOCBA_ENV": "test"}
    done = subprocess.run(
        [sys.executable, "-m", "hocba.project.cli", "migrate"],
        env={"PATH": os.environ["PATH"], "HOCBA_HOME": str(tmp_path), **away},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Cơ sở dữ liệu không trả lời")
    assert "Traceback" not in done.stderr


def test_a_program_that_is_told_to_end_leaves_in_order():
    sleeper = (
        "import atexit, sys, time\n"
        "from hocba.project import cli\n"
        "atexit.register(print, 'left in order')\n"
        "def sleep(arguments):\n"
        "    print('here', flush=True)\n"
        "    time.sleep(60)\n"
        "cli.run = sleep\n"
        "cli.main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", sleeper], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "here\n"
        process.terminate()
        assert process.stdout.read() == "left in order\n"
    assert process.returncode == 128 + signal.SIGTERM


def test_a_database_without_the_programs_role_is_told_to_be_migrated(fails_with, capsys):
    fault = 'invalid value for parameter "role": "hocba_app"'
    assert fails_with(OperationalError(fault)) == 2
    assert "hocba migrate" in capsys.readouterr().err
