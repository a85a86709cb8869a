"""A witness: it follows a log from its files, and signs only what continues what it has seen.

It keeps one file for each log: the head that it cosigned last. That is written before the
cosignature is given to anybody, and under a lock, so that two runs at once, or one that is
killed, never let it sign two histories.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hocba.adapters.mirror import Mirror
from hocba.adapters.whole_file import write_whole
from hocba.core import merkle
from hocba.core.checkpoint import Checkpoint, verify_checkpoint
from hocba.core.cosignature import Witness
from hocba.core.errors import HocbaError
from hocba.core.signed_note import NoteVerifier


class Forked(HocbaError):
    """The log shows a head that does not continue what the witness has seen of it."""

    code = "SO_CAI_RE_NHANH"


@dataclass(frozen=True, slots=True)
class Follower:
    """``witness`` as it follows the log of ``key``; ``state`` is the directory of its memory."""

    witness: Witness
    key: NoteVerifier
    state: Path

    def follow(self, mirror: Mirror, at: datetime) -> bytes:
        """The log's newest head with the witness's cosignature.

        Raises Forked when it does not continue the head that was cosigned last, NoteError
        when it is not signed by the log, Unavailable when the files cannot be had.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        with self._alone():
            note = mirror.checkpoint()
            self._require_continuation(verify_checkpoint(note, self.key), mirror)
            cosigned = note + self.witness.cosign(note, at).encode()
            write_whole(self._memory, cosigned)
            return cosigned

    @property
    def _memory(self) -> Path:
        return self.state / f"{sha256(self.key.name.encode()).hexdigest()}.checkpoint"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._memory.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _require_continuation(self, new: Checkpoint, mirror: Mirror) -> None:
        if not self._memory.exists():
            return
        old = verify_checkpoint(self._memory.read_bytes(), self.key)
        if new.size < old.size:
            raise Forked(
                f"Sổ cái «{new.origin}» chỉ còn {new.size} mục, trước đây có {old.size}: bản sao cũ"
                " hoặc sổ đã bị cắt; không cùng ký."
            )
        path = mirror.consistency(old.size, new.size) if new.size > old.size > 0 else ()
        if not merkle.extends(old.root, old.size, new.root, new.size, path):
            raise Forked(
                f"Sổ cái «{new.origin}» đã rẽ nhánh: đầu sổ {new.size} mục không nối tiếp đầu sổ"
                f" {old.size} mục đã cùng ký; hãy giữ cả hai làm bằng chứng."
            )
