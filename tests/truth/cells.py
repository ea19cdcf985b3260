"""The cells of the statutory tables of a drawn report: they add up, but for a blank or a gap now and then."""

from __future__ import annotations

from random import Random
from typing import Any

from reports import reference

OUTCOMES = ("granted", "partly_granted", "denied.process_information", "unable.not_held", "not_processed.repeated")


def cells_of(draw: Random, office: str, year: int, form: str) -> list[tuple[Any, ...]]:
    """Every cell of the form as a fact: natural persons ask, the total column says the same, all else is 0."""
    numbers = {}
    received, carried = draw.choice((0, 0, 2, 9, 31)), draw.choice((0, 0, 1))
    left = received + carried
    done = 0
    for outcome in OUTCOMES:
        here = draw.randrange(left - done + 1)
        numbers[f"applications.{outcome}"] = here
        done += here
    numbers |= {
        "applications.received": received,
        "applications.carried_in": carried,
        "applications.total": done,
        "applications.carried_forward": left - done,
    }
    for dispute in ("review", "litigation_direct", "litigation_after_review"):
        if draw.random() < 0.4:
            parts = {part: draw.choice((0, 0, 1, 2)) for part in ("upheld", "corrected", "other", "pending")}
            numbers |= {f"{dispute}.{part}": number for part, number in parts.items()}
            numbers[f"{dispute}.total"] = sum(parts.values())
    blank = draw.choice(("", "", "", "applications.received", "applications.total", "review.total", "review.corrected"))
    facts = []
    for row in reference.table(f"forms/{form}"):
        indicator, breakdown = row["indicator"], row["breakdown"]
        number: float | None = 0.0
        if breakdown in ("", "natural_person", "total"):
            number = float(numbers.get(indicator, 0))
        is_blank = indicator == blank and breakdown in ("", "total")
        status = "blank" if is_blank else "stated"
        facts.append(
            (office, year, indicator, breakdown, None if is_blank else number, "=", status, "table", "leading")
        )
    return facts
