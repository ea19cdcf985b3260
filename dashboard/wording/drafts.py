"""Words of the drafts that 导入 keeps until they are published or discarded."""

from __future__ import annotations

from datetime import datetime

from dashboard.wording.imports import NAMED_OPTION
from dashboard.wording.names import APPLICANTS
from dashboard.wording.numbers import sentence, told, year

KEPT_NOTE = "选好的文件和核对结果已经保存，关闭页面或重启服务后，用同一浏览器打开仍在这里；发布或移除后才会消失。"
KEPT_IN_TAB = "浏览器没有保留Cookie，关闭本页后将找不到这些草稿；请允许本站使用Cookie后刷新页面。"
ALL_DISMISSED = "未归入指标的都不是指标数字"
REMOVE_ONE = "移除这份"
REMOVE_ALL = "全部移除"
REMOVE_SURE = "确认移除以上全部文件和核对结果"
REPLACE_CHOICES = {None: "请选择", True: "用这份替换旧版", False: "保留旧版，这份不发布"}
REPLACE_LABEL = "新旧两版的处理"
REPLACE_ALL = "都用新版替换"
REPLACE_CAPTION = "与旧版的不同"
REPLACE_COLUMNS = ("指标", "旧版", "新版", "旧版原文", "新版原文")
YEAR_SURE = "确认年度无误"
OTHER_OFFICE_SURE = "确认归到所选单位"
BATCH_FULL = "没有放入：草稿合计超过{}MB。请先发布或移除一部分，再选择其余文件。"
LOOK_AT = "发布后请再看"
SEE_QUALITY = "看数据质量"
SEE_ROSTER = "看单位名录，核对新登记的单位"
MOST_DIFFERENCES = 40


def age(at: datetime, now: datetime) -> str:
    """How long ago something was.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 9, 12, tzinfo=UTC)
    >>> age(noon, noon.replace(day=12)), age(noon, noon.replace(hour=15)), age(noon, noon.replace(minute=5))
    ('3天前', '3小时前', '5分钟前')
    >>> age(noon, noon)
    '刚才'
    """
    minutes = int((now - at).total_seconds() // 60)
    for size, word in ((1440, "天前"), (60, "小时前"), (1, "分钟前")):
        if minutes >= size:
            return f"{minutes // size}{word}"
    return "刚才"


def left_before(count: int, oldest: datetime, now: datetime) -> str:
    """What is left of an earlier visit."""
    when = age(oldest, now)
    since = f"最早的是{when}" if count > 1 else when
    return f"上次留下{count}份文件没有发布，{since}选的，核对结果都在；可以接着办，也可以移除。"


def replaced(shown_year: int, count: int) -> str:
    """What publishing a draft would replace.

    >>> replaced(2019, 6), replaced(2019, 0)
    ('将替换2019年旧版，6处不同。', '将替换2019年旧版，读出的数字都相同。')
    """
    return f"将替换{year(shown_year)}旧版，{f'{count}处不同' if count else '读出的数字都相同'}。"


def replaced_of_batch(name: str, shown_year: int, count: int) -> str:
    """The same where the other one stands in the same batch."""
    told_count = f"两份有{count}处不同" if count else "两份读出的数字都相同"
    return f"与同批的“{name}”是同一单位{year(shown_year)}年报，{told_count}；都发布时以这份为准。"


def replace_all(count: int) -> str:
    """The button that decides about all reports that stand already."""
    return f"{count}份{REPLACE_ALL}"


def dismiss_all(count: int) -> str:
    """The button that decides about all unassigned numbers of a file at once."""
    return f"{ALL_DISMISSED}（{count}个）"


def difference_name(name: str, breakdown: str) -> str:
    """An indicator with its applicant or column."""
    return f"{name}（{APPLICANTS.get(breakdown, breakdown)}）" if breakdown else name


def difference_value(fact: object | None) -> str:
    """What one version tells, with its unit."""
    if fact is None:
        return "未写明"
    value, unit = fact.value, fact.unit  # type: ignore[attr-defined]
    text = told(value, unit, fact.qualifier, fact.status)  # type: ignore[attr-defined]
    text += unit if fact.status == "stated" and unit != "%" else ""  # type: ignore[attr-defined]
    return f"{text}等，前后不一" if fact.role == "conflict" else text  # type: ignore[attr-defined]


def more_differences(count: int) -> str:
    """How many are not listed."""
    return f"另有{count}处不同没有列出。"


def other_office(stated: str, picked: str) -> str:
    """A report that is put to an office which it does not name."""
    return f"年报写的单位是“{stated}”，与所选的“{picked}”不同。"


JOIN_TITLE = "可能是同一个单位"
JOIN_NOTE = "下列名称可能是同一个单位，系统不会自行合并；确认是同一个的请在下面选中，发布后即合为一个，两个名称都认得，可以撤销。"
JOIN_COLUMNS = ("并入的单位", "保留的单位", "种类", "依据", "年报年度")
JOIN_PICK = "发布后合为一个单位的"
JOIN_NONE = "都不合并"


def listed_pairs(count: int) -> str:
    """How many pairs of offices may be one."""
    return f"{count}对"


def nothing_to_publish(waiting: int) -> str:
    """Beside a button that publishes nothing.

    >>> nothing_to_publish(2), nothing_to_publish(0)
    ('2份须先在上面逐份确认，确认后才能发布。', '没有可以发布的年报。')
    """
    return f"{waiting}份须先在上面逐份确认，确认后才能发布。" if waiting else "没有可以发布的年报。"


def join_label(gone: str, stays: str) -> str:
    """A pair of offices as an option.

    >>> join_label("市监局", "市场监督管理局")
    '市监局 并入 市场监督管理局'
    """
    return f"{gone} 并入 {stays}"


def other_region(told: str, picked: str, is_of_office: bool) -> str:
    """A report that tells another region than was named for all files: in the office's name, or in its text alone.

    >>> other_region("乙市甲区", "乙市丙区", True)
    '年报写的地区是“乙市甲区”，与所选地区“乙市丙区”不一致，将按年报登记。所选地区写错的，请在页面上方改正；年报写错的，请在上面选“新单位，另写名称”，把正确的地区写在单位名称前面。'
    >>> other_region("甲区", "乙市丙区", False)
    '年报没有写明单位在哪个地区，正文提到“甲区”的政府，没有提到所选地区“乙市丙区”，可能不一致。所选地区写错的，请在页面上方改正。'
    """
    if not is_of_office:
        return (
            f"年报没有写明单位在哪个地区，正文提到“{told}”的政府，没有提到所选地区“{picked}”，可能不一致。"
            "所选地区写错的，请在页面上方改正。"
        )
    return (
        f"年报写的地区是“{told}”，与所选地区“{picked}”不一致，将按年报登记。所选地区写错的，请在页面上方改正；"
        f"年报写错的，请在上面选“{NAMED_OPTION}”，把正确的地区写在单位名称前面。"
    )


def other_region_sure(picked: str) -> str:
    """What somebody ticks who is sure of the region that was named.

    >>> other_region_sure("丙区")
    '确认属于所选地区丙区'
    """
    return f"确认属于所选地区{picked}"


def year_doubted(doubt: str, shown_year: int) -> str:
    """What is asked of the year of a report: one that is yet to come, or the present one.

    >>> year_doubted("unfinished", 2026)
    '2026年尚未结束，年报通常写上一年的情况，请核对；写错的，请在上面改为正确的年度。'
    """
    why = {
        "to_come": "年度晚于今年，请核对",
        "unfinished": f"{year(shown_year)}尚未结束，年报通常写上一年的情况，请核对",
    }[doubt]
    return f"{why}；写错的，请在上面改为正确的年度。"


def batch_head(
    files: int, ready: int, doubtful: int, waiting: int, kept: int, refused: int, stored: int, repeated: int
) -> str:
    """The first line of 导入 while files wait: every file is counted in one place. `doubtful` are among the ready.

    >>> batch_head(9, 3, 1, 2, 1, 1, 1, 1)
    '选了9份文件：3份可以发布（其中1份有存疑），2份须先确认，1份保留旧版不发布，1份不能用，1份已经入库，1份与另一份内容相同。'
    """
    told_doubts = f"（其中{doubtful}份有存疑）" if doubtful else ""
    parts = [f"{ready}份可以发布{told_doubts}"]
    for count, words in (
        (waiting, "须先确认"),
        (kept, "保留旧版不发布"),
        (refused, "不能用"),
        (stored, "已经入库"),
        (repeated, "与另一份内容相同"),
    ):
        if count:
            parts.append(f"{count}份{words}")
    return f"选了{files}份文件：{sentence(parts)}"


def left_after(waiting: int, kept: int, refused: int, stored: int) -> str:
    """What a publication left behind, '' for nothing."""
    parts = [
        f"{count}份{words}"
        for count, words in (
            (waiting, "须先确认"),
            (kept, "保留旧版不发布"),
            (refused, "不能用"),
            (stored, "已经入库"),
        )
        if count
    ]
    return f"还有{waiting + kept + refused + stored}份没有发布：{'，'.join(parts)}。" if parts else ""


def look_at(doubts: int, failed: int) -> str:
    """Why a report that was published needs a look."""
    parts = [f"{doubts}个存疑数字" if doubts else "", f"{failed}项核查不通过" if failed else ""]
    return "、".join(part for part in parts if part)
