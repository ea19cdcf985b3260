"""Words of 考评自评."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.numbers import figure, number, strung, year

SHEET = "考评表"
ASSESS_VIEW = "查看内容"
ASSESS_VIEWS = {"offices": "各单位得分区间", "office": "单位明细与评判", "sheets": "考评表管理"}
ASSESSED_OFFICE = "被考评单位"
SHEET_ABOUT = "关于这张考评表"
ASSESS_NOTE = (
    "确定失分由年报和发布记录查出，每一分都列出依据；不能由数据判断的情形由人评判，评判记入日志，可以撤销。"
    "没有见到分值或扣分数的，不推算。"
)
ASSESS_NOT_RANKED = "各单位能判断的分值占比不同，得分不排名次，单位按名录次序列出。"
ALL_JUDGED = "各单位都已全部评判，按失分由少到多列出。"
ASSESS_COLUMNS = (
    "单位",
    "类别",
    "得分区间",
    "已失分",
    "待人评判",
    "30天内到期栏目",
    "能判断的分值占比",
    "已明确的扣分情形",
)
CLAUSE_COLUMNS = ("考评项", "扣分情形", "结果", "失分", "还可能失分", "依据")
CLAUSE_STANDINGS = {
    "judged": "已评判",
    "lost": "确定失分",
    "clear": "未发现",
    "open": "待人评判",
    "unseen": "分值未见，不计",
}
JUDGING = "人工评判"
JUDGING_NOTE = "按每次扣分的规定填写失分（没有扣分的写0），可写明理由；清空失分即收回评判。保存后记入日志，注明评判人和时间；可在“导入”页撤销发布。"
JUDGE_REASON = "理由或依据（选填）"
JUDGE_SAVE = "保存评判"
JUDGE_SAME = "没有改动，无需保存。"
JUDGE_NONE = "这张考评表没有可以由人评判的情形。"
LOST_POINTS = "失分"
ASSESS_NO_OFFICE = "所选范围内没有这张考评表所考评的单位；可更换考评表或筛选。"
ASSESS_WORD = "下载这个单位的自评表"
OWN_SHEET = "本区上传"
SHIPPED_SHEET = "自带"
SHEETS_NOTE = "下载模板或现有的表，填写后上传；同名的表会被替换。自带的表不能覆盖，下载后改名称即可作为本区的表。"
SHEET_TEMPLATE = "下载空白模板"
SHEET_DOWN = "下载这张考评表"
SHEET_UP = "上传考评表（.xlsx）"
SHEET_SAVE = "启用这张考评表"
SHEET_SAME = "与已有的完全相同，无需再存。"
SHEET_REFUSED = "需要改正的地方"
SHEET_REFUSED_COLUMNS = ("位置", "问题")
SHEET_REFUSED_NOTE = "改正后重新上传，改正之前不会启用。"
SHEET_READ = "读到的扣分情形"
SHEET_COLUMNS = ("考评项", "扣分情形", "每次扣分", "由什么回答")
SHEET_REMOVE = "删除这张考评表"
SHEET_REMOVE_SURE = "确认删除（已有的评判保留在日志中）"
SHEETS_LIST = "现有考评表"
SHEETS_COLUMNS = ("名称", "地区", "年度", "适用对象", "满分", "来源", "没有见到的内容")
BY_PERSON = "由人评判"
ASSESS_PARTS = ("一、得分区间", "二、确定失分和已评判的失分", "三、待人评判的情形", "四、30天内到期的栏目")
ASSESS_NOTHING_LOST = "没有查出确定失分的情形。"
ASSESS_NOTHING_OPEN = "没有待人评判的情形。"
ASSESS_NOTHING_DUE = "本表计入的栏目中没有30天内到期的。"
ASSESS_NO_COLUMNS = "本表没有由栏目更新扣分的情形，不列到期栏目。"
ASSESS_NO_LOG = "没有导入这个单位的网站发布记录，栏目是否到期无法判断。"

LOG_ITEM = "查看这条信息"
VETO = "空白和长期未更新栏目个数"
VETO_NOTE = (
    "普查按整个网站计算单项否决，这里按单位统计；几个单位合用一个网站的，须合计后再判断。"
    "没有登记为应公开的栏目，不算空白；暂停更新已说明理由的，不计。"
)
VETO_COLUMNS = ("单位", "空白栏目（个）", "长期未更新栏目（个）", "对照否决个数", "计入的栏目")
VETO_STANDINGS = {True: "已达到", False: "未达到"}


def veto_words(blank: object, stale: object, offices: int, reached: int) -> str:
    """The numbers of a veto and how many offices reach one; a number that is switched off is not told.

    >>> veto_words(5.0, 10.0, 3, 1)
    '空白栏目达到5个或长期未更新栏目达到10个，属单项否决情形。有发布记录的3个单位中，1个已达到。'
    >>> veto_words(None, 10.0, 3, 0)
    '长期未更新栏目达到10个，属单项否决情形。有发布记录的3个单位都没有达到。'
    """
    limits = [
        f"{name}达到{number(value)}个"
        for name, value in (("空白栏目", blank), ("长期未更新栏目", stale))
        if figure(value) is not None
    ]
    rule = f"{'或'.join(limits)}，属单项否决情形。" if limits else ""
    found = f"中，{reached}个已达到。" if reached else "都没有达到。"
    return f"{rule}有发布记录的{offices}个单位{found}"


def veto_basis(day: str) -> str:
    """What the counts rest on."""
    return f"由发布记录统计，截至{day}；否决个数依据国办发〔2015〕15号附件普查评分表（2019年指标是否沿用请核实）。"


def points(value: object) -> str:
    """Points as sheets write them.

    >>> points(5.0), points(2.5), points(None)
    ('5分', '2.5分', '')
    """
    return f"{number(value)}分" if figure(value) is not None else ""


def score_range(full: object, lost: object, open_: object) -> str:
    """Between which points an office's score lies.

    >>> score_range(37.0, 3.0, 34.0), score_range(37.0, 3.0, 0.0), score_range(None, None, None)
    ('0至34分', '34分', '')
    """
    whole, gone, left = figure(full), figure(lost), figure(open_)
    if whole is None or gone is None or left is None:
        return ""
    most = whole - gone
    return f"{number(most - left)}至{points(most)}" if left > 0 else points(most)


def assess_head(sheet: str, shown_year: int, offices: int, losing: int, open_count: int, full: object) -> str:
    """The first line: what the sheet says of the offices looked at.

    >>> assess_head("某区考评", 2024, 12, 1, 200, 37.0)
    '对照《某区考评》（计分37分），2024年12个单位中1个已有失分，200处待人评判。'
    >>> assess_head("某区考评", 2024, 1, 0, 0, 37.0)
    '对照《某区考评》（计分37分），2024年1个单位没有失分，扣分情形已全部明确。'
    """
    found = f"{offices}个单位中{losing}个已有失分" if losing else f"{offices}个单位没有失分"
    left = f"{open_count}处待人评判" if open_count else "扣分情形已全部明确"
    return f"对照《{sheet}》（计分{points(full) or '未见'}），{year(shown_year)}{found}，{left}。"


def sheet_about(
    place: str, of_year: object, applies_to: str, full: object, source: str, url: str, unseen: str
) -> list[str]:
    """What is to be known of a sheet, a sentence each; its full mark once.

    >>> sheet_about("甲市", 2023, "各镇", 108.0, "网页", "", "满分108分，只见到前3项。")
    ['甲市2023年，考评各镇。', '来源：网页。', '所见范围：满分108分，只见到前3项。']
    >>> sheet_about("甲市", None, "", None, "", "", "只见到前3项。")[1:]
    ['这张表的数据中没有满分。', '来源：未写明。', '所见范围：只见到前3项。']
    """
    said = [f"{place}{year(int(of_year)) if figure(of_year) is not None else ''}，考评{applies_to or '对象未写明'}。"]  # type: ignore[call-overload]
    if "满分" not in unseen:
        said.append(f"满分{points(full)}。" if figure(full) is not None else "这张表的数据中没有满分。")
    said.append(f"来源：{source or '未写明'}{f'，{url}' if url else ''}。")
    if unseen:
        said.append(f"所见范围：{unseen}")
    return said


def assess_basis(shown_year: int, day: str) -> str:
    """What the numbers rest on.

    >>> assess_basis(2024, "2025-01-20")
    '年报类情形以2024年年报为准，栏目更新截至2025-01-20。'
    """
    return f"年报类情形以{year(shown_year)}年报为准，栏目更新截至{day}。"


def clause_deduction(deduction: object, per: str, most: object) -> str:
    """What a clause takes off.

    >>> clause_deduction(3.0, "件", 6.0), clause_deduction(5.0, "", 5.0), clause_deduction(None, "", 5.0)
    ('每件扣3分，最多6分', '扣5分', '扣分数未见，最多5分')
    >>> clause_deduction(1.0, "百分点", 15.0)
    '每低1个百分点扣1分，最多15分'
    """
    if figure(most) is None:
        return "分值未见"
    if figure(deduction) is None:
        return f"扣分数未见，最多{points(most)}"
    if not per:
        return f"扣{points(deduction)}"
    each = "每低1个百分点" if per == "百分点" else f"每{per}"
    return f"{each}扣{points(deduction)}，最多{points(most)}"


def judged_words(value: object, who: str, at: str, note: str, sure: object) -> str:
    """What a person judged, with who and when; what the data would say beside it where that differs.

    >>> judged_words(0.0, "王芳", "2025年1月5日 09:10", "已获准延期", 5.0)
    '王芳2025年1月5日 09:10评判：失0分（数据查出5分），已获准延期'
    >>> judged_words(2.0, "", "", "", 0.0)
    '评判：失2分'
    """
    beside = f"（数据查出{points(sure)}）" if figure(sure) and figure(sure) != figure(value) else ""
    return f"{who}{at}评判：失{points(value)}{beside}" + (f"，{note}" if note else "")


def sources_checked(names: Sequence[str]) -> str:
    """What was looked at where nothing was found.

    >>> sources_checked(["核查：逾期公布", "数字：行政复议：结果纠正"])
    '已对照“逾期公布”“行政复议：结果纠正”，没有查出。'
    """
    return f"已对照{''.join(f'“{name.partition(chr(0xFF1A))[2]}”' for name in names)}，没有查出。" if names else ""


def more_cases(count: int) -> str:
    """How many cases are not listed."""
    return f"另有{count}处，下载表格可见全部。"


def risk_words(count: int, most: object) -> str:
    """What falls due soon.

    >>> risk_words(2, 2.0), risk_words(1, None), risk_words(0, 0.0)
    ('2个栏目，最多再失2分', '1个栏目，扣分数未见', '')
    """
    if not count:
        return ""
    return f"{count}个栏目，" + (f"最多再失{points(most)}" if figure(most) is not None else "扣分数未见")


def answered_words(clear: int, of: int) -> str:
    """How many clauses are settled.

    >>> answered_words(3, 16)
    '3/16条'
    """
    return f"{clear}/{of}条"


def judge_label(item: str, clause: str, deduction: str, asks: str) -> str:
    """The label of a field for points.

    >>> judge_label("主动公开", "超期公开", "每条扣5分，最多10分", "本年有几条超期公开？")
    '主动公开：超期公开（每条扣5分，最多10分）。本年有几条超期公开？失分（分）'
    """
    asked = "" if asks in ("", clause) else asks if asks.endswith(("？", "。")) else f"{asks}。"
    return f"{item}：{clause}（{deduction}）。{asked}失分（分）"


def judged_saved(count: int, generation: int | None) -> str:
    """What became of a judgement."""
    return f"已保存{count}处评判，现为第{generation}版数据。" if generation is not None else JUDGE_SAME


def sheet_saved(name: str, generation: int | None) -> str:
    """What became of a sheet."""
    return f"已启用《{name}》，现为第{generation}版数据。" if generation is not None else SHEET_SAME


def sheet_removed(name: str, generation: int | None) -> str:
    """What became of a sheet that was removed."""
    return f"已删除《{name}》，现为第{generation}版数据；可在“导入”页撤销发布。"


def sheet_read(name: str, items: int, clauses: int, full: object) -> str:
    """What was read of an uploaded sheet.

    >>> sheet_read("某区考评", 2, 5, 20.0)
    '《某区考评》：2个考评项，5条扣分情形，各项分值合计20分。'
    """
    return f"《{name}》：{items}个考评项，{clauses}条扣分情形，各项分值合计{points(full) or '未写明'}。"


def sheets_head(own: int, shipped: int) -> str:
    """The first line of 考评表管理."""
    return f"有{shipped}张自带的考评表，{f'{own}张本区上传的' if own else '还没有本区上传的'}。"


def assess_office_head(office: str, sheet: str, shown_year: int, full: object, lost: object, open_: object) -> str:
    """The first line on one office.

    >>> assess_office_head("甲局", "某区考评", 2024, 37.0, 3.0, 10.0)
    '甲局2024年对照《某区考评》得24至34分（计分37分）：已失3分，待人评判的还可能失10分。'
    """
    left = f"，待人评判的还可能失{points(open_)}" if figure(open_) else "，没有待人评判的"
    return f"{office}{year(shown_year)}对照《{sheet}》得{score_range(full, lost, open_)}（计分{points(full)}）：已失{points(lost)}{left}。"


def assess_title(office: str, shown_year: int) -> str:
    """The title of an office's sheet."""
    return f"{office}{year(shown_year)}政务公开考评自评表"


def assess_line(number_: int, item: str, clause: str, words: Sequence[str]) -> str:
    """One clause in a Word document.

    >>> assess_line(1, "年报", "未及时公开", ["失5分", "晚48天。"])
    '1．年报：未及时公开。失5分；晚48天。'
    >>> assess_line(1, "年报", "要素不全", ["扣5分", "年度报告的要素是否齐全？"])
    '1．年报：要素不全。扣5分；年度报告的要素是否齐全？'
    """
    told = strung(words).rstrip("。；")
    return f"{number_}．{item}：{clause.rstrip('。')}。{told}{'' if told.endswith('？') else '。'}"


def points_lost(lost: object, note: str) -> str:
    """What somebody judged: points lost and why.

    >>> points_lost(0.0, "已补报"), points_lost(None, ""), points_lost(2.5, "")
    ('失分0，已补报', '', '失分2.5')
    """
    value = figure(lost)
    return "，".join(part for part in (f"{LOST_POINTS}{number(value)}" if value is not None else "", note) if part)
