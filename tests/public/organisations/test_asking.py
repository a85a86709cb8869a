"""A list as people have it: whatever stands in it, every line is told of and none is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.public.lookup.second_fact import SecondFact
from hocba.public.organisations.asking import MOST_LINES, Wanted, read_lines
from tests.registry.school import code

FACT = SecondFact(date(2014, 3, 12), "0007")


@pytest.mark.parametrize(
    "row",
    [
        f"{code(7)};12/03/2014;0007",
        f"{code(7)}\t12/3/2014\t0007",
        f"{code(7).upper()},2014-03-12,0007",
        f'"{code(7)}","12/03/2014","0007"',
        f"https://hocba.example/tra-cuu/{code(7)};12/03/2014;7",
        f"\ufeff{code(7)};12032014;0007;Học Sinh Mẫu;ghi chú",
    ],
)
def test_a_line_is_read_however_it_was_copied(row):
    (line,) = read_lines(row)
    assert line.wanted == Wanted(code(7), FACT)


def test_a_code_alone_is_a_line():
    (line,) = read_lines(code(7))
    assert line.wanted == Wanted(code(7))


def test_a_heading_and_empty_lines_are_passed_over_and_numbers_are_those_of_the_list():
    lines = read_lines(f"Mã tra cứu;Ngày sinh;4 số cuối\n\n{code(7)}\n;;\n{code(8)}\n")
    assert [line.number for line in lines] == [3, 5]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("123", "Mã tra cứu không đúng"),
        (f"{code(7)};31/02/2014;0007", "Ngày sinh phải"),
        (f"{code(7)};12/03/2014;", "Ngày sinh phải"),
        (f"{code(7)};;0007", "Ngày sinh phải"),
        (f"{code(7)};12/03/2014;00077", "Ngày sinh phải"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(row, words):
    bad, good = read_lines(f"{row}\n{code(9)}")
    assert (bad.wanted, words in bad.wrong) == (None, True)
    assert good.wanted is not None


def test_the_second_of_two_equal_codes_is_told():
    _, second = read_lines(f"{code(7)}\n{code(7)}")
    assert second.wrong == "Mã này đã có ở dòng 1."


@pytest.mark.parametrize("text", ["", "\n \n", "Mã;Ngày sinh"])
def test_a_list_without_a_line_is_refused(text):
    with pytest.raises(InputError, match="chưa có dòng nào"):
        read_lines(text)


def test_a_list_that_is_too_long_is_refused():
    with pytest.raises(InputError, match="nhiều nhất"):
        read_lines("1\n" * (MOST_LINES + 1))


@given(st.text(max_size=400))
def test_no_text_breaks_it(text):
    try:
        lines = read_lines(text)
    except InputError:
        return
    assert all((line.wanted is None) == bool(line.wrong) for line in lines)
