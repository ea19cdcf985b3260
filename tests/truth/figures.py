"""The second computation: told, shown, change, direction, rank and median of an indicator, in pandas, by definition.

A told value is the number that leads; a close rate that no report states is computed from exact cases. Rates are shown,
and compared, rounded half away from zero to one decimal; counts as told. A close rate of fewer cases than rule
few_cases says is judged nowhere, and one that the cases of its report contradict has no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import numpy
import pandas

from reports import reference
from tests.truth.plans import District

DICTIONARY = {row["indicator"]: row for row in reference.table("indicators")}
RULES = {row["rule"]: row for row in reference.table("rules")}
FEW = float(RULES["few_cases"]["threshold"])
CLOSE_RATES = {f"{subject}.close_rate": subject for subject in ("hotline12345", "petition")}


def half_up(value: float | None, digits: int = 1) -> float:
    """`value` as a reader sees it: the printed decimals rounded half away from zero; NaN for none."""
    if value is None or pandas.isna(value):
        return float("nan")
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def threshold(rule: str) -> float:
    """The threshold of a rule of data/reference/rules.csv."""
    return float(RULES[rule]["threshold"])


def is_rate(indicator: str) -> bool:
    """Whether an indicator is told in percent."""
    return DICTIONARY[indicator]["unit"] == "%"


def contradicts(rate: float, received: float, closed: float) -> bool:
    """Whether a stated rate is materially another than closed over received, rounded or cut off to its decimals."""
    step = 10.0 ** -len(f"{rate:.12g}".partition(".")[2])
    computed = 100 * closed / received
    agrees = rate - step / 2 - 1e-9 <= computed < rate + step - 1e-9 or computed == rate
    return not agrees and abs(rate - computed) >= threshold("material_change_rate") - 1e-9


class Stated:
    """What drawn districts state, and what follows from it."""

    def __init__(self, districts: Sequence[District]) -> None:
        self.districts = {district.region: district for district in districts}
        self.offices = pandas.DataFrame(
            [
                {"district": d.region, "office": o.name, "kind": o.kind, "from_year": o.from_year, "to_year": o.to_year}
                for d in districts
                for o in d.offices
            ]
        )
        self.reports = pandas.DataFrame([report for d in districts for report in d.reports]).merge(
            self.offices, on="office"
        )
        self.facts = pandas.concat([d.frame() for d in districts], ignore_index=True)
        self.facts["value"] = self.facts.value.astype(float)
        self._held: dict[str, pandas.DataFrame] = {}
        self._runs: dict[str, pandas.Series] = {}
        self._told: dict[str, pandas.DataFrame] = {}

    def of(self, region: str) -> Stated:
        """The same of one district alone."""
        return Stated([self.districts[region]])

    @cached_property
    def keys(self) -> pandas.MultiIndex:
        """Every office and year with a report."""
        return pandas.MultiIndex.from_frame(self.reports[["office", "year"]])

    def told(self, indicator: str) -> pandas.DataFrame:
        """value, qualifier and status by office and year with a report: the table's total first, else the prose."""
        if indicator not in self._told:
            self._told[indicator] = self._told_anew(indicator)
        return self._told[indicator]

    def _told_anew(self, indicator: str) -> pandas.DataFrame:
        facts = self.facts[(self.facts.indicator == indicator) & self.facts.breakdown.isin(["", "total"])]
        out = pandas.DataFrame({"value": numpy.nan, "qualifier": None, "status": "missing"}, index=self.keys)
        out["qualifier"] = out.qualifier.astype(object)
        table = facts[facts.source == "table"].set_index(["office", "year"])
        prose = facts[facts.source == "text"].set_index(["office", "year"])
        torn = prose[prose.role == "conflict"]
        for status, rows in (
            ("", table),
            ("conflict", torn),
            ("stated", prose[prose.role == "leading"]),
            ("stated", table[table.status == "stated"]),
        ):
            rows = rows[~rows.index.duplicated()]
            out.loc[rows.index, "status"] = status or rows.status
            if status == "stated":
                out.loc[rows.index, "value"] = rows.value
                out.loc[rows.index, "qualifier"] = rows.qualifier
        return out

    def exact_cases(self, subject: str) -> pandas.DataFrame:
        """received and closed by office and year, NaN where not told exactly."""
        parts = {name: self.told(f"{subject}.{name}") for name in ("received", "closed")}
        return pandas.DataFrame({name: part.value.where(part.qualifier == "=") for name, part in parts.items()})

    def values(self, indicator: str) -> pandas.DataFrame:
        """told, with close rates computed where none is stated, and with the cases that these rest on."""
        out = self.told(indicator).copy()
        out["cases"], out["few"] = numpy.nan, False
        if indicator in CLOSE_RATES:
            subject = CLOSE_RATES[indicator]
            cases = self.exact_cases(subject)
            can = (out.status == "missing") & (cases.received > 0) & cases.closed.notna()
            out.loc[can, "value"] = 100 * cases.closed[can] / cases.received[can]
            out.loc[can, "status"], out.loc[can, "qualifier"] = "computed", "="
            none = (out.status == "missing") & (cases.received == 0)
            out.loc[none, "status"] = "no_cases"
            both = out.value.notna() & ~can & (cases.received > 0) & cases.closed.notna()
            against = [
                bool(told) and contradicts(rate, received, closed)
                for told, rate, received, closed in zip(both, out.value, cases.received, cases.closed, strict=True)
            ]
            # A rate that its own cases contradict is none to go by.
            out.loc[against, ["value", "qualifier", "status"]] = numpy.nan, None, "conflict"
            out["cases"] = self.told(f"{subject}.received").value
            out["few"] = out.cases < FEW
        out["shown"] = [half_up(value) for value in out.value] if is_rate(indicator) else out.value
        return out

    def figures(self, indicator: str) -> pandas.DataFrame:
        """values, with change and direction on the year before and place among the kind of the district."""
        if indicator not in self._held:
            self._held[indicator] = self._figures(indicator)
        return self._held[indicator]

    def _figures(self, indicator: str) -> pandas.DataFrame:
        out = self.values(indicator).reset_index().merge(self.offices[["office", "district", "kind"]], on="office")
        before = out[["office", "year", "value", "shown", "few"]].assign(year=out.year + 1)
        out = out.merge(before, on=["office", "year"], how="left", suffixes=("", "_before"))
        few_before = out.few_before.eq(True)
        if is_rate(indicator):
            out["change"] = (out.shown - out.shown_before).round(1)
            out["change_pct"] = numpy.nan
        else:
            out["change"] = out.value - out.value_before
            out["change_pct"] = 100 * out.change / out.value_before.abs().replace(0, numpy.nan)
        signs = numpy.sign(out.change).map({1.0: "up", -1.0: "down", 0.0: "same"})
        out["direction"] = signs.where(~(out.few | few_before))
        judged = out[out.value.notna() & ~out.few]
        peers = ["district", "kind", "year"]
        by_peers = judged.groupby(peers).value
        shape = pandas.DataFrame(
            {
                "median": by_peers.median(),
                "q1": by_peers.quantile(0.25),
                "q3": by_peers.quantile(0.75),
                "judged": by_peers.count(),
            }
        )
        shape["stated"] = out[out.value.notna()].groupby(peers).value.count()
        out = out.merge(shape.reset_index(), on=peers, how="left")
        polarity = DICTIONARY[indicator]["polarity"]
        spread = judged.groupby(peers).shown.agg(["count", "nunique"])
        ranked = spread[(spread["count"] >= 3) & (spread["nunique"] > 1)].index
        can = (
            out.value.notna()
            & ~out.few
            & pandas.MultiIndex.from_frame(out[peers]).isin(ranked)
            & (polarity != "neutral")
        )
        out["rank"] = out[can].groupby(peers).shown.rank(method="min", ascending=polarity != "higher_is_better")
        out["tied"] = out[can].groupby([*peers, "rank"]).shown.transform("count")
        return out.set_index(["office", "year"]).sort_index()

    def falling_years(self, indicator: str) -> pandas.Series:
        """By office and year, how many years up to it the shown rate fell in a row."""
        if indicator not in self._runs:
            run: dict[tuple[str, int], int] = {}
            for (office, year), direction in self.figures(indicator).direction.items():
                run[office, year] = run.get((office, year - 1), 0) + 1 if direction == "down" else 0
            self._runs[indicator] = pandas.Series(run)
        return self._runs[indicator]
