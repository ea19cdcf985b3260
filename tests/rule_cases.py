"""Small stores for the tests of the rules: what each rule passes, catches and cannot assess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.small_store import SECTIONS, SmallStore, Told, row_of

Found = list[tuple[str, str]]
"""(status, subject) of the findings of the last year, in order."""

A = "甲街道办事处"
PROBLEMS = "一是部分栏目更新不够及时，个别信息滞后发布。二是公开的形式还比较单一，新媒体用得不多。三是业务培训没有跟上工作需要。"


def quiet(store: SmallStore) -> None:
    store.report(A, 2022, table={})
    store.report(A, 2023, table={}, published_on=date(2024, 1, 20))


def applications(store: SmallStore, **table: object) -> None:
    store.report(A, 2022, table={})
    store.report(A, 2023, table=table)  # type: ignore[arg-type]


RECEIVED_5 = {
    **row_of("applications.received", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.granted", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.total", 3, 2, 0, 0, 0, 0, 5),
}
MERGED = {
    **{f"applications.other.{row}/*": "missing" for row in ("no_correction", "unpaid_fee", "other")},
    **row_of("applications.other", 1, 0, 0, 0, 0, 0, 1),
}
"""（六）其他处理 printed as one row in form 2021."""
BLANK_APPLICANTS = {f"applications.{row}/{applicant}": "blank" for row in ("received", "carried_in", "total", "carried_forward") for applicant in ("natural_person", "business", "research", "public_interest", "legal_service", "other")}  # fmt: skip


def hotline(received: object, closed: object, rate: object = None, quote: str = "") -> Callable[[SmallStore], None]:
    told = {"hotline12345.received": received, "hotline12345.closed": closed, "hotline12345.close_rate": rate}

    def build(store: SmallStore) -> None:
        store.report(
            A,
            2023,
            text={name: value for name, value in told.items() if value is not None},  # type: ignore[misc]
            quotes={"hotline12345.close_rate": quote},
        )

    return build


def rates(*years: tuple[int, float, float]) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for year, received, closed in years:
            store.report(A, year, text={"hotline12345.received": received, "hotline12345.closed": closed})

    return build


def of_hotline(**numbers: Told) -> Callable[[SmallStore], None]:
    return lambda store: store.report(
        A, 2023, text={f"hotline12345.{name}": number for name, number in numbers.items()}
    )


def peers(received: float, closed: float) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for name in ("乙街道", "丙街道", "丁街道"):
            store.report(name, 2023, text={"hotline12345.received": 300, "hotline12345.closed": 297})
        told = {"hotline12345.received": received, "hotline12345.closed": closed}
        store.report(A, 2023, text=told)

    return build


def columns(*years: tuple[int, dict[str, object]], **others: object) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for year, told in years:
            store.report(A, year, columns=told, **others)  # type: ignore[arg-type]

    return build


def topics(*years: tuple[int, list[tuple[str, str, str]]]) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for year, told in years:
            store.report(A, year, problems=told)

    return build


def region(*, skipped: bool, from_year: int | None = 2021) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for name in ("乙街道", "丙街道"):
            for year in (2021, 2022, 2023):
                store.report(name, year)
        store.office(A, from_year=from_year)
        for year in (2021, 2022) if skipped else (2021, 2022, 2023):
            if from_year is not None:
                store.report(A, year)

    return build


LEFT_OUT = dict.fromkeys(("disclosure", "applications", "disputes"), "统计表未转录，以原件为准。")
"""Sections whose tables the report itself says are elsewhere."""


def excerpts_only(store: SmallStore) -> None:
    for name in ("乙街道", "丙街道"):
        for year in (2021, 2022, 2023):
            store.report(name, year)
    store.report(A, 2021, bodies=LEFT_OUT)
    store.report(A, 2023, bodies=LEFT_OUT)


def channel(*years: tuple[int, object]) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        for year, posts in years:
            store.report(A, year, text={} if posts is None else {"disclosure.weibo": posts})  # type: ignore[dict-item]

    return build


def roll_forward(in_force: object, *, before_form: str = "2021") -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.report(
            A, 2022, form=before_form, table={"normative_documents.in_force": 4} if before_form == "2021" else {}
        )
        store.report(
            A,
            2023,
            table={
                "normative_documents.issued": 2,
                "normative_documents.repealed": 1,
                "normative_documents.in_force": in_force,
            },
        )

    return build


def text_and_table(told: object, cell: object) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.report(A, 2023, text={"review.cases": told}, table={"review.total": cell, "review.upheld": cell})

    return build


def processing_fee(told: float, unit: str, cell: object, *, dismissed: bool = False) -> Callable[[SmallStore], None]:
    """Section six tells a fee, which no indicator counts; the second table has the fees of the year. `dismissed`: the
    staff held the number to be none of an indicator."""

    def build(store: SmallStore) -> None:
        quote = f"收取信息处理费{told:g}{unit}"
        store.report(A, 2023, text={"": told}, quotes={"": quote}, table={"fees.amount": cell})
        store.connection.execute("update fact set unit = ? where role = 'unassigned'", [unit])
        store.connection.execute("update evidence set section = 'other' where quote = ?", [quote])
        if dismissed:
            store.connection.execute("update fact set value = null, status = 'unreadable' where role = 'unassigned'")

    return build


def sections(
    year: int = 2023, *, printed: tuple[str, ...] = SECTIONS, **others: object
) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.report(A, year, sections=printed, **{"table": {}, **others})  # type: ignore[arg-type]

    return build


def copied(second: str, *, own: bool = True) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.report(A if own else "乙街道", 2022, bodies={"problems": PROBLEMS})
        store.report(A, 2023, bodies={"problems": second})

    return build


def dated(year: int, published_on: date | None) -> Callable[[SmallStore], None]:
    return lambda store: (store.report(A, year, published_on=published_on), None)[1]


def signed(year: int, signed_on: date, kind: str = "街道") -> Callable[[SmallStore], None]:
    """A report that prints the day under its signature and no day of publication."""

    def build(store: SmallStore) -> None:
        store.office(A, kind)
        store.report(A, year, signed_on=signed_on)

    return build


def answered(told: object, total: object, not_processed: float = 0) -> Callable[[SmallStore], None]:
    """Requests answered by the prose, and the results of the table, some of them not processed."""

    def build(store: SmallStore) -> None:
        cells = {"applications.total/total": total, "applications.not_processed.petition/total": not_processed}
        store.report(A, 2023, text={"applications.answered": told}, table=cells)  # type: ignore[dict-item]

    return build


def twice(store: SmallStore) -> None:
    store.report(A, 2023, version=1, is_current=False)
    store.report(A, 2023, version=2)


def one_original(store: SmallStore) -> None:
    store.report("乙街道", 2023, sha256="f" * 64)
    store.report(A, 2023, sha256="f" * 64)


def told_by_page(quote: str, years: tuple[int, ...] = (2023,)) -> Callable[[SmallStore], None]:
    return topics(*((year, [("social_assistance", "problem", quote)]) for year in years))


def dated_as(kind: str, year: int, published_on: date, region: str = "d1") -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.office(A, kind, region)
        store.report(A, year, published_on=published_on)

    return build


def inner_deadline(published_on: date) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        store.connection.execute("update deadline set inner_month = 1, inner_day = 28 where last_year = 2099")
        store.report(A, 2023, published_on=published_on)

    return build


def carried_over(words: str, received: float = 28491, closed: float = 28498) -> Callable[[SmallStore], None]:
    def build(store: SmallStore) -> None:
        told = {"hotline12345.received": received, "hotline12345.closed": closed}
        store.report(A, 2023, text=told, bodies={"overview": words})

    return build


def due_cases(due: object, closed: object, rate: float) -> Callable[[SmallStore], None]:
    told = {"hotline12345.received": 29500, "hotline12345.due": due, "hotline12345.closed": closed, "hotline12345.close_rate": rate}  # fmt: skip
    return lambda store: (store.report(A, 2023, text=told), None)[1]  # type: ignore[arg-type]


def in_two_places(indicator: str, breakdown: str = "") -> Callable[[SmallStore], None]:
    """A number told as 90 in one paragraph and as 75 in another."""

    def build(store: SmallStore) -> None:
        if breakdown:
            store.report(A, 2023, columns={breakdown: [90, 75]})
        else:
            store.report(A, 2023, text={indicator: [90, 75]})
        store.connection.execute("update evidence set locator = 'b7' where fact_no = 1")

    return build


def lists_of_two_totals(store: SmallStore) -> None:
    """A column in the list of one website, and again in that of another in the same paragraph."""
    store.report(A, 2023, columns={"社会救助": [12, 13]}, text={"disclosure.website": 46})
    for table in ("fact", "evidence"):
        store.connection.execute(f"update {table} set fact_no = fact_no + 10 where fact_no = 2")
        store.connection.execute(f"update {table} set fact_no = fact_no + 5 where fact_no = 0")


def list_going_on(store: SmallStore) -> None:
    """Behind the columns the same list tells what the press printed."""
    told = {"disclosure.website": 35, "disclosure.press": 15}
    store.report(A, 2023, columns={"社会救助": 12, "机构职能": 3, "部门文件": 5}, text=told)
    [[press, behind]] = store.connection.execute(
        "select max(fact_no) filter (where indicator = 'disclosure.press'), max(fact_no) + 1 from fact"
    ).fetchall()
    for name, also in (("evidence", ""), ("fact", ", unit = '条'")):
        store.connection.execute(f"update {name} set fact_no = {behind}{also} where fact_no = {press}")


def list_apart(store: SmallStore) -> None:
    """The total of the website stands in a paragraph, and a list that is not its own in another."""
    store.report(A, 2023, columns={"社会救助": 12, "机构职能": 3, "部门文件": 5}, text={"disclosure.website": 21})
    store.connection.execute(
        "update evidence set locator = 'b7' where fact_no in (select fact_no from fact where indicator = 'disclosure.website')"
    )


PASS, FAIL, NOTICE, LACK = "pass", "failed", "notice", "not_assessable"

# rule, what the case shows, how the reports are, (status, subject) of the findings on 甲街道办事处 in 2023
CASES: list[tuple[str, str, Callable[[SmallStore], object], Found]] = [
    ("applications_balance", "balanced", lambda s: applications(s, **RECEIVED_5), []),
    ("applications_balance", "one received too many", lambda s: applications(s, **{**RECEIVED_5, "applications.received/total": 6}), [(FAIL, "total")]),
    ("applications_balance", "carried forward is counted", lambda s: applications(s, **{**RECEIVED_5, **row_of("applications.received", 4, 2, 0, 0, 0, 0, 6), **row_of("applications.carried_forward", 1, 0, 0, 0, 0, 0, 1)}), []),
    ("applications_balance", "applicants blank, the total column wrong", lambda s: applications(s, **{**BLANK_APPLICANTS, "applications.received/total": 1}), [(FAIL, "total"), (LACK, "")]),
    ("applications_balance", "applicants blank, the total column right", lambda s: applications(s, **BLANK_APPLICANTS), [(LACK, "")]),
    ("applications_balance", "no table printed", lambda s: s.report(A, 2023), [(LACK, "")]),
    ("applications_balance", "no form before 2019", lambda s: s.report(A, 2017), []),
    ("applications_total", "all rows add up", lambda s: applications(s, **RECEIVED_5), []),
    ("applications_total", "total one too high", lambda s: applications(s, **{**RECEIVED_5, "applications.total/total": 6}), [(FAIL, "total")]),
    ("applications_total", "a blank outcome is no zero", lambda s: applications(s, **{**RECEIVED_5, "applications.unable.unclear/total": "blank"}), [(LACK, "")]),
    ("applications_total", "single row 其他处理 in form 2021", lambda s: applications(s, **{**row_of("applications.total", 1, 0, 0, 0, 0, 0, 1), **MERGED}), []),
    ("applications_total", "single row in form 2019", lambda s: s.report(A, 2020, table={**row_of("applications.other", 2, 0, 0, 0, 0, 0, 2), **row_of("applications.total", 2, 0, 0, 0, 0, 0, 2)}), []),
    ("applications_row_sum", "every row adds up", lambda s: applications(s, **RECEIVED_5), []),
    ("applications_row_sum", "one row wrong", lambda s: applications(s, **{**RECEIVED_5, "applications.granted/total": 4}), [(FAIL, "applications.granted")]),
    ("applications_row_sum", "blank applicants", lambda s: applications(s, **BLANK_APPLICANTS), [(LACK, "")]),
    ("applications_row_sum", "unreadable cell", lambda s: applications(s, **{**RECEIVED_5, "applications.granted/business": "unreadable"}), [(LACK, "")]),
    ("review_sum", "adds up", lambda s: applications(s, **{"review.upheld": 2, "review.pending": 1, "review.total": 3}), []),
    ("review_sum", "total one too high, twice", lambda s: applications(s, **{"review.total": 1, "litigation_direct.total": 1}), [(FAIL, "litigation_direct"), (FAIL, "review")]),
    ("review_sum", "total blank", lambda s: applications(s, **{"review.upheld": 2, "review.total": "blank"}), [(LACK, "")]),
    ("carry_over", "handed on", quiet, []),
    ("carry_over", "not handed on", lambda s: applications(s, **{"applications.carried_in/total": 2}), [(FAIL, "total")]),
    ("carry_over", "no report on the year before", lambda s: s.report(A, 2023, table={}), [(LACK, "")]),
    ("in_force_roll_forward", "rolls forward", roll_forward(5), []),
    ("in_force_roll_forward", "does not roll forward", roll_forward(7), [(NOTICE, "normative_documents")]),
    ("in_force_roll_forward", "last year in form 2019", roll_forward(5, before_form="2019"), [(LACK, "")]),
    ("in_force_roll_forward", "blank", roll_forward("blank"), [(LACK, "")]),
    ("text_vs_table", "agree", text_and_table(2, 2), []),
    ("text_vs_table", "differ", text_and_table(2, 3), [(FAIL, "review.cases")]),
    ("text_vs_table", "more than ten, table 12", text_and_table((">=", 10), 12), []),
    ("text_vs_table", "cell blank", text_and_table(2, "blank"), [(LACK, "review.cases")]),
    ("text_vs_table", "told twice differently", text_and_table([2, 3], 3), [(LACK, "review.cases")]),
    ("text_vs_table", "not told", quiet, []),
    ("text_vs_table", "answered as the table", answered(12, 12), []),
    ("text_vs_table", "answered without those that were not processed", answered(9, 12, 3), []),
    ("text_vs_table", "answered otherwise", answered(11, 12), [(NOTICE, "applications.answered")]),
    ("text_vs_table", "answered, the cell is blank", answered(11, "blank"), [(LACK, "applications.answered")]),
    ("text_vs_table", "a fee within the fees of the table", processing_fee(3000, "元", 0.3), []),
    ("text_vs_table", "a fee beside others", processing_fee(0, "元", 14.2), []),
    ("text_vs_table", "a fee above the fees of the table", processing_fee(3000, "元", 0), [(NOTICE, "fees.amount")]),
    ("text_vs_table", "a fee in 万元 above", processing_fee(1.2, "万元", 1), [(NOTICE, "fees.amount")]),
    ("text_vs_table", "a fee that the staff dismissed", processing_fee(3000, "元", 0, dismissed=True), []),
    ("text_vs_table", "a fee, the cell blank", processing_fee(3000, "元", "blank"), [(LACK, "fees.amount")]),
    ("stated_rate", "rounded", hotline(677, 665, 98.23), []),
    ("stated_rate", "cut off", hotline(677, 665, 98.2), []),
    ("stated_rate", "whole number cut off", hotline(677, 665, 98), []),
    ("stated_rate", "misprinted", hotline(677, 665, 98.32), [(FAIL, "hotline12345")]),
    ("stated_rate", "98.0% is stricter than 98%", hotline(677, 665, 98, "办结率98.0%"), [(FAIL, "hotline12345")]),
    ("stated_rate", "100% of a part", hotline(100, 99, 100), [(FAIL, "hotline12345")]),
    ("stated_rate", "nothing received", hotline(0, 0, 100), [(LACK, "hotline12345")]),
    ("stated_rate", "closed not told", hotline(677, None, 98.23), [(LACK, "hotline12345")]),
    ("stated_rate", "about 600 received", hotline(("~", 600), 590, 98), [(LACK, "hotline12345")]),
    ("stated_rate", "by what was due", due_cases(29186, 25783, 88.34), []),
    ("stated_rate", "not by what was due", due_cases(29186, 25783, 87.4), [(FAIL, "hotline12345")]),
    ("stated_rate", "due only about", due_cases(("~", 29000), 25783, 88.34), [(LACK, "hotline12345")]),
    ("closed_over_received", "all closed", hotline(11, 11), []),
    ("closed_over_received", "more closed than received", hotline(11, 12), [(NOTICE, "hotline12345")]),
    ("closed_over_received", "last week's counted in", carried_over("受理28491件，办结28498件（包括上周结转7件）。"), []),
    ("closed_over_received", "last year's counted in", carried_over("共收到工单300件，办结310件，其中上年结转的12件。", 300, 310), []),
    ("closed_over_received", "more than what was carried over", carried_over("共收到工单300件，办结310件（含上年结转4件）。", 300, 310), [(NOTICE, "hotline12345")]),
    ("closed_over_received", "cases due told instead of those received", lambda s: s.report(A, 2023, text={"hotline12345.due": 29186, "hotline12345.closed": 25783}), []),
    ("closed_over_received", "received not told", hotline(None, 12), [(LACK, "hotline12345")]),
    ("closed_over_received", "more than 600 received", hotline((">=", 600), 610), [(LACK, "hotline12345")]),
    ("columns_sum", "add up", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 20}), []),
    ("columns_sum", "one less", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 21}), [(NOTICE, "disclosure.website")]),
    ("columns_sum", "one less of many", columns((2023, {"社会救助": 120, "机构职能": 30, "部门文件": 50}), text={"disclosure.website": 201}), [(FAIL, "disclosure.website")]),
    ("columns_sum", "less than half of it", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 41}), []),
    ("columns_sum", "parts exceed the total", columns((2023, {"社会救助": 12, "机构职能": 15}), text={"disclosure.website": 21}), [(FAIL, "disclosure.website")]),
    ("columns_sum", "one part alone exceeds the total", columns((2023, {"社会救助": 12, "机构职能": 30}), text={"disclosure.website": 21}), [(LACK, "")]),
    ("columns_sum", "a list of examples", columns((2023, {"社会救助": 12, "机构职能": 3}), text={"disclosure.website": 100}), []),
    ("columns_sum", "far from complete", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 30}), [(NOTICE, "disclosure.website")]),
    ("columns_sum", "breaks down another total", columns((2023, {"社会救助": 12, "机构职能": 8}), text={"disclosure.website": 100, "disclosure.noticeboard": 20}), []),
    ("columns_sum", "no total told", columns((2023, {"社会救助": 12})), [(LACK, "")]),
    ("columns_sum", "a column told twice", columns((2023, {"社会救助": [12, 13], "机构职能": 8}), text={"disclosure.website": 20}), [(LACK, "")]),
    ("columns_sum", "a total of another paragraph", list_apart, [(LACK, "")]),
    ("columns_sum", "a level below one of them", columns((2023, {"机构信息": 20, "领导成员": 10, "机构职能": 4, "机构概况": 6}), text={"disclosure.website": 30}), [(LACK, "")]),
    ("columns_sum", "an item of the list that is no column", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 21, "disclosure.normative_documents": 1}), []),
    ("columns_sum", "a list that goes on with a channel", list_going_on, [(LACK, "")]),
    ("columns_sum", "short beside an item that is no column", columns((2023, {"社会救助": 12, "机构职能": 3, "部门文件": 5}), text={"disclosure.website": 22, "disclosure.normative_documents": 1}), [(LACK, "")]),
    ("section_missing", "whole", sections(), []),
    ("section_missing", "section four gone", sections(printed=("overview", "disclosure", "applications", "problems", "other"), table={f"{d}.{r}": "missing" for d in ("review", "litigation_direct", "litigation_after_review") for r in ("upheld", "corrected", "other", "pending", "total")}), [(FAIL, "disputes")]),
    ("section_missing", "table cut short", sections(table={"applications.carried_forward/*": "missing"}), [(FAIL, "applications/table")]),
    ("section_missing", "one row stands for the three", sections(table=MERGED), []),
    ("section_missing", "blank cells are printed", sections(table={"*": "blank"}), []),
    ("section_missing", "nothing demanded before 2019", sections(2017, printed=("overview",)), []),
    ("section_missing", "tables left out, as it says", sections(form="none", table=None, bodies=LEFT_OUT), [(LACK, "excerpt")]),
    ("section_missing", "an excerpt, as its title says", sections(form="none", table=None, printed=("overview", "disclosure", "applications", "disputes"), title="甲街道办事处2023年政府信息公开工作年度报告（节选）"), [(LACK, "excerpt")]),
    ("section_missing", "one table attached, another gone", sections(form="none", table=None, bodies={"disclosure": "详见附件。", "disputes": "统计表附后。"}), [(FAIL, "applications/table"), (LACK, "excerpt")]),
    ("section_missing", "an attachment named where the table stands", sections(bodies={"applications": "具体情况见附件。"}), []),
    ("section_order", "in order", sections(), []),
    ("section_order", "five before four", sections(printed=("overview", "disclosure", "applications", "problems", "disputes", "other")), [(FAIL, "")]),
    ("section_order", "one missing is still in order", sections(printed=("overview", "disclosure", "applications", "problems", "other")), []),
    ("section_order", "printed twice", sections(printed=("overview", "overview", "disclosure", "applications", "disputes", "problems", "other")), [(NOTICE, "")]),
    ("form_of_the_year", "form 2021", sections(), []),
    ("form_of_the_year", "old form", sections(form="2019"), [(FAIL, "")]),
    ("form_of_the_year", "no tables at all", sections(form="none"), [(FAIL, "")]),
    ("form_of_the_year", "tables left out, as it says", sections(form="none", table=None, bodies=LEFT_OUT), [(LACK, "excerpt")]),
    ("form_of_the_year", "其他处理 in one row", sections(table=MERGED), [(NOTICE, "applications.other")]),
    ("form_of_the_year", "no form before 2019", sections(2017), []),
    ("year_disagrees", "agrees", sections(bodies={"overview": "统计期间为2023年1月1日至2023年12月31日。"}, published_on=date(2024, 1, 3)), []),
    ("year_disagrees", "period of another year", sections(bodies={"overview": "统计期间为2022年1月1日至12月31日。"}), [(FAIL, "period")]),
    ("year_disagrees", "published before the year ended", sections(published_on=date(2023, 1, 30)), [(FAIL, "published_on")]),
    ("year_disagrees", "no source names a year", sections(), []),
    ("published_late", "on the last day", dated(2023, date(2024, 1, 31)), []),
    ("published_late", "a day late", dated(2023, date(2024, 2, 1)), [(FAIL, "")]),
    ("published_late", "the old deadline", dated(2017, date(2018, 3, 20)), []),
    ("published_late", "no date printed", dated(2023, None), [(LACK, "")]),
    ("published_late", "signed in time, published nobody knows when", signed(2023, date(2024, 1, 15)), [(LACK, "")]),
    ("published_late", "signed after the last day", signed(2023, date(2024, 2, 20)), [(FAIL, "signed")]),
    ("published_late", "a government signed in March", signed(2023, date(2024, 3, 20), "政府"), [(LACK, "")]),
    ("published_late", "a government in March", dated_as("政府", 2023, date(2024, 3, 20)), []),
    ("published_late", "a government on the last day", dated_as("政府", 2023, date(2024, 3, 31)), []),
    ("published_late", "a government in April", dated_as("政府", 2023, date(2024, 4, 1)), [(FAIL, "")]),
    ("published_late", "a township in February", dated_as("镇", 2023, date(2024, 2, 1)), [(FAIL, "")]),
    ("published_late", "a department on the last day", dated_as("部门", 2023, date(2024, 1, 31)), []),
    ("published_late", "a kind that the law does not name, in March", dated_as("其他", 2023, date(2024, 3, 1)), []),
    ("published_late", "a government before 2019", dated_as("政府", 2017, date(2018, 4, 2)), [(FAIL, "")]),
    ("published_late", "after the day that the district set", inner_deadline(date(2024, 1, 30)), [(NOTICE, "inner")]),
    ("published_late", "on the day that the district set", inner_deadline(date(2024, 1, 28)), []),
    ("published_late", "after both", inner_deadline(date(2024, 2, 2)), [(FAIL, "")]),
    ("duplicate_report", "one report", quiet, []),
    ("duplicate_report", "two versions", twice, [(NOTICE, "versions")]),
    ("duplicate_report", "one original under two offices", one_original, [(FAIL, "original")]),
    ("recycled_text", "new words", copied("一是依申请公开的答复还不够规范统一。二是政策解读以文字为主，图表和视频很少见到。三是群众对公开渠道不够了解。"), []),
    ("recycled_text", "copied from last year", copied(PROBLEMS.replace("一是", "（一）")), [(FAIL, "problems/self")]),
    ("recycled_text", "copied from a neighbour", copied(PROBLEMS, own=False), [(FAIL, "problems/other")]),
    ("recycled_text", "half of it new", copied(PROBLEMS[:25] + "二是依申请公开的答复不够规范，流程还要理顺。三是政策解读以文字为主，图表和视频少见。"), []),
    ("recycled_text", "too short to judge", copied("无。"), []),
    ("jump", "usual growth", channel((2022, 80), (2023, 160)), []),
    ("jump", "tenfold", channel((2022, 8), (2023, 80)), [(NOTICE, "disclosure.weibo")]),
    ("jump", "suddenly zero", channel((2022, 80), (2023, 0)), [(NOTICE, "disclosure.weibo")]),
    ("jump", "small numbers do not jump", channel((2022, 1), (2023, 15)), []),
    ("jump", "not told last year", channel((2022, None), (2023, 80)), []),
    ("told_twice", "told once", channel((2023, 80)), []),
    ("told_twice", "told twice alike", channel((2023, [80, 80])), []),
    ("told_twice", "told twice differently", channel((2023, [80, 90])), [(NOTICE, "disclosure.weibo")]),
    ("told_twice", "in two paragraphs", in_two_places("disclosure.weibo"), [(NOTICE, "disclosure.weibo")]),
    ("told_twice", "a column in two lists", in_two_places("", "社会救助"), []),
    ("told_twice", "a column in the lists of two totals", lists_of_two_totals, []),
    ("told_twice", "a column twice in one list", columns((2023, {"社会救助": [12, 13]})), [(NOTICE, "disclosure.column/社会救助")]),
    ("close_rate_low", "above", rates((2023, 400, 396)), []),
    ("close_rate_low", "low", rates((2023, 400, 340)), [(FAIL, "hotline12345")]),
    ("close_rate_low", "few cases", rates((2023, 3, 1)), []),
    ("close_rate_low", "could be chance", rates((2023, 30, 28)), []),
    ("close_rate_low", "number of cases not told", lambda s: s.report(A, 2023, text={"hotline12345.close_rate": 80}), [(LACK, "hotline12345")]),
    ("close_rate_low", "told roughly", of_hotline(received=400, close_rate=(">=", 90)), [(LACK, "hotline12345")]),
    ("close_rate_low", "told roughly, with the cases closed", of_hotline(received=400, closed=340, close_rate=("~", 85)), [(FAIL, "hotline12345")]),
    ("close_rate_low", "told roughly, above", of_hotline(received=400, close_rate=(">=", 98)), []),
    ("close_rate_low", "few cases, told roughly", of_hotline(received=("~", 8), close_rate=80), []),
    ("close_rate_low", "few cases and a rate told roughly", of_hotline(received=8, close_rate=("~", 80)), []),
    ("close_rate_low", "cases told roughly", of_hotline(received=("~", 400), close_rate=80), [(LACK, "hotline12345")]),
    ("close_rate_below_peers", "like its peers", peers(300, 296), []),
    ("close_rate_below_peers", "far below", peers(300, 270), [(FAIL, "hotline12345")]),
    ("close_rate_below_peers", "few cases", peers(6, 5), []),
    ("close_rate_below_peers", "no peers", rates((2023, 300, 270)), []),
    ("close_rate_falling", "rising", rates((2021, 400, 380), (2022, 400, 390), (2023, 400, 396)), []),
    ("close_rate_falling", "two years running", rates((2021, 400, 396), (2022, 400, 388), (2023, 400, 380)), [(FAIL, "hotline12345")]),
    ("close_rate_falling", "within chance", rates((2021, 400, 396), (2022, 400, 395), (2023, 400, 394)), []),
    ("close_rate_falling", "few cases", rates((2021, 3, 3), (2022, 3, 2), (2023, 3, 1)), []),
    ("close_rate_falling", "a gap ends the run", rates((2020, 400, 396), (2021, 400, 388), (2023, 400, 370)), []),
    ("close_rate_falling", "rates without cases", lambda s: [s.report(A, y, text={"hotline12345.close_rate": r}) for y, r in ((2021, 99), (2022, 95), (2023, 90))], [(LACK, "hotline12345")]),
    ("column_self_told", "not told", topics((2023, [("timeliness", "problem", "信息更新不及时")])), []),
    ("column_self_told", "told", told_by_page("困难群众救助的信息更新慢"), [(FAIL, "社会救助")]),
    ("column_self_told", "named as late", topics((2023, [("timeliness", "problem", "人事信息更新滞后")])), [(FAIL, "人事信息")]),
    ("column_self_told", "named, but not as late", topics((2023, [("interpretation", "problem", "政策解读质量不高")])), []),
    ("column_self_told", "only a plan", topics((2023, [("social_assistance", "plan", "按月更新社会救助栏目")])), []),
    ("column_halved", "steady", columns((2022, {"社会救助": 12}), (2023, {"社会救助": 11})), []),
    ("column_halved", "halved", columns((2022, {"社会救助": 12}), (2023, {"社会救助": 6})), [(FAIL, "社会救助")]),
    ("column_halved", "no longer listed is not zero", columns((2022, {"社会救助": 12}), (2023, {"机构职能": 6})), []),
    ("column_halved", "from three to one", columns((2022, {"社会救助": 3}), (2023, {"社会救助": 1})), []),
    ("column_zero", "some items", columns((2023, {"社会救助": 1})), []),
    ("column_zero", "told as 0 under another name", columns((2023, {"社会救助类": 0})), [(FAIL, "社会救助")]),
    ("column_zero", "not listed", columns((2023, {"机构职能": 1})), []),
    ("column_below_minimum", "enough", columns((2023, {"财政预决算": 2})), []),
    ("column_below_minimum", "too few", columns((2023, {"财政预决算": 1})), [(FAIL, "财政预决算")]),
    ("column_below_minimum", "no rule known", columns((2023, {"社会救助": 1})), []),
    ("problem_repeated", "told once", topics((2022, []), (2023, [("format", "problem", "格式不统一")])), []),
    ("problem_repeated", "two years running", topics((2022, [("format", "problem", "格式不统一")]), (2023, [("format", "problem", "表述不规范")])), [(FAIL, "format")]),
    ("problem_repeated", "a year without a report", topics((2021, [("format", "problem", "格式不统一")]), (2023, [("format", "problem", "表述不规范")])), []),
    ("promise_unkept", "kept", topics((2022, [("format", "plan", "统一格式")]), (2023, [("staff", "problem", "人手不足")])), []),
    ("promise_unkept", "told again", topics((2022, [("format", "plan", "统一格式")]), (2023, [("format", "problem", "格式仍不统一")])), [(FAIL, "format")]),
    ("promise_unkept", "no promise on record", topics((2023, [("format", "problem", "格式不统一")])), []),
    ("report_missing", "reported", region(skipped=False), []),
    ("report_missing", "skipped", region(skipped=True), [(NOTICE, "")]),
    ("report_missing", "an excerpt makes no duty known", excerpts_only, []),
    ("report_missing", "duty unknown", region(skipped=True, from_year=None), []),
    ("report_late", "in time", dated(2023, date(2024, 1, 31)), []),
    ("report_late", "late", dated(2023, date(2024, 2, 20)), [(FAIL, "")]),
    ("report_late", "no date printed", dated(2023, None), []),
    ("report_incomplete", "whole", sections(), []),
    ("report_incomplete", "no tables", sections(bodies={"disclosure": "本年没有制发。"}, form="none"), [(FAIL, "")]),
    ("report_incomplete", "tables left out, as it says", sections(form="none", table=None, bodies=LEFT_OUT), []),
    ("report_incomplete", "nothing demanded before 2019", sections(2017, printed=("overview",)), []),
    ("failed_checks", "all pass", quiet, []),
    ("failed_checks", "one fails", lambda s: applications(s, **{"review.total": 1}), [(FAIL, "")]),
    ("failed_checks", "not assessable is no failure", lambda s: applications(s, **{"review.total": "blank"}), []),
    ("channel_silent", "still posting", channel((2022, 80), (2023, 40)), []),
    ("channel_silent", "silent", channel((2022, 80), (2023, 0)), [(FAIL, "disclosure.weibo")]),
    ("channel_silent", "never used", channel((2022, 0), (2023, 0)), []),
    ("channel_silent", "no longer told", channel((2021, 80), (2022, 70), (2023, None)), [(NOTICE, "disclosure.weibo")]),
    ("channel_silent", "told once, then not told", channel((2022, 70), (2023, None)), []),
]  # fmt: skip
