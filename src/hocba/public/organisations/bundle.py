"""What came of a list as one ZIP: for each transcript its data and, beside it, the signed pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from hocba.adapters.tables import as_workbook
from hocba.core.tlog_proof import SUFFIX
from hocba.public.organisations.batch import Outcome
from hocba.public.organisations.data import as_data
from hocba.public.organisations.table import table_of

TABLE = "ket-qua.xlsx"
"""Every line of the list with what came of it, those that did not open included."""


def as_zip(outcomes: Sequence[Outcome]) -> IO[bytes]:
    """An open file at its beginning; it goes from the disk when it is closed.

    A folder for each lookup code: ``hoc-ba.json``, and for each school year ``<year>.xml``, the
    bytes that the school signed, and ``<year>.tlog-proof``; ``hocba verify`` judges both.
    """
    out = TemporaryFile()  # noqa: SIM115 - whoever answers with it closes it
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr(TABLE, as_workbook(table_of(outcomes)))
        for outcome in outcomes:
            _add(bundle, outcome)
    out.seek(0)
    return out


def _add(bundle: ZipFile, outcome: Outcome) -> None:
    transcript, right = outcome.transcript, outcome.right
    if transcript is None or right is None:
        return
    data, folder = as_data(transcript, right), transcript.latest.page.lookup_code
    bundle.writestr(f"{folder}/hoc-ba.json", json.dumps(data, ensure_ascii=False, indent=1))
    for year in transcript.years:
        name = f"{folder}/{year.page.class_year.school_year}"
        bundle.writestr(f"{name}.xml", year.signed_page)
        bundle.writestr(f"{name}{SUFFIX}", year.proof)
