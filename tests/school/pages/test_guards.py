"""What the database itself refuses, whatever the program or a person at a shell tries."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hocba.core.lifecycle import State
from hocba.school.pages.models import PageVersion, Transcript
from hocba.school.pages.packing import pack_class
from tests.school.pages.conftest import NOW, SmallClass


@pytest.fixture
def reported(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    pack_class(small_class.class_year, seal, packet_id=UUID(int=7, version=4), at=NOW)
    return small_class


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pages_pageversion SET content = 'x' WHERE state = 'reported'",
        "UPDATE pages_pageversion SET state = 'draft' WHERE state = 'reported'",
        "UPDATE pages_pageversion SET state = 'locked' WHERE state = 'reported'",
        "DELETE FROM pages_pageversion WHERE state = 'reported'",
        "TRUNCATE pages_pageversion CASCADE",
        "UPDATE pages_transcript SET personal_id = '001234567890'",
        "UPDATE pages_transcript SET lookup_code = gen_random_uuid()::text",
        "DELETE FROM pages_transcript",
        "UPDATE pages_sentpacket SET content = 'x'",
        "DELETE FROM pages_sentpacket",
        "TRUNCATE pages_sentpacket CASCADE",
        "UPDATE pages_journalentry SET actor = 'x'",
        "DELETE FROM pages_journalentry",
        "TRUNCATE pages_journalentry",
    ],
)
def test_history_cannot_be_rewritten(reported: SmallClass, statement: str) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_second_live_version_of_a_year_is_refused(reported: SmallClass) -> None:
    version = reported.pages()[0]
    version.pk, version.version, version.state = None, 2, State.DRAFT
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_a_second_transcript_of_one_level_is_refused(reported: SmallClass) -> None:
    known = Transcript.objects.first()
    assert known is not None
    known.pk = UUID(int=99, version=4).hex
    with pytest.raises(IntegrityError), transaction.atomic():
        known.save(force_insert=True)


def test_a_lookup_code_that_is_no_uuid_v4_is_refused(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Transcript.objects.create(
            pk="0" * 32, personal_id="001214000001", level="02", pupil_code="1", created_at=NOW
        )


def test_a_draft_may_be_thrown_away(small_class: SmallClass) -> None:
    small_class.draft()
    assert PageVersion.objects.filter(state=State.DRAFT).delete()[0] == 7


@pytest.mark.django_db
def test_a_pages_bytes_are_kept_uncompressed_for_each_signature_rewrites_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage::text FROM pg_attribute"
            " WHERE attrelid = 'pages_pageversion'::regclass AND attname = 'content'"
        )
        assert cursor.fetchone() == ("e",)
