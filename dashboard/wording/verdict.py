"""Words of 年报体检: the verdict on a draft and its points."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.wording.names import DOCUMENT_SECTIONS
from dashboard.wording.numbers import sentence

POINT_WEIGHTS = {"must": "先改", "look": "请核对", "unjudged": "没能核对"}
POINT_HEADINGS = {"must": "公布前要改的", "look": "请再核对的", "unjudged": "没能核对的（不影响结论）"}
PUBLISH_AS_IS, MEND_FIRST = "可以公布", "先改再公布"
NO_FAULT_FOUND = "各项规则都没有发现问题。"
ADVICE = "怎么改"
PLACE_OF_WHOLE = "全文"
COMMENTED_WORD = "下载带批注的Word"
MARKED_COPY = "下载标出问题的网页"
COMMENTED_NAME, MARKED_NAME = "（带批注）", "（标出问题）"
MARKED_NOTE = "原文照录，有问题的地方已标出；编号与下面各条对应。"
CHECK_FILE_SHEET = ("文件", "单位", "年度", "结论", "类别", "规则", "位置", "涉及原文", "说明", "怎么改")
MAIN_TABLE = "统计表"


def verdict(is_publishable: bool, counts: Mapping[str, int], unread: int) -> str:
    """The verdict on one draft; `counts` are its points by weight, `unread` what the program could not read.

    >>> verdict(False, {"must": 2, "look": 1, "unjudged": 3}, 0)
    '先改再公布：有2处要改，另有1处请再核对，3项没能核对。'
    >>> verdict(True, {"must": 0, "look": 0, "unjudged": 0}, 0), verdict(True, {"must": 0, "look": 2, "unjudged": 0}, 1)
    ('可以公布：各项规则都没有发现问题。', '可以公布：没有发现必须改的，有2处请再核对，有1处数字程序没能辨认。')
    """
    parts = [f"有{counts['must']}处要改" if counts["must"] else ""]
    if counts["look"]:
        parts.append(f"{'另' if counts['must'] else ''}有{counts['look']}处请再核对")
    if counts["unjudged"]:
        parts.append(f"{counts['unjudged']}项没能核对")
    if unread:
        parts.append(f"有{unread}处数字程序没能辨认")
    if is_publishable:
        known = [part for part in parts if part]
        return f"{PUBLISH_AS_IS}：" + (sentence(["没有发现必须改的", *known]) if known else NO_FAULT_FOUND)
    return f"{MEND_FIRST}：{sentence(parts)}"


def check_head(files: int, publishable: int, mend: int, refused: int) -> str:
    """The first line of 年报体检: every draft is counted once.

    >>> check_head(4, 2, 1, 1), check_head(1, 1, 0, 0)
    ('体检4份草稿：2份可以公布，1份先改再公布，1份不能体检。', '体检1份草稿：1份可以公布。')
    """
    parts = [
        f"{count}份{words}"
        for count, words in ((publishable, PUBLISH_AS_IS), (mend, MEND_FIRST), (refused, "不能体检"))
        if count
    ]
    return f"体检{files}份草稿：{sentence(parts)}"


def point_place(section: str, is_cell: bool) -> str:
    """Where a point stands, for people.

    >>> point_place("applications", True), point_place("overview", False), point_place("", False)
    ('三、收到和处理政府信息公开申请情况，统计表', '一、总体情况', '全文')
    """
    if not section:
        return PLACE_OF_WHOLE
    name = DOCUMENT_SECTIONS.get(section, section)
    return f"{name}，{MAIN_TABLE}" if is_cell else name


def point_count(count: int, heading: str) -> str:
    """The heading of the points of one weight."""
    return f"{heading}：{count}处"
