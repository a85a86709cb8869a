"""``hocba audit`` with real processes of its own: clean, tampered with, broken off, forked."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys.ledger import save_ledger_key
from hocba.core.checkpoint import sign_checkpoint
from hocba.project.cli import INTERRUPTED, run
from hocba.registry.audit import grounds, work
from hocba.registry.intake.models import RegisteredPage
from tests.core.signature import pki
from tests.core.test_cosignature import WITNESS
from tests.registry.audit import LEDGER_KEY
from tests.registry.audits.tampering import GROUNDS, furnish, of_page, tamper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def audit(monkeypatch, tmp_path):
    """Run it; the processes that it starts read their keys from files, as any installation does."""
    trust, key, state = tmp_path / "trust", tmp_path / "ledger.pem", tmp_path / "state"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    save_ledger_key(key, LEDGER_KEY.key)
    monkeypatch.setenv("HOCBA_TRUST", str(trust))
    monkeypatch.setenv("HOCBA_LEDGER_KEY", str(key))
    monkeypatch.setenv("HOCBA_LEDGER_NAME", LEDGER_KEY.name)
    monkeypatch.setenv("HOCBA_WITNESSES", str(WITNESS.verifier))
    monkeypatch.setattr("hocba.project.commands.audit.own_grounds", lambda: GROUNDS)
    grounds.own_grounds.cache_clear()
    furnish()
    return lambda *more: run(["audit", "--state", str(state), "--workers", "2", *map(str, more)])


def test_all_is_well_and_then_a_byte_is_changed(audit, capsys):
    assert audit() == 0
    assert "sổ cái 4 mục: mọi thứ đều đúng" in capsys.readouterr().out
    page = RegisteredPage.objects.get(state="locked", version=2)
    tamper(
        "UPDATE intake_registeredpage SET content = %s WHERE id = %s",
        bytes(page.content)[:-1] + b"\n",
        page.pk,
    )
    assert audit() == 1
    assert f"{of_page(1, 2)}: nội dung trang không phải" in capsys.readouterr().out


@pytest.fixture
def _in_this_process(monkeypatch):
    """For what is not about processes: starting them takes seconds."""
    monkeypatch.setattr(
        work, "check_all", lambda parts, _: ((part, work.check(part, GROUNDS)) for part in parts)
    )


@pytest.mark.usefixtures("_in_this_process")
def test_a_broken_off_audit_goes_on_where_it_was(audit, capsys, monkeypatch, tmp_path):
    done = []

    def fail(parts, processes):
        for part in parts[:2]:
            done.append(part)
            yield part, []
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(work, "check_all", fail)
        assert audit() == INTERRUPTED
    progress = work.load(tmp_path / "state" / "progress.json")
    assert progress.done == set(done)
    assert audit() == 0
    assert not (tmp_path / "state" / "progress.json").exists()


@pytest.mark.usefixtures("_in_this_process")
def test_a_head_kept_elsewhere_shows_a_fork(audit, capsys, tmp_path):
    kept = tmp_path / "kept"
    kept.write_bytes(sign_checkpoint(3, bytes(32), LEDGER_KEY))
    assert audit("--head", kept) == 1
    assert "đầu sổ 3 mục: đầu sổ cái đã công bố không nằm trong sổ" in capsys.readouterr().out


@pytest.mark.usefixtures("_in_this_process")
def test_the_head_of_the_last_clean_audit_is_held_against_the_next(audit, capsys, tmp_path):
    assert audit() == 0
    (tmp_path / "state" / "checkpoint").write_bytes(sign_checkpoint(9, bytes(32), LEDGER_KEY))
    assert audit() == 1
    assert "đầu sổ 9 mục" in capsys.readouterr().out


def test_a_head_that_cannot_be_read_ends_with_two(audit, capsys, tmp_path):
    assert audit("--head", tmp_path / "nowhere") == 2
    assert "Không tìm thấy" in capsys.readouterr().err
