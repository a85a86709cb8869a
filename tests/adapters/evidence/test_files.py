"""Evidence kept in a directory comes back as it was, and only grows."""

from __future__ import annotations

import pytest

from hocba.adapters.evidence import load_evidence, save_evidence
from hocba.core.errors import InputError
from hocba.core.signature import Evidence

SOME = Evidence(certificates=(b"one", b"two"), ocsp=(b"three",), crls=(b"four",), tokens=(b"five",))


def as_sets(evidence):
    return [set(each) for each in (evidence.certificates, evidence.ocsp, evidence.crls,
                                   evidence.tokens)]  # fmt: skip


def test_what_is_kept_comes_back(tmp_path):
    save_evidence(tmp_path / "new", SOME)
    assert as_sets(load_evidence(tmp_path / "new")) == as_sets(SOME)


def test_keeping_more_keeps_what_was_there(tmp_path):
    save_evidence(tmp_path, SOME)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    save_evidence(tmp_path, SOME | Evidence(ocsp=(b"six",)))
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert after.items() > before.items()
    assert set(load_evidence(tmp_path).ocsp) == {b"three", b"six"}


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "readme.txt").write_text("?")
    assert load_evidence(tmp_path) == Evidence()


def test_a_directory_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="bằng chứng"):
        load_evidence(tmp_path / "nowhere")


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Không ghi được"):
        save_evidence(tmp_path / "file", SOME)
