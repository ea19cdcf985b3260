"""会议: the year's matters for a projector, one a screen: its number and course, the sentence, what to ask.

In comes a Choice; out comes Markup that assets/meeting.js shows screen by screen. The matters are those of 领导参阅.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from dashboard import charts, heads, routes, tables, wording
from dashboard.ask import generation
from dashboard.filters import Choice
from dashboard.papers import screen, sources

MOST = 12
"""Matters of a meeting; the rest are on 薄弱环节."""
_SCREEN = Markup('<section class="{}" data-screen{} aria-label="{}">{}</section>')
_LINE = Markup('<p class="{}">{}</p>')
_ROOT = Markup(
    '<div class="gk gk-meeting" data-meeting tabindex="-1" role="region" aria-label="{}">{}'
    '<p class="bar"><span class="where" aria-live="polite"></span>'
    '<button type="button" data-step="-1">{}</button><button type="button" data-step="1">{}</button>{}'
    '<span class="keys">{}</span></p></div>'
)


def screens(choice: Choice) -> Markup:
    """All screens, the first one with the verdict of the year."""
    found = sources.matters(choice, sources.opinions(choice))
    shown = found[:MOST]
    reports = sources.titles(choice.region_id)
    pieces = [_first(choice, shown, len(found))]
    pieces += [_matter(choice, matter, reports) for matter in shown]
    leave = routes.anchor("overview", wording.MEETING_LEAVE, "leave")
    return _ROOT.format(
        wording.MEETING,
        tables.together(pieces),
        wording.MEETING_BACK,
        wording.MEETING_ON,
        leave,
        wording.MEETING_KEYS,
    )


def _screen(label: str, pieces: Sequence[Markup], css: str = "", *, is_first: bool = False) -> Markup:
    return _SCREEN.format(css, "" if is_first else Markup(" hidden"), label, tables.together(pieces))


def _first(choice: Choice, shown: Sequence[sources.Matter], found: int) -> Markup:
    whom = wording.whom(choice.region_name, choice.kind, choice.office_names)
    pieces = [
        Markup("<h2>{}</h2>").format(wording.leader_title(whom, choice.year)),
        _LINE.format("say", heads.overview(choice)),
        _LINE.format("more", wording.meeting_count(found, len(shown)) if found else wording.NO_WEAK_SPOTS),
        Markup("<ol>{}</ol>").format(
            tables.together(
                Markup("<li>{}<span>{}</span></li>").format(matter.row.office_name, matter.name) for matter in shown
            )
        ),
        _LINE.format("note", wording.briefing_source(choice.words(), generation())),
    ]
    if choice.is_fictional:
        pieces.append(_LINE.format("note", wording.FICTIONAL_NOTE))
    return _screen(wording.MEETING, pieces, is_first=True)


def _matter(choice: Choice, matter: sources.Matter, reports: dict[int, str]) -> Markup:
    row = matter.row
    pieces = [Markup("<h2>{}<span>{}</span></h2>").format(row.office_name, matter.name)]
    if hasattr(row, "series_years"):
        pieces.append(_number(choice, row))
    pieces.append(_LINE.format("say", row.message))
    own = sources.of_finding(row, reports)[:1]
    if own:
        pieces.append(_LINE.format("quote", screen.link(own[0])))
    if isinstance(plan := getattr(row, "plan_quote", None), str):
        pieces.append(_LINE.format("plan", wording.promised_before(plan)))
    for words in filter(None, [matter.explained, *matter.notes]):
        pieces.append(_LINE.format("plan", words))
    if matter.question:
        pieces.append(_LINE.format("ask", wording.asked(matter.question)))
    if choice.is_fictional:
        pieces.append(_LINE.format("note", wording.FICTIONAL))
    return _screen(f"{row.office_name}{matter.name}", pieces, row.severity)


def _number(choice: Choice, row: Any) -> Markup:
    """The number of the year, last year's, and its course with the years named; nothing where it is not told."""
    told = {int(y): float(v) for y, v in zip(row.series_years, row.series_values, strict=True)}
    if wording.figure(row.value) is None:
        return Markup("")
    name = row.indicator_name if not row.matter_subject else wording.ALL_YEAR_ITEMS
    unit = "" if row.unit == "%" else row.unit
    years = [year for year in choice.years if year in told][-6:]
    spoken = wording.course_words(name, [(year, told[year]) for year in years], row.unit)
    course = Markup("")
    if len(years) > 1:
        marks = tables.together(
            Markup("<li><b>{}</b><span>{}</span></li>").format(wording.told(told.get(y), row.unit), wording.year(y))
            for y in range(years[0], years[-1] + 1)
        )
        picture = charts.sparkline([told.get(y) for y in range(years[0], years[-1] + 1)], spoken, 320, 84)
        course = Markup('<div class="course">{}<ul>{}</ul></div>').format(picture, marks)
    figure = Markup('<p class="figure"><span>{}</span><b>{}</b>{}<i>{}</i></p>').format(
        name,
        wording.told(row.value, row.unit, row.qualifier),
        unit,
        wording.last_year_value(row.previous_value, row.unit, row.previous_qualifier),
    )
    return Markup('<div class="number">{}{}</div>').format(figure, course)
