"""The setting up of the programs from npm: once, by the lock, and told in one sentence."""

import hashlib
import json
import subprocess

import pytest

from tools import setup_node


def test_what_was_installed_is_not_installed_again(monkeypatch, tmp_path):
    stamp = tmp_path / "stamp"
    stamp.write_text(hashlib.sha256(setup_node.LOCK.read_bytes()).hexdigest())
    monkeypatch.setattr(setup_node, "STAMP", stamp)
    monkeypatch.setattr(setup_node, "_npm", lambda *_words: pytest.fail("nothing has changed"))
    assert setup_node.main() == 0


def test_a_changed_lock_is_installed_anew(monkeypatch, tmp_path):
    runs = []

    def npm(*words):
        runs.append(words)
        return subprocess.CompletedProcess(words, 0, stdout="")

    monkeypatch.setattr(setup_node, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(setup_node, "_npm", npm)
    assert setup_node.main() == 0
    assert runs[0][:2] == ("ci", "--ignore-scripts")
    assert (tmp_path / "stamp").exists()


def test_what_could_not_be_installed_is_told_and_tried_again(monkeypatch, tmp_path, capsys):
    failed = subprocess.CompletedProcess((), 1, stdout="npm error code ENOTFOUND\n")
    monkeypatch.setattr(setup_node, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(setup_node, "_npm", lambda *_words: failed)
    assert setup_node.main() == 2
    assert "Không tới được kho gói npm" in capsys.readouterr().err
    assert not (tmp_path / "stamp").exists()


def test_words_that_nobody_foresaw_are_passed_on():
    assert setup_node.sentence("npm error\nnpm error new") == (
        "Không cài được các gói npm: npm error new"
    )


def test_the_lock_names_digests_and_no_registry():
    packages = json.loads(setup_node.LOCK.read_text())["packages"]
    locked = [package for name, package in packages.items() if name]
    assert all(package["integrity"].startswith("sha512-") for package in locked)
    assert not any("resolved" in package for package in locked)
