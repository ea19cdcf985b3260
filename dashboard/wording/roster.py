"""Words of 单位名录."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.numbers import sentence, year

ROSTER_VIEW = "要看的"
ROSTER_VIEWS = {"list": "名录", "alike": "合并建议", "table": "表格上传"}
ROSTER_SEARCH = "查找单位"
ROSTER_SEARCH_HINT = "名称、别名或地区"
ROSTER_STATE = "登记情况"
ROSTER_STATES = {
    "all": "全部",
    "new": "新登记",
    "due": "应当公布年报",
    "unsaid": "没有规定是否公布",
    "closed": "已撤销",
    "silent": "没有年报",
}
ROSTER_COLUMNS = ("单位", "类别", "地区", "年报份数", "年报年度", "应当公布", "起止年度", "别名和原名", "沿革")
ROSTER_LIST = "单位名录"
ROSTER_NOTE = "年报导入时，单位自动登记并标“新登记”；看过后可以改正或标为已看过。"
ROSTER_NONE = "没有符合条件的单位。"
ROSTER_EMPTY = "名录里还没有单位；导入年报时自动登记，也可以在“表格上传”里一次填好。"
NEW_OFFICE = "新登记"
CLOSED_OFFICE = "已撤销"
UNSAID = "未规定"
ROSTER_PICK = "选择要改动的单位（可多选）"
ROSTER_PICK_ALL = "选中列出的全部单位"
ROSTER_PICK_NONE = "清空选择"
ROSTER_DO = "要做的改动"
ROSTER_ACTIONS = {
    "seen": "标为已看过",
    "due": "应当公布年报",
    "not_due": "不单独公布年报",
    "unsaid": "清除是否应当公布",
    "kind": "改类别",
    "region": "改地区",
    "from_year": "改起始年度",
    "rename": "更名",
    "merge": "合并",
    "split": "拆分",
    "close": "撤销",
    "reopen": "恢复已撤销的",
}
ROSTER_CHANGES = "改动名录"
ROSTER_CHANGES_NOTE = "每次改动都记入日志，可以在“导入”页的“撤销发布”里撤销。"
ROSTER_SAVE = "保存改动"
ROSTER_ADD = "添加单位"
ROSTER_NAME = "单位名称"
ROSTER_NAME_HINT = "写全称，例如：柳溪街道办事处"
NEW_NAME = "新名称"
SINCE_YEAR = "从哪一年起（选填）"
NEW_REGION = "所属地区"
FIRST_DUE = "最早应当报送哪一年的年报"
LAST_DUE = "最后报送哪一年的年报"
TAKEN_OVER_BY = "由哪个单位承接（选填）"
NOBODY = "不写"
STAYS = "保留哪个单位"
SPLIT_REPORTS = "哪些年报归分出的单位"
SPLIT_NAME = "分出的单位叫什么"
PICK_FIRST = "先在上面选定单位。"
PICK_ONE = "这项改动一次只能选一个单位。"
PICK_KIND = "请选定改成哪一类。"
PICK_YEAR = "请选定年度。"
PICK_TWO = "合并至少要选两个单位。"
RECENT_CHANGES = "最近的改动"
GO_UNDO = "撤销最近一次"
ALIKE_NOTE = "下列单位可能是同一个，系统不会自行合并；请逐条或按类确认。合并后年报和名称都归保留的单位，可以撤销。"
ALIKE_NONE = "没有需要确认的合并建议。"
ALIKE_COLUMNS = ("并入的单位", "保留的单位", "地区", "依据", "年报年度")
ALIKE_SORT = "建议的种类"
ALIKE_PICK = "选择要处理的建议"
ALIKE_PICK_ALL = "选中这一类的全部建议"
ALIKE_ACCEPT = "合并选中的"
ALIKE_REFUSE = "不是同一个单位，不再提示"
TABLE_DOWN = "下载名录"
TABLE_TEMPLATE = "下载空表"
TABLE_UP = "选择填好的表格（.xlsx 或 .csv）"
TABLE_NOTE = "下载名录或空表，在 Excel 里改好后上传；先列出会改动什么，确认后才生效。代码留空的是新单位。"
TABLE_CHANGES = "上传后会有的改动"
TABLE_COLUMNS = ("单位", "项目", "现在", "改为")
TABLE_REFUSED = "不能用的行"
TABLE_REFUSED_COLUMNS = ("行", "原因")
TABLE_SAVE = "确认改动名录"
TABLE_SAME = "表格与名录一致，没有要改动的。"
TABLE_FIX = "有不能用的行时全部不改动；请改好表格再上传。"
BLANK = "（空）"
OFFICES_UNIT, PROPOSALS_UNIT, PLACES_UNIT = "个", "条", "处"


def roster_head(offices: int, new: int, silent: int, alike: int, due: int) -> str:
    """The first line of 单位名录.

    >>> roster_head(39, 39, 0, 2, 0)
    '名录中有39个单位，39个新登记、还没有人看过，2条合并建议待确认，还没有写明哪些单位应当公布年报。'
    >>> roster_head(0, 0, 0, 0, 0)
    '名录里还没有单位。'
    """
    if not offices:
        return "名录里还没有单位。"
    parts = [f"名录中有{offices:,}个单位"]
    if new:
        parts.append(f"{new:,}个新登记、还没有人看过")
    if silent:
        parts.append(f"{silent:,}个没有年报")
    if alike:
        parts.append(f"{alike:,}条合并建议待确认")
    parts.append(f"{due:,}个应当公布年报" if due else "还没有写明哪些单位应当公布年报")
    return sentence(parts)


def listed(shown: int, total: int, unit: str) -> str:
    """How much of a list is shown.

    >>> listed(39, 39, "个"), listed(300, 2000, "处")
    ('39个', '前300处，共2,000处')
    """
    return f"{total:,}{unit}" if shown == total else f"前{shown:,}{unit}，共{total:,}{unit}"


def span(first: object, last: object) -> str:
    """Years from and to.

    >>> span(2018, 2025), span(2023, 2023), span(2019, None), span(None, 2022), span(None, None)
    ('2018—2025', '2023', '2019—', '—2022', '')
    """
    if first is None and last is None:
        return ""
    return f"{first}" if first == last else f"{first or ''}—{last or ''}"


def chosen_offices(count: int) -> str:
    """How many offices a change is about."""
    return f"已选{count:,}个单位"


def several_on(years: Sequence[int]) -> str:
    """What a merger does to years on which several have a report.

    >>> several_on([2022, 2023])
    '所选单位都有2022年、2023年的年报，合并后以后导入的一份为准，其余作为较早的版本保留。'
    """
    return f"所选单位都有{'、'.join(map(year, years))}的年报，合并后以后导入的一份为准，其余作为较早的版本保留。"


def report_of(shown_year: object, stated: str) -> str:
    """A report as an option of a split."""
    return f"{year(shown_year)}（年报写“{stated}”）"


def changed_offices(count: int, generation: object) -> str:
    """What became of a change of the roster."""
    return sentence(
        [f"已改动{count:,}个单位" if count else "没有改动", f"现为第{generation}版数据" if generation else ""]
    )


def merged_offices(count: int, left_out: int, generation: object) -> str:
    """What became of proposals that were accepted."""
    parts = [f"已把{count:,}个单位并入保留的单位"]
    if left_out:
        parts.append(f"{left_out:,}条与其他条相矛盾，没有合并，请再看")
    return sentence([*parts, f"现为第{generation}版数据"])


def refused_proposals(count: int) -> str:
    """What became of proposals that were refused."""
    return f"{count:,}条建议不再提示。"


def plan_words(added: int, edited: int, unchanged: int, refused: int) -> str:
    """What an uploaded table would do.

    >>> plan_words(2, 5, 30, 1)
    '表格中2个新单位，5个单位有改动，30行与名录一致，1行不能用。'
    """
    parts = [f"{added:,}个新单位" if added else "", f"{edited:,}个单位有改动" if edited else ""]
    parts += [f"{unchanged:,}行与名录一致" if unchanged else "", f"{refused:,}行不能用" if refused else ""]
    return "表格中" + (sentence([part for part in parts if part]) if any(parts) else "没有单位。")


def proposal_years(gone: Sequence[int], stays: Sequence[int]) -> str:
    """The years of both offices of a proposal.

    >>> proposal_years([2023], [2021, 2022]), proposal_years([2022], [2022]), proposal_years([], [2022])
    ('2023 / 2021、2022', '2022 / 2022（同一年都有，合并后以后导入的一份为准）', '没有年报 / 2022')
    """
    told = " / ".join("、".join(map(str, years)) or "没有年报" for years in (gone, stays))
    return told + ("（同一年都有，合并后以后导入的一份为准）" if set(gone) & set(stays) else "")


def proposals_of(sort: str, count: int) -> str:
    """A sort of proposals as an option."""
    return f"{sort}（{count}）"


ROSTER_TOLD = {"office": "登记或修改", "merge": "合并", "assignment": "改归属", "district": "所属地区"}


def roster_change(when: str, who: str, what: str, names: str) -> str:
    """A change of the roster in one line."""
    return f"{when}{'　' + who if who else ''}　{what}：{names}"
