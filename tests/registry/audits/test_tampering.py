"""Whatever a superuser changes behind the triggers' back is found, and named."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import connection

from hocba.core.signed_note import NoteSigner
from hocba.core.tlog_proof import TlogProof
from hocba.registry.audit import tree, work
from hocba.registry.audit.findings import Fault
from hocba.registry.audit.heads import check_against
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.ledger import queries
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Checkpoint, Entry, Node, Timestamp
from hocba.registry.ledger.stamping import stamp_heads
from tests.core.test_checkpoint import STRANGER
from tests.registry.audit import LEDGER_KEY
from tests.registry.audits.tampering import GROUNDS, cosign, found, furnish, of_page, tamper
from tests.registry.school import NOW, YEAR, code

pytestmark = pytest.mark.django_db

COPIED = """
    school_year, content, sha256, personal_id, level, grade, school_code, class_name, reassessed,
    packet_id, accepted_at
"""


@pytest.fixture(autouse=True)
def _registry(db) -> None:
    furnish()


def row(number: int, version: int = 1) -> RegisteredPage:
    return RegisteredPage.objects.get(lookup_code=code(number), school_year=YEAR, version=version)


def place_of(number: int, version: int = 1) -> int:
    """Where the page's leaf stands in the ledger."""
    digest = bytes(row(number, version).sha256).hex()
    return next(
        each.position for each in Entry.objects.all() if digest in bytes(each.leaf).decode()
    )


def packet_name(number: int) -> str:
    return f"gói tin {bytes(row(number).packet.sha256).hex()}"


def flipped(data: bytes, at: int = 500) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_an_untouched_registry_is_clean():
    assert found() == set()


def test_a_single_changed_byte_of_a_page():
    content = flipped(bytes(row(2).content))
    tamper("UPDATE intake_registeredpage SET content = %s WHERE id = %s", content, row(2).pk)
    assert found() == {(of_page(2), Fault.PAGE_BYTES), (of_page(2), Fault.PAGE_DIGEST)}


def test_a_changed_byte_with_its_digest_made_to_fit():
    content = flipped(bytes(row(2).content))
    place = place_of(2)
    tamper(
        "UPDATE intake_registeredpage SET content = %s, sha256 = %s WHERE id = %s",
        content,
        sha256(content).digest(),
        row(2).pk,
    )
    assert found() == {
        (of_page(2), Fault.PAGE_BYTES),
        (of_page(2), Fault.NOT_ENTERED),
        (f"mục {place}", Fault.NOT_LOCKED),
    }


def test_a_changed_byte_of_a_page_that_is_not_locked_yet():
    content = flipped(bytes(row(4).content))
    tamper(
        "UPDATE intake_registeredpage SET content = %s, sha256 = %s WHERE id = %s",
        content,
        sha256(content).digest(),
        row(4).pk,
    )
    assert found() == {(of_page(4), Fault.PAGE_BYTES)}


def test_a_removed_page():
    place = place_of(3)
    tamper("DELETE FROM intake_registeredpage WHERE id = %s", row(3).pk)
    assert found() == {(of_page(3), Fault.PAGE_GONE), (f"mục {place}", Fault.NOT_LOCKED)}


def test_a_removed_version_that_was_replaced():
    tamper("DELETE FROM intake_registeredpage WHERE id = %s", row(1, 1).pk)
    assert found() == {(of_page(1, 1), Fault.PAGE_GONE)}


def test_two_versions_swapped():
    old, new, place = row(1, 1), row(1, 2), place_of(1, 2)
    tamper(
        "UPDATE intake_registeredpage AS page SET content = other.content, sha256 = other.sha256"
        " FROM intake_registeredpage AS other"
        " WHERE page.lookup_code = %s AND other.lookup_code = page.lookup_code"
        " AND other.version <> page.version",
        old.lookup_code,
    )
    assert bytes(row(1, 2).content) == bytes(old.content) != bytes(new.content)
    assert found() == {
        (of_page(1, 1), Fault.PAGE_BYTES),
        (of_page(1, 2), Fault.PAGE_BYTES),
        (of_page(1, 2), Fault.NOT_ENTERED),
        (f"mục {place}", Fault.NOT_LOCKED),
    }


def test_a_version_numbered_anew():
    tamper("UPDATE intake_registeredpage SET version = 7 WHERE id = %s", row(1, 1).pk)
    assert {
        (of_page(1, 1), Fault.PAGE_GONE),
        (of_page(1, 7), Fault.PAGE_ADDED),
        (of_page(1, 2), Fault.VERSION),
    } <= found()


def test_a_page_slipped_in():
    tamper(
        f"INSERT INTO intake_registeredpage (lookup_code, version, state, ended_at, {COPIED})"
        f" SELECT %s, 1, 'recalled', now(), {COPIED} FROM intake_registeredpage WHERE id = %s",
        code(99),
        row(2).pk,
    )
    assert found() == {(of_page(99), Fault.PAGE_ADDED), (of_page(99), Fault.SIGNATURE)}


def test_a_column_that_leads_to_another_class():
    tamper("UPDATE intake_registeredpage SET class_name = '4A9' WHERE id = %s", row(2).pk)
    assert found() == {(of_page(2), Fault.PAGE_FACTS)}


def test_an_effective_date_moved():
    place = place_of(2)
    tamper(
        "UPDATE intake_registeredpage SET effective_date = effective_date - interval '1 day'"
        " WHERE id = %s",
        row(2).pk,
    )
    assert found() == {(of_page(2), Fault.NOT_ENTERED), (f"mục {place}", Fault.NOT_LOCKED)}


def test_a_locked_page_unlocked():
    place = place_of(2)
    tamper(
        "UPDATE intake_registeredpage SET state = 'accepted', effective_date = NULL WHERE id = %s",
        row(2).pk,
    )
    assert found() == {(f"mục {place}", Fault.NOT_LOCKED)}


def test_a_page_locked_without_the_ledger():
    tamper(
        "UPDATE intake_registeredpage SET state = 'locked', effective_date = now() WHERE id = %s",
        row(4).pk,
    )
    assert found() == {(of_page(4), Fault.NOT_ENTERED)}


def test_a_changed_packet():
    changed = row(2).packet
    tamper(
        "UPDATE intake_packet SET content = %s WHERE id = %s",
        flipped(bytes(changed.content), 40),
        changed.pk,
        lifting="intake_packet.packet_digest_is_of_these_bytes",
    )
    assert (f"gói tin {bytes(changed.sha256).hex()}", Fault.PACKET_BYTES) in found()


def test_a_changed_receipt():
    changed = row(2).packet
    receipt = bytes(changed.receipt).replace(b"TIEP_NHAN", b"TRA_LAI", 1)
    assert receipt != bytes(changed.receipt)
    tamper("UPDATE intake_packet SET receipt = %s WHERE id = %s", receipt, changed.pk)
    assert found() == {(packet_name(2), Fault.RECEIPT)}


def test_the_receipt_of_another_packet():
    one, other = row(2).packet, row(5).packet
    tamper("UPDATE intake_packet SET receipt = %s WHERE id = %s", bytes(other.receipt), one.pk)
    assert (packet_name(2), Fault.RECEIPT_OF_OTHER) in found()


def test_a_removed_packet_with_its_pages():
    gone = row(5).packet
    keys = [of_page(1, 2), of_page(5)]
    tamper(
        "DELETE FROM intake_registeredpage WHERE packet_id = %s;"
        " DELETE FROM intake_packet WHERE id = %s",
        gone.pk,
        gone.pk,
    )
    assert {fault for _, fault in found()} == {Fault.NOT_LOCKED}
    assert len(found()) == len(keys)
    assert not Packet.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("position", [0, 1, 3])
def test_a_removed_entry(position):
    tamper("DELETE FROM ledger_entry WHERE position = %s", position)
    faults = found()
    assert (f"mục {position}", Fault.ENTRY_GONE) in faults
    assert Fault.NOT_ENTERED in {fault for _, fault in faults}


def test_a_changed_entry():
    leaf = bytes(Entry.objects.get(position=2).leaf).replace(b"2024-06", b"2023-06")
    tamper("UPDATE ledger_entry SET leaf = %s WHERE position = 2", leaf)
    faults = found()
    assert ("nút tầng 1 số 1", Fault.NODE) in faults
    assert ("mục 2", Fault.NOT_LOCKED) in faults


@pytest.fixture(params=["one subtree", "many subtrees"])
def _subtrees(request, monkeypatch):
    """The tree checked as a whole, and as the small subtrees of a log too large for that."""
    if request.param == "many subtrees":
        monkeypatch.setattr(tree, "HEIGHT", 1)
        monkeypatch.setattr(work, "SUBTREE", 2)


@pytest.mark.usefixtures("_subtrees")
@pytest.mark.parametrize("node", [(1, 0), (1, 1), (2, 0)])
def test_a_changed_node(node):
    tamper("UPDATE ledger_node SET hash = %s WHERE level = %s AND index = %s", bytes(32), *node)
    level, index = node
    assert (f"nút tầng {level} số {index}", Fault.NODE) in found()


@pytest.mark.usefixtures("_subtrees")
@pytest.mark.parametrize("node", [(1, 0), (2, 0)])
def test_a_removed_node(node):
    tamper("DELETE FROM ledger_node WHERE level = %s AND index = %s", *node)
    level, index = node
    assert (f"nút tầng {level} số {index}", Fault.NODE_GONE) in found()


@pytest.mark.usefixtures("_subtrees")
def test_an_untouched_tree_is_clean():
    assert Node.objects.count() == 3
    assert found() == set()


def test_a_head_with_another_root():
    tamper("UPDATE ledger_checkpoint SET root = %s WHERE size = 2", bytes(32))
    assert found() == {("đầu sổ 2 mục", Fault.HEAD)}


def test_a_head_signed_by_somebody_else():
    stranger = NoteSigner(LEDGER_KEY.name, STRANGER.key)
    text = bytes(Checkpoint.objects.get(size=2).note).decode().partition("\n\n")[0] + "\n"
    tamper("UPDATE ledger_checkpoint SET note = %s WHERE size = 2", stranger.sign(text))
    assert found() == {("đầu sổ 2 mục", Fault.HEAD_SIGNATURE)}


def test_a_removed_head_in_the_middle():
    tamper("DELETE FROM ledger_checkpoint WHERE size = 2")
    assert found() == {("đầu sổ 4 mục", Fault.HEAD_ORDER)}


def test_the_newest_head_removed():
    tamper("DELETE FROM ledger_cosignature; DELETE FROM ledger_checkpoint WHERE size = 4")
    assert {("mục 2", Fault.ENTRY_BEYOND), ("mục 3", Fault.ENTRY_BEYOND)} <= found()


def test_a_witnesss_line_under_another_head():
    tamper("UPDATE ledger_cosignature SET checkpoint_id = 2")
    assert found() == {("đầu sổ 2 mục", Fault.COSIGNATURE)}


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_timestamp_of_another_head_or_authority(authorities):
    authorities.at(NOW)
    stamp_heads(authorities.timestamps("dau-thoi-gian-la"), lambda: NOW)
    assert ("đầu sổ 2 mục", Fault.TIMESTAMP) in found()
    other = bytes(Timestamp.objects.get(checkpoint_id=4).token)
    tamper("UPDATE ledger_timestamp SET token = %s WHERE checkpoint_id = 2", other)
    assert ("đầu sổ 2 mục", Fault.TIMESTAMP) in found()


def forge_history() -> None:
    """Write the ledger anew with its own key, and the page with it: all fits inside."""
    leaves = [bytes(each.leaf) for each in Entry.objects.order_by("position")]
    moved = b"2024-06-23"
    tamper(
        "UPDATE intake_registeredpage SET effective_date = effective_date - interval '1 day'"
        " WHERE state = 'locked';"
        " DELETE FROM ledger_cosignature; DELETE FROM ledger_timestamp;"
        " DELETE FROM ledger_entry; DELETE FROM ledger_node; DELETE FROM ledger_checkpoint"
    )
    forged = [leaf.replace(b"2024-06-24", moved) for leaf in leaves]
    append(forged[:2], at=NOW, signer=LEDGER_KEY)
    append(forged[2:], at=NOW, signer=LEDGER_KEY)
    connection.check_constraints()


def test_a_ledger_forked_with_its_own_key_fits_inside_but_not_the_heads_outside():
    head = queries.head()
    assert head is not None
    kept = bytes(head.note)
    forge_history()
    cosign()
    assert found() == set()
    (finding,) = check_against([kept], 4, GROUNDS)
    assert (finding.thing, finding.fault) == ("đầu sổ 4 mục", Fault.FORK)


def test_a_ledger_that_was_cut_is_shorter_than_a_head_outside():
    head = queries.head()
    assert head is not None
    (finding,) = check_against([bytes(head.note)], 2, GROUNDS)
    assert finding.fault is Fault.FORK


def test_every_head_of_the_true_history_is_recognised():
    notes = [bytes(each.note) for each in Checkpoint.objects.all()]
    assert list(check_against(notes, 4, GROUNDS)) == []


def test_a_proof_made_before_still_holds_against_the_head_outside():
    """What a person has in hand is one more head outside."""
    proof = queries.inclusion(bytes(Entry.objects.get(position=0).leaf))
    assert isinstance(proof, TlogProof)
    forge_history()
    (finding,) = check_against([proof.checkpoint], 4, GROUNDS)
    assert finding.fault is Fault.FORK
