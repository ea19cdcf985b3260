"""Words of the ratios."""

from __future__ import annotations

from dashboard.wording.numbers import figure, number, year

RATIOS_NOTE = (
    "比率后面是分子和分母的件数；照年报所写的比率，后面是供参照的件数。算法见指标口径；件数少的偶然性大，不作高低评价。"
)
RATIO_SHEET = ("单位", "类别", "年度", "比率", "数值（%）", "分子（件）", "分母（件）", "来源")
RATIO_STATUSES = {"computed": "按件数计算", "stated": "年报写明", "no_cases": "无案件"}
OF_RATIOS = "分子、分母见算法"


def ratios_title(shown_year: int) -> str:
    """The heading of the table.

    >>> ratios_title(2025)
    '2025年主要比率'
    """
    return f"{year(shown_year)}主要比率"


def ratio_words(value: object, above: object, below: object, status: str) -> str:
    """A ratio with its base numbers.

    >>> ratio_words(66.666, 6.0, 9.0, "computed"), ratio_words(100.0, None, 12.0, "stated")
    ('66.7%（6/9件）', '100%（写明，参照12件）')
    >>> ratio_words(None, 0.0, 0.0, "no_cases")
    '无案件'
    """
    if status == "no_cases" or figure(value) is None:
        return RATIO_STATUSES["no_cases"]
    base = f"写明，参照{number(below)}件" if status == "stated" else f"{number(above)}/{number(below)}件"
    return f"{number(value, '%')}（{base}）"
