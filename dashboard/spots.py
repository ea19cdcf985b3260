"""Weak spots as cards: an office and a matter each, with the number, how long, last year's promise, what to ask.

In come rows of weak_spot_cards; out comes Markup. It judges nothing and chooses no order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from dashboard import charts, evidence, followed, routes, tables, wording

_CARD = Markup(
    '<li class="gk-spot {}"><p class="who">{}<span class="matter">{}</span></p>{}'
    '<p class="why">{} {}</p>{}<p class="more">{}</p>{}{}</li>'
)
_FIGURE = Markup('<p class="figure"><span class="name">{}</span><b>{}</b>{}<span class="before">{}</span>{}</p>')
_LINE = Markup('<p class="{}">{}</p>')


def cards(rows: Iterable[Any], years: Sequence[int], caption: str, *, of_one: bool = False) -> Markup:
    """A list of cards; `years` are those of the small course, the last is the cards' own. On the page `of_one` office its name is not said again."""
    return Markup('<ul class="gk gk-spots{}" aria-label="{}">{}</ul>').format(
        " of-one" if of_one else "", caption, tables.together(_card(row, years, of_one) for row in rows)
    )


def _card(row: Any, years: Sequence[int], of_one: bool) -> Markup:
    others = wording.also_found(list(row.rule_names))
    return _CARD.format(
        row.severity,
        "" if of_one else routes.anchor("office", row.office_name, office=row.office_code),
        row.matter_name,
        _figure(row, years),
        row.message.removeprefix(row.office_name),
        evidence.links(row, most=3 if of_one else 1) + followed.beside_card(row, years[-1]),
        _LINE.format("also", others) if others else "",
        marks(row),
        _plan(row),
        _LINE.format("ask", wording.asked(row.question)) if row.question else "",
    )


def marks(row: Any) -> Markup:
    """How grave, how long, whether worse, whether the office told it itself."""
    labels = [tables.badge(wording.SEVERITIES[row.severity], row.severity)]
    labels += held(int(row.years_lasted), bool(row.is_worsening))
    if row.self_told:
        labels.append(tables.badge(wording.SELF_TOLD, "accent"))
    return tables.together(labels)


def held(years: int, is_worse: bool) -> list[Markup]:
    """The labels of how long a matter has been found and whether its number is worse than the year before."""
    return [
        tables.badge(words, "high" if words == wording.WORSENING else "") for words in wording.held(years, is_worse)
    ]


def _figure(row: Any, years: Sequence[int]) -> Markup:
    """The number of the year beside last year's, and its course; nothing where there is none."""
    if wording.figure(row.value) is None:
        return Markup("")
    told = {int(y): float(v) for y, v in zip(row.series_years, row.series_values, strict=True)}
    name = row.indicator_name if not row.matter_subject else wording.ALL_YEAR_ITEMS
    unit = Markup('<span class="gk-unit">{}</span>').format(row.unit) if row.unit != "%" else ""
    spoken = wording.course_words(name, [(y, told[y]) for y in years if y in told], row.unit)
    return _FIGURE.format(
        name,
        wording.told(row.value, row.unit, row.qualifier),
        unit,
        wording.last_year_value(row.previous_value, row.unit, row.previous_qualifier),
        charts.sparkline([told.get(year) for year in years], spoken) if len(told) > 1 else "",
    )


def _plan(row: Any) -> Markup:
    """What the report of the year before promised, with the way to it."""
    if not isinstance(row.plan_quote, str):
        return Markup("")
    link = routes.problem_link(
        row.plan_report_id, row.plan_no, wording.plan_quoted(row.plan_quote), "", wording.LAST_YEAR_PLAN
    )
    return Markup('<p class="plan">{}：{}</p>').format(wording.LAST_YEAR_PLAN, link)
