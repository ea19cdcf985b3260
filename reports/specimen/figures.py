"""The numbers of a fictional report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from reports.model import Block, Fact, Form, Problem
from reports.reference import table

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
LAWSUITS = ("litigation_direct", "litigation_after_review")

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


def narrative_figures(office: OfficeRow, rng: Random, wished: Mapping[str, float | None]) -> dict[str, float]:
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


def columns_of(rng: Random, office: OfficeRow) -> dict[str, float]:
    """Items of a website's list, or none for a report that lists nothing."""
    if rng.random() < 0.35:
        return {}
    names = [row["column"] for row in table("specimen/columns") if office.kind in row["kinds"].split("|")]
    return {name: float(rng.randint(1, 40)) for name in rng.sample(names, rng.randint(3, min(9, len(names))))}


def tie_text_to_tables(
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


def rates(values: dict[str, float]) -> None:
    """Adds the close rates that received and closed cases give, in percent with two decimals."""
    for group in ("hotline12345", "petition"):
        received, closed = values.get(f"{group}.received"), values.get(f"{group}.closed")
        if received and closed is not None:
            values[f"{group}.close_rate"] = round(100 * closed / received, 2)


def cells_of(
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


def spoil_figures(
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
        # One in a hundred: more missing would be a list that names only some (rule columns_sum).
        values["disclosure.website"] += max(1, round(values["disclosure.website"] / 100))
