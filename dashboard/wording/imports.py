"""Words of 导入 and 年报体检."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC

from dashboard.wording.names import DOUBTS, named_or_not, plain
from dashboard.wording.numbers import figure, number, sentence, told, year

TASK = "要做的事"
TASKS = {"load": "导入年报", "check": "年报体检", "review": "归属与核对", "log": "网站发布记录", "undo": "撤销发布"}
TASK_HEADS = {
    "load": "选择年报文件，核对读出的单位、年度和存疑数字，确认后发布。",
    "check": "年报草稿在公布前先体检，只核对，不入库。",
    "review": "给待归属的年报指定单位，核对存疑的数字。",
    "log": "导入网站发布记录，按更新周期查看栏目是否断更。",
    "undo": "撤销最近一次发布。",
}
UPLOAD_REPORTS = "选择年报文件（可多选：Word、PDF、网页、文本、Excel、图片）"
UPLOAD_DRAFTS = "选择年报草稿（可多选）"
UPLOAD_LOG = "选择网站发布记录（.csv、.xlsx，或栏目列表页另存的 .html）"
READ_TABLE = "读取结果"
READ_NOTE = "还没有入库。核对无误后点“发布”。"
READ_STATES = {
    "whole": "读全",
    "doubts": "有存疑",
    "refused": "不能读",
    "stored": "已入库",
    "queued": "待归属",
    "new": "新单位",
    "year": "缺年度",
    "to_come": "年度晚于今年，请核对",
    "unfinished": "年度尚未结束，请核对",
    "elsewhere": "可能属于其他地区，须确认",
    "astray": "按年报写的地区登记",
    "other": "单位不符，须确认",
    "replaces": "已有旧版，须选择",
    "kept": "保留旧版",
}
READ_COLUMNS = (
    "文件",
    "单位",
    "地区",
    "年度",
    "情况",
    "正文数字",
    "统计表填数",
    "空白格",
    "未印的格",
    "缺少的部分",
    "存疑数字",
)
PICK_FILE = "逐份核对"
CONFIRM_OFFICE = "归属单位"
QUEUED_OPTION = "暂不归属，等待核对"
NEW_OPTION = "新单位，按年报所写登记"
NAMED_OPTION = "新单位，另写名称"
NAME_TYPED = "新单位的名称"
NAME_HINT = "例如：兴庆区教育局"
DISTRICT = "这些年报属于哪个地区"
DISTRICT_HINT = "例如：银川市兴庆区"
DISTRICT_HELP = "年报里没有写明地区的单位，都登记在这个地区；写明其他地区的，会先请您确认。只需填写一次。"
NO_HOME = "未写明"
"""Of an office whose report tells no region, while nobody named the district."""
CONFIRM_YEAR = "报告年度"
NO_YEAR = "请选择年度"
WHO = "经办人"
WHO_HINT = "选填，写入操作日志"
READ_ONLY = "本看板供多人查看，不能在这里导入、核对或撤销，请联系系统管理员办理。“年报体检”不改动数据，可以照常使用。"
NO_VISITOR = "没有收到您的登录姓名，暂不能改动数据。请重新登录后再试；仍不行请联系系统管理员。"
SESSION_MEGABYTES, SERVER_MEGABYTES = 300, 1200
"""What the files of one session, and of all together, may have in megabytes (of 1,000,000 bytes)."""
UPLOAD_REFUSALS = {
    400: "没有上传：与服务器的连接已变化。请刷新页面，重新选择文件。",
    403: "没有上传：登录状态已变化。请刷新页面，重新选择文件。",
    408: "没有上传：文件很久没有传完，连接已经断开。请检查网络，重新选择文件。",
    411: "没有上传：浏览器没有说明文件大小。请刷新页面再试，或换一个浏览器。",
    413: f"没有上传：文件太大，或本次选择的文件合计超过{SESSION_MEGABYTES}MB。请移除这份文件，分几批导入。",
    507: "没有上传：正在使用的人较多，服务器暂时放不下。请过几分钟再试。",
}
"""Why an upload was refused, by the status of the answer."""
REQUEST_TOO_SLOW = "等了很久没有收到完整的内容，连接已经断开。请检查网络，刷新页面后再试。"
CORRECTION_REASON = "人工核对"
FACT_ACTION = "处理"
KEEP_AS_READ = "先不处理"
NOT_A_NUMBER = "不是指标数字"
CONFIRM_VALUE = "数字确认为"
AS_READ = "照读出的"
READ_WRONGLY = "其他读错的数字"
READ_WRONGLY_HINT = "没有存疑、但读得不对的，在这里选出来改正"
AS_LEARNT = "照此确认"
NOT_AS_LEARNT = "不照其他年度的确认"
LEARNT_TITLE = "依其他年度的确认读出的数字"
LEARNT_NOTE = "本单位其他年度同样的句子已经人工确认，这里照着读出，不必再核对；与原文不符的请改正。"
COLUMN_NAME = "栏目名称"
NO_COLUMN_NAME = "归入栏目信息的数字要写明栏目名称。"
CORRECT_VALUE = "更正为"
CORRECT_HINT = "如与原文不符，填写正确数字"
BAD_NUMBER = "“更正为”只能填写数字。"
NO_DOUBTS = "没有存疑的数字。"
MORE_DOUBTS = "存疑数字较多，这里先列出一部分；发布后可在“归属与核对”中继续处理。"
PUBLISH = "发布"
SAVE = "保存并发布"
NOTHING_TO_SAVE = "没有改动，无须保存。"
PUBLISHING = "正在发布"
REVIEW_PICK = "待处理的年报"
REVIEW_NONE = "没有待归属的年报，也没有存疑的数字。"
CHECK_LIST = "体检结果"
CHECK_PRINT_NOTE = "体检只核对本次选择的文件，不保存、不发布。"
LOG_OFFICE = "没有“单位”列时，全部记录属于"
LOG_NO_OFFICE = "按表中的单位"
LOG_UNDERSTOOD = "表头和内容的理解"
LOG_SAMPLE = "前几条记录"
LOG_COLUMNS = ("行", "单位", "栏目", "标题", "发布日期")
LOG_LOAD = "导入发布记录"
LOG_SAME = "这份发布记录已经导入过，数据没有变化。"
NOT_IN_ROSTER = "不在名录中"
UNDO = "撤销"
UNDO_SURE = "我已了解，确认撤销"
UNDO_OUTDATED = "上一版数据由旧版程序生成，不能在这里恢复；原件和记录都还在。如须撤销，请联系系统管理员。"
UNDO_NONE = "没有可以撤销的发布：没有更早的数据版本。"
UNDO_KEEPS = "原件仍然保留，可以重新导入。"
GO_IMPORT_LOG = "去导入发布记录"


def served(generation: object, built_at: object, reports: object, offices: object, queued: object) -> str:
    """What the store holds now."""
    moment = day_time(built_at.to_pydatetime().replace(tzinfo=UTC))  # type: ignore[attr-defined]
    parts = [f"现为第{number(generation)}版数据（{moment}生成），{number(offices)}个单位{number(reports)}份年报"]
    if figure(queued):
        parts.append(f"{number(queued)}个单位待归属")
    return sentence(parts)


def signed_as(name: str) -> str:
    """Who signs what is decided here, as the proxy tells it.

    >>> signed_as("王芳")
    '经办人：王芳（按登录姓名写入操作日志）'
    """
    return f"{WHO}：{name}（按登录姓名写入操作日志）"


def reading_progress(done: int, total: int, name: str) -> str:
    """While files are read."""
    return f"正在读取第{done}/{total}份：{plain(name)}"


def publishing_progress(done: int, total: int, name: str) -> str:
    """While files are published."""
    return f"{PUBLISHING}第{done}/{total}份：{plain(name)}"


def file_state(states: Sequence[str]) -> str:
    """What became of a file that was read."""
    return "、".join(READ_STATES[state] for state in states)


def publish_button(count: int) -> str:
    """The button that publishes."""
    return f"{PUBLISH}{count}份"


_MOST_REGIONS = 4


def registered_where(regions: Sequence[str]) -> str:
    """How many offices were registered and in which regions, one name for each office: reports of another district's
    offices are seen at once.

    >>> registered_where(["乙市甲区"] * 3)
    '新登记3个单位，都在乙市甲区'
    >>> registered_where(["乙市甲区", "丁市丙县", "乙市甲区"])
    '新登记3个单位：乙市甲区2个、丁市丙县1个'
    """
    counts = Counter(regions)
    if len(counts) == 1:
        return f"新登记{len(regions)}个单位，都在{regions[0]}"
    told_regions = [f"{region}{count}个" for region, count in counts.most_common()]
    more = f"等{len(counts)}个地区" if len(counts) > _MOST_REGIONS else ""
    return f"新登记{len(regions)}个单位：{'、'.join(told_regions[:_MOST_REGIONS])}{more}"


def published_head(
    loaded: int, skipped: int, refused: int, queued: int, registered: Sequence[str], generation: int | None
) -> str:
    """What became of a publication; `registered` holds the region of each office that is new."""
    parts = [f"已发布{loaded}份年报" if loaded else "没有发布新的年报"]
    if skipped:
        parts.append(f"{skipped}份原来已有，跳过")
    if refused:
        parts.append(f"{refused}份没有载入")
    if registered:
        parts.append(registered_where(registered))
    if queued:
        parts.append(f"{queued}份待归属")
    if generation is not None:
        parts.append(f"现为第{generation}版数据")
    return sentence(parts)


def saved_head(title: str, generation: int | None) -> str:
    """What became of decisions about a stored report."""
    return sentence(
        [
            f"《{title}》的改动已保存" if title else "对这份年报的改动已保存",
            f"现为第{generation}版数据" if generation is not None else "",
        ]
    )


def waiting_label(office: str, shown_year: object, doubts: int, is_queued: bool) -> str:
    """A stored report that waits for a person, as an option."""
    reasons = [READ_STATES["queued"] if is_queued else "", f"{doubts}个存疑数字" if doubts else ""]
    told_reasons = "、".join(reason for reason in reasons if reason)
    return f"{named_or_not(office)}{year(shown_year)}" + (f"（{told_reasons}）" if told_reasons else "")


def review_head(queued: int, reports: int, doubts: int) -> str:
    """The first line of 归属与核对."""
    if not queued and not doubts:
        return REVIEW_NONE
    parts = [f"{queued}份年报待归属" if queued else "", f"{reports}份年报有{doubts}个存疑数字待核对" if doubts else ""]
    return sentence(parts)


def doubts_left(count: int, decided: int, most: int) -> str:
    """Behind the heading of the doubtful numbers of a report, of which somebody decided some.

    >>> doubts_left(3, 0, 30), doubts_left(3, 1, 30), doubts_left(3, 3, 30), doubts_left(40, 1, 30)
    ('3个', '3个，已处理1个', '3个，都已处理', '40个，已处理1个，列出前30个')
    """
    done = f"，{'都已处理' if decided == count else f'已处理{decided}个'}" if decided else ""
    return f"{count}个{done}{f'，列出前{most}个' if count > most else ''}"


def doubt_line(kind: str, name: str, value: object, unit: str, learning: str = "") -> str:
    """What is doubtful of a number, or by which year's confirmation it is read.

    >>> doubt_line("learnt", "政务微信", 120.0, "条", "依2024年的确认")
    '依2024年的确认：政务微信，120条'
    >>> doubt_line("unassigned", "", 120.0, "条", "2024年确认过同样的一句，这次没有照用：统计表填的是7")
    '未归入指标：120条（2024年确认过同样的一句，这次没有照用：统计表填的是7）'
    """
    text = told(value, unit, status="unreadable") + (unit if unit != "%" and number(value) else "")
    if kind == "learnt":
        return f"{learning}：{name + '，' if name else ''}{text}"
    return f"{DOUBTS[kind]}：{name + '，' if name else ''}{text}{f'（{learning}）' if learning else ''}"


def is_account(name: str, indicator: str) -> str:
    """That a name is the channel which an indicator counts.

    >>> is_account("青禾之声", "微信公众号发布")
    '“青禾之声”是本单位的这类渠道（微信公众号发布），其他年度也照此读'
    """
    return f"“{name}”是本单位的这类渠道（{indicator}），其他年度也照此读"


def number_read(name: str, value: object, unit: str, words: str) -> str:
    """A number that is read, in one line, with its words.

    >>> number_read("政府网站公开信息", 205.0, "条", "上报区政府网站新闻205条")
    '政府网站公开信息，205条（上报区政府网站新闻205条）'
    """
    return f"{name}，{told(value, unit)}{unit if unit != '%' else ''}（{words}）"


def likely(name: str) -> str:
    """An indicator that a number may be, by its words."""
    return f"{name}（可能）"


def learnt_count(count: int) -> str:
    """How many numbers of a report are read by what was confirmed of another year."""
    return f"{count}个数字依其他年度的确认读出"


def check_basis(is_known: bool, office: str, compared: Sequence[int]) -> str:
    """Which other years a draft was judged by."""
    if not is_known:
        return f"单位“{office or '未写明'}”不在名录中，没有与往年比较。"
    if not compared:
        return "数据中没有该单位其他年度的年报，没有与往年比较。"
    return f"已与该单位{'、'.join(str(y) for y in compared)}年年报对照。"


def draft_title(office: str, shown_year: object, file_name: str) -> str:
    """The heading of a draft's findings."""
    return f"{office}{year(shown_year)}（{file_name}）" if number(shown_year) else file_name


def log_head(usable: int, offices: int, unknown: int, refused: int) -> str:
    """The first line of 网站发布记录 once a file is chosen."""
    parts = [f"读懂{usable}条发布记录，涉及{offices}个单位"]
    if unknown:
        parts.append(f"{unknown}个单位不在名录中")
    if refused:
        parts.append(f"{refused}行无法使用")
    return sentence(parts)


def log_loaded(usable: int, generation: int) -> str:
    """What became of a log."""
    return sentence([f"已导入{usable}条发布记录", f"现为第{generation}版数据"])


def undo_words(
    generation: int,
    previous: int,
    at: str,
    loaded: Sequence[str],
    logged: Sequence[str],
    assigned: int,
    corrected: int,
    withdrawn: int = 0,
    edited: int = 0,
    judged: int = 0,
    sheets: int = 0,
    followed: int = 0,
) -> str:
    """The sentence that says what undoing will undo.

    >>> undo_words(3, 2, "", (), (), 0, 0, edited=4)
    '撤销后，第3版数据中单位名录里4个单位的改动不再计入，恢复为第2版。'
    >>> undo_words(3, 2, "", (), (), 0, 0, judged=2, sheets=1)
    '撤销后，第3版数据中2处考评评判、1张考评表的改动不再计入，恢复为第2版。'
    >>> undo_words(9, 8, "", (), (), 0, 0, followed=2)
    '撤销后，第9版数据中2条整改记录或批注不再计入，恢复为第8版。'
    >>> undo_words(1, 0, "", ["甲.docx"], (), 0, 0)
    '撤销后，第1版数据中导入的1份年报（甲.docx）不再计入，回到还没有导入年报的状态。'
    """
    whats = []
    if loaded:
        listed = "、".join(loaded[:3]) + ("等" if len(loaded) > 3 else "")
        whats.append(f"导入的{len(loaded)}份年报（{listed}）")
    if logged:
        whats.append(f"导入的发布记录（{'、'.join(logged[:3])}）")
    if assigned:
        whats.append(f"{assigned}处单位或年度的确认")
    if corrected:
        whats.append(f"{corrected}个数字的更正")
    if edited:
        whats.append(f"单位名录里{edited}个单位的改动")
    if judged:
        whats.append(f"{judged}处考评评判")
    if sheets:
        whats.append(f"{sheets}张考评表的改动")
    if followed:
        whats.append(f"{followed}条整改记录或批注")
    if not whats and not withdrawn:
        whats = ["按最新规则重建的数据"]
    parts = [f"{'、'.join(whats)}不再计入"] if whats else []
    if withdrawn:
        parts.append(f"撤回的{withdrawn}份年报重新计入")
    back = f"恢复为第{previous}版" if previous else "回到还没有导入年报的状态"
    return f"撤销后，{at + '发布的' if at else ''}第{generation}版数据中{'，'.join(parts)}，{back}。"


WITHDRAW_TITLE = "撤回这份年报"
WITHDRAW_NOTE = "撤回后，这份年报不再计入任何数字；原件仍在，重新导入同一文件或撤销发布即可恢复。"
WITHDRAW_REASON = "撤回的理由"
WITHDRAW_REASON_HINT = "例如：收到的是征求意见稿"
WITHDRAW_SURE = "确认撤回"
WITHDRAW = "撤回"


def withdrawn_head(title: str, generation: int | None) -> str:
    """What became of taking a report back."""
    return f"已撤回《{title}》，现为第{generation}版数据。"


def undone(left: int, served: int, waiting: int = 0) -> str:
    """What became of undoing, and how many reports are still being loaded.

    >>> undone(1, 0)
    '已撤销第1版，现在没有任何年报；原件仍在，可以重新导入。'
    """
    told = f"另有{waiting}份年报正在载入、尚未发布，读完后照常发布。" if waiting else ""
    now = f"现为第{served}版数据。" if served else "现在没有任何年报；原件仍在，可以重新导入。"
    return f"已撤销第{left}版，{now}{told}"


def day_time(at: object) -> str:
    """`11月23日 10:20`, in the time of this machine."""
    moment = at.astimezone()  # type: ignore[attr-defined]
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
