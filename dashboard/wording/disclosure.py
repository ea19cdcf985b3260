"""Words of 主动公开."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.wording.names import STATUSES
from dashboard.wording.numbers import figure, sentence, told, year

CHANNELS = {
    "disclosure.website": "政府网站",
    "disclosure.weibo": "政务微博",
    "disclosure.wechat": "微信公众号",
    "disclosure.noticeboard": "公开栏",
    "disclosure.new_media": "新媒体合计",
    "disclosure.mini_program": "小程序",
    "disclosure.press": "报刊电视",
    "disclosure.other_channels": "其他渠道",
}
CHANNEL = "渠道"
CHANNEL_TREND = "各渠道公开信息"
COLUMN = "栏目"
COLUMN_MAP = "栏目更新"
COLUMN_MAP_NOTE = (
    "数字为年报写明的条数。颜色看与该栏目中位数之比：0条最浅，达到中位数两倍最深，个别单位特别多不影响其他单位。"
    "空格为年报没有列出该栏目，“未收录”为本系统没有这一年的年报，“未列入”为该年度无须报送或不知道是否需要报送；橙框为全年未更新、条数不足、锐减或本单位自查有问题。点格看原句。"
)
COLUMN_BY_OFFICE = "看一个栏目"
COLUMN_BY_YEAR = "看一个单位"
COLUMN_VIEW = "查看方式"
STALE = "有问题"
STALE_TITLE = "查出问题的栏目"
NO_STALE = "所选范围内没有查出全年未更新、条数不足、锐减或自查有问题的栏目。"
STALE_RULES = {
    "column_zero": "全年未更新",
    "column_below_minimum": "条数不足",
    "column_halved": "条数锐减",
    "column_self_told": "自查有问题",
}
NOT_WATCHED = "不在监测名单"
COLUMN_SHEET = ("单位", "类别", "栏目", "年报栏目名", "年度", "条数", "状态", "是否查出问题", "说明")
STALE_SHEET = ("单位", "类别", "栏目", "年度", "条数", "状态", "理由", "本单位自查")
CHANNEL_SHEET = ("渠道", "年度", "历年都写明的单位合计（条）", "历年都写明的单位数", "全部写明的单位合计（条）", "写明的单位数", "未写明的单位数")  # fmt: skip
OFFICE_SHEET = ("单位", "类别", "渠道", "年度", "条数", "状态")
MOST_NAMED = 2
"""So many offices are named in a sentence; more are counted."""

REASON = "理由"


def column_count(is_told: bool, items: object, qualifier: str, status: str) -> str:
    """The items of a column with a problem; one that the report names among its problems without counting items under
    its name is not listed by itself.

    >>> column_count(True, 3.0, "=", "stated"), column_count(False, None, "", "")
    ('3', '未单列')
    """
    return told(items, "条", qualifier, status) if is_told else "未单列"


@dataclass(frozen=True, slots=True)
class SumOfYear:
    """A sum of a year: over all offices that tell it, and over those that tell it every year."""

    year: int
    told_sum: float | None
    told_qualifier: str
    told_offices: int
    fewer_offices: int
    constant_sum: float | None
    constant_qualifier: str
    constant_offices: int

    @property
    def is_trend(self) -> bool:
        """Whether there are offices that tell it every year."""
        return self.constant_offices > 0

    @property
    def drawn(self) -> float | None:
        """The sum that is drawn: of the same offices every year where there are such."""
        return self.constant_sum if self.is_trend else self.told_sum


def fewer_mark(sums: SumOfYear) -> str:
    """The mark at a sum of fewer offices than in the year in which most tell it.

    >>> fewer_mark(SumOfYear(2021, 5.0, "=", 14, 1, None, "", 0))
    '少1个单位'
    """
    lacks = not sums.is_trend and sums.told_offices and sums.fewer_offices
    return f"少{sums.fewer_offices}个单位" if lacks else ""


def sum_words(name: str, unit: str, sums: SumOfYear) -> str:
    """What rests under the pointer at a sum: its number, and over how many offices it is.

    >>> sum_words("微博", "条", SumOfYear(2025, 9.0, "=", 3, 0, 7.0, "=", 2))
    '微博\\n2025年：7条（历年都写明的2个单位合计）\\n当年写明的3个单位合计9条'
    """
    if not sums.told_offices:
        return ""
    words = f"{name}\n{year(sums.year)}："
    if not sums.is_trend:
        mark = fewer_mark(sums)
        return f"{words}{told(sums.told_sum, unit, sums.told_qualifier)}{unit}（{sums.told_offices}个单位合计" + (
            f"，比最多的一年{mark}）" if mark else "）"
        )
    words += f"{told(sums.constant_sum, unit, sums.constant_qualifier)}{unit}"
    if sums.told_offices == sums.constant_offices:
        return f"{words}（{sums.told_offices}个单位合计）" if sums.told_offices > 1 else words
    return (
        f"{words}（历年都写明的{sums.constant_offices}个单位合计）"
        f"\n当年写明的{sums.told_offices}个单位合计{told(sums.told_sum, unit, sums.told_qualifier)}{unit}"
    )


def sums_note(parts: Sequence[tuple[str, SumOfYear, int]]) -> str:
    """Below sums over years: over which offices each part is added up; `parts` are names with the last year that is
    told and the number of years that are. '' where a single office tells it all.

    >>> sums_note([("网站", SumOfYear(2025, 9.0, "=", 3, 0, 3.0, "=", 3), 1)])
    '只有1年写明，不作历年比较：网站（2025年，3个单位）。'
    >>> sums_note([("网站", SumOfYear(2025, 9.0, "=", 3, 0, 7.0, "=", 2), 8)])
    '只合计历年都写明的单位，以便各年可比：网站2个（2025年写明的有3个）。'
    """
    if all(sums.told_offices == sums.constant_offices == 1 for _, sums, _ in parts):
        return ""
    once = [f"{name}（{year(sums.year)}，{sums.told_offices}个单位）" for name, sums, years in parts if years == 1]
    often = [(name, sums) for name, sums, years in parts if years > 1]
    steady = [
        f"{name}{sums.constant_offices}个"
        + (f"（{year(sums.year)}写明的有{sums.told_offices}个）" if sums.told_offices > sums.constant_offices else "")
        for name, sums in often
        if sums.is_trend
    ]
    loose = [name for name, sums in often if not sums.is_trend]
    sentences = [f"只合计历年都写明的单位，以便各年可比：{'、'.join(steady)}。"] if steady else []
    if loose:
        sentences.append(f"{'、'.join(loose)}没有历年都写明的单位，各年单位不同，不连线。")
    if once:
        sentences.append(f"只有1年写明，不作历年比较：{'、'.join(once)}。")
    if any(sums.told_offices > 2 * sums.constant_offices for _, sums in often):
        sentences.append("把“趋势起始年度”调晚，可包括更多单位。")
    return "".join(sentences)


def column_words(name: str, shown_year: int, row: object, status: str) -> str:
    """What rests under the pointer on a cell of the column map; `status` says why there is no number."""
    words = f"{name}，{year(shown_year)}："
    if row is None:
        return words + STATUSES["no_report"]
    count = figure(getattr(row, "items_count", None))
    words += f"{told(count, '条', getattr(row, 'qualifier', '='))}条" if count is not None else STATUSES.get(status, "")
    printed = getattr(row, "printed_names", None)
    if isinstance(printed, str) and printed:
        words += f"\n年报栏目名：{printed}"
    message = getattr(row, "message", None)
    return f"{words}\n{message}" if isinstance(message, str) and message else words


def column_map_title(subject: str, by_office: bool) -> str:
    """The heat map's title."""
    if not subject:
        return COLUMN_MAP
    return f"{COLUMN_MAP}：{subject}" + ("（各单位各年）" if by_office else "（各栏目各年）")


def column_label(name: str, is_watched: bool) -> str:
    """A column in the list to choose from.

    >>> column_label("行政执法", False)
    '行政执法（不在监测名单）'
    """
    return name if is_watched else f"{name}（{NOT_WATCHED}）"


def unwatched_note(names: Sequence[str], by_office: bool) -> str:
    """Which columns the reports list beside the watched ones, so that none is left out silently.

    >>> unwatched_note(["行政执法"], True)
    '另有1个栏目不在监测名单，列在“栏目”选项的末尾：行政执法。'
    """
    if not names:
        return ""
    listed = "、".join(names[:6]) + ("等" if len(names) > 6 else "")
    where = f"列在“{COLUMN}”选项的末尾" if by_office else "列在表的末尾"
    return f"另有{len(names)}个栏目{NOT_WATCHED}，{where}：{listed}。"


def channels_title(shown_year: int, channel: str) -> str:
    """The title of one channel's bars."""
    return f"{channel}公开信息：{year(shown_year)}各单位"


def untold_note(lacking: Sequence[tuple[str, str]], total: int) -> str:
    """Which of the `total` offices that the year concerns have no bar and why, from (office, status).

    >>> untold_note([("甲局", "missing"), ("乙局", "no_report")], 15)
    '应报送年报的15个单位中13个写明；未写明：甲局；未收录：乙局。'
    """
    if not lacking:
        return ""
    by_status: dict[str, list[str]] = {}
    for office, status in lacking:
        by_status.setdefault(STATUSES.get(status, status), []).append(office)
    parts = [
        f"{words}：{'、'.join(names[:5])}{f'等{len(names)}个' if len(names) > 5 else ''}"
        for words, names in by_status.items()
    ]
    return f"应报送年报的{total}个单位中{total - len(lacking)}个写明；{'；'.join(parts)}。"


def disclosure_head(
    shown_year: int,
    reported: int,
    channels: Sequence[tuple[str, float | None, str, int]],
    silent: Sequence[tuple[str, str]],
    stale: Sequence[tuple[str, str, str]],
    only_office: str = "",
) -> str:
    """The first line of 主动公开: what each channel (name, sum, qualifier, offices) carried, which (office, channel)
    fell silent, which (office, column, rule) went stale. `only_office` names the office when it is the only one."""
    told_channels = [channel for channel in channels if channel[1] is not None]
    if not told_channels:
        who = f"{only_office}{year(shown_year)}年报" if only_office else f"{year(shown_year)}{reported}个单位的年报"
        return sentence([f"{who}没有写明各渠道公开数量"])
    if only_office:
        listed = "、".join(f"{name}{told(total, '条', loose)}条" for name, total, loose, _ in told_channels)
        parts = [f"{only_office}{year(shown_year)}年报写明的公开信息：{listed}"]
    else:
        listed = "、".join(
            f"{name}{told(total, '条', loose)}条（{n}个单位）" for name, total, loose, n in told_channels
        )
        parts = [f"{year(shown_year)}年报写明的公开信息：{listed}"]
    return sentence([*parts, _silent_words(silent, only_office), _stale_words(stale, only_office)])


def _silent_words(silent: Sequence[tuple[str, str]], only_office: str) -> str:
    if len(silent) <= MOST_NAMED:
        return "，".join(f"{'' if only_office else office}{channel}全年未发布" for office, channel in silent)
    return f"{len({office for office, _ in silent})}个单位的渠道停更（以前有发布，本年为0条）"


def _stale_words(stale: Sequence[tuple[str, str, str]], only_office: str) -> str:
    if not stale:
        return "没有查出更新有问题的栏目"
    if len(stale) <= MOST_NAMED:
        return "，".join(
            f"{'' if only_office else office}“{column}”栏目{STALE_RULES[rule]}" for office, column, rule in stale
        )
    counted = Counter(STALE_RULES[rule] for _, _, rule in stale)
    whose = "" if only_office else f"{len({office for office, _, _ in stale})}个单位的"
    return f"{whose}{len(stale)}个栏目更新有问题（{'、'.join(f'{words}{n}个' for words, n in counted.items())}）"
