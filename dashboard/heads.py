"""The sentences that the data say of a whole and a year: the first lines of four pages, and of the 简报.

In comes a Choice; out come sentences, composed by wording from the answers of the questions page_head_*.
"""

from __future__ import annotations

from typing import Any

from dashboard import wording
from dashboard.ask import ask
from dashboard.filters import Choice


def _row(question: str, choice: Choice, **more: Any) -> Any:
    return next(ask(question, year=choice.year, **choice.parameters(), **more).itertuples())


def missing(choice: Choice, status: str = "missing") -> list[str]:
    """The offices whose report on the year is not in the store, by name; with "unfiled" those that had to report."""
    frame = ask("coverage", from_year=choice.year, to_year=choice.year, **choice.parameters())
    return list(frame.loc[(frame["year"] == choice.year) & (frame["status"] == status), "office_name"])


def overview(choice: Choice) -> str:
    """Which reports are here, the median close rate, whose has been falling for years, how many weak spots."""
    row = _row("page_head_overview", choice)
    return wording.overview_head(
        choice.year,
        int(row.reported_office_count),
        int(row.office_count),
        missing(choice),
        rates(choice, "hotline12345"),
        int(row.high_weak_spot_count),
        int(row.weak_spot_count),
        int(row.late_office_count),
        only(choice),
        missing(choice, "unfiled"),
    )


def only(choice: Choice) -> str:
    """The name of the one office looked at: the one chosen, or the only one of the year; '' where there are several."""
    if choice.office_names:
        return choice.office_names[0] if len(choice.office_names) == 1 else ""
    frame = ask("coverage", from_year=choice.year, to_year=choice.year, **choice.parameters())
    names = list(frame.loc[(frame["year"] == choice.year) & (frame["status"] != "not_expected"), "office_name"])
    return names[0] if len(names) == 1 else ""


def rates(choice: Choice, subject: str) -> wording.Rates:
    """The close rates of the year in numbers, from the same answers as the tables show."""
    row = _row("page_head_hotline", choice, subject=subject)
    changes = ask(
        "close_rate_change", subject=subject, from_year=choice.year, to_year=choice.year, **choice.parameters()
    ).copy()
    false = changes["office_code"].isin(_held_false(choice, subject, "close_rate_falling"))
    changes.loc[false & (changes["falling_years"] >= 2), "falling_years"] = 1
    lasting = changes[changes["falling_years"] >= 2]
    alone = next(changes.itertuples()) if len(changes) == 1 and row.rated_office_count == 1 else None
    return wording.Rates(
        int(row.rated_office_count),
        int(row.few_cases_office_count),
        wording.figure(row.median_rate_pct),
        wording.figure(row.lowest_rate_pct),
        wording.figure(row.highest_rate_pct),
        int(row.rising_office_count),
        int(row.falling_office_count),
        int(row.level_office_count),
        [(r.office_name, int(r.falling_years), r.first_rate_pct, r.rate_pct) for r in lasting.itertuples()],
        wording.figure(alone.change_pp) if alone is not None and isinstance(alone.direction, str) else None,
        int(alone.falling_years) if alone is not None else 0,
        wording.figure(alone.first_rate_pct) if alone is not None else None,
        int(row.no_cases_office_count),
    )


def _held_false(choice: Choice, subject: str, rule: str) -> set[str]:
    """The offices of which no first line says what `rule` finds in their close rate: the staff held just that, or,
    where the rule found nothing, something else in the rate to be false."""
    given = {"from_year": choice.year, "to_year": choice.year, **choice.parameters()}
    refuted = ask("weak_spots_list", status="refuted", **given)
    refuted = refuted[refuted["subject"] == subject]
    if refuted.empty:
        return set()
    found = ask("weak_spots_list", status="failed", rule=rule, **given)
    return set(refuted["office_code"]) - set(found.loc[found["subject"] == subject, "office_code"])


def hotline(choice: Choice, subject: str) -> str:
    """How many cases came in, the close rate, who falls, and who is low beyond chance among its kind."""
    row = _row("page_head_hotline", choice, subject=subject)
    funnel = ask("rate_funnel", year=choice.year, subject=subject, region_id=choice.region_id, kind=choice.kind)
    sums = ask("overview_kpis", year=choice.year, indicators=[f"{subject}.received"], **choice.parameters())
    false = _held_false(choice, subject, "close_rate_below_peers")
    verdicts = [
        (r.office_name, "refuted" if r.office_code in false and r.verdict.startswith("below") else r.verdict)
        for r in funnel.itertuples()
        if not choice.office_codes or r.office_code in choice.office_codes
    ]
    return wording.hotline_head(
        wording.SUBJECTS[subject],
        choice.year,
        wording.figure(row.received_count),
        int(row.received_office_count),
        wording.figure(row.pooled_rate_pct),
        rates(choice, subject),
        [name for name, verdict in verdicts if verdict == "below_998"],
        [name for name, verdict in verdicts if verdict == "below_95"],
        [name for name, verdict in verdicts if verdict.startswith("above")],
        any(verdict not in ("few_cases", "few_peers", "no_cases", "refuted") for _name, verdict in verdicts)
        and not any(verdict == "refuted" for _name, verdict in verdicts),
        choice.office_names[0] if len(choice.office_names) == 1 else "",
        str(sums["qualifier"].iloc[0]),
        int(row.pooled_office_count),
        [(left_out["office_name"], left_out["reason"]) for left_out in row.unpooled_offices],
    )


def disclosure(choice: Choice) -> str:
    """What was published by which channel, what fell silent, which columns are stale."""
    row = _row("page_head_disclosure", choice)
    return wording.disclosure_head(
        choice.year,
        int(row.reported_office_count),
        [
            (
                wording.CHANNELS[f"disclosure.{name}"],
                wording.figure(getattr(row, f"{name}_count")),
                str(getattr(row, f"{name}_qualifier")),
                int(getattr(row, f"{name}_office_count")),
            )
            for name in ("website", "weibo", "wechat")
        ],
        [(found["office_name"], wording.CHANNELS[found["indicator"]]) for found in row.silent_channels],
        [(found["office_name"], found["column_name"], found["rule_id"]) for found in row.stale_columns],
        choice.office_names[0] if len(choice.office_names) == 1 else "",
    )


def applications(choice: Choice) -> str:
    """How many applications, the share granted, what was carried over, reviews and suits."""
    row = _row("page_head_applications", choice)
    return wording.applications_head(
        choice.year,
        int(row.reported_office_count),
        wording.figure(row.received_count),
        str(row.received_qualifier),
        int(row.received_office_count),
        wording.figure(row.received_text_count),
        int(row.received_text_office_count),
        wording.figure(row.outcomes_count),
        wording.figure(row.granted_count),
        wording.figure(row.carried_forward_count),
        wording.figure(row.review_count),
        wording.figure(row.litigation_count),
        wording.figure(row.corrected_count),
        choice.office_names[0] if len(choice.office_names) == 1 else "",
    )
