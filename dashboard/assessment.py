"""考评自评: what a sheet says of the offices looked at, and of one office clause by clause.

In come rows of the question assessment; out go tables with what each point rests on, and their downloads. It judges
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from dashboard import briefing, charts, downloads, every_page, freshness, routes, tables, wording
from dashboard.ask import ask
from dashboard.filters import Choice

MOST_OFFICES = 300
MOST_CASES = 8


def of_offices(frame: Any) -> list[list[Any]]:
    """The rows of each office, in the order of the roster."""
    parts = {code: list(part.itertuples()) for code, part in frame.groupby("office_code", sort=False)}
    place = {code: number for number, code in enumerate(ask("office_list")["office_code"])}
    return sorted(parts.values(), key=lambda rows: place.get(rows[0].office_code, len(place)))


def show_offices(choice: Choice, name: str, offices: list[list[Any]], day: date) -> None:
    """A row an office: its range. Nobody is ranked unless all is judged for everybody."""
    all_judged = all(not rows[0].office_open for rows in offices)
    if all_judged:
        offices = sorted(offices, key=lambda rows: rows[0].office_lost)
    charts.heading(wording.ASSESS_VIEWS["offices"], wording.ALL_JUDGED if all_judged else wording.ASSESS_NOT_RANKED)
    cells = [_office_cells(rows) for rows in offices]
    drawn: list[list[str]] = [
        [routes.anchor("assessment", line[0], assessed=rows[0].office_name, assess=wording.ASSESS_VIEWS["office"]), *line[1:]]
        for rows, line in zip(offices[:MOST_OFFICES], cells, strict=False)
    ]  # fmt: skip
    tables.put(
        tables.stacking(
            wording.ASSESS_COLUMNS, drawn, caption=wording.ASSESS_VIEWS["offices"], numeric=[2, 3, 4, 6, 7],
            css="gk-unranked",
        )
    )  # fmt: skip
    charts.foot(
        wording.assess_basis(choice.year, f"{day:%Y-%m-%d}"),
        _sheet(choice, name, wording.ASSESS_COLUMNS, cells, day),
        "assessed",
    )


def show_veto(choice: Choice, day: date) -> None:
    """How many columns of each office with a log are blank and stale, against the numbers of a veto."""
    charts.heading(wording.VETO, wording.VETO_NOTE)
    found = list(ask("veto_counts", as_of=day, **choice.parameters()).itertuples())
    if not found:
        tables.put(tables.line(freshness.no_log(), "gk-empty"))
        return
    first = found[0]
    named = [row for row in found if row.blank_count or row.stale_count]
    tables.put(
        tables.line(
            wording.veto_words(
                first.blank_veto_count, first.stale_veto_count, len(found), sum(bool(r.is_vetoed) for r in found)
            )
        )
    )
    cells = [
        [
            row.office_name,
            wording.number(row.blank_count),
            wording.number(row.stale_count),
            wording.VETO_STANDINGS[bool(row.is_vetoed)],
            "、".join(row.columns),
        ]
        for row in named
    ]
    if cells:
        drawn: list[list[str]] = [
            [routes.anchor("office", line[0], office=row.office_code), *line[1:]]
            for row, line in zip(named[:MOST_OFFICES], cells, strict=False)
        ]
        tables.put(
            tables.stacking(wording.VETO_COLUMNS, drawn, caption=wording.VETO, numeric=[1, 2], css="gk-unranked")
        )
    charts.foot(
        wording.veto_basis(f"{day:%Y-%m-%d}"), _sheet(choice, wording.VETO, wording.VETO_COLUMNS, cells, day), "veto"
    )


def _office_cells(rows: list[Any]) -> list[str]:
    first = rows[0]
    settled = sum(row.standing in ("judged", "lost", "clear") for row in rows)
    risks = [row for row in rows if row.risk_count]
    most = [wording.figure(row.risk_most) for row in risks]
    known = None if any(value is None for value in most) else sum(value or 0 for value in most)
    return [
        first.office_name,
        first.kind,
        wording.score_range(first.office_points, first.office_lost, first.office_open),
        wording.points(first.office_lost),
        wording.points(first.office_open),
        wording.risk_words(max((int(row.risk_count) for row in risks), default=0), known),
        wording.number(first.office_assessable_pct, "%"),
        wording.answered_words(settled, sum(row.standing != "unseen" for row in rows)),
    ]


def cases_of(row: Any) -> list[Any]:
    """What a clause rests on, as dictionaries: standing, message, report_id, fact_no."""
    return list(row.cases) if row.cases is not None else []


def _basis(row: Any, checked: str) -> Markup:
    """What a clause rests on: a sentence each, with the way to its place."""
    pieces: list[str | Markup] = [judged(row)] if row.standing == "judged" else []
    cases = cases_of(row)
    for case in cases[:MOST_CASES]:
        link: str | Markup = ""
        if wording.figure(case["report_id"]) is not None:
            link = routes.sentence_link(case["report_id"], case["fact_no"], wording.EVIDENCE, "gk-place")
        elif case["url"]:
            link = routes.outside(case["url"], wording.LOG_ITEM)
        pieces.append(Markup("{} {}").format(case["message"], link))
    if len(cases) > MOST_CASES:
        pieces.append(wording.more_cases(len(cases) - MOST_CASES))
    if row.standing == "open":
        pieces.append(row.asks)
    if row.standing == "clear":
        pieces.append(checked)
    return Markup("<br>").join(pieces)


def _lost(row: Any) -> str:
    """The points lost; nothing where nobody knows yet."""
    return wording.points(row.lost) if row.standing in ("judged", "lost", "clear") or row.lost else ""


def judged(row: Any) -> str:
    """What a person judged of a clause, with who and when."""
    at = (
        wording.day_time(row.judged_at.to_pydatetime())
        if row.judged_at is not None and row.judged_at == row.judged_at
        else ""
    )
    return wording.judged_words(row.judged_points, row.judged_by or "", at, row.judged_note or "", row.sure_lost)


def show_office(
    choice: Choice, sheet: Any, rows: list[Any], day: date, checked: Mapping[tuple[str, str], Sequence[str]]
) -> None:
    """One office: a row a clause, with what it rests on; the sheet for Word. `checked` names what answers a clause."""
    first = rows[0]
    title = wording.assess_title(first.office_name, choice.year)
    charts.heading(title, wording.ASSESS_NOTE)
    drawn = [
        [
            f"{row.item}（{wording.points(row.item_points) or wording.CLAUSE_STANDINGS['unseen']}）",
            f"{row.clause}，{wording.clause_deduction(row.deduction, row.per, row.most)}",
            tables.badge(wording.CLAUSE_STANDINGS[row.standing], "high" if row.standing == "lost" else ""),
            _lost(row),
            wording.points(row.open) if row.open else "",
            _basis(row, wording.sources_checked(checked.get((row.item, row.clause), ()))),
        ]
        for row in rows
    ]
    tables.put(tables.stacking(wording.CLAUSE_COLUMNS, drawn, caption=title))
    cells = [
        [
            row.item,
            row.clause,
            wording.CLAUSE_STANDINGS[row.standing],
            _lost(row),
            wording.points(row.open) if row.open else "",
            wording.strung([*([judged(row)] if row.standing == "judged" else []), *(case["message"] for case in cases_of(row))]),
        ]
        for row in rows
    ]  # fmt: skip
    downloads.button(
        wording.ASSESS_WORD,
        f"{title}.docx",
        briefing.assessment_sheet,
        sheet,
        rows,
        choice.year,
        day,
        choice.is_fictional,
        key="assess-word",
    )
    charts.foot(
        wording.assess_basis(choice.year, f"{day:%Y-%m-%d}"),
        _sheet(choice, title, wording.CLAUSE_COLUMNS, cells, day),
        "clauses",
    )


def _sheet(
    choice: Choice, name: str, columns: tuple[str, ...], cells: Sequence[Sequence[str]], day: date
) -> downloads.Sheet:
    notes = [*every_page.notes(choice, name, "", 0), (wording.AS_OF, f"{day:%Y-%m-%d}")]
    return downloads.Sheet(name, columns, lambda: cells, notes)
