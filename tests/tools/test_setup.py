"""The setting up, against a package index of our own on this machine."""

import errno
import hashlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tools import setup

WHEEL = b"a pip"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        """Nothing to the terminal."""


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A directory that is served as the package index, with one project in it."""
    project = tmp_path / "index" / "pip"
    project.mkdir(parents=True)
    (project / setup.PIP).write_bytes(WHEEL)
    (project / "index.html").write_text(f'<a href="{setup.PIP}#sha256=00">{setup.PIP}</a>')
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setattr(setup, "STATE", state)
    monkeypatch.setattr(setup, "PIP_SHA256", hashlib.sha256(WHEEL).hexdigest())
    handler = partial(QuietHandler, directory=str(project.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        Thread(target=server.serve_forever, daemon=True).start()
        yield project
        server.shutdown()


@pytest.mark.enable_socket
def test_the_pinned_pip_is_fetched_once(index):
    wheel = setup._pip_wheel()
    assert wheel.read_bytes() == WHEEL
    (index / setup.PIP).unlink()
    assert setup._pip_wheel() == wheel


@pytest.mark.enable_socket
def test_a_pip_with_another_digest_is_never_kept(index):
    (index / setup.PIP).write_bytes(b"another pip")
    with pytest.raises(setup.SetupError, match="không khớp mã băm"):
        setup._pip_wheel()
    assert list(setup.STATE.iterdir()) == []


@pytest.mark.enable_socket
def test_an_index_without_that_pip_is_named(index):
    (index / "index.html").write_text("<a href='pip-1.0.tar.gz'>pip-1.0.tar.gz</a>")
    with pytest.raises(setup.SetupError, match=r"http://127\.0\.0\.1:\d+/pip/ không có pip-"):
        setup._pip_wheel()


@pytest.mark.enable_socket
def test_an_index_that_does_not_answer_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "STATE", tmp_path)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(setup.SetupError, match="Không tới được kho gói Python"):
        setup._pip_wheel()


def test_authorities_that_cannot_be_read_are_told_in_one_sentence(monkeypatch):
    monkeypatch.setenv("PIP_CERT", "/nowhere/ca.pem")
    with pytest.raises(setup.SetupError, match="chứng thư của kho gói Python"):
        setup._fetch("https://127.0.0.1:1/")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "Ổ đĩa đã đầy"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "không khớp mã băm"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("something new", "hãy xem"),
    ],
)
def test_what_pip_says_becomes_one_sentence(output, words):
    assert words in setup._pip_sentence(output)


def test_what_was_set_up_is_not_set_up_again(monkeypatch, tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("click==1\n")
    monkeypatch.setattr(setup, "STATE", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", lock)
    (tmp_path / "requirements.stamp").write_text(setup._state_of(lock))
    monkeypatch.setattr(setup, "_pip", lambda *_words: pytest.fail("nothing has changed"))
    setup._set_up(lock)


def test_a_changed_lock_is_set_up_anew(monkeypatch, tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("click==1\n")
    monkeypatch.setattr(setup, "STATE", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", lock)
    (tmp_path / "requirements.stamp").write_text(setup._state_of(lock))
    lock.write_text("click==2\n")
    runs = []
    monkeypatch.setattr(setup, "_pip", lambda *words: runs.append(words))
    setup._set_up(lock)
    assert [words[:2] for words in runs] == [
        ("install", "--require-hashes"),
        ("install", "--no-deps"),
    ]
    assert (tmp_path / "requirements.stamp").read_text() == setup._state_of(lock)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "Ổ đĩa đã đầy"), (errno.EACCES, "Không ghi được vào /x"), (errno.EIO, "/x")],
)
def test_what_the_system_refuses_is_told_in_one_sentence(number, words):
    assert words in setup._system_sentence(OSError(number, "?", "/x"))
