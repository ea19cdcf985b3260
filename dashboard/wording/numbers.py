"""Numbers in words: told, short, signed, with unit, and lists of years and names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dashboard.wording.names import STATUSES


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


def number(value: object, unit: str = "") -> str:
    """`value` with full digits; percent with one decimal (but 0% and 100%); '' for
    what is not told.

    >>> number(61238.0), number(97.14, "%"), number(12.5, "万元"), number(None)
    ('61,238', '97.1%', '12.5', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    if unit == "%":
        return f"{amount:.0f}%" if amount in (0, 100) else f"{amount:.1f}%"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def told(value: object, unit: str = "", qualifier: object = "=", status: object = "stated") -> str:
    """A number as a reader should see it, with 余 or 约, or the word for its absence.

    >>> told(300.0, "条", ">="), told(98.2, "%"), told(None, status="blank"), told(None, status="missing")
    ('300余', '98.2%', '空白', '未报告')
    """
    text = number(value, unit)
    if not text:
        return STATUSES["missing"] if status == "stated" else STATUSES.get(str(status), STATUSES["missing"])
    if qualifier == ">=":
        return f"{text}余"
    return f"约{text}" if qualifier == "~" else text


def short(value: object, unit: str = "") -> str:
    """`value` for axes and cards: 万 from 10,000 on.

    >>> short(9999), short(36200), short(1234567), short(98.23, "%")
    ('9,999', '3.6万', '123万', '98.2%')
    """
    amount = figure(value)
    if amount is None or unit == "%" or abs(amount) < 10_000:
        return number(value, unit)
    ten_thousands = amount / 10_000
    return (f"{ten_thousands:.0f}" if abs(ten_thousands) >= 100 else f"{ten_thousands:.1f}".removesuffix(".0")) + "万"


def signed(value: object, unit: str = "%", digits: int = 1) -> str:
    """A change with its sign: percent for counts, 个百分点 for rates; '' when there is none to tell.

    >>> signed(3.24), signed(-0.5, "pp"), signed(0.0), signed(None)
    ('+3.2%', '-0.5个百分点', '持平', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    rounded = round(amount, digits)
    if rounded == 0:
        return "持平"
    return f"{rounded:+,.{digits}f}" + ("个百分点" if unit == "pp" else unit)


def has_changed(change: object) -> bool:
    """Whether a change is one that a reader sees: what rounds to 持平 is neither better nor worse.

    >>> has_changed(-0.04), has_changed(0.1), has_changed(None)
    (False, True, False)
    """
    return round(figure(change) or 0.0, 1) != 0


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
