"""Take the Ministry's receipt of a batch in: verified before it is believed, kept for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from hocba.adapters.availability import translating_outages
from hocba.adapters.bulk import execute
from hocba.core.errors import InputError, LifecycleError
from hocba.core.packet import DispatchReceipt, EventOutcome, Standing
from hocba.core.signature import verify_dispatch_receipt
from hocba.registry.journal.models import JournalEntry
from hocba.registry.reporting.models import Batch, MinistryReceipt, ReportedPage
from hocba.registry.reporting.office import Ministry, Office

ACTION = "ministry_receipt"

_KEEP = f"""
    INSERT INTO {MinistryReceipt._meta.db_table} (batch_id, content, received_at)
    VALUES (%s, %b, %s) ON CONFLICT DO NOTHING
"""  # noqa: S608 - the table's name is ours, every value is a parameter

_Record = tuple[str, str, int]


def take_receipt(
    batch: Batch, data: bytes, *, office: Office, ministry: Ministry, at: datetime
) -> Mapping[Standing, int]:
    """How many pages of the batch the Ministry holds, passed over and returned.

    A receipt that was taken before changes nothing. Raises InputError for one that is not
    the Ministry's or speaks of something else than this batch, Unavailable when the database
    is away; nothing is written then.
    """
    receipt = _believed(data, ministry, at)
    _require_answer_to(batch, receipt, office)
    with translating_outages(), transaction.atomic():
        if _keep(batch, data, at):
            _write_standings(batch, receipt, office, at)
    return Counter(outcome.standing for outcome in receipt.outcomes)


def _believed(data: bytes, ministry: Ministry, at: datetime) -> DispatchReceipt:
    # The Ministry's clock may be a little ahead of ours.
    report = verify_dispatch_receipt(
        data, trust=ministry.trust, policy=ministry.policy, at=at + ministry.policy.clock_skew
    )
    signature, receipt = report.signature, report.receipt
    if receipt is None or signature is None:
        reason = report.verdicts[0] if signature is None else signature.verdict
        raise InputError(f"Biên nhận của Bộ không hợp lệ: {reason.message}", code=reason.code)
    if signature.fingerprint not in ministry.certificates:
        raise InputError(
            "Biên nhận được ký bằng chứng thư số không phải của Bộ.", code="BIEN_NHAN_KHONG_CUA_BO"
        )
    return receipt


def _require_answer_to(batch: Batch, receipt: DispatchReceipt, office: Office) -> None:
    named = (receipt.dispatch_id, receipt.digest, receipt.department_code)
    if named != (batch.pk.hex, bytes(batch.sha256).hex(), office.code):
        raise InputError(
            "Biên nhận của Bộ là của một báo cáo khác.", code="BIEN_NHAN_CUA_BAO_CAO_KHAC"
        )
    if sorted(map(_record, receipt.outcomes)) != sorted(_records(batch)):
        raise InputError(
            "Biên nhận của Bộ không trả lời đúng các học bạ của báo cáo.", code="BIEN_NHAN_THIEU"
        )


def _record(outcome: EventOutcome) -> _Record:
    return outcome.lookup_code, outcome.school_year, outcome.version


def _records(batch: Batch) -> Collection[_Record]:
    rows = ReportedPage.objects.filter(batch=batch)
    return list(rows.values_list("page__lookup_code", "page__school_year", "page__version"))


def _keep(batch: Batch, data: bytes, at: datetime) -> bool:
    """Whether this is the batch's first receipt. Waits for a rival that has not committed yet."""
    return execute(_KEEP, [batch.pk, data, at]) == 1


def _write_standings(batch: Batch, receipt: DispatchReceipt, office: Office, at: datetime) -> None:
    for standing in Standing:
        codes = [o.lookup_code for o in receipt.outcomes if o.standing is standing]
        rows = ReportedPage.objects.filter(batch=batch, standing="", page__lookup_code__in=codes)
        if rows.update(standing=standing.value) != len(codes):
            raise LifecycleError("Báo cáo này vừa được ghi kết quả ở nơi khác; hãy làm lại.")
    counts = Counter(outcome.standing.value for outcome in receipt.outcomes)
    JournalEntry.objects.create(
        at=at,
        actor=office.code,
        action=ACTION,
        school_year=batch.school_year,
        detail={"batch": batch.pk.hex, **counts},
    )
