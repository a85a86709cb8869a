"""Sets up ``.venv`` from a lock file, with nothing but Python's standard library.

    python3 tools/setup.py requirements.lock

Debian's bare ``python3`` has neither pip nor ensurepip, so a pip of a known version and
digest is fetched from the package index and run as it is, out of its wheel; machines that
do have a pip take the same road. What was installed is remembered: a second run is instant.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import venv
from pathlib import Path

PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
INDEX = "https://pypi.org/simple"

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = VENV / "setup"
PYTHON = VENV / "bin" / "python"
LOG = STATE / "pip.log"

_PIP_PROBLEMS = {
    "No space left on device": "Ổ đĩa đã đầy; hãy dọn ít nhất 1 GB rồi chạy lại.",
    "CERTIFICATE_VERIFY_FAILED": "Không kiểm tra được chứng thư của kho gói Python; hãy cài"
    " ca-certificates, hoặc đặt PIP_CERT tới tệp chứng thư của mạng này.",
    "Max retries exceeded": "Không tới được kho gói Python; hãy kiểm tra mạng hoặc PIP_INDEX_URL.",
    "Retrying (Retry(": "Không tới được kho gói Python; hãy kiểm tra mạng hoặc PIP_INDEX_URL.",
    "HASHES": "Một gói tải về không khớp mã băm đã khoá; hãy kiểm tra PIP_INDEX_URL.",
}


class SetupError(Exception):
    """One Vietnamese sentence on what is missing and what to do."""


def main(lock_name: str) -> int:
    """Set up for one lock file; 0 when ready, 2 when it could not be done."""
    try:
        _check_python()
        STATE.mkdir(parents=True, exist_ok=True)
        with (STATE / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _set_up(ROOT / lock_name)
    except SetupError as error:
        return _say(str(error))
    except OSError as error:
        return _say(_system_sentence(error))
    except KeyboardInterrupt:
        return 130
    return 0


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def _check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is certain
        found = ".".join(map(str, sys.version_info[:2]))
        raise SetupError(f"Cần Python 3.11 trở lên, máy này có {found}; hãy đặt PYTHON=python3.11.")


def _set_up(lock: Path) -> None:
    stamp = STATE / f"{lock.stem}.stamp"
    wanted = _state_of(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    sys.stderr.write(f"Đang chuẩn bị môi trường Python từ {lock.name} (một lần, chừng một phút)…\n")
    os.umask(0o022)  # the account that runs PostgreSQL for root must be able to read it
    if not PYTHON.exists():
        venv.EnvBuilder(symlinks=True, with_pip=False).create(VENV)
    _pip("install", "--require-hashes", "--requirement", str(lock))
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    stamp.write_text(wanted)


def _state_of(lock: Path) -> str:
    """What the environment hangs on: the lock, the project's own data, Python, the folder."""
    content = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return f"{digest} {sys.version_info[:3]} {ROOT}\n"


def _pip(*words: str) -> None:
    """Run pip out of its wheel; what it says is kept in a log, and told in one sentence."""
    program = _pip_wheel() / "pip"
    with LOG.open("a") as log:
        start = log.tell()
        done = subprocess.run(
            [str(PYTHON), str(program), *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                "PIP_ROOT_USER_ACTION": "ignore",
                "PIP_NO_INPUT": "1",
            },
            check=False,
        )
    if done.returncode != 0:
        raise SetupError(_pip_sentence(LOG.read_text(errors="replace")[start:]))


def _pip_sentence(output: str) -> str:
    for sign, sentence in _PIP_PROBLEMS.items():
        if sign in output:
            return sentence
    return f"Không cài được các gói Python; hãy xem {LOG}."


def _pip_wheel() -> Path:
    """The pinned pip, fetched at first use."""
    wheel = STATE / PIP
    if wheel.exists() and _is_pinned(wheel.read_bytes()):
        return wheel
    index = os.environ.get("PIP_INDEX_URL", INDEX).rstrip("/") + "/pip/"
    page = _fetch(index).decode()
    link = re.search(rf'href="([^"#]*{re.escape(PIP)})', page)
    if link is None:
        raise SetupError(f"Kho gói {index} không có {PIP}; hãy kiểm tra PIP_INDEX_URL.")
    data = _fetch(urllib.parse.urljoin(index, link.group(1)))
    if not _is_pinned(data):
        raise SetupError(f"Tệp {PIP} tải về không khớp mã băm; hãy kiểm tra PIP_INDEX_URL.")
    wheel.write_bytes(data)
    return wheel


def _is_pinned(data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == PIP_SHA256


def _fetch(url: str) -> bytes:
    """A file of the package index. ``PIP_CERT`` or ``SSL_CERT_FILE`` name its authorities."""
    try:
        context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or None)
    except OSError as error:
        raise SetupError(_PIP_PROBLEMS["CERTIFICATE_VERIFY_FAILED"]) from error
    try:
        with urllib.request.urlopen(url, context=context, timeout=60) as answer:
            data: bytes = answer.read()
    except urllib.error.URLError as error:
        sign = str(error.reason)
        known = "CERTIFICATE_VERIFY_FAILED" if "CERTIFICATE" in sign else "Max retries exceeded"
        raise SetupError(_PIP_PROBLEMS[known]) from error
    return data


def _system_sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _PIP_PROBLEMS["No space left on device"]
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Không ghi được vào {error.filename}; thư mục này có thể thuộc người dùng khác."
    return f"Không chuẩn bị được môi trường Python: {error.strerror} ({error.filename})."


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
