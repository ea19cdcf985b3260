"""Words of 总览."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.hotline import Rates, lasting_words
from dashboard.wording.names import CHANGE_ON_YEAR, FEW_CASES, FEW_CASES_NOTE, NO_CHANGE, STATUSES
from dashboard.wording.numbers import change_words, figure, joined, loosely, number, sentence, year

RUG_SHORT_NAMES = {
    "disclosure.website": "网站公开",
    "disclosure.weibo": "微博",
    "disclosure.wechat": "微信",
    "disclosure.policy_interpretation": "政策解读",
    "weibo.resolved": "微博答复",
    "hotline12345.close_rate": "热线办结率",
    "hotline12345.satisfaction_rate": "热线满意率",
    "hotline12345.received": "热线收到",
    "petition.received": "信访收到",
    "petition.close_rate": "信访办结率",
    "review.total": "行政复议",
    "review.corrected": "复议被纠正",
    "litigation_direct.corrected": "诉讼被纠正",
}
RUG_SHEET_RANK = "{}同类名次"
RUG_SHEET_CHANGE = "{}比上年"

COVERAGE_COLUMN = "收录与公布情况"
RUG_TITLE = "各单位各项指标"
RUG_BY_VALUE = "按水平"
RUG_BY_CHANGE = "按变化"
RUG_NOTE_VALUE = (
    "靠后的单位排在前面。小字为同类名次/参加排名的同类单位数，“并”为名次并列；橙色靠后，蓝色靠前。"
    "工作量（收到、答复的件数）和案件不足10件的办结率不排名、不着色；不足4个同类单位可比的不着色。点数字看原句。"
)
RUG_NOTE_CHANGE = (
    "明显变差的单位排在前面。橙色明显变差，蓝色明显变好，颜色越深变化越大；"
    "条数、件数变化不到10%或5条（件）、比率变化不到1个百分点的不着色。点数字看原句。"
)

WEAK_TITLE = "最需要关注"
WELL_TITLE = "做得好的"
WELL_NONE = "没有连续保持、连续上升或明显变好的指标。"
COVERAGE_TITLE = "年报收录和公布（份）"
CARDS_TITLE = "五项主要指标"
NO_WEAK_SPOTS = "所选范围内没有查出薄弱环节。"
NO_WEAK_SPOTS_NOTE = "没有查出，不等于没有问题：未收录的年报、无法核对的数字见“数据质量”。"
LAST_YEAR_PLAN = "上年整改措施"
ALL_YEAR_ITEMS = "全年公开"
MOST_NAMES = 8
"""Offices that a line names before it says how many more there are."""
MOST_CARDS = 6


def covered_words(
    shown_year: int, reported: int, expected: int, missing: Sequence[str], late: int, unfiled: Sequence[str] = ()
) -> str:
    """How many reports are here; who lacks, when few do; how many were published late.

    >>> covered_words(2025, 15, 15, [], 0)
    '2025年已收录年报15/15份'
    >>> covered_words(2025, 13, 15, ["甲局", "乙局"], 1)
    '2025年已收录年报13/15份（未收录甲局、乙局），其中1份逾期公布'
    >>> covered_words(2025, 60, 86, ["甲局"] * 26, 0)
    '2025年已收录年报60/86份'
    >>> covered_words(2025, 13, 15, ["乙局"], 0, ["甲局"]), covered_words(2025, 9, 15, [], 0, ["甲局"] * 6)
    ('2025年已收录年报13/15份（缺报甲局，未收录乙局）', '2025年已收录年报9/15份（缺报6份）')
    """
    text = f"{year(shown_year)}已收录年报{reported:,}/{expected:,}份"
    lacking = [f"缺报{'、'.join(unfiled) if len(unfiled) <= 2 else f'{len(unfiled):,}份'}"] if unfiled else []
    if 0 < len(missing) <= 2:
        lacking.append(f"未收录{'、'.join(missing)}")
    if lacking:
        text += f"（{'，'.join(lacking)}）"
    return text + (f"，其中{late}份逾期公布" if late else "")


def rate_words(rates: Rates, subject: str) -> str:
    """The close rates of several offices: the median, or that all are equal; '' where no rate can be judged.

    >>> rate_words(Rates(15, 1, 99.03, 87.02, 100.0), "12345热线")
    '12345热线办结率中位数99.0%（14个单位，另1个案件太少不计）'
    >>> rate_words(Rates(3, 0, 100.0, 100.0, 100.0), "信访")
    '3个单位信访办结率均为100%'
    >>> rate_words(Rates(2, 2, None, None, None), "信访")
    '信访案件都太少，办结率不作判断'
    >>> rate_words(Rates(0, 0, None, None, None, without_cases=2), "信访")
    '2个单位写明没有收到信访案件'
    """
    judged = rates.rated - rates.few
    if not judged and not rates.few and rates.without_cases:
        return f"{rates.without_cases}个单位写明没有收到{subject}案件"
    if not judged:
        return f"{subject}案件{'都' if rates.few > 1 else ''}太少，办结率不作判断" if rates.few else ""
    without = f"，另{rates.few}个案件太少不计" if rates.few else ""
    if judged == 1:
        return f"1个单位可算{subject}办结率，为{number(rates.median, '%')}" + (f"（{without[1:]}）" if without else "")
    if number(rates.lowest, "%") == number(rates.highest, "%"):
        return f"{judged}个单位{subject}办结率均为{number(rates.highest, '%')}" + (
            f"（{without[1:]}）" if without else ""
        )
    return f"{subject}办结率中位数{number(rates.median, '%')}（{judged}个单位{without}）"


def overview_head(
    shown_year: int,
    reported: int,
    expected: int,
    missing: Sequence[str],
    rates: Rates,
    severe: int,
    weak: int,
    late: int,
    only: str = "",
    unfiled: Sequence[str] = (),
) -> str:
    """The first line of 总览: reports here, the hotline's close rates, whose have been falling, weak spots. `only` is
    the one office looked at; of `unfiled` offices the roster says that they must report."""
    if only:
        if not reported:
            return f"{'缺报' if unfiled else '未收录'}{only}{year(shown_year)}年报。"
        parts = [f"{only}{year(shown_year)}年报已收录" + ("（逾期公布）" if late else "")]
        if rates.median is not None:
            parts.append(f"12345热线办结率{number(rates.median, '%')}")
            if rates.falling_years > 1:
                course = f"{number(rates.first, '%')}→{number(rates.median, '%')}"
                parts.append(f"连续{rates.falling_years}年下降（{course}）")
            elif rates.change is not None:
                change = change_words(rates.change, None, "%")
                parts.append(f"与上年{change}" if change == "持平" else f"比上年{change}")
        elif rates.few:
            parts.append("12345热线案件太少，办结率不作判断")
        else:
            parts.append("没有收到12345热线案件" if rates.without_cases else "没有写明12345热线办结率")
    else:
        parts = [covered_words(shown_year, reported, expected, missing, late, unfiled)]
        told_rate = rate_words(rates, "12345热线")
        parts.append(told_rate or ("年报没有写明12345热线办结率" if reported else ""))
        parts.append(lasting_words(rates.lasting))
    if severe:
        parts.append(f"严重薄弱环节{severe}个")
    elif weak:
        parts.append(f"薄弱环节{weak}个，没有严重的")
    return sentence(parts)


def missing_line(shown_year: int, names: Sequence[str], unfiled: Sequence[str] = ()) -> str:
    """The one line on all reports that are not here; `unfiled` are those of offices that must report.

    >>> missing_line(2025, [], ["甲局"])
    '缺报2025年年报：甲局（名录写明应当公布，期限已过，本系统没有收到）。'

    >>> missing_line(2025, ["甲局", "乙局"])
    '未收录2025年年报：甲局、乙局。未收录不等于没有公布。'
    """
    told = ""
    if unfiled:
        told = (
            f"缺报{year(shown_year)}年报：{joined(unfiled, MOST_NAMES)}（名录写明应当公布，期限已过，本系统没有收到）。"
        )
    if names:
        told += f"未收录{year(shown_year)}年报：{joined(names, MOST_NAMES)}。未收录不等于没有公布。"
    return told


def rug_column(indicator: str, name: str, unit: str) -> str:
    """The head of a column of the rug: a short name with its unit."""
    return f"{RUG_SHORT_NAMES.get(indicator, name)}（{unit}）" if unit != "%" else RUG_SHORT_NAMES.get(indicator, name)


def rug_rank(place: object, count: object, tied: object) -> str:
    """A place in small: `3/6`, a shared one `并1/6`; '' without one.

    >>> rug_rank(3, 6, 1), rug_rank(1, 6, 3), rug_rank(None, 6, None)
    ('3/6', '并1/6', '')
    """
    if not number(place):
        return ""
    return f"{'并' if (figure(tied) or 1) > 1 else ''}{number(place)}/{number(count)}"


def see_all(count: int, shown: int) -> str:
    """The link below the cards.

    >>> see_all(9, 6), see_all(3, 3)
    ('查看全部9个薄弱环节', '查看明细和整改清单')
    """
    return f"查看全部{count}个薄弱环节" if count > shown else "查看明细和整改清单"


def weak_count(count: int, shown: int) -> str:
    """Behind the heading of the cards.

    >>> weak_count(9, 6), weak_count(3, 3)
    ('共9个，列出前6个', '3个')
    """
    return f"共{count}个，列出前{shown}个" if count > shown else f"{count}个"


def last_year_value(value: object, unit: str, qualifier: object = "=") -> str:
    """Beside a card's number: last year's.

    >>> last_year_value(91.23, "%"), last_year_value(2.0, "条", ">="), last_year_value(None, "条")
    ('上年91.2%', '上年2余条', '无上年数')
    """
    text = loosely(number(value, unit), qualifier)
    return f"上年{text}{'' if unit == '%' else unit}" if text else NO_CHANGE


def also_found(rules: Sequence[str]) -> str:
    """The other rules that found the same."""
    return f"同时判定：{'、'.join(rules)}" if rules else ""


def plan_quoted(quote: str, most: int = 60) -> str:
    """What a report promised, in its words.

    >>> plan_quoted("按月核对。"), plan_quoted("长" * 100, 5)
    ('“按月核对”', '“长长长长长……”')
    """
    text = quote.strip().rstrip("。；")
    return f"“{text[:most]}{'……' if len(text) > most else ''}”"


def asked(question: str) -> str:
    """What the office is asked to explain."""
    return f"请该单位说明：{question.rstrip('。')}。" if question else ""


def course_words(name: str, told_values: Sequence[tuple[int, float]], unit: str) -> str:
    """A sparkline read out.

    >>> course_words("热线办结率", [(2024, 91.23), (2025, 87.02)], "%")
    '热线办结率：2024年91.2%，2025年87.0%'
    """
    values = (f"{year(y)}{number(v, unit)}{'' if unit == '%' else unit}" for y, v in told_values)
    return f"{name}：{'，'.join(values)}"


def card_note(stated: int, judged: int, expected: int, is_rate: bool, is_chosen: bool = False) -> str:
    """Below a card's number: which offices it covers; one that was chosen alone needs no count.

    >>> card_note(15, 15, 15, False), card_note(12, 12, 15, False), card_note(15, 14, 15, True)
    ('15个单位合计', '已收录年报的15个单位中12个写明', '14个单位的中位数')
    >>> card_note(0, 0, 3, False), card_note(1, 0, 1, True), card_note(1, 1, 1, False), card_note(1, 1, 1, False, True)
    ('已收录年报的3个单位都没有写明', '案件太少，不判断', '1个单位的数字', '')
    """
    if not stated:
        return (
            f"已收录年报的{expected}个单位都没有写明"
            if expected > 1
            else ("年报没有写明" if expected else "未收录年报")
        )
    if expected == 1:
        return FEW_CASES_NOTE if is_rate and not judged else "" if is_chosen else "1个单位的数字"
    if is_rate:
        return f"{judged}个单位的中位数" if judged > 1 else ("1个单位的办结率" if judged else FEW_CASES_NOTE)
    return f"{expected}个单位合计" if stated == expected else f"已收录年报的{expected}个单位中{stated}个写明"


def card_untold(stated: int) -> str:
    """What stands in the place of a card's number: nobody tells it, or only rates of too few cases are told.

    >>> card_untold(0), card_untold(2)
    ('未写明', '不判断')
    """
    return "不判断" if stated else STATUSES["missing"]


def card_change(
    change: float | None, change_pct: float | None, unit: str, comparable: int, stated: int, is_rate: bool = False
) -> str:
    """Below a card: the change on last year of the offices that state both years, and how many these are where fewer
    than state this year's number. Only where last year's number is not told there is none to say.

    >>> card_change(1.7, None, "%", 15, 15), card_change(-30.0, -3.0, "条", 12, 15)
    ('比上年+1.7个百分点', '比上年-3.0%（12个单位可比）')
    >>> card_change(3.0, None, "件", 1, 1), card_change(0.0, None, "件", 1, 1), card_change(None, None, "件", 0, 2)
    ('比上年+3件', '与上年持平', '没有可比的上年数')
    """
    words = change_words(change, change_pct, unit)
    if not words:
        return "没有可比的上年数"
    return (f"与上年{words}" if words == "持平" else f"{CHANGE_ON_YEAR}{words}") + (
        f"（{comparable}个单位可比）" if comparable != stated else ""
    )


def well_held(name: str, offices: Sequence[tuple[str, int]]) -> str:
    """Whose rate has been 100 % for years: all in one line.

    >>> well_held("信访办结率", [("甲局", 8)])
    '甲局信访办结率连续8年为100%（每年不少于10件）'
    >>> well_held("信访办结率", [("甲局", 8), ("乙局", 8), ("丙局", 2)])
    '3个单位信访办结率连续2年以上为100%（每年不少于10件）：甲局、乙局、丙局'
    >>> well_held("信访办结率", [("甲局", 8)] * 5)
    '5个单位信访办结率连续8年为100%（每年不少于10件）'
    """
    least, most = min(n for _, n in offices), max(n for _, n in offices)
    enough = f"（每年不少于{FEW_CASES}件）"
    if len(offices) == 1:
        return f"{offices[0][0]}{name}连续{most}年为100%{enough}"
    how = f"连续{most}年为100%" if least == most else f"连续{least}年以上为100%"
    how += enough
    who = "：" + "、".join(office for office, _ in offices) if len(offices) <= 3 else ""
    return f"{len(offices)}个单位{name}{how}{who}"


def well_rising(office: str, numbers: Sequence[tuple[str, bool, int, object, object, str]]) -> str:
    """Which numbers of an office have become better for years: name, whether more is better, years, the number before
    them, the last, unit.

    >>> well_rising("甲局", [("政务微博发布", True, 7, 31.0, 133.0, "条"), ("热线办结率", True, 3, 98.34, 99.1, "%")])
    '甲局政务微博发布连续7年上升（31→133条），热线办结率连续3年上升（98.3%→99.1%）'
    """
    return office + "，".join(
        f"{name}连续{count}年{'上升' if is_up else '下降'}（{_course(first, last, unit)}）"
        for name, is_up, count, first, last, unit in numbers
    )


def _course(first: object, last: object, unit: str) -> str:
    return f"{number(first, unit)}→{number(last, unit)}{'' if unit == '%' else unit}"


def well_better(office: str, name: str, before: object, now: object, change: str, unit: str) -> str:
    """Who is materially better than the year before.

    >>> well_better("甲局", "微信公众号发布", 223.0, 248.0, "+11.2%", "条")
    '甲局微信公众号发布比上年+11.2%（223→248条）'
    """
    return f"{office}{name}比上年{change}（{_course(before, now, unit)}）"


def well_more(count: int) -> str:
    """How many more there are."""
    return f"另有{count}项连续保持、连续上升或明显变好。"
