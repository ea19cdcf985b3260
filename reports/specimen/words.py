"""The sentences of a fictional report, from data/reference/specimen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random

from reports.model import Block, Fact, Problem
from reports.reference import table
from reports.specimen.figures import OfficeRow

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")
_NUMERALS = "一二三四五六七八九十"


class Sentences:
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
        fitting = [row for row in sentences_of(kind) if set(_indicators(row["text"])) <= set(figures)]
        chosen = self.choose(kind, fitting)[0]
        told = {name: figures[name] for name in _indicators(chosen["text"])}
        for implied in filter(None, chosen["implies"].split("|")):
            name, _, value = implied.partition("=")
            told[name] = float(value)
        return chosen["text"], told

    def plain(self, kind: str, count: int = 1) -> str:
        """Sentences of a kind that tells no figure."""
        return "".join(fill(row["text"], self.words) for row in self.choose(kind, sentences_of(kind), count))


@cache
def sentences_of(kind: str) -> tuple[dict[str, str], ...]:
    """The sentences of this kind in data/reference/specimen."""
    return tuple(row for row in table("specimen/sentences") if row["kind"] == kind)


@cache
def _problem_rows(topics: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("specimen/problems") if row["topics"] == topics)


def problem_kinds() -> tuple[str, ...]:
    """The topics, or pairs of topics joined by |, that specimens can tell as problems."""
    return tuple(dict.fromkeys(row["topics"] for row in table("specimen/problems")))


def _indicators(text: str) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(text) if "." in name]


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; KeyError for one without a word."""
    return _PLACEHOLDER.sub(lambda found: words[found.group(1)], text)


def printed(value: float) -> str:
    """A number as offices print it.

    >>> printed(98.20), printed(677.0)
    ('98.2', '677')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")


class Prose:
    """Paragraphs under construction and the facts that their sentences tell."""

    def __init__(self, sentences: Sentences, figures: Mapping[str, float]) -> None:
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
        filled = fill(text, words)
        quote = filled.rstrip("。")
        for name, value in told.items():
            unit = re.search(r"\{" + re.escape(name) + r"\}([条件起次期篇%])", text)
            self.facts.append(_told(name, value, unit.group(1) if unit else "件", quote, section))
        for name, value in (columns or {}).items():
            self.facts.append(_told("disclosure.column", value, "条", f"{name}{printed(value)}条", section, name))
        return filled


def _told(indicator: str, value: float, unit: str, quote: str, section: str, breakdown: str = "") -> Fact:
    return Fact(indicator, breakdown, value, unit, "=", "stated", "text", section, quote, None)


def dateline(office: OfficeRow, published_on: date, rng: Random) -> str:
    """A line with day and place of publication, in one of three styles."""
    style = rng.randrange(3)
    if style == 0:
        return f"发布时间：{published_on.isoformat()}　来源：{office.name}"
    if style == 1:
        return f"发布日期：{published_on.year}年{published_on.month:02d}月{published_on.day:02d}日"
    return f"来源：{office.name}　发布时间：{published_on.isoformat()} 09:{rng.randrange(10, 60)}"


def overview_text(prose: Prose, rng: Random, columns: Mapping[str, float], *, plain: bool) -> list[Block]:
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
        ("依申请公开", "" if plain else application_text(prose, "overview") + dispute_text(prose, "overview")),
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


def application_text(prose: Prose, section: str) -> str:
    """The sentences on applications."""
    text = prose.tell("applications" if prose.figures["applications.received"] else "applications_zero", section)
    for kind in ("carried_in", "carried_forward"):
        if prose.figures[f"applications.{kind}"]:
            text += prose.tell(kind, section)
    return text


def dispute_text(prose: Prose, section: str) -> str:
    """The sentence on reviews and lawsuits."""
    none = not prose.figures["review.cases"] and not prose.figures["litigation.cases"]
    return prose.tell("disputes_zero" if none else "disputes", section)


def problem_section(
    sentences: Sentences, rng: Random, chosen: Sequence[str]
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


def text_of(value: float | str | None) -> str:
    """A number as printed; '' for anything else."""
    return printed(value) if isinstance(value, (int, float)) else ""
