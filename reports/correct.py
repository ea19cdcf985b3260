"""Step 5, correct: declared corrections applied to what was read, the printed value kept beside.

In go a Reading and the corrections declared for its report (data/reference/corrections.csv and the journal);
out comes the Reading with the facts concerned replaced. It never corrects on its own, and it refuses a
correction whose printed value is no longer what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.errors import CorrectionMismatch
from reports.model import Fact, Reading
from reports.reference import table


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person declares of the facts of one report.

    `indicator` ('' for an unassigned number), `breakdown` and `stated_value` (None: no number was read there)
    say which facts are meant, `locator`, if given, which one of them. `corrected_value` None says that what
    was read is no such number. `new_indicator` and `new_breakdown` assign it to another indicator, if given.
    `skeleton` is that of the number's sentence, as it was kept with the decision; `name` a quoted name in it that is
    said to be the indicator's channel ('' for none).
    """

    indicator: str
    breakdown: str
    stated_value: float | None
    corrected_value: float | None
    reason: str
    by: str
    on: str
    locator: str | None = None
    new_indicator: str | None = None
    new_breakdown: str | None = None
    skeleton: str = ""
    name: str = ""

    def sentence(self) -> str:
        """Why, by whom and when, for people."""
        return f"{self.reason}（{self.by}，{self.on}）"


def declared(sha256: str) -> tuple[Correction, ...]:
    """The corrections of data/reference/corrections.csv for the original of these bytes."""
    return tuple(
        Correction(
            row["indicator"],
            row["breakdown"],
            _number(row["stated_value"]),
            _number(row["corrected_value"]),
            row["reason"],
            row["by"],
            row["on"],
        )
        for row in table("corrections")
        if row["sha256"] == sha256
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def matches(reading: Reading, corrections: Sequence[Correction]) -> dict[int, Correction]:
    """Which facts (their places in `reading.facts`) each of `corrections` means; the last one counts for a fact.

    Raises CorrectionMismatch when a correction means none: its printed value is not (or no longer) what was read.
    """
    found: dict[int, Correction] = {}
    for correction in corrections:
        places = [place for place, fact in enumerate(reading.facts) if _meant(fact, correction)]
        if not places:
            raise CorrectionMismatch(_mismatch(reading, correction))
        found |= dict.fromkeys(places, correction)
    return found


def is_meant(reading: Reading, correction: Correction) -> bool:
    """Whether a correction is of a number that is read."""
    return any(_meant(fact, correction) for fact in reading.facts)


def _meant(fact: Fact, correction: Correction) -> bool:
    if correction.locator is not None and correction.locator != str(fact.locator):
        return False
    return (
        (fact.indicator or "") == correction.indicator
        and fact.breakdown == correction.breakdown
        and fact.value == correction.stated_value
    )


def _mismatch(reading: Reading, correction: Correction) -> str:
    read = [
        "空" if fact.value is None else f"{fact.value:g}"
        for fact in reading.facts
        if (fact.indicator or "") == correction.indicator and fact.breakdown == correction.breakdown
    ]
    stated = "空" if correction.stated_value is None else f"{correction.stated_value:g}"
    name = "/".join(part for part in (correction.indicator or "未归类数字", correction.breakdown) if part)
    return (
        f"更正与年报不符：《{reading.report.title}》{name} 的更正针对原值 {stated}，"
        f"现读到的是 {'、'.join(read) or '无此项'}；请核对原文后修改或撤销该更正。"
    )


def correct(reading: Reading, corrections: Sequence[Correction]) -> Reading:
    """`reading` with `corrections` applied: value, status, indicator and breakdown of the facts meant are the
    corrected ones, `stated_value` is what is printed, `corrected` is True. Raises CorrectionMismatch.
    """
    facts = list(reading.facts)
    for place, correction in matches(reading, corrections).items():
        fact = facts[place]
        facts[place] = replace(
            fact,
            indicator=fact.indicator if correction.new_indicator is None else correction.new_indicator or None,
            breakdown=fact.breakdown if correction.new_breakdown is None else correction.new_breakdown,
            value=correction.corrected_value,
            status="unreadable" if correction.corrected_value is None else "stated",
            qualifier=fact.qualifier if correction.corrected_value == fact.value else "=",
            stated_value=fact.value,
            corrected=True,
        )
    return replace(reading, facts=tuple(facts))
