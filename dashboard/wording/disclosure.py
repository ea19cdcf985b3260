"""Words of 主动公开."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.names import STATUSES
from dashboard.wording.numbers import figure, number, sentence, year

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
    "数字为年报写明的条数，越深越多；空格为年报没有列出该栏目；橙框为断更、明显偏少或本单位自述有问题。点格看原句。"
)
COLUMN_BY_OFFICE = "看一个栏目"
COLUMN_BY_YEAR = "看一个单位"
COLUMN_VIEW = "查看方式"
STALE = "有问题"
STALE_TITLE = "查出问题的栏目"
NO_STALE = "所选范围内没有查出断更、明显偏少或自述有问题的栏目。"
COLUMN_SHEET = ("单位", "类别", "栏目", "年度", "条数", "状态", "是否查出问题", "说明")
CHANNEL_SHEET = ("单位", "类别", "渠道", "年度", "条数", "状态")

REASON = "理由"


def column_words(name: str, shown_year: int, row: object) -> str:
    """What rests under the pointer on a cell of the column map."""
    words = f"{name}，{year(shown_year)}："
    if row is None:
        return words + STATUSES["no_report"]
    count = figure(getattr(row, "items_count", None))
    words += f"{number(count)}条" if count is not None else STATUSES.get(str(getattr(row, "status", "")), "")
    message = getattr(row, "message", None)
    return f"{words}<br>{message}" if isinstance(message, str) and message else words


def column_map_title(subject: str, by_office: bool) -> str:
    """The heat map's title."""
    if not subject:
        return COLUMN_MAP
    return f"{COLUMN_MAP}：{subject}" + ("（各单位各年）" if by_office else "（各栏目各年）")


def channels_title(shown_year: int, channel: str) -> str:
    """The title of one channel's bars."""
    return f"{channel}公开信息：{year(shown_year)}各单位"


def covered_note(counts: Sequence[tuple[str, int]], expected: int) -> str:
    """Below the channels: how many offices each sum of the last year covers."""
    words = "、".join(f"{name}{count}个" for name, count in counts if count)
    return f"合计只含写明的单位：当年{expected}个单位中，{words}。" if words else ""


def disclosure_head(
    shown_year: int,
    reported: int,
    channels: Sequence[tuple[str, float | None, int]],
    silent: int,
    stale_columns: int,
    stale_offices: int,
) -> str:
    """The first line of 主动公开: what each channel carried and from how many offices, what fell silent."""
    told_channels = [(name, total, count) for name, total, count in channels if total is not None]
    if not told_channels:
        return sentence([f"{year(shown_year)}{reported}个单位的年报没有写明各渠道公开数量"])
    listed = "、".join(f"{name}{number(total)}条（{count}个单位）" for name, total, count in told_channels)
    parts = [f"{year(shown_year)}年报写明的公开信息：{listed}"]
    if silent:
        parts.append(f"{silent}个单位有渠道停止发布")
    if stale_columns:
        parts.append(f"{stale_offices}个单位的{stale_columns}个栏目断更、明显偏少或自述有问题")
    else:
        parts.append("没有查出有问题的栏目")
    return sentence(parts)
