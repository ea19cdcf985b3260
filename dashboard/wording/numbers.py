"""Numbers in words: told, short, signed, with unit, and lists of years and names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date as Date
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from dashboard.wording.names import FEW_CASES, STATUSES
from reports.text.sentences import strung as strung


def figure(value: object) -> float | None:
    """`value` as a number, None for whatever is not told: None, NaN, a missing value of pandas.

    >>> figure(3), figure(float("nan")), figure(None)
    (3.0, None, None)
    """
    try:
        told_number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if math.isnan(told_number) else told_number


def truth(value: object) -> bool | None:
    """`value` as True or False, None where it is neither. A column of an answer that lacks some hands out numpy's
    booleans and a missing value of its own: `is True` holds of none of them.

    >>> truth(True), truth(0.0), truth(None), truth(float("nan"))
    (True, False, None, None)
    """
    amount = figure(value)
    return None if amount is None else bool(amount)


def date_told(value: object) -> Date | None:
    """`value` as a date, None where there is none; a missing day of pandas is one by its class and not equal to itself.

    >>> date_told(Date(2026, 1, 5)), date_told(None)
    (datetime.date(2026, 1, 5), None)
    """
    if not isinstance(value, Date) or value != value:
        return None
    return value.date() if isinstance(value, datetime) else value


def rounded(value: float, digits: int = 1) -> float:
    """`value` rounded half away from zero, as the answers of the questions are, and as people do.

    >>> rounded(97.25), rounded(-0.25), rounded(98.65), rounded(2.5, 0)
    (97.3, -0.3, 98.7, 3.0)
    """
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def shown(value: object, unit: str = "%") -> float | None:
    """A number of a download rounded as pages show it; None for what is not told.

    >>> shown(97.25), shown(-0.1299999999999955, "%"), shown(12.5, "条"), shown(float("nan"))
    (97.3, -0.1, 12.5, None)
    """
    amount = figure(value)
    return None if amount is None else rounded(amount, 1 if unit == "%" else 2)


def number(value: object, unit: str = "") -> str:
    """`value` with full digits; percent with one decimal (but 0% and 100%); '' for
    what is not told.

    >>> number(61238.0), number(97.14, "%"), number(97.25, "%"), number(12.5, "万元"), number(None)
    ('61,238', '97.1%', '97.3%', '12.5', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    if unit == "%":
        return f"{amount:.0f}%" if amount in (0, 100) else f"{rounded(amount):.1f}%"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def named_in_print(name: str, quote: str) -> str:
    """The name of a close rate with its printed one where the report tells one of cases closed in time only.

    >>> named_in_print("热线办结率", "按期办结率99.6%"), named_in_print("热线办结率", "办结率99.6%")
    ('热线办结率（原文为按期办结率）', '热线办结率')
    """
    printed = re.search(r"(?:按时|按期|及时|限时|如期)办结率", quote)
    return f"{name}（原文为{printed[0]}）" if printed and name.endswith("办结率") and "按时" not in name else name


def told(value: object, unit: str = "", qualifier: object = "=", status: object = "stated") -> str:
    """A number as a reader should see it, with 余 or 约, or the word for its absence.

    >>> told(300.0, "条", ">="), told(98.2, "%"), told(None, status="blank"), told(None, status="missing")
    ('300余', '98.2%', '空白', '未写明')
    """
    text = number(value, unit)
    if not text:
        return STATUSES["missing"] if status == "stated" else STATUSES.get(str(status), STATUSES["missing"])
    return loosely(text, qualifier)


def loosely(text: str, qualifier: object) -> str:
    """A number as shown with 余 or 约; '' stays ''.

    >>> loosely("5,500", ">="), loosely("3.6万", "~"), loosely("", "~")
    ('5,500余', '约3.6万', '')
    """
    if not text:
        return ""
    return f"{text}余" if qualifier == ">=" else f"约{text}" if qualifier == "~" else text


def short(value: object, unit: str = "", qualifier: object = "=") -> str:
    """`value` for axes and cards: 万 from 10,000 on.

    >>> short(9999), short(36200), short(1234567), short(98.23, "%"), short(5500, "条", ">=")
    ('9,999', '3.6万', '123万', '98.2%', '5,500余')
    """
    amount = figure(value)
    if amount is None or unit == "%" or abs(amount) < 10_000:
        return loosely(number(value, unit), qualifier)
    ten_thousands = amount / 10_000
    many = (
        f"{rounded(ten_thousands, 0):.0f}"
        if abs(ten_thousands) >= 100
        else f"{rounded(ten_thousands):.1f}".removesuffix(".0")
    )
    return loosely(f"{many}万", qualifier)


def signed(value: object, unit: str = "%", digits: int = 1) -> str:
    """A change with its sign: percent for counts, 个百分点 for rates; '' when there is none to tell.

    >>> signed(3.24), signed(-0.5, "pp"), signed(0.0), signed(None)
    ('+3.2%', '-0.5个百分点', '持平', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    as_shown = rounded(amount, digits)
    if as_shown == 0:
        return "持平"
    return f"{as_shown:+,.{digits}f}" + ("个百分点" if unit == "pp" else unit)


def change_words(change: object, change_pct: object, unit: str) -> str:
    """A change on the year before as every page says it: 个百分点 for a rate, percent for a count, and its unit
    where percent says nothing or too much (last year fewer than ten, or a change too small for one decimal); '' without
    a change.

    >>> change_words(-0.1, None, "%"), change_words(-3.0, -2.5, "件"), change_words(3.0, None, "件")
    ('-0.1个百分点', '-2.5%', '+3件')
    >>> change_words(-1.0, -0.01, "条"), change_words(0.0, None, "件"), change_words(None, None, "件")
    ('-1条', '持平', '')
    >>> change_words(1.0, 50.0, "件")
    '+1件'
    """
    amount, percent = figure(change), figure(change_pct)
    if amount is None or amount == 0 or unit == "%":
        return signed(amount, "pp")
    if percent is not None and rounded(percent) != 0 and abs(amount / percent) * 100 >= FEW_CASES:
        return signed(percent)
    return signed(amount, unit, 0 if amount == int(amount) else 2)


def moved(change: object, unit: str = "%") -> str:
    """A change of one office's rate within a sentence; '' without one.

    >>> moved(0.5), moved(-1.0), moved(0.0), moved(None)
    ('比上年上升0.5个百分点', '比上年下降1.0个百分点', '与上年持平', '')
    """
    words = change_words(change, None, unit)
    if not words:
        return ""
    return {"+": "比上年上升", "-": "比上年下降"}.get(words[0], "与上年") + words.lstrip("+-")


def directions(rising: int, falling: int, level: int, few: int = 0) -> str:
    """How many rose, fell and stayed; those of too few cases are told, not counted.

    >>> directions(6, 1, 7, 1), directions(0, 0, 14), directions(2, 0, 0), directions(0, 0, 0, 3)
    ('比上年6个上升、1个下降、7个持平（1个案件太少不计）', '14个单位都与上年持平', '2个单位都比上年上升', '')
    """
    told_counts = [(rising, "上升"), (falling, "下降"), (level, "持平")]
    counts = [(count, words) for count, words in told_counts if count]
    if not counts:
        return ""
    without = f"（{few}个案件太少不计）" if few else ""
    if len(counts) == 1:
        count, words = counts[0]
        who = f"{count}个单位都" if count > 1 else "1个单位"
        return f"{who}{'与' if words == '持平' else '比'}上年{words}{without}"
    return "比上年" + "、".join(f"{count}个{words}" for count, words in counts) + without


def ranked(place: object, count: object, tied: object = 1) -> str:
    """A place among its kind, ties called ties; '' without one.

    >>> ranked(3, 12), ranked(1, 12, 3), ranked(None, 12)
    ('第3名（共12个）', '并列第1名（3个并列，共12个）', '')
    """
    if not number(place):
        return ""
    if (figure(tied) or 1) > 1:
        return f"并列第{int(place)}名（{number(tied)}个并列，共{number(count)}个）"  # type: ignore[call-overload]
    return f"第{int(place)}名（共{number(count)}个）"  # type: ignore[call-overload]


def falling_words(name: str, what: str, years_in_a_row: int, first: object, last: object, unit: str = "%") -> str:
    """A fall that lasts, with the number before it began and the last.

    >>> falling_words("甲街道办事处", "办结率", 4, 98.1, 87.0)
    '甲街道办事处办结率连续4年下降（98.1%→87.0%）'
    """
    return f"{name}{what}连续{years_in_a_row}年下降（{number(first, unit)}→{number(last, unit)}）"


def year(value: object) -> str:
    """`2024年`."""
    return f"{int(value)}年"  # type: ignore[call-overload]


def years(first: int, last: int) -> str:
    """`2019—2024年`, or one year.

    >>> years(2019, 2024), years(2024, 2024)
    ('2019—2024年', '2024年')
    """
    return year(last) if first == last else f"{first}—{last}年"


def joined(names: Sequence[str], most: int = 3) -> str:
    """Names with 、, and how many there are when they are too many to list.

    >>> joined(["甲", "乙"]), joined(["甲", "乙", "丙", "丁"])
    ('甲、乙', '甲、乙、丙等4个单位')
    """
    if len(names) <= most:
        return "、".join(names)
    return "、".join(names[:most]) + f"等{len(names)}个单位"


def sentence(parts: Iterable[str]) -> str:
    """The parts that have something to say, as one sentence.

    >>> sentence(["2024年12个单位", "", "3个下降"])
    '2024年12个单位，3个下降。'
    """
    text = "，".join(part.strip("，。") for part in parts if part)
    return f"{text}。" if text else ""


def source_note(reports: int, first: int, last: int, generation: int) -> str:
    """The line below a chart: what it rests on."""
    return f"来源：{years(first, last)}共{reports}份年报；数据第{generation}版"


def covered(stated: int, expected: int) -> str:
    """How many offices a sum covers.

    >>> covered(12, 15), covered(15, 15)
    ('15个单位中12个写明', '15个单位都写明')
    """
    if stated == expected:
        return f"{expected}个单位都写明" if expected > 1 else "1个单位写明"
    return f"{expected}个单位中{stated}个写明"


def cases(count: float) -> str:
    """The number of cases behind a rate."""
    return f"{number(count)}件"


def places_in_all(count: int) -> str:
    """How many places there are where only the first ones are shown.

    >>> places_in_all(7)
    '等7处'
    """
    return f"等{count}处"
