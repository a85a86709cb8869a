"""Any damage to a good document: no exception, and never another record under a PASSED."""

from __future__ import annotations

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.core.record import Page
from hocba.core.signature import POLICY, PacketReport, PageReport, Report, verify
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature import signing

PAGE, PACKET = signing.primary_page(), signing.packet()
TOKENS = [
    *(
        b"<",
        b">",
        b"/",
        b'"',
        b"&",
        b"&#0;",
        b"&lt;",
        b" ",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"=",
        b"#",
    ),
    *(b"<!--", b"-->", b"<?a?>", b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", b"xmlns", b' Id="x"'),
    *(b"<DuLieu>", b"</DuLieu>", b"<ChuKySo>", b"</ChuKySo>", b"<ds:Object></ds:Object>"),
]


def judged(data: bytes) -> Report:
    return verify(data, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)


def records(report: Report) -> list[Page]:
    """The records that somebody who trusts the report would read."""
    pages = report.pages if isinstance(report, PacketReport) else (report,)
    read = [page.page for page in pages if isinstance(page, PageReport)]
    return [page for page in read if page is not None]


@st.composite
def damaged(draw: st.DrawFn, document: bytes) -> bytes:
    """The document after a few cuts, insertions, copies and exchanged bytes."""
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(document)))
        end = min(len(document), begin + draw(st.integers(0, 40) | st.integers(0, len(document))))
        piece = draw(
            st.binary(max_size=8)
            | st.sampled_from(TOKENS)
            | st.just(document[begin:end] * 2)
            | st.just(document[begin:end][::-1])
        )
        document = document[:begin] + piece + document[end:]
    return document


@st.composite
def one_byte_off(draw: st.DrawFn, document: bytes) -> bytes:
    position = draw(st.integers(0, len(document) - 1))
    byte = draw(st.integers(0, 255))
    return document[:position] + bytes([byte]) + document[position + 1 :]


@settings(max_examples=400, deadline=None)
@given(one_byte_off(PAGE) | damaged(PAGE))
def test_a_damaged_page_never_passes_as_another_record(data: bytes) -> None:
    report = judged(data)
    assert records(report) == ([PRIMARY] if report.status is Status.PASSED else [])


@settings(max_examples=200, deadline=None)
@given(one_byte_off(PACKET) | damaged(PACKET))
def test_a_damaged_packet_never_passes_with_another_record(data: bytes) -> None:
    originals = records(judged(PACKET))
    report = judged(data)
    assert all(record in originals for record in records(report))
    if report.status is Status.PASSED:
        assert records(report) == originals


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | one_byte_off(gzip.compress(PAGE, mtime=0)))
def test_what_is_no_document_is_never_an_exception(data: bytes) -> None:
    assert records(judged(data)) in ([], [PRIMARY])
