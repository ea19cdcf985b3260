"""Words of 操作记录."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.follow_up import HISTORY_FIELDS
from dashboard.wording.roster import BLANK

ACTIVITY_LIST = "操作记录"
ACTIVITY_NOTE = "日志里的每一笔，含后来撤销的；只增不减，不能改写。最新的在前。"
ACTIVITY_NONE = "没有符合条件的记录。"
ACTIVITY_WHO = "经办人"
ACTIVITY_KIND = "操作"
ACTIVITY_WHEN = "时间"
ACTIVITY_EVERYBODY = "全部经办人"
ACTIVITY_EVERY_KIND = "全部操作"
ACTIVITY_PERIODS = {"all": "全部时间", "7": "近7天", "30": "近30天", "365": "近一年"}
ACTIVITY_COLUMNS = ("时间", "经办人", "操作", "单位", "对象", "原来", "改为", "说明")
ACTIVITY_UNDONE = "已撤销"
ACTIVITY_KINDS = {
    "capture": "导入年报",
    "log": "导入发布记录",
    "assignment": "确认单位",
    "year": "确认年度",
    "correction": "更正数字",
    "withdrawal": "撤回年报",
    "office": "登记或修改单位",
    "merge": "合并单位",
    "region": "登记地区",
    "district": "确定所属地区",
    "task": "整改事项",
    "verdict": "核实问题",
    "explanation": "单位说明",
    "note": "批注",
    "mark": "时间轴标记",
    "judgement": "考评评判",
    "sheet": "上传考评表",
    "sheet_removal": "删除考评表",
    "account": "账户",
    "rollback": "退回上一版",
    "acceptance": "认可日志",
}
ACTIVITY_OTHER = "其他"
ACTIVITY_TAKEN_BACK = "删除"


def generation_words(number: str) -> str:
    """A generation that was left or gone back to.

    >>> generation_words("2"), generation_words("0")
    ('第2版数据', '没有年报')
    """
    return f"第{number}版数据" if number != "0" else "没有年报"


def activity_head(count: int, people: int, unsigned: int, undone: int, total: int) -> str:
    """The first line of 操作记录: how many records are listed, of how many in `total` where the region or the page's own
    filters narrow them, how many of them which number of people signed and nobody did, and how many were undone since.

    >>> activity_head(12, 3, 1, 2, 12), activity_head(9, 0, 9, 0, 9)
    ('共12笔操作记录：3人署名11笔，未署名1笔；其中2笔后来已撤销。', '共9笔操作记录：未署名9笔。')
    >>> activity_head(3, 1, 0, 0, 40)
    '所选范围内有3笔操作记录（日志共40笔）：1人署名3笔。'
    >>> activity_head(0, 0, 0, 0, 0), activity_head(0, 0, 0, 0, 40)
    ('还没有操作记录。', '所选范围内没有操作记录（日志共40笔）。')
    """
    if not total:
        return "还没有操作记录。"
    if not count:
        return f"所选范围内没有操作记录（日志共{total:,}笔）。"
    start = f"共{count:,}笔操作记录" if count == total else f"所选范围内有{count:,}笔操作记录（日志共{total:,}笔）"
    by = [f"{people}人署名{count - unsigned:,}笔" if people else "", f"未署名{unsigned:,}笔" if unsigned else ""]
    taken_back = f"；其中{undone:,}笔后来已撤销" if undone else ""
    return f"{start}：{'，'.join(part for part in by if part)}{taken_back}。"


def both_sides(changes: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """What was there before and what is there after changes: field, before and after.

    >>> both_sides([("status", "待通知", "已通知"), ("类别", "", "街道"), ("应当公布年报", "是", "")])
    ('状态：待通知；应当公布年报：是', '状态：已通知；类别：街道；应当公布年报：（空）')
    """
    names = {field: HISTORY_FIELDS.get(field, field) for field, _before, _after in changes}
    before = "；".join(f"{names[field]}：{told}" for field, told, _after in changes if told)
    return before, "；".join(f"{names[field]}：{told or BLANK}" for field, _before, told in changes)
