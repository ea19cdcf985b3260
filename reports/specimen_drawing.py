"""Draws one fictional report: figures that agree with each other, sentences, tables, on request a named fault.

In come an office, a year, a seed and whatever figures are wished; out comes a Specimen: format-neutral blocks
and, beside them, what a reader has to find in them. The words are rows of data/reference/specimen, the tables
follow data/reference/forms. It writes no file format (see specimen_formats) and reads no report.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from reports.model import Block, Cell, Fact, Form, Problem
from reports.reference import table

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
LAWSUITS = ("litigation_direct", "litigation_after_review")

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

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")
_NUMERALS = "一二三四五六七八九十"
_HEADINGS = {
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
_HINT = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_OUTCOME_WEIGHTS = {
    "applications.granted": 58,
    "applications.partly_granted": 9,
    "applications.denied.third_party": 4,
    "applications.denied.internal_affairs": 3,
    "applications.denied.process_information": 3,
    "applications.unable.not_held": 14,
    "applications.unable.needs_creation": 3,
    "applications.not_processed.petition": 4,
    "applications.not_processed.repeated": 2,
}


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office as a specimen signs: its name, its kind (街道, 镇, 部门, ...), its district and city."""

    name: str
    kind: str
    district: str
    city: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """A fictional report and what is true of it.

    `blocks` are what is printed; `truth` every cell of its form and every number of its prose (locators are
    None, the quote is the clause or empty for cells); `problems` what section 五 tells, problems and plans;
    `faults` the names of FAULTS that were built in."""

    office: OfficeRow
    year: int
    form: Form
    title: str
    published_on: date
    blocks: tuple[Block, ...]
    truth: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    problem_paragraphs: tuple[str, ...]
    faults: tuple[str, ...] = ()

    @property
    def topics(self) -> frozenset[str]:
        """The topics that its section 五 tells as problems."""
        return frozenset(problem.topic for problem in self.problems if problem.kind == "problem")

    def cell(self, indicator: str, breakdown: str = "") -> float | None:
        """The value printed in a cell of its tables; None when it is blank, missing or no cell of its form."""
        for fact in self.truth:
            if fact.source == "table" and fact.indicator == indicator and fact.breakdown == breakdown:
                return fact.value
        return None


class _Sentences:
    """Chooses sentences so that one office never repeats last year's wording of a kind."""

    def __init__(self, office: OfficeRow, year: int, seed: int) -> None:
        self.office, self.year, self.seed = office, year, seed
        region = office.city if office.name.startswith(office.district) else office.city + office.district
        self.words = {
            "office": office.name,
            "year": str(year),
            "region": region,
            "district": "" if office.name.startswith(office.district) else office.district,
        }

    def choose(self, kind: str, rows: Sequence[dict[str, str]], count: int = 1) -> list[dict[str, str]]:
        order = list(rows)
        Random(f"{self.seed}/{self.office.name}/{kind}").shuffle(order)
        return [order[(self.year * count + step) % len(order)] for step in range(count)]

    def row(self, kind: str, figures: Mapping[str, float]) -> tuple[str, dict[str, float]]:
        """A sentence of the kind and the figures it tells, among those whose figures are all known."""
        fitting = [row for row in _sentences(kind) if set(_indicators(row["text"])) <= set(figures)]
        chosen = self.choose(kind, fitting)[0]
        told = {name: figures[name] for name in _indicators(chosen["text"])}
        for implied in filter(None, chosen["implies"].split("|")):
            name, _, value = implied.partition("=")
            told[name] = float(value)
        return chosen["text"], told

    def plain(self, kind: str, count: int = 1) -> str:
        """Sentences of a kind that tells no figure."""
        return "".join(_fill(row["text"], self.words) for row in self.choose(kind, _sentences(kind), count))


@cache
def _sentences(kind: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("specimen/sentences") if row["kind"] == kind)


@cache
def _problem_rows(topics: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("specimen/problems") if row["topics"] == topics)


def problem_kinds() -> tuple[str, ...]:
    """The topics, or pairs of topics joined by |, that specimens can tell as problems."""
    return tuple(dict.fromkeys(row["topics"] for row in table("specimen/problems")))


def _indicators(text: str) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(text) if "." in name]


def _fill(text: str, words: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: words[found.group(1)], text)


def printed(value: float) -> str:
    """A number as offices print it.

    >>> printed(98.20), printed(677.0)
    ('98.2', '677')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")


class _Prose:
    """Paragraphs under construction and the facts that their sentences tell."""

    def __init__(self, sentences: _Sentences, figures: Mapping[str, float]) -> None:
        self.sentences = sentences
        self.figures = figures
        self.facts: list[Fact] = []

    def tell(self, kind: str, section: str = "overview", columns: Mapping[str, float] | None = None) -> str:
        """A sentence of the kind, filled in; its facts are kept."""
        text, told = self.sentences.row(kind, self.figures)
        words = dict(self.sentences.words)
        words.update({name: printed(value) for name, value in told.items()})
        if columns:
            mark = Random(f"{self.sentences.seed}/{self.sentences.office.name}/mark").choice("、、，；")
            words["columns"] = mark.join(f"{name}{printed(value)}条" for name, value in columns.items())
        filled = _fill(text, words)
        quote = filled.rstrip("。")
        for name, value in told.items():
            unit = re.search(r"\{" + re.escape(name) + r"\}([条件起次期篇%])", text)
            self.facts.append(_told(name, value, unit.group(1) if unit else "件", quote, section))
        for name, value in (columns or {}).items():
            self.facts.append(_told("disclosure.column", value, "条", f"{name}{printed(value)}条", section, name))
        return filled


def _told(indicator: str, value: float, unit: str, quote: str, section: str, breakdown: str = "") -> Fact:
    return Fact(indicator, breakdown, value, unit, "=", "stated", "text", section, quote, None)


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
    sentences = _Sentences(office, year, seed)

    values = _narrative_figures(office, rng, wished)
    columns = dict(_columns(rng, office) if columns is None else columns)
    if columns and wished.get("disclosure.website", 0) is not None:
        values["disclosure.website"] = float(sum(columns.values()))
    cells = _cells(form, office, year, seed, rng, wished, previous) if form != "none" else {}
    _tie_text_to_tables(form, values, cells, wished)
    _rates(values)
    _spoil_figures(faults, values, cells)

    prose = _Prose(sentences, values)
    overview = _overview(prose, rng, columns, plain=form == "none")
    if "copied_section_five" in faults and previous is not None:
        paragraphs, problems = previous.problem_paragraphs, previous.problems
    else:
        chosen = list(topics) if topics is not None else rng.sample(problem_kinds(), rng.choice((1, 2, 2, 3)))
        paragraphs, problems = _problem_section(sentences, rng, chosen)

    bodies: dict[str, list[Block]] = {
        "overview": overview,
        "disclosure": _disclosure_blocks(form, cells, rng),
        "applications": _application_blocks(form, cells),
        "disputes": _dispute_blocks(form, cells),
        "problems": [Block("paragraph", text) for text in paragraphs],
        "other": [Block("paragraph", sentences.plain("fees" if year >= 2020 else "nothing_else"))],
    }
    if form == "none":
        bodies["disclosure"] = [Block("paragraph", prose.tell("normative_zero", "disclosure"))]
        bodies["applications"] = [Block("paragraph", _application_text(prose, "applications"))]
        bodies["disputes"] = [Block("paragraph", _dispute_text(prose, "disputes"))]
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
    title = _fill(sentences.choose("title", _sentences("title"))[0]["text"], sentences.words)
    if "year_in_title" in faults:
        title = title.replace(str(year), str(year - 1))
    blocks = [Block("heading", title, level=1), Block("paragraph", _dateline(office, published_on, rng))]
    blocks.append(Block("paragraph", sentences.plain("preamble")))
    for section in keys:
        blocks.append(Block("heading", _HEADINGS[section], level=2))
        blocks.extend(bodies[section])
    blocks.append(Block("paragraph", office.name))
    blocks.append(Block("paragraph", f"{published_on.year}年{published_on.month}月{published_on.day}日"))

    truth = [*_cell_facts(form, cells, "blank_zeros" in faults), *prose.facts]
    if "blank_zeros" in faults:
        blocks = [_without_zeros(block) for block in blocks]
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


def _dateline(office: OfficeRow, published_on: date, rng: Random) -> str:
    style = rng.randrange(3)
    if style == 0:
        return f"发布时间：{published_on.isoformat()}　来源：{office.name}"
    if style == 1:
        return f"发布日期：{published_on.year}年{published_on.month:02d}月{published_on.day:02d}日"
    return f"来源：{office.name}　发布时间：{published_on.isoformat()} 09:{rng.randrange(10, 60)}"


# --- figures -------------------------------------------------------------------------------------------------


def _narrative_figures(office: OfficeRow, rng: Random, wished: Mapping[str, float | None]) -> dict[str, float]:
    """Numbers for the prose: those wished for, and drawn ones for what was not mentioned."""
    received = rng.randint(60, 600)
    petitions = rng.randint(3, 40)
    messages = rng.randint(3, 60)
    weibo_received = rng.randint(5, 60)
    drawn: dict[str, float] = {
        "disclosure.website": rng.randint(40, 260),
        "disclosure.weibo": rng.randint(30, 400),
        "disclosure.wechat": rng.randint(40, 500),
        "disclosure.noticeboard": rng.randint(10, 90),
        "disclosure.policy_interpretation": rng.randint(2, 20),
        "open_day.events": rng.randint(1, 6),
        "weibo.received": weibo_received,
        "weibo.resolved": weibo_received - rng.choice((0, 0, 1)),
        "messages.received": messages,
        "messages.answered": messages - rng.choice((0, 0, 1, 2)),
        "hotline12345.received": received,
        "hotline12345.closed": received - rng.randint(0, received // 40),
        "petition.received": petitions,
        "petition.closed": petitions - rng.choice((0, 0, 0, 1)),
        "training.sessions": rng.randint(1, 6),
        "meetings.held": rng.randint(1, 5),
    }
    told = {"disclosure.website", "disclosure.weibo", "hotline12345.received", "hotline12345.closed"}
    if office.kind == "部门":
        told -= {"disclosure.weibo"}
    groups = [
        ["disclosure.wechat"],
        ["disclosure.noticeboard"],
        ["disclosure.policy_interpretation"],
        ["open_day.events"],
        ["weibo.received", "weibo.resolved"],
        ["messages.received", "messages.answered"],
        ["petition.received", "petition.closed"],
        ["training.sessions"],
        ["meetings.held"],
    ]
    for group in groups:
        if rng.random() < 0.6:
            told.update(group)
    figures = {name: float(value) for name, value in drawn.items() if name in told}
    for name, value in wished.items():
        if value is None:
            figures.pop(name, None)
        elif name in drawn:
            figures[name] = float(value)
    return figures


def _columns(rng: Random, office: OfficeRow) -> dict[str, float]:
    """Items of a website's list, or none for a report that lists nothing."""
    if rng.random() < 0.35:
        return {}
    names = [row["column"] for row in table("specimen/columns") if office.kind in row["kinds"].split("|")]
    return {name: float(rng.randint(1, 40)) for name in rng.sample(names, rng.randint(3, min(9, len(names))))}


def _tie_text_to_tables(
    form: Form,
    values: dict[str, float],
    cells: Mapping[tuple[str, str], float | str | None],
    wished: Mapping[str, float | None],
) -> None:
    """The prose tells of applications and disputes what the tables say; without tables, what was wished."""

    def cell(indicator: str, breakdown: str = "") -> float:
        value = cells.get((indicator, breakdown))
        return float(value) if isinstance(value, (int, float)) else 0.0

    if form == "none":
        values["applications.received"] = float(wished.get("applications.received") or 0)
        values["applications.carried_in"] = 0.0
        values["applications.carried_forward"] = float(wished.get("applications.carried_forward") or 0)
        values["applications.answered"] = values["applications.received"] - values["applications.carried_forward"]
        values["review.cases"] = float(wished.get("review.cases") or 0)
        values["litigation.cases"] = float(wished.get("litigation.cases") or 0)
        return
    values["applications.received"] = cell("applications.received", "total")
    values["applications.answered"] = cell("applications.total", "total")
    values["applications.carried_in"] = cell("applications.carried_in", "total")
    values["applications.carried_forward"] = cell("applications.carried_forward", "total")
    values["review.cases"] = cell("review.total")
    values["litigation.cases"] = sum(cell(f"{suit}.total") for suit in LAWSUITS)


def _rates(values: dict[str, float]) -> None:
    for group in ("hotline12345", "petition"):
        received, closed = values.get(f"{group}.received"), values.get(f"{group}.closed")
        if received and closed is not None:
            values[f"{group}.close_rate"] = round(100 * closed / received, 2)


def _cells(
    form: Form,
    office: OfficeRow,
    year: int,
    seed: int,
    rng: Random,
    wished: Mapping[str, float | None],
    previous: Specimen | None,
) -> dict[tuple[str, str], float | str | None]:
    """Every cell of the form with its number; the sums hold, and last year's numbers are carried over."""
    rows = table(f"forms/{form}")
    cells: dict[tuple[str, str], float | str | None] = {(row["indicator"], row["breakdown"]): 0.0 for row in rows}

    def wish(name: str, otherwise: float) -> float:
        value = wished.get(name)
        return otherwise if value is None else float(value)

    for row in rows:
        name = row["indicator"]
        if row["table"] == "disclosure" and not name.startswith("rules."):
            cells[name, ""] = wish(name, _drawn_cell(name, office, year, seed))
    issued = wish("normative_documents.issued", 0)
    repealed = wish("normative_documents.repealed", 0)
    if form == "2021":
        last = previous.cell("normative_documents.in_force") if previous else None
        before = float(rng.randint(2, 12)) if last is None else last
        repealed = min(repealed, before + issued)
        cells["normative_documents.issued", ""] = issued
        cells["normative_documents.repealed", ""] = repealed
        cells["normative_documents.in_force", ""] = (
            before + issued - repealed if last is not None else wish("normative_documents.in_force", before)
        )
    else:
        last = previous.cell("normative_documents.disclosed_total") if previous else None
        cells["normative_documents.made", ""] = wish("normative_documents.made", 0)
        cells["normative_documents.newly_disclosed", ""] = cells["normative_documents.made", ""]
        before = float(rng.randint(2, 12)) if last is None else last
        cells["normative_documents.disclosed_total", ""] = before + wish("normative_documents.made", 0)

    received = int(wish("applications.received", rng.choice((0, 0, 0, 1, 2, 3, 5, 8))))
    forward = int(wish("applications.carried_forward", 1 if received > 4 and rng.random() < 0.4 else 0))
    outcomes = [
        name
        for name in dict.fromkeys(row["indicator"] for row in rows if row["table"] == "applications")
        if name.rpartition(".")[2] not in ("received", "carried_in", "total", "carried_forward")
    ]
    weights = [_OUTCOME_WEIGHTS.get(name, 0) for name in outcomes]
    pending: list[str] = []
    for applicant in APPLICANTS:
        carried = previous.cell("applications.carried_forward", applicant) if previous else None
        cells["applications.carried_in", applicant] = carried or 0.0
        pending.extend([applicant] * int(carried or 0))
    for _ in range(received):
        applicant = rng.choices(APPLICANTS, (80, 8, 1, 1, 7, 3))[0]
        cells["applications.received", applicant] = float(cells["applications.received", applicant] or 0) + 1
        pending.append(applicant)
    forward = min(forward, received)
    for position, applicant in enumerate(pending):
        to_next = position >= len(pending) - forward
        for name in (
            ["applications.carried_forward"] if to_next else [rng.choices(outcomes, weights)[0], "applications.total"]
        ):
            cells[name, applicant] = float(cells[name, applicant] or 0) + 1
    for name in dict.fromkeys(row["indicator"] for row in rows if row["table"] == "applications"):
        cells[name, "total"] = float(sum(float(cells[name, applicant] or 0) for applicant in APPLICANTS))

    for group in ("review", *LAWSUITS):
        total = 0.0
        for result in ("upheld", "corrected", "other", "pending"):
            cells[f"{group}.{result}", ""] = wish(f"{group}.{result}", 0)
            total += wish(f"{group}.{result}", 0)
        cells[f"{group}.total", ""] = total
    return cells


def _drawn_cell(name: str, office: OfficeRow, year: int, seed: int) -> float:
    """A number of section 二: an office keeps its size from year to year, so the years differ by little."""
    ranges = {
        "licences.decisions": (20, 900),
        "penalties.decisions": (8, 60),
        "coercion.decisions": (5, 9),
        "licences.items_last_year": (4, 12),
        "other_services.items_last_year": (5, 40),
        "other_services.decisions": (30, 600),
        "penalties.items_last_year": (4, 20),
        "procurement.projects": (4, 9),
        "procurement.amount": (30, 300),
    }
    steady = Random(f"{seed}/{office.name}/{name.removesuffix('.amount').removesuffix('.projects')}")
    if name not in ranges or steady.random() < 0.4:
        return 0.0
    size = steady.uniform(*ranges[name]) * Random(f"{seed}/{office.name}/{name}/{year}").uniform(0.9, 1.1)
    return round(size, 2) if name == "procurement.amount" else float(round(size))


def _spoil_figures(
    faults: Collection[str], values: dict[str, float], cells: dict[tuple[str, str], float | str | None]
) -> None:
    """Builds in the faults that are wrong numbers. Each touches as few equations as it can."""

    def add(indicator: str, breakdown: str, amount: float) -> None:
        cells[indicator, breakdown] = float(cells[indicator, breakdown] or 0) + amount

    if "wrong_total" in faults:
        add("applications.total", "natural_person", 1)
    if "wrong_row_sum" in faults:
        add("applications.granted", "total", 1)
    if "balance" in faults:
        add("applications.carried_forward", "natural_person", 1)
        add("applications.carried_forward", "total", 1)
    if "carry_over_break" in faults:
        for name in ("carried_in", "granted", "total"):
            add(f"applications.{name}", "natural_person", 1)
            add(f"applications.{name}", "total", 1)
        values["applications.answered"] += 1
        values["applications.carried_in"] += 1
    if "review_sum" in faults:
        add("review.total", "", 1)
        values["review.cases"] += 1
    if "in_force_break" in faults:
        add("normative_documents.in_force", "", 3)
    if "text_vs_table" in faults:
        values["applications.received"] += 1
    if "rate_misprint" in faults:
        rate = values["hotline12345.close_rate"]
        values["hotline12345.close_rate"] = round(rate - 1.37 if rate > 50 else rate + 1.37, 2)
    if "closed_over_received" in faults:
        values["hotline12345.closed"] = values["hotline12345.received"] + 4
        values["hotline12345.close_rate"] = 100.0
    if "columns_sum" in faults:
        values["disclosure.website"] += 7


# --- prose ---------------------------------------------------------------------------------------------------


def _overview(prose: _Prose, rng: Random, columns: Mapping[str, float], *, plain: bool) -> list[Block]:
    """Section 一: five parts, with the numbers where offices tell them."""
    figures, sentences = prose.figures, prose.sentences

    def tell(kind: str, indicator: str) -> str:
        return prose.tell(kind) if indicator in figures else ""

    website = ""
    if "disclosure.website" in figures:
        website = prose.tell("website_columns", columns=columns) if columns else prose.tell("website")
    disclosure = [
        tell("weibo", "disclosure.weibo"),
        tell("wechat", "disclosure.wechat"),
        tell("noticeboard", "disclosure.noticeboard"),
        tell("policy_interpretation", "disclosure.policy_interpretation"),
        tell("open_day", "open_day.events"),
    ]
    hotline = tell("hotline", "hotline12345.closed") + tell("petition", "petition.closed")
    answers = tell("weibo_questions", "weibo.resolved") + tell("messages", "messages.answered")
    meetings = tell("training", "training.sessions") + tell("meetings", "meetings.held")
    hotline_first = rng.random() < 0.35
    parts = [
        ("主动公开", website + "".join(disclosure) + (hotline if hotline_first else "")),
        ("依申请公开", "" if plain else _application_text(prose, "overview") + _dispute_text(prose, "overview")),
        ("政府信息管理", sentences.plain("management", 2)),
        ("平台建设", sentences.plain("platform", 2) + answers),
        ("监督保障", meetings + sentences.plain("guarantee", 2) + ("" if hotline_first else hotline)),
    ]
    blocks = [Block("paragraph", sentences.plain("overview"))]
    run_in = rng.random() < 0.4
    for number, (name, text) in enumerate((name, text) for name, text in parts if text):
        head = f"（{_NUMERALS[number]}）{name}"
        if run_in:
            blocks.append(Block("paragraph", f"{head}。{text}"))
        else:
            blocks.append(Block("heading", head, level=3))
            blocks.append(Block("paragraph", text))
    return blocks


def _application_text(prose: _Prose, section: str) -> str:
    text = prose.tell("applications" if prose.figures["applications.received"] else "applications_zero", section)
    for kind in ("carried_in", "carried_forward"):
        if prose.figures[f"applications.{kind}"]:
            text += prose.tell(kind, section)
    return text


def _dispute_text(prose: _Prose, section: str) -> str:
    none = not prose.figures["review.cases"] and not prose.figures["litigation.cases"]
    return prose.tell("disputes_zero" if none else "disputes", section)


def _problem_section(
    sentences: _Sentences, rng: Random, chosen: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Paragraphs of section 五 and what they tell: each topic's problem, then its plan."""
    rows = [sentences.choose(f"problems/{topics}", _problem_rows(topics))[0] for topics in chosen]
    problems: list[Problem] = []
    for row in rows:
        for topic in row["topics"].split("|"):
            problems.append(Problem(topic, row["problem"], "problem", "problems", None))
            problems.append(Problem(topic, row["plan"], "plan", "problems", None))
    intro, plans_intro = sentences.plain("problems_intro"), sentences.plain("plans_intro")
    style = rng.randrange(3)
    if len(rows) == 1:
        return (f"{intro}{rows[0]['problem']}。", f"{plans_intro}{rows[0]['plan']}。"), tuple(problems)
    if style == 0:
        told = "；".join(f"{_NUMERALS[i]}是{row['problem']}" for i, row in enumerate(rows))
        planned = "；".join(f"{_NUMERALS[i]}是{row['plan']}" for i, row in enumerate(rows))
        return (f"{intro}{told}。", f"{plans_intro}{planned}。"), tuple(problems)
    if style == 1:
        told_lines = [f"{i + 1}.{row['problem']}。" for i, row in enumerate(rows)]
        planned_lines = [f"{i + 1}.{row['plan']}。" for i, row in enumerate(rows)]
        return (intro, *told_lines, plans_intro, *planned_lines), tuple(problems)
    told = "".join(f"{_NUMERALS[i]}是{row['problem']}。" for i, row in enumerate(rows))
    planned = "".join(f"{_NUMERALS[i]}是{row['plan']}。" for i, row in enumerate(rows))
    return (intro + told + plans_intro + planned,), tuple(problems)


# --- tables --------------------------------------------------------------------------------------------------


def _text(value: float | str | None) -> str:
    return printed(value) if isinstance(value, (int, float)) else ""


def _disclosure_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None], rng: Random) -> list[Block]:
    """Section 二: one table, or a table for each item of article 20."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "disclosure"]
    wide = max(int(row["column"]) for row in rows) + 2
    parts: list[list[list[tuple[str, int]]]] = []
    for item in dict.fromkeys(row["item"] for row in rows):
        inside = [row for row in rows if row["item"] == item]
        labels = [
            row["column_label"] + (f"（单位：{row['unit']}）" if row["unit"] else "")
            for row in inside
            if row["row"] == inside[0]["row"]
        ]
        lines: list[list[tuple[str, int]]] = [[(item, wide)], _spread(["信息内容", *labels], wide)]
        for number in dict.fromkeys(row["row"] for row in inside):
            line = [row for row in inside if row["row"] == number]
            printed_cells = [_text(cells[row["indicator"], row["breakdown"]]) for row in line]
            lines.append(_spread([line[0]["row_label"], *printed_cells], wide))
        parts.append(lines)
    tables = parts if rng.random() < 0.3 else [[line for part in parts for line in part]]
    blocks = []
    for printed_lines in tables:
        found: list[Cell] = []
        for at, cells_of_line in enumerate(printed_lines):
            column = 0
            for text, span in cells_of_line:
                found.append(Cell(at, column, text, 1, span))
                column += span
        blocks.append(Block("table", cells=tuple(found)))
    return blocks


def _spread(texts: Sequence[str], wide: int) -> list[tuple[str, int]]:
    """A row whose last cell takes the columns that are left."""
    return [(text, 1) for text in texts[:-1]] + [(texts[-1], wide - len(texts) + 1)]


def _application_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None]) -> list[Block]:
    """Section 三: three header rows, three label columns, seven columns of numbers."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "applications"]
    found = [
        Cell(0, 0, _HINT, 3, 3),
        Cell(0, 3, "申请人情况", 1, 7),
        Cell(1, 3, "自然人", 2, 1),
        Cell(1, 4, "法人或其他组织", 1, 5),
        Cell(1, 9, "总计", 2, 1),
    ]
    kinds = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    found += [Cell(2, 4 + i, label) for i, label in enumerate(kinds)]
    by_row: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        by_row.setdefault(int(row["row"]), []).append(row)
    groups = {number: line[0]["item"] for number, line in by_row.items()}
    results = [number for number, line in by_row.items() if line[0]["item"] or line[0]["row_label"].startswith("（")]
    for number, line in by_row.items():
        at = number + 3
        if number not in results:
            found.append(Cell(at, 0, line[0]["row_label"], 1, 3))
        else:
            if number == results[0]:
                found.append(Cell(at, 0, "三、本年度办理结果", len(results), 1))
            if not groups[number]:
                found.append(Cell(at, 1, line[0]["row_label"], 1, 2))
            else:
                if groups.get(number - 1) != groups[number]:
                    size = sum(1 for item in groups.values() if item == groups[number])
                    found.append(Cell(at, 1, groups[number], size, 1))
                found.append(Cell(at, 2, line[0]["row_label"]))
        for row in line:
            text = _text(cells[row["indicator"], row["breakdown"]])
            found.append(Cell(at, 3 + int(row["column"]), text))
    return [Block("table", cells=tuple(found))]


def _dispute_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None]) -> list[Block]:
    """Section 四: fifteen numbers under three header rows."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "disputes"]
    found = [Cell(0, 0, "行政复议", 1, 5), Cell(0, 5, "行政诉讼", 1, 10)]
    found += [Cell(1, i, row["column_label"], 2, 1) for i, row in enumerate(rows[:5])]
    found += [Cell(1, 5, "未经复议直接起诉", 1, 5), Cell(1, 10, "复议后起诉", 1, 5)]
    found += [Cell(2, 5 + i, row["column_label"]) for i, row in enumerate(rows[5:])]
    found += [Cell(3, i, _text(cells[row["indicator"], ""])) for i, row in enumerate(rows)]
    return [Block("table", cells=tuple(found))]


def _without_zeros(block: Block) -> Block:
    """The table with its zeros left empty, as some offices print it."""
    if block.kind != "table":
        return block
    cells = (
        Cell(cell.row, cell.column, "" if cell.text == "0" else cell.text, cell.row_span, cell.column_span)
        for cell in block.cells
    )
    return Block("table", cells=tuple(cells))


def _cell_facts(form: Form, cells: Mapping[tuple[str, str], float | str | None], blank_zeros: bool) -> list[Fact]:
    """One fact for every cell of the form."""
    facts: list[Fact] = []
    if form == "none":
        return facts
    for row in table(f"forms/{form}"):
        value = cells[row["indicator"], row["breakdown"]]
        if value == "missing":
            fact = Fact(row["indicator"], row["breakdown"], None, "", "=", "missing", "table", row["table"], "", None)
        elif blank_zeros and value == 0:
            fact = Fact(row["indicator"], row["breakdown"], None, "", "=", "blank", "table", row["table"], "", None)
        else:
            number = float(value) if isinstance(value, (int, float)) else None
            fact = Fact(
                row["indicator"], row["breakdown"], number, row["unit"], "=", "stated", "table", row["table"], "", None
            )
        facts.append(fact)
    return facts
