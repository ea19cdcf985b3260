"""Words of 文稿: the papers that are put together by rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date

from dashboard.wording.briefing import day, promised_before
from dashboard.wording.follow_up import one_line
from dashboard.wording.names import NO_CHANGE
from dashboard.wording.numbers import change_words, number, places_in_all, strung, year
from dashboard.wording.overview import asked
from reports.text.numerals import written_out

PAPER = "文稿种类"
PAPERS = {
    "notice": "年报发布情况通报",
    "letter": "体检反馈函",
    "month": "栏目更新月报",
    "quarter": "栏目更新季报",
    "leader": "领导参阅",
    "portrait": "单位画像",
    "file": "单文件报告",
}
PAPER_OFFICE = "发往单位"
PAPER_PERIOD = "时段"
PAPER_DOWNLOAD = "下载Word文档"
PAPER_DOWNLOAD_ALL = "下载全部单位反馈函"
PAPER_DOWNLOAD_ALL_HELP = "每个单位一份Word文档，打成一个zip压缩包"
PAPER_TO_PORTRAIT = "单位画像在“单位画像”页生成，可预览、打印和下载Word文档："
PAPER_NUMBER = "（文号：＿＿＿＿＿＿＿＿）"
PAPER_TO_ALL = "各有关单位："
PAPER_SIGNED = "（印发单位：＿＿＿＿＿＿＿＿＿＿）"
PAPER_UNNAMED = "文稿"
PAPER_BASIS = "依据："
PAPER_SOURCE_COLUMN = "出处"
PAPER_NONE = "所选范围没有单位。"

NOTICE_PARTS = ("一、发布情况", "二、存在的主要问题", "三、有关要求")
NOTICE_FROM_COVERAGE = "年报报送情况"
NOTICE_DATE = "公布日期"
NOTICE_NO_PROBLEMS = "按现有规则核查，没有发现不通过的项目和薄弱环节。"
NOTICE_NO_OTHERS = "除第一部分所列情况外，按现有规则核查，没有发现其他不通过的项目和薄弱环节。"
NOTICE_BOARD = ("序号", "单位", "类别", "公布日期", "情况", "不通过核查")
NOTICE_LIST_TITLE = "附件2  问题清单"
NOTICE_LIST = ("序号", "单位", "问题类别", "具体情况")

LETTER_PARTS = ("一、核查结果", "二、请核对更正的事项")
LETTER_WEAK = "请说明的事项"
LETTER_REPLY = "反馈要求"
LETTER_REPLY_WORDS = "请对照附件逐项核实，填写“是否属实”“情况说明”“整改措施及时限”，于＿＿＿＿年＿＿月＿＿日前书面反馈；认为不属实的，请说明理由并附佐证材料。"
LETTER_SEND_REPORT = (
    "请将年报文本或公布网址于＿＿＿＿年＿＿月＿＿日前报送；确因机构调整等原因无须单独编制的，请书面说明。"
)
LETTER_NOTHING = "本次核查没有发现需要更正或说明的事项。"
LETTER_SHEET_TITLE = "附件  核查情况反馈表"
LETTER_SHEET = ("序号", "事项", "是否属实", "情况说明", "整改措施及时限")

COLUMNS_PARTS = (
    "一、总体情况",
    "二、超期未更新的栏目",
    "三、30天内到期和比本地惯例慢的栏目",
    "四、超过公开时限的信息",
    "五、本期发布量",
)
COLUMNS_CAPTIONS = ("超期未更新的栏目", "即将到期和比本地惯例慢的栏目", "超过公开时限的信息", "各栏目本期发布条数")
COLUMNS_NO_LOG = (
    "所选范围还没有导入网站发布记录，栏目是否超期无法判断，本期不作统计。请在“导入”页的“网站发布记录”中导入后再生成。"
)
COLUMNS_FROM_LOG = "网站发布记录"
COLUMNS_NONE_OVERDUE = "没有超过更新周期的栏目。"
COLUMNS_NONE_DUE = "30天内没有到期的栏目，也没有比本地惯例慢的栏目。"
COLUMNS_NONE_LATE = "发布记录中写明形成日期的信息，没有超过公开时限的；没有写明形成日期的，不作判断。"
COLUMNS_DUE = ("单位", "栏目", "情况", "上次更新", "到期日", "还有或已过", "周期")
COLUMNS_LATE = ("单位", "栏目", "信息标题", "形成日期", "公开日期", "时限", "实际用时")
COLUMNS_ITEMS = ("栏目", "条数", "单位数")

FILE_DOWNLOAD = "下载单文件报告"
FILE_BARS, FILE_COURSE = "所选指标各单位比较", "所选单位历年走势"
FILE_WORDS = "查找文字"
FILE_CHOOSE = "选择一个单位，看它历年的数。"
FILE_CLOSE = "关闭"
FILE_NOTHING = "所选范围没有列出的事项。"
FILE_NUMBERS_NOTE = "点数字看年报原句或表格中的一格；未写明不等于0。"
FILE_CONTENTS = (
    "总的判断和统计范围",
    "最需要关注的事项，附原句和请单位说明的问题",
    "各单位比较图和历年走势图",
    "各单位各项指标，点数字看原句",
    "年报发布情况",
)

MEETING_LEAVE = "退出"
MEETING_BACK, MEETING_ON = "上一页", "下一页"
MEETING_KEYS = "方向键翻页，Esc键退出"
MEETING = "会议模式"

LEADER_MATTERS = "三件要事"
LEADER_RATIOS = "六项比率（各单位按件数合计）"
LEADER_COLUMNS = ("比率", "本年", "件数", "比上年", "统计范围")
LEADER_FROM_TABLES = "年报第三、四部分统计表及正文，算法见“指标口径”"


def paper_day(value: object) -> str:
    """A day in a table; '' where there is none.

    >>> paper_day(Date(2026, 2, 11)), paper_day(None)
    ('2026-02-11', '')
    """
    return "" if value is None or value != value else f"{value:%Y-%m-%d}"


def paper_source(report: str, section: str, quote: str) -> str:
    """A sentence or cell that something rests on.

    >>> paper_source("《甲局2025年政府信息公开工作年度报告》", "一、总体情况", "收到9件，")
    '《甲局2025年政府信息公开工作年度报告》“一、总体情况”：“收到9件”'
    """
    words = quote.strip().rstrip("。；，")
    return f"{report}{f'“{section}”' if section else ''}{f'：“{words}”' if words else ''}"


def paper_page_source(words: str, generation: int) -> str:
    """What a count rests on.

    >>> paper_page_source("年报报送情况", 3)
    '年报报送情况（数据第3版）'
    """
    return f"{words}（数据第{generation}版）"


def paper_basis(words: Sequence[str], in_all: int = 0) -> str:
    """What a paragraph rests on, in the document; `in_all`: how many there are where not all are shown.

    >>> paper_basis(["年报甲：“收到9件”", "年报乙：“收到8件”"]), paper_basis(["年报甲：“收到9件”"], 6)
    ('依据：年报甲：“收到9件”；年报乙：“收到8件”。', '依据：年报甲：“收到9件”等6处。')
    """
    more = places_in_all(in_all) if in_all else ""
    return f"{PAPER_BASIS}{strung(words).rstrip('。；')}{more}。"


def paper_explained(explanation: str, check: str = "") -> str:
    """What the office says of a finding, or of one of the checks that it counts.

    >>> paper_explained("机构调整。"), paper_explained("表中漏填", "行内合计")
    ('（单位说明：机构调整）', '（单位对“行内合计”的说明：表中漏填）')
    """
    return f"（{f'单位对“{check}”的说明' if check else '单位说明'}：{one_line(explanation)}）"


def on_one_sheet(remark: str, most: int) -> str:
    """What was said of a matter, as far as one sheet has room for it.

    >>> on_one_sheet("（单位说明：机构调整）", 30)
    '（单位说明：机构调整）'
    >>> on_one_sheet("（单位说明：机构调整，业务移交较晚）", 12)
    '（单位说明：机构调整，……全文见系统）'
    """
    return remark if len(remark) <= most else f"{remark[: most - 1]}……全文见系统）"


def paper_note(text: str, by: str, at: Date) -> str:
    """A note of the staff.

    >>> paper_note("已电话核实。", "李明", Date(2026, 3, 1)), paper_note("待核", "", Date(2026, 3, 1))
    ('（批注：已电话核实。李明，2026年3月1日）', '（批注：待核。2026年3月1日）')
    """
    signed = f"{by}，{day(at)}" if by else day(at)
    return f"（批注：{text.strip().rstrip('。')}。{signed}）"


def paper_head(paper: str, region: str, shown_year: int) -> str:
    """The first line of the page.

    >>> paper_head("notice", "青禾区", 2025), paper_head("file", "青禾区", 2025)
    ('青禾区2025年年报发布情况通报已按数据生成，可预览、下载。', '青禾区2025年单文件报告已按数据生成，可下载。')
    >>> paper_head("portrait", "青禾区", 2025)
    '单位画像每个单位一张，在“单位画像”页生成。'
    """
    if paper == "portrait":
        return "单位画像每个单位一张，在“单位画像”页生成。"
    period = "" if paper in ("month", "quarter") else year(shown_year)
    ways = "可下载" if paper == "file" else "可预览、下载"
    return f"{region}{period}{PAPERS[paper]}已按数据生成，{ways}。"


def overdue(days: int) -> str:
    """How late a report was."""
    return f"逾期{days}天"


def notice_title(whom: str, shown_year: int) -> str:
    """The title of the notice."""
    return f"关于{whom}{year(shown_year)}政府信息公开工作年度报告发布情况的通报"


def notice_opening(shown_year: int) -> str:
    """What the notice is about."""
    return f"现将{year(shown_year)}政府信息公开工作年度报告（以下简称年报）的发布和核查情况通报如下："


def notice_published(
    until: Date, region: str, shown_year: int, expected: int, here: int, in_time: int, late: int, undated: int
) -> str:
    """How many reports are here, in time, late and on a day not printed.

    >>> notice_published(Date(2026, 3, 1), "青禾区", 2025, 15, 14, 12, 1, 1)
    '截至2026年3月1日，青禾区应报送年报的15个单位中，已收录14个单位的2025年年报：按期公布12个，逾期公布1个，未注明公布日期1个。'
    >>> notice_published(Date(2026, 3, 1), "青禾区", 2025, 3, 3, 3, 0, 0)
    '截至2026年3月1日，青禾区应报送年报的3个单位中，已收录3个单位的2025年年报：按期公布3个。'
    """
    parts = [
        f"{words}{count}个"
        for words, count in (("按期公布", in_time), ("逾期公布", late), ("未注明公布日期", undated))
        if count
    ]
    tail = f"：{'，'.join(parts)}" if parts else ""
    return (
        f"截至{day(until)}，{region}应报送年报的{expected}个单位中，已收录{here}个单位的{year(shown_year)}年报{tail}。"
    )


def published_late(published_on: Date | None, signed_on: Date | None, days: int) -> str:
    """When a late report was published, or else signed, and by how much it is late.

    >>> published_late(Date(2026, 2, 11), None, 11), published_late(None, Date(2026, 2, 11), 11)
    ('2026年2月11日，逾期11天', '未注明公布日期，落款日期2026年2月11日已超过期限11天')
    """
    if signed_on and not published_on:
        return f"未注明公布日期，落款日期{day(signed_on)}已超过期限{days}天"
    return "，".join(part for part in (day(published_on) if published_on else "", overdue(days)) if part)


def day_of_report(published_on: Date | None, signed_on: Date | None) -> str:
    """The day in the annexes: that of publication, else that under the signature.

    >>> day_of_report(Date(2026, 2, 11), None), day_of_report(None, Date(2026, 1, 8)), day_of_report(None, None)
    ('2026-02-11', '未注明（落款日期2026-01-08）', '未注明')
    """
    if published_on:
        return paper_day(published_on)
    return f"未注明（落款日期{paper_day(signed_on)}）" if signed_on else "未注明"


def notice_late(named: Sequence[tuple[str, str]]) -> str:
    """Who is late, on which day and by how much.

    >>> notice_late([("甲镇", "2026年2月11日，逾期11天")])
    '逾期公布的单位：甲镇（2026年2月11日，逾期11天）。'
    """
    return f"逾期公布的单位：{'、'.join(f'{name}（{words}）' for name, words in named)}。"


def notice_partial(shown_year: int, names: Sequence[str]) -> str:
    """Whose report lacks parts."""
    return f"{year(shown_year)}年报缺少法定部分或统计表的单位：{'、'.join(names)}。"


def notice_excerpt(shown_year: int, names: Sequence[str]) -> str:
    """Whose report says itself that parts are left out or attached elsewhere."""
    return f"{year(shown_year)}年报注明节选或统计表另附、不判断是否完整的单位：{'、'.join(names)}。"


def notice_unfiled(shown_year: int, names: Sequence[str]) -> str:
    """Whose report is not here though the roster says that it must be."""
    return f"按单位名录应当报送、期限已过而未收录{year(shown_year)}年报的单位：{'、'.join(names)}。"


def notice_missing(shown_year: int, names: Sequence[str]) -> str:
    """Whose report is not here."""
    return f"未收录{year(shown_year)}年报的单位：{'、'.join(names)}。未收录不等于没有公布，请有关单位核实。"


def notice_kind(number_in_list: int, kind: str, offices: Sequence[str], findings: int) -> str:
    """A kind of problem and who has it.

    >>> notice_kind(2, "申请收支不平衡", ["甲镇", "乙局"], 3)
    '（二）申请收支不平衡。涉及2个单位3处：甲镇、乙局。'
    >>> notice_kind(11, "未用当年格式", ["甲镇"], 1)
    '（十一）未用当年格式。涉及1个单位1处：甲镇。'
    """
    return f"（{written_out(number_in_list)}）{kind}。涉及{len(offices)}个单位{findings}处：{'、'.join(offices)}。"


def notice_asks(has_problems: bool, has_missing: bool) -> list[str]:
    """What the offices are asked to do."""
    asks = []
    if has_problems:
        asks.append(
            "请有关单位对照附件2逐项核实，确有差错的依规更正，不属实的说明理由，于＿＿＿＿年＿＿月＿＿日前书面反馈。"
        )
    if has_missing:
        asks.append("请未收录年报的单位核实发布情况，并将年报文本或公布网址于＿＿＿＿年＿＿月＿＿日前报送。")
    asks.append("各单位要对照《中华人民共和国政府信息公开条例》第四十九条、第五十条，按期、完整、准确编制和公布年报。")
    return asks


def notice_board(shown_year: int) -> str:
    """The caption of the first annex."""
    return f"附件1  {year(shown_year)}年报发布情况"


def letter_title(office: str, shown_year: int) -> str:
    """The title of a letter."""
    return f"关于{office}{year(shown_year)}政府信息公开工作年度报告核查情况的反馈函"


def letter_opening(shown_year: int) -> str:
    """What a letter is about."""
    return f"现将你单位{year(shown_year)}政府信息公开工作年度报告的核查情况反馈如下："


def letter_missing(shown_year: int) -> str:
    """Of an office whose report is not here."""
    return f"截至目前未收录你单位{year(shown_year)}政府信息公开工作年度报告（未收录不等于没有公布）。"


def letter_result(
    published_on: Date | None, signed_on: Date | None, is_late: bool | None, days_late: int | None, checked: str
) -> str:
    """When the report was published, and how it came through its checks.

    >>> letter_result(Date(2026, 2, 11), None, True, 11, "核查项通过3项、不通过1项、无法核对0项")
    '年报公布日期为2026年2月11日，逾期11天；核查项通过3项、不通过1项、无法核对0项。'
    >>> letter_result(None, None, None, None, ""), letter_result(None, Date(2026, 2, 11), True, 11, "")
    ('年报未注明公布日期。', '年报未注明公布日期，落款日期2026年2月11日已超过期限11天。')
    """
    if is_late and days_late is not None:
        told = published_late(published_on, signed_on, days_late)
        when = f"年报公布日期为{told}" if published_on else f"年报{told}"
    elif published_on:
        when = f"年报公布日期为{day(published_on)}{'，在期限之内' if is_late is False else ''}"
    else:
        when = "年报未注明公布日期"
    return f"{strung((when, checked)).rstrip('。')}。"


def letter_heading(words: str, place: int) -> str:
    """A heading of a letter.

    >>> letter_heading("反馈要求", 3)
    '三、反馈要求'
    """
    return f"{written_out(place)}、{words}"


def letter_point(number_in_list: int, message: str, advice: str) -> str:
    """A check that did not pass, and what to do.

    >>> letter_point(1, "总计不符，相差2。", "请重算总计。")
    '1．总计不符，相差2。处理建议：请重算总计。'
    """
    told = f"{number_in_list}．{message.rstrip('。')}。"
    return f"{told}处理建议：{advice.rstrip('。')}。" if advice else told


def to_office(message: str, office: str) -> str:
    """A finding as it is told to the office itself.

    >>> to_office("甲镇2025年栏目全年0条。", "甲镇")
    '你单位2025年栏目全年0条。'
    """
    return f"你单位{message.removeprefix(office)}" if message.startswith(office) else message


def letter_matter(number_in_list: int, message: str, others: str, question: str) -> str:
    """A weak spot, which other rules found it, and what the office is asked.

    >>> letter_matter(1, "社会救助全年0条", "", "为什么没有更新")
    '1．社会救助全年0条。请说明：为什么没有更新。'
    """
    parts = [f"{number_in_list}．{message.rstrip('。')}。", f"{others.rstrip('。')}。" if others else ""]
    return "".join([*parts, f"请说明：{question.rstrip('。')}。" if question else ""])


def period(shown_year: int, first: int, months: int) -> str:
    """A month or quarter.

    >>> period(2025, 11, 1), period(2025, 10, 3)
    ('2025年11月', '2025年第四季度')
    """
    return f"{year(shown_year)}{first}月" if months == 1 else f"{year(shown_year)}第{'一二三四'[first // 3]}季度"


def period_until(words: str, as_of: Date) -> str:
    """A month or quarter that is not over.

    >>> period_until("2026年第一季度", Date(2026, 2, 3))
    '2026年第一季度（截至2026年2月3日）'
    """
    return f"{words}（截至{day(as_of)}）"


def columns_title(whom: str, words: str, months: int) -> str:
    """The title of the report on columns."""
    return f"{whom}{words}政府信息公开栏目更新情况{'月报' if months == 1 else '季报'}"


def columns_note(region: str, as_of: Date, generation: int) -> str:
    """What it covers."""
    return f"（{region}；截至{day(as_of)}；数据第{generation}版）"


def columns_loaded(loaded: Date, offices: int) -> str:
    """What a count of columns rests on.

    >>> columns_loaded(Date(2025, 12, 1), 3)
    '网站发布记录，3个单位，最近导入于2025年12月1日'
    """
    return f"{COLUMNS_FROM_LOG}，{offices}个单位，最近导入于{day(loaded)}"


def columns_state(as_of: Date, told: str) -> str:
    """How the columns stood on a day."""
    return f"截至{day(as_of)}，{told}"


def columns_items(words: str, items: int, offices: int, columns: int) -> str:
    """How much was published in a period.

    >>> columns_items("2025年11月", 0, 0, 0), columns_items("2025年11月", 12, 3, 4)
    ('2025年11月发布记录中没有信息。', '2025年11月发布记录共12条信息，涉及3个单位、4个栏目。')
    """
    if not items:
        return f"{words}发布记录中没有信息。"
    return f"{words}发布记录共{items:,}条信息，涉及{offices}个单位、{columns}个栏目。"


def leader_title(whom: str, shown_year: int) -> str:
    """The title of the leader's sheet."""
    return f"{whom}{year(shown_year)}政府信息公开年报要情"


def leader_ratio(
    name: str, whole: tuple[float, float] | None, offices: int, change: float | None, compared: int
) -> tuple[str, str, str, str, str]:
    """A row of the six ratios.

    >>> leader_ratio("实质公开率", (39.0, 57.0), 15, 2.04, 14)
    ('实质公开率', '68.4%', '39/57件', '+2.0个百分点', '15个单位；与上年可比14个')
    >>> leader_ratio("按时办结率", None, 0, None, 0)
    ('按时办结率', '无单位写明', '—', '—', '—')
    >>> leader_ratio("诉讼纠错率", None, 15, None, 15)[1:]
    ('无案件', '0件', '—', '15个单位')
    >>> leader_ratio("诉讼纠错率", (1.0, 2.0), 15, None, 15)[3], leader_ratio("结转率", (1.0, 20.0), 2, None, 0)[3]
    ('件数少，不作比较', '无上年数')
    """
    if whole is None:
        return (name, *(("无案件", "0件", "—", f"{offices}个单位") if offices else ("无单位写明", "—", "—", "—")))
    value = number(100 * whole[0] / whole[1], "%")
    told = change_words(change, None, "%") if change is not None else "件数少，不作比较" if compared else NO_CHANGE
    among = f"{offices}个单位" + (f"；与上年可比{compared}个" if compared else "")
    return name, value, f"{number(whole[0])}/{number(whole[1])}件", told, among


def leader_matter(place: int, message: str, course: str, plan: str, question: str, remarks: Sequence[str] = ()) -> str:
    """A matter of the leader's sheet: what, its history, last year's promise, what was said of it, what to ask."""
    parts = [f"{place}．{message.rstrip('。')}。"]
    if course:
        parts.append(f"{course}。")
    if plan:
        parts.append(promised_before(plan))
    return "".join([*parts, *remarks, asked(question)])


def meeting_count(found: int, shown: int) -> str:
    """How many matters there are to talk about.

    >>> meeting_count(3, 3), meeting_count(20, 12)
    ('共3件事项，逐页列出。', '共20件事项，逐页列出前12件，其余见“薄弱环节”页。')
    """
    return f"共{found}件事项，逐页列出" + (f"前{shown}件，其余见“薄弱环节”页。" if shown < found else "。")


def file_title(whom: str, shown_year: int) -> str:
    """The title of the one file."""
    return f"{whom}{year(shown_year)}政府信息公开年报情况"


def file_note(filters: str, generation: int, made_on: Date) -> str:
    """What it covers, of which data and when it was made."""
    return f"{filters}；数据第{generation}版；{day(made_on)}生成。离线文件，不联网，内容不随系统更新。"


def file_size(count: int) -> str:
    """How large the file is.

    >>> file_size(345_678)
    '本文件约338 KB，由年报数据按规则生成；比率、排序等口径见系统“指标口径”页。'
    """
    return f"本文件约{max(1, round(count / 1024)):,} KB，由年报数据按规则生成；比率、排序等口径见系统“指标口径”页。"


def file_told(count: int) -> str:
    """What the page says of the file.

    >>> file_told(345_678)
    '一个HTML文件，约338 KB，可存入U盘，双击用浏览器打开，不需要联网，也不需要本系统；内有：'
    """
    return f"一个HTML文件，约{max(1, round(count / 1024)):,} KB，可存入U盘，双击用浏览器打开，不需要联网，也不需要本系统；内有："
