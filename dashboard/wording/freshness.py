"""Words of the clocks of columns: 到期提醒 and 栏目更新情况."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.wording.numbers import figure, number

AS_OF = "截至"
DAYS = "天"
FRESHNESS = "栏目更新情况"
FRESHNESS_NOTE = "按网站发布记录计算；只有年报、没有发布记录的，不判断是否长期未更新。月按月算、年按年算；本地惯例只作提醒，不是上级规定。"
FRESHNESS_NONE = "还没有导入网站发布记录，无法判断栏目距上次更新多少天。"
FRESHNESS_STATES = {
    "stale": "超期未更新",
    "beyond_custom": "比本地惯例慢",
    "log_old": "发布记录截止后到期，不判断",
    "no_cycle": "不设周期，不判断",
    "paused": "已说明停更",
    "fresh": "在周期内",
    "not_owed": "不承担此栏目",
    "told_only": "仅有年报数",
    "unknown": "未写明",
}
FRESHNESS_COLUMNS = (
    "单位", "栏目", "距上次更新", "更新周期", "情况", "到期日", "上次更新", "近一年条数", "本地惯例", "公开时限", "依据",
)  # fmt: skip

DUE = "到期提醒"
DUE_NOTE = "已超过更新周期的、比本地惯例慢的和30天内到期的栏目；按单位筛选后下载，就是该单位的清单。"
DUE_NONE = "没有超期的栏目，30天内也没有到期的。"
DUE_COLUMNS = ("单位", "栏目", "情况", "到期日", "还有或已过", "上次更新", "周期", "级别", "依据")
URGENCIES = {
    "overdue": "超期未更新",
    "due_soon": "即将到期",
    "beyond_custom": "比本地惯例慢",
    "custom_soon": "按本地惯例即将到期",
}
"""What a rule asks for first, then what is only the habit of the district."""

_UNITS = {"day": "天", "week": "周", "month": "个月", "year": "年"}


def cycle_words(cycle: str) -> str:
    """A cycle as data/reference/columns.csv writes it, in Chinese.

    >>> cycle_words("2 weeks"), cycle_words("6 months"), cycle_words("1 year"), cycle_words("none"), cycle_words("")
    ('2周', '6个月', '1年', '不设周期', '')
    """
    if cycle == "none":
        return "不设周期"
    found = re.fullmatch(r"(\d+) (day|week|month|year)s?", cycle)
    return f"{found[1]}{_UNITS[found[2]]}" if found else ""


def limit_words(days: object, unit: str) -> str:
    """Within how many days an item has to be published.

    >>> limit_words(10, "working_day"), limit_words(20, "day"), limit_words(None, "")
    ('10个工作日', '20日', '')
    """
    return "" if figure(days) is None else f"{number(days)}{'个工作日' if unit == 'working_day' else '日'}"


def left_words(days: int) -> str:
    """How long it is until a day, or since.

    >>> left_words(12), left_words(0), left_words(-3)
    ('还有12天', '今天到期', '已过3天')
    """
    return f"还有{days}天" if days > 0 else f"已过{-days}天" if days else "今天到期"


def due_state(urgency: str, *, by_custom: bool) -> str:
    """The key of URGENCIES for a row of due_list.

    >>> due_state("due_soon", by_custom=False), due_state("due_soon", by_custom=True), due_state("overdue", by_custom=False)
    ('due_soon', 'custom_soon', 'overdue')
    """
    return "custom_soon" if by_custom and urgency == "due_soon" else urgency


def due_title(counts: Mapping[str, int], offices: int) -> str:
    """The first line of 到期提醒, of columns by urgency; a column has one clock of a rule and one of the habit at most.

    >>> due_title({"overdue": 2, "beyond_custom": 1, "due_soon": 3}, 2)
    '2个栏目超期未更新，3个30天内到期，1个比本地惯例慢，涉及2个单位。'
    >>> due_title({"due_soon": 1}, 1), due_title({"custom_soon": 1}, 1)
    ('1个栏目30天内到期，涉及1个单位。', '1个栏目按本地惯例30天内到期，涉及1个单位。')
    """
    named = (
        ("overdue", "超期未更新"),
        ("due_soon", "30天内到期"),
        ("beyond_custom", "比本地惯例慢"),
        ("custom_soon", "按本地惯例30天内到期"),
    )
    told = [(counts[name], words) for name, words in named if counts.get(name)]
    parts = [f"{count}个{'栏目' if not place else ''}{words}" for place, (count, words) in enumerate(told)]
    return f"{'，'.join(parts)}，涉及{offices}个单位。"


def freshness_title(stale: int, offices: int, slow: int, fresh: int, unjudged: int) -> str:
    """What the publication log says of the columns: those past their cycle, slower than the habit, in time, and those
    that are not judged.

    >>> freshness_title(2, 1, 0, 3, 0)
    '1个单位的2个栏目超期未更新，3个在更新周期内。'
    >>> freshness_title(0, 0, 1, 4, 2)
    '没有栏目超期；1个比本地惯例慢，4个在更新周期内，2个不判断。'
    """
    parts = [
        f"{count}个{words}"
        for count, words in ((slow, "比本地惯例慢"), (fresh, "在更新周期内"), (unjudged, "不判断"))
        if count
    ]
    head = f"{offices}个单位的{stale}个栏目超期未更新，" if stale else "没有栏目超期；"
    return (head + "，".join(parts)).rstrip("，；") + "。"


def days_since(days: object) -> str:
    """Days since the last update."""
    return f"{number(days)}天" if figure(days) is not None else ""


def log_place(log: str, line: int) -> str:
    """Where an item without an address stands in the log that was uploaded.

    >>> log_place("发布记录.csv", 12)
    '发布记录.csv第12行'
    """
    return f"{log}第{line}行"
