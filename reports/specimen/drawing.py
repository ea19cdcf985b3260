"""Draws one fictional report: figures that agree with each other, sentences, tables, on request a named fault.

In come an office, a year, a seed and whatever figures are wished; out comes a Specimen: format-neutral blocks
and, beside them, what a reader has to find in them. The words are rows of data/reference/specimen, the tables
follow data/reference/forms. It writes no file format (see specimen_formats) and reads no report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from reports.model import Block, Form
from reports.specimen.blocks import application_blocks, cell_facts, disclosure_blocks, dispute_blocks, without_zeros
from reports.specimen.figures import (
    OfficeRow,
    Specimen,
    cells_of,
    columns_of,
    narrative_figures,
    rates,
    spoil_figures,
    tie_text_to_tables,
)
from reports.specimen.words import (
    Prose,
    Sentences,
    application_text,
    dateline,
    dispute_text,
    fill,
    overview_text,
    problem_kinds,
    problem_section,
    sentences_of,
)

FAULTS: dict[str, frozenset[str]] = {
    "wrong_total": frozenset({"applications_total", "applications_balance", "applications_row_sum"}),
    "wrong_row_sum": frozenset({"applications_row_sum", "applications_total"}),
    "balance": frozenset({"applications_balance"}),
    "review_sum": frozenset({"review_sum"}),
    "carry_over_break": frozenset({"carry_over"}),
    "in_force_break": frozenset({"in_force_roll_forward"}),
    "rate_misprint": frozenset({"stated_rate"}),
    "closed_over_received": frozenset({"closed_over_received"}),
    "columns_sum": frozenset({"columns_sum"}),
    "text_vs_table": frozenset({"text_vs_table"}),
    "section_missing": frozenset({"section_missing"}),
    "order": frozenset({"section_order"}),
    "old_form_in_later_year": frozenset({"form_of_the_year"}),
    "year_in_title": frozenset({"year_disagrees"}),
    "late": frozenset({"published_late"}),
    "copied_section_five": frozenset({"recycled_text"}),
    "blank_zeros": frozenset(),
}
"""The faults that can be asked for, each with the rules that have to say failed of it."""

NARRATIVE = (
    "disclosure.website",
    "disclosure.weibo",
    "disclosure.wechat",
    "disclosure.noticeboard",
    "disclosure.policy_interpretation",
    "open_day.events",
    "weibo.received",
    "weibo.resolved",
    "messages.received",
    "messages.answered",
    "hotline12345.received",
    "hotline12345.closed",
    "petition.received",
    "petition.closed",
    "training.sessions",
    "meetings.held",
)
"""The indicators that the prose of a specimen can tell, besides applications, disputes and rates."""

_HEADINGS = {
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


def draw(
    office: OfficeRow,
    year: int,
    seed: int,
    *,
    figures: Mapping[str, float | None] | None = None,
    columns: Mapping[str, float] | None = None,
    topics: Sequence[str] | None = None,
    previous: Specimen | None = None,
    form: Form | None = None,
    published_on: date | None = None,
    faults: Collection[str] = (),
) -> Specimen:
    """A fictional report of `office` on `year`; the same arguments always give the same report.

    `figures` are indicators (numbers of the prose and total cells of the tables) to print instead of drawn
    ones; None leaves a number unsaid. `columns` are the items of the website's list (they make up its total),
    `topics` rows of data/reference/specimen/problems.csv (a topic or a pair joined by |), `previous` the same
    office's last report, whose numbers are carried over. Raises ValueError for an unknown fault or topic.
    """
    unknown = set(faults) - set(FAULTS)
    if unknown:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
    if "copied_section_five" in faults and previous is None:
        raise ValueError("copied_section_five needs the previous report")
    if topics is not None and not set(topics) <= set(problem_kinds()):
        raise ValueError(f"no such topic: {', '.join(sorted(set(topics) - set(problem_kinds())))}")
    rng = Random(f"{seed}/{office.name}/{year}")
    if form is None:
        natural: Form = "2021" if year >= 2021 else "2019" if year >= 2019 else "none"
        form = "2019" if "old_form_in_later_year" in faults else natural
    wished = dict(figures or {})
    sentences = Sentences(office, year, seed)

    values = narrative_figures(office, rng, wished)
    columns = dict(columns_of(rng, office) if columns is None else columns)
    if columns and wished.get("disclosure.website", 0) is not None:
        values["disclosure.website"] = float(sum(columns.values()))
    cells = cells_of(form, office, year, seed, rng, wished, previous) if form != "none" else {}
    tie_text_to_tables(form, values, cells, wished)
    rates(values)
    spoil_figures(faults, values, cells)

    prose = Prose(sentences, values)
    overview = overview_text(prose, rng, columns, plain=form == "none")
    if "copied_section_five" in faults and previous is not None:
        paragraphs, problems = previous.problem_paragraphs, previous.problems
    else:
        chosen = list(topics) if topics is not None else rng.sample(problem_kinds(), rng.choice((1, 2, 2, 3)))
        paragraphs, problems = problem_section(sentences, rng, chosen)

    bodies: dict[str, list[Block]] = {
        "overview": overview,
        "disclosure": disclosure_blocks(form, cells, rng),
        "applications": application_blocks(form, cells),
        "disputes": dispute_blocks(form, cells),
        "problems": [Block("paragraph", text) for text in paragraphs],
        "other": [Block("paragraph", sentences.plain("fees" if year >= 2020 else "nothing_else"))],
    }
    if form == "none":
        bodies["disclosure"] = [Block("paragraph", prose.tell("normative_zero", "disclosure"))]
        bodies["applications"] = [Block("paragraph", application_text(prose, "applications"))]
        bodies["disputes"] = [Block("paragraph", dispute_text(prose, "disputes"))]
    if "section_missing" in faults:
        del bodies["disputes"]
        for key in list(cells):
            if key[0].startswith(("review.", "litigation_")):
                cells[key] = "missing"
    keys = list(bodies)
    if "order" in faults:
        keys = [key for key in keys if key not in ("disputes", "problems")]
        keys[3:3] = ["problems", "disputes"] if "disputes" in bodies else ["problems"]
        if "disputes" not in bodies:
            keys = ["overview", "applications", "disclosure", "problems", "other"]

    if published_on is None:
        late = date(year + 1, 3, 1) + timedelta(days=rng.randrange(40))
        published_on = late if "late" in faults else date(year + 1, 1, 6) + timedelta(days=rng.randrange(23))
    title = fill(sentences.choose("title", sentences_of("title"))[0]["text"], sentences.words)
    if "year_in_title" in faults:
        title = title.replace(str(year), str(year - 1))
    blocks = [Block("heading", title, level=1), Block("paragraph", dateline(office, published_on, rng))]
    blocks.append(Block("paragraph", sentences.plain("preamble")))
    for section in keys:
        blocks.append(Block("heading", _HEADINGS[section], level=2))
        blocks.extend(bodies[section])
    blocks.append(Block("paragraph", office.name))
    blocks.append(Block("paragraph", f"{published_on.year}年{published_on.month}月{published_on.day}日"))

    truth = [*cell_facts(form, cells, "blank_zeros" in faults), *prose.facts]
    if "blank_zeros" in faults:
        blocks = [without_zeros(block) for block in blocks]
    return Specimen(
        office,
        year,
        form,
        title,
        published_on,
        tuple(blocks),
        tuple(truth),
        problems,
        paragraphs,
        tuple(sorted(faults)),
    )
