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


def overview(choice: Choice) -> str:
    """Who reported, the median close rate, who falls two years running, what is severe, who was late."""
    row = _row("page_head_overview", choice)
    falling = ask("close_rate_change", from_year=choice.year, to_year=choice.year, **choice.parameters())
    return wording.overview_head(
        choice.year,
        int(row.reported_office_count),
        int(row.office_count),
        wording.figure(row.median_rate_pct),
        int(row.rated_office_count),
        list(falling.loc[falling["falling_years"] >= 2, "office_name"]),
        int(row.high_weak_spot_count),
        int(row.late_office_count),
    )


def hotline(choice: Choice, subject: str) -> str:
    """How many cases came in, the close rate, who falls, and who is low beyond chance among its kind."""
    row = _row("page_head_hotline", choice, subject=subject)
    funnel = ask("rate_funnel", year=choice.year, subject=subject, region_id=choice.region_id, kind=choice.kind)
    low = [
        r.office_name
        for r in funnel.itertuples()
        if r.verdict == "below_998" and (not choice.office_codes or r.office_code in choice.office_codes)
    ]
    return wording.hotline_head(
        wording.SUBJECTS[subject],
        choice.year,
        wording.figure(row.received_count),
        int(row.received_office_count),
        wording.figure(row.median_rate_pct),
        wording.figure(row.pooled_rate_pct),
        int(row.falling_office_count),
        int(row.falling_two_years_office_count),
        low,
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
        [(found["office_name"], found["column_name"], found["rule"]) for found in row.stale_columns],
        choice.office_names[0] if len(choice.office_names) == 1 else "",
    )


def applications(choice: Choice) -> str:
    """How many applications, the share granted, what was carried over, reviews and suits."""
    row = _row("page_head_applications", choice)
    return wording.applications_head(
        choice.year,
        wording.figure(row.received_count),
        int(row.received_office_count),
        int(row.reported_office_count),
        wording.figure(row.granted_share_pct),
        wording.figure(row.carried_forward_count),
        wording.figure(row.review_count),
        wording.figure(row.litigation_count),
        wording.figure(row.corrected_count),
    )
