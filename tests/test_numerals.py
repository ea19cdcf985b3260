"""Numbers of Chinese prose: every way of writing one gives its value, and no text makes the reader fail."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reports.text.numerals
from reports.text.numerals import find_numbers, parse_number, written_out

_DIGITS = "零一二三四五六七八九"


def _written(number: int) -> str:
    """`number` below 100,000,000 in characters, as a clerk writes it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return _written(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _written(low))
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text or "零"


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("60", 60, "="),
        ("61,238", 61238, "="),
        ("1,208", 1208, "="),
        ("98.23", 98.23, "="),
        ("3.6万", 36000, "="),
        ("3.6万余", 36000, ">="),
        ("20余万", 200000, ">="),
        ("千余", 1000, ">="),
        ("三百余", 300, ">="),
        ("1.2亿", 120000000, "="),
        ("5千", 5000, "="),
        ("一", 1, "="),
        ("两", 2, "="),
        ("十二", 12, "="),
        ("六十八", 68, "="),
        ("二百三十六", 236, "="),
        ("一千零五", 1005, "="),
        ("三万六", 36000, "="),
        ("二〇二一", 2021, "="),
        ("壹佰贰拾", 120, "="),
        ("百分之百", 100, "="),
        ("百分之九十九点五", 99.5, "="),
        ("百分之98.5", 98.5, "="),
    ],
)
def test_a_numeral_has_one_value(text: str, value: float, qualifier: str) -> None:
    (numeral,) = find_numbers(text)
    assert (numeral.value, numeral.qualifier) == (value, qualifier)
    assert (numeral.start, numeral.end) == (0, len(text))


@pytest.mark.parametrize("text", ["", "很多", "条", "1 2", "12件"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


def test_percent_is_told_apart() -> None:
    assert [n.percent for n in find_numbers("百分之九十，90")] == [True, False]


@given(st.integers(min_value=0, max_value=99_999_999))
@settings(deadline=None, max_examples=200)
def test_written_out_numbers_come_back(number: int) -> None:
    assert parse_number(_written(number)) == number
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


@given(st.text(alphabet="0123456789.,零一二两三十百千万亿余多点分之% 条", max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_mixture_is_read_without_failing(text: str) -> None:
    ends = 0
    for numeral in find_numbers(text):
        assert ends <= numeral.start < numeral.end <= len(text)
        assert numeral.value >= 0
        ends = numeral.end


def test_the_examples_in_the_documentation_hold() -> None:
    result = doctest.testmod(reports.text.numerals)
    assert result.attempted >= 4
    assert result.failed == 0


def test_a_place_in_a_list_is_written_as_a_clerk_counts_and_reads_back() -> None:
    for number in range(1, 10_000):
        clerk = _written(number)
        assert written_out(number) == (clerk[1:] if 10 <= number < 20 else clerk)
        assert parse_number(written_out(number)) == number
    with pytest.raises(ValueError, match="no place"):
        written_out(0)
