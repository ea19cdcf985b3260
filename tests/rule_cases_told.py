"""Small stores for the tests of the rules on what a report has to tell, on slips of the pen and on whole regions."""

from __future__ import annotations

import re
from collections.abc import Callable

from reports import reference
from tests.rule_cases import FAIL, LACK, NOTICE, RECEIVED_5, A, Found, applications, columns, quiet, sections
from tests.small_store import SmallStore, row_of


def said(kind: str, year: int = 2023, **bodies: str) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.office(A, kind)
        store.report(A, year, bodies=bodies, table={} if year >= 2019 else None)

    return build


def replaced(before: dict, after: dict, words: tuple[str, str] = ("", "")) -> Callable[[SmallStore], None]:
    """A report, and the one that replaced it; both tell one number more."""

    def build(store: SmallStore) -> None:
        for version, (told, body) in enumerate(zip((before, after), words, strict=True), 1):
            text = {"disclosure.website": 60, **told}
            bodies = {"overview": body, "preamble": f"浏览{version}次"}
            store.report(A, 2023, text=text, bodies=bodies, version=version, is_current=version == 2)

    return build


def government(words: str, received: object, *, missing: bool = False, after_review: object = 0, others: float = 0) -> Callable[[SmallStore], None]:  # fmt: skip
    """A district government and two offices with 3 and 4 applications."""

    def build(store: SmallStore) -> None:
        for name, number in (("乙街道", 3), ("丙局", 4)):
            store.office(name, "部门" if name == "丙局" else "街道")
            store.report(
                name,
                2023,
                table={"applications.received/total": number, "litigation_after_review.total": others},
            )
        if missing:
            store.office("丁局", "部门", from_year=2020)
        store.office(A, "政府")
        table = {"applications.received/total": received, "litigation_after_review.total": after_review}
        store.report(A, 2023, table=table, bodies={"overview": words})  # type: ignore[arg-type]

    return build


def named_columns(body: str, total: int) -> Callable[[SmallStore], None]:
    """A website's total and the columns that `body` lists, each with its words as its quote."""

    def build(store: SmallStore) -> None:
        told = {
            name: int(value) for name, value in re.findall(r"([\u4e00-\u9fff]{4})(\d+)条", body.partition("其中")[2])
        }
        store.report(A, 2023, columns=told, text={"disclosure.website": total}, bodies={"overview": body})
        for name, value in told.items():
            store.connection.execute(
                "update evidence set quote = ? where fact_no in (select fact_no from fact where breakdown = ?)",
                [f"{name}{value}条", name],
            )

    return build


def fee_of(yuan: float, received: object) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        quote = f"收取信息处理费{yuan:g}元"
        table = {"applications.received/total": received}
        store.report(A, 2023, text={"": yuan}, quotes={"": quote}, table=table)  # type: ignore[arg-type]
        store.connection.execute("update fact set unit = '元' where role = 'unassigned'")
        store.connection.execute("update evidence set section = 'other' where quote = ?", [quote])

    return build


def fees(before: object, now: object, kind: str = "街道") -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.office(A, kind)
        store.report(A, 2022, table={"fees.amount": before})  # type: ignore[dict-item]
        store.report(A, 2023, table={"fees.amount": now})  # type: ignore[dict-item]

    return build


def partly(words: str, cell: object) -> Callable[[SmallStore], None]:
    return lambda store: (
        store.report(A, 2023, table={"applications.partly_granted/total": cell}, bodies={"overview": words}),  # type: ignore[dict-item]
        None,
    )[1]


WHOLE = (
    "本镇主动公开信息60条，依申请公开办理规范，加强信息管理和保密审查，维护网站和公众号，"
    "将公开工作纳入年度考核，开展社会评议，全年没有责任追究情形。"
)
"""Tells all that a government has to tell in section one."""


RECEIVED_62 = {
    **row_of("applications.received", 31, 31, 0, 0, 0, 0, 62),
    **row_of("applications.granted", 31, 31, 0, 0, 0, 0, 62),
    **row_of("applications.total", 31, 31, 0, 0, 0, 0, 62),
}

# rule, what the case shows, how the reports are, (status, subject) of the findings on 甲街道办事处
CHANNEL_WORDS = {"website": "门户网站", "weibo": "官方微博", "wechat": "公众号", "new_media": "政务新媒体"}


def channels(
    total: object, block: str = "b1", body: str = "{total}，其中{channels}。", **told: object
) -> Callable[[SmallStore], None]:
    """A total and channels of one paragraph, in a sentence like `body`, or with `block` the total of another."""

    def build(store: SmallStore) -> None:
        numbers = {f"disclosure.{name}": value for name, value in {"total": total, **told}.items() if value is not None}
        bare = {
            name: value[1] if isinstance(value, tuple) else value for name, value in (("total", total), *told.items())
        }
        quotes = {
            f"disclosure.{name}": f"{CHANNEL_WORDS.get(name, '主动公开')}{value}条" for name, value in bare.items()
        }
        if body.index("{total}") > body.index("{channels}"):
            quotes["disclosure.total"] = f"共计{bare['total']}条"
            numbers["disclosure.total"] = numbers.pop("disclosure.total")
        printed = body.format(
            total=quotes["disclosure.total"], channels="、".join(quotes[f"disclosure.{name}"] for name in told)
        )
        store.report(A, 2023, text=numbers, quotes=quotes, bodies={"overview": printed})  # type: ignore[arg-type]
        if total is not None:
            store.connection.execute("update evidence set locator = ? where fact_no = 0", [block])

    return build


def two_things(store: SmallStore) -> None:
    """14 requests for information were answered and 63 for road works granted."""
    store.report(A, 2023, text={"applications.answered": [14, 63]})
    for number, quote in enumerate(("受理依申请公开14件，均已答复", "办理占道施工申请件63件")):
        store.connection.execute("update evidence set quote = ? where fact_no = ?", [quote, number])


def own_parts(store: SmallStore) -> None:
    """An office's own 二、信息公开情况 tells what 一、总体情况 does."""
    store.report(A, 2023, sections=("overview", "overview", "problems"))
    for number, heading in enumerate(("一、总体公开情况", "二、信息公开情况", "三、存在的不足")):
        store.connection.execute("update section set heading = ? where ordinal = ?", [heading, number])


def told_apart(mark: str) -> Callable[[SmallStore], None]:
    """Two numbers of applications answered, with `mark` between them."""

    def build(store: SmallStore) -> None:
        quotes = ("答复网上申请4件", "纸质申请21件")
        store.report(A, 2023, text={"applications.answered": [4, 21]}, bodies={"overview": f"{mark.join(quotes)}。"})
        for number, quote in enumerate(quotes):
            store.connection.execute("update evidence set quote = ? where fact_no = ?", [quote, number])

    return build


NO_APPLICATIONS = {
    f"{row['indicator']}/{row['breakdown']}": "missing"
    for row in reference.table("forms/2021")
    if row["indicator"].startswith("applications.")
}

CASES: list[tuple[str, str, Callable[[SmallStore], object], Found]] = [
    ("told_twice", "two parts of one sentence", told_apart("、"), []),
    ("told_twice", "in two sentences", told_apart("。"), [(NOTICE, "applications.answered")]),
    ("columns_sum", "breaks down one of two numbers of the website", columns((2023, {"工作动态": 34, "机构职能": 9, "部门文件": 7}), text={"disclosure.website": [20, 50], "disclosure.total": 90}), []),
    ("fee_told", "in the paragraph in front", sections(printed=("preamble", "overview"), bodies={"preamble": "2023年未收取信息处理费。", "overview": WHOLE}), []),
    ("section_missing", "headings without tables", sections(table={"*": "missing"}), [(NOTICE, "tables")]),
    ("section_missing", "a sentence in place of a table", sections(table={"*": "missing"}, bodies={"applications": "本年没有收到申请。"}), [(FAIL, "applications/table"), (FAIL, "disclosure/table"), (FAIL, "disputes/table")]),
    ("section_missing", "rows without a number", sections(table=NO_APPLICATIONS, bodies={"applications": "一、本年新收政府信息公开申请数量\n二、上年结转政府信息公开申请数量"}), [(LACK, "applications/table")]),
    ("columns_sum", "a column told behind a list that adds up", columns((2023, {"工作动态": 12, "机构职能": 8, "财政信息": 9}), text={"disclosure.website": 20}), []),
    ("columns_sum", "a list of some of the items", named_columns("全年公开100条，其中社会救助12条，机构职能60条，部门文件25条。", 100), []),
    ("columns_sum", "a list of some of the items, one less", named_columns("全年公开128条，其中社会救助12条，机构职能90条，部门文件25条。", 128), [(NOTICE, "disclosure.website")]),
    ("columns_sum", "a list that says 其中 and names the rest", named_columns("全年公开128条，其中社会救助12条，机构职能90条，其他信息25条。", 128), [(FAIL, "disclosure.website")]),
    ("total_below_channels", "above each and all", channels(500, website=210, weibo=150), []),
    ("total_below_channels", "below one channel", channels(200, website=210, weibo=150), [(FAIL, "channel")]),
    ("total_below_channels", "below their sum", channels(300, website=210, weibo=150), [(NOTICE, "sum")]),
    ("total_below_channels", "new media are a sum already", channels(360, website=210, weibo=150, new_media=150), []),
    ("total_below_channels", "told elsewhere", channels(100, "b7", website=210), []),
    ("total_below_channels", "roughly told", channels(("~", 100), website=210), []),
    ("total_below_channels", "no total", channels(None, website=210), []),
    ("total_below_channels", "another sentence tells the channel", channels(86, body="{total}，其中动态85条。又在{channels}。", wechat=430), []),
    ("total_below_channels", "the next clause tells the channel", channels(17, body="{total}，另在{channels}。", website=42), []),
    ("total_below_channels", "the brackets of 其中 are closed", channels(17, body="{total}（其中文件3条），{channels}。", website=42), []),
    ("total_below_channels", "behind 共计", channels(200, body="{channels}，{total}。", website=210, weibo=150), [(FAIL, "channel")]),
    ("total_below_channels", "a colon", channels(200, body="{total}：{channels}。", website=210, weibo=150), [(FAIL, "channel")]),
    ("section_order", "parts of the office's own making", own_parts, []),
    ("told_twice", "of two things", two_things, []),
    ("digit_slip", "all adds up", lambda s: applications(s, **RECEIVED_62), []),
    ("digit_slip", "a digit lost", lambda s: applications(s, **{**RECEIVED_62, "applications.granted/business": 3}), [(NOTICE, "applications.granted/business")]),
    ("digit_slip", "two neighbours changed over", lambda s: applications(s, **{**RECEIVED_62, "applications.granted/business": 13}), [(NOTICE, "applications.granted/business")]),
    ("digit_slip", "one digit read as another", lambda s: applications(s, **{**RECEIVED_62, "applications.granted/business": 32}), []),
    ("digit_slip", "two cells wrong", lambda s: applications(s, **{**RECEIVED_62, "applications.granted/business": 3, "applications.total/other": 5}), []),
    ("digit_slip", "a blank cell in the sum", lambda s: applications(s, **{**RECEIVED_62, "applications.granted/business": 3, "applications.granted/other": "blank", "applications.denied.state_secret/business": "blank"}), []),
    ("integer_cells", "whole numbers", lambda s: applications(s, **RECEIVED_5), []),
    ("integer_cells", "half a case", lambda s: applications(s, **{"licences.decisions": 2.5}), [(FAIL, "licences.decisions")]),
    ("integer_cells", "below zero", lambda s: applications(s, **{"applications.granted/total": -1}), [(FAIL, "applications.granted/total")]),
    ("integer_cells", "money may have decimals", lambda s: applications(s, **{"fees.amount": 14.25}), []),
    ("integer_cells", "a change may be below zero", lambda s: s.report(A, 2020, table={"licences.items_change": -3}), []),
    ("integer_cells", "blank", lambda s: applications(s, **{"licences.decisions": "blank"}), []),
    ("fee_unit", "as last year", fees(12, 14), []),
    ("fee_unit", "far too much for a subdistrict", fees(0, 152790), [(NOTICE, "fees.amount")]),
    ("fee_unit", "ten thousand times last year's", fees(1.5, 15279), [(NOTICE, "fees.amount")]),
    ("fee_unit", "a government may charge much", fees(180000, 190000, "政府"), []),
    ("fee_unit", "blank", fees(12, "blank"), []),
    ("partly_granted", "agree", partly("其中部分公开3件。", 3), []),
    ("partly_granted", "told, but nothing in the row", partly("经区分处理后部分公开的2件。", 0), [(NOTICE, "applications.partly_granted")]),
    ("partly_granted", "in general words", partly("对公开内容做好区分处理，规范答复。", 0), []),
    ("partly_granted", "blank", partly("部分公开3件。", "blank"), [(LACK, "applications.partly_granted")]),
    ("codefendant", "none by the offices", government("全区各单位共收到申请。", 9, after_review=2), []),
    ("codefendant", "both tell some", government("全区各单位共收到申请。", 9, after_review=2, others=1), [(NOTICE, "litigation_after_review")]),
    ("codefendant", "blank", government("全区各单位共收到申请。", 9, after_review="blank", others=1), [(LACK, "litigation_after_review")]),
    ("parent_children", "as much as its offices", government("汇总全区数据。", 7), []),
    ("parent_children", "more than its offices", government("汇总全区数据。", 9, missing=True), []),
    ("parent_children", "less than its offices", government("汇总全区数据。", 5, missing=True), [(NOTICE, "applications.received")]),
    ("parent_children", "not told whether it sums up", government("本机关收到申请。", 5), [(LACK, "")]),
    ("parent_children", "blank", government("汇总全区数据。", "blank"), []),
    ("assessment_told", "told", said("镇", overview=WHOLE), []),
    ("assessment_told", "nothing told", said("镇", overview="全年公开信息60条。"), [(NOTICE, "")]),
    ("assessment_told", "told in section five", said("镇", overview="公开60条。", problems="考核、评议、追责均已开展。"), []),
    ("assessment_told", "not asked of a subdistrict", said("街道", overview="全年公开信息60条。"), []),
    ("assessment_told", "no section one", said("镇"), [(LACK, "")]),
    ("assessment_told", "not before 2019", said("镇", 2017, overview="全年公开信息60条。"), []),
    ("five_parts_told", "all five", said("街道", overview=WHOLE), []),
    ("five_parts_told", "two of them", said("街道", overview="全年主动公开信息60条，没有收到依申请公开。"), [(NOTICE, "")]),
    ("five_parts_told", "an excerpt", said("街道", overview="主动公开60条。详见附件。"), [(LACK, "")]),
    ("five_parts_told", "not before 2021", said("街道", 2020, overview="全年公开信息60条。"), []),
    ("fee_told", "told", said("街道", overview=WHOLE, other="本年度没有收取信息处理费。"), []),
    ("fee_told", "not told", said("街道", overview=WHOLE, other="无其他需要报告的事项。"), [(NOTICE, "")]),
    ("fee_told", "no section one", said("街道", other="无。"), [(LACK, "")]),
    ("fee_plausible", "many applications", fee_of(300, 40), []),
    ("fee_plausible", "none at all", fee_of(300, 0), [(NOTICE, "fee")]),
    ("fee_plausible", "too few by the piece", fee_of(300, 4), [(NOTICE, "fee")]),
    ("fee_plausible", "nothing charged", fee_of(0, 0), []),
    ("fee_plausible", "applications blank", fee_of(300, "blank"), [(LACK, "fee")]),
    ("changed_after_publication", "one version only", quiet, []),
    ("changed_after_publication", "the same again, with other signs", replaced({}, {}, ("公开信息，共享。", "公开信息 共享。")), []),
    ("changed_after_publication", "a number changed", replaced({"disclosure.weibo": 90}, {"disclosure.weibo": 75}), [(NOTICE, "1")]),
    ("changed_after_publication", "only words", replaced({}, {}, ("公开有力。", "公开有序。")), [(NOTICE, "1")]),
    ("changed_after_publication", "nothing could be read before", replaced({"disclosure.website": "unreadable"}, {}), [(LACK, "1")]),
    ("equal_columns", "all different", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5, "乡村振兴": 7})), []),
    ("equal_columns", "twelve each", columns((2023, {"社会救助": 12, "机构职能": 12, "部门文件": 12, "乡村振兴": 12})), [(NOTICE, "12")]),
    ("equal_columns", "one each", columns((2023, {"社会救助": 1, "机构职能": 1, "部门文件": 1, "乡村振兴": 1})), []),
    ("equal_columns", "only about twelve", columns((2023, {"社会救助": ("~", 12), "机构职能": 12, "部门文件": 12, "乡村振兴": 12})), []),
    ("rules_without_power", "a district government with rules", lambda s: [s.office(A, "政府", "d1"), s.report(A, 2023, table={"rules.in_force": 6})], [(NOTICE, "")]),
    ("rules_without_power", "a province's government", lambda s: [s.office(A, "政府", "p"), s.report(A, 2023, table={"rules.in_force": 6})], []),
    ("rules_without_power", "no rules", quiet, []),
    ("rules_without_power", "a subdistrict with rules", lambda s: applications(s, **{"rules.in_force": 6}), [(NOTICE, "")]),
    ("rules_without_power", "blank", lambda s: applications(s, **{"rules.in_force": "blank"}), []),
]  # fmt: skip
