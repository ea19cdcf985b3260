"""Words of the board of regions."""

from __future__ import annotations

from dashboard.wording.numbers import number, year

REGION_BOARD_TITLE = "下级各地区主要指标中位数"
REGION_BOARD_NOTE = "每格是该地区写明这项数据的单位的中位数，小字是中位数比上年的变化；点地区名看该地区各单位。"
REGION_REPORTED = "有年报的单位"
REGION_WHOLE = "整体"
REGION_BOARD_SHEET = (
    "地区",
    "指标",
    "计量单位",
    "中位数",
    "下四分位",
    "上四分位",
    "上年中位数",
    "合计",
    "写明的单位数",
    "有年报的单位数",
    "单位总数",
)


def reported_of(reported: int, offices: int) -> str:
    """How many of a region's offices have a report.

    >>> reported_of(12, 15), reported_of(12000, 15000)
    ('12/15', '12,000/15,000')
    """
    return f"{reported:,}/{offices:,}"


def region_board_head(
    region: str, shown_year: int, reported: int, offices: int, rate_median: float | None, rate_stated: int
) -> str:
    """The first line of a page for a region whose offices are too many to list.

    >>> region_board_head("甲省", 2024, 29000, 30000, 97.14, 21000)
    '甲省名录中30,000个单位，2024年29,000个有年报，21,000个单位写明或可算出12345热线办结率，中位数97.1%；单位较多，请选下级地区查看。'
    """
    parts = [f"{region}名录中{offices:,}个单位，{year(shown_year)}{reported:,}个有年报"]
    if rate_median is not None and rate_stated:
        parts.append(f"{rate_stated:,}个单位写明或可算出12345热线办结率，中位数{number(rate_median, '%')}")
    return "，".join(parts) + "；单位较多，请选下级地区查看。"
