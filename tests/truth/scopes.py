"""What is true of one district, or some of its offices, in one year: the facts that first lines are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas

from reports import reference
from tests.truth.figures import CLOSE_RATES, DICTIONARY, Stated, half_up, is_rate
from tests.truth.funnel import funnel
from tests.truth.plans import due

CHANNELS = {"政府网站": "disclosure.website", "政务微博": "disclosure.weibo", "微信公众号": "disclosure.wechat"}


NOT_ON_THE_SPINE = {"disclosure.policy_interpretation"}
"""What 单位画像 does not compare with peers."""


TOPICS = {row["column_name"]: row["topic"] for row in reference.table("columns") if row["topic"]}
MATTERS = {(row["rule"], row["subject"]): row["matter"] for row in reference.table("rule_matters")}


def _matter(rule: str, subject: str) -> tuple[str, str]:
    """What a finding is about: the matter, and of columns which one."""
    matter = MATTERS.get((rule, subject)) or MATTERS[rule, ""]
    if matter != "column":
        return matter, ""
    return matter, next((column for column, topic in TOPICS.items() if topic == subject), subject)


@dataclass(frozen=True)
class Fall:
    """A close rate that fell some years in a row: the rate before the first fall, and now, as shown."""

    years: int
    before: float
    now: float


class Scope:
    """A district in a year; `offices` narrows it to some. `findings` are the store's own, for what counts them."""

    def __init__(
        self, stated: Stated, region: str, year: int, findings: pandas.DataFrame, offices: Sequence[str] | None = None
    ) -> None:
        self.stated, self.region, self.year = stated, region, year
        roster = stated.offices[stated.offices.district == region]
        self.roster = roster[roster.office.isin(offices)] if offices else roster
        self.names = set(self.roster.office)
        self._rows: dict[tuple[str, int], pandas.DataFrame] = {}
        self._verdicts: dict[str, pandas.Series] = {}
        self._falls: dict[str, dict[str, Fall]] = {}
        self.ever = findings[findings.office.isin(self.names)]
        self.findings = self.ever[self.ever.year == year]

    @cached_property
    def reports(self) -> pandas.DataFrame:
        """The reports of the year."""
        return self.reports_of(self.year)

    def reports_of(self, year: int) -> pandas.DataFrame:
        """The reports of a year."""
        found = self.stated.reports
        return found[found.office.isin(self.names) & (found.year == year)]

    @property
    def reported(self) -> set[str]:
        """Offices with a report."""
        return set(self.reports.office)

    @cached_property
    def expected(self) -> set[str]:
        """Offices that had to report, by the roster, else since their first report, or did."""
        first = self.stated.reports.groupby("office").year.min()
        since = self.roster.set_index("office").from_year.fillna(first)
        return self.reported | set(since[since <= self.year].index)

    @property
    def missing(self) -> set[str]:
        """Offices that had to report and of which there is no report."""
        return self.expected - self.reported

    @cached_property
    def late(self) -> set[str]:
        """Offices whose printed date is after the day due."""
        dated = self.reports[self.reports.published_on.notna()]
        return {r.office for r in dated.itertuples() if r.published_on > due(r.year)}

    @cached_property
    def in_time(self) -> set[str]:
        """Offices whose printed date is not after the day due."""
        return set(self.reports[self.reports.published_on.notna()].office) - self.late

    @property
    def undated(self) -> set[str]:
        """Offices with a report that prints no date."""
        return self.reported - self.late - self.in_time

    def rows(self, indicator: str, year: int | None = None) -> pandas.DataFrame:
        """The figures of an indicator, a row an office with a report."""
        key = indicator, self.year if year is None else year
        if key not in self._rows:
            found = self.stated.figures(indicator)
            found = found[found.district == self.region].reset_index("year")
            found = found[(found.year == key[1]) & found.index.isin(self.names)]
            self._rows[key] = found.rename_axis("office")
        return self._rows[key]

    def told(self, indicator: str) -> pandas.DataFrame:
        """Of these, the rows with a value."""
        rows = self.rows(indicator)
        return rows[rows.value.notna()]

    def judged(self, indicator: str) -> pandas.DataFrame:
        """Of these, the rows that are judged."""
        told = self.told(indicator)
        return told[~told.few]

    def without_cases(self, indicator: str) -> set[str]:
        """Offices that tell no close rate and say that no case came in."""
        rows = self.rows(indicator)
        return set(rows[rows.status == "no_cases"].index)

    def few(self, indicator: str) -> set[str]:
        """Offices whose rate rests on few cases."""
        told = self.told(indicator)
        return set(told[told.few].index)

    def median(self, indicator: str) -> float:
        """The median of the judged values as shown; NaN without."""
        value = self.judged(indicator).value.median()
        return half_up(value) if is_rate(indicator) else half_up(value, 2)

    def quartile(self, indicator: str, share: float) -> float:
        """A quartile of the judged values as shown."""
        return half_up(self.judged(indicator).value.quantile(share))

    def moved(self, indicator: str, direction: str) -> set[str]:
        """Offices whose value went up, down or stayed the same on last year."""
        rows = self.rows(indicator)
        return set(rows[rows.direction == direction].index)

    def few_compared(self, indicator: str) -> set[str]:
        """Offices with a value in both years of which one rests on few cases."""
        rows = self.rows(indicator)
        return set(rows[rows.change.notna() & rows.direction.isna()].index)

    def at_end(self, indicator: str, is_high: bool) -> tuple[set[str], float]:
        """The judged offices with the highest, or lowest, shown value, and that value."""
        shown = self.judged(indicator).shown
        if shown.empty:
            return set(), float("nan")
        end = shown.max() if is_high else shown.min()
        return set(shown[shown == end].index), end

    def all_equal(self, indicator: str) -> bool:
        """Whether several judged offices show one and the same value."""
        shown = self.judged(indicator).shown
        return len(shown) > 1 and shown.nunique() == 1

    def falls(self, subject: str = "hotline12345") -> dict[str, Fall]:
        """Offices whose close rate fell up to this year, with the years in a row."""
        if subject not in self._falls:
            indicator = f"{subject}.close_rate"
            runs = self.stated.falling_years(indicator)
            shown = self.stated.figures(indicator).shown
            self._falls[subject] = {
                office: Fall(years, shown[office, self.year - years], shown[office, self.year])
                for office in self.moved(indicator, "down")
                for years in [int(runs[office, self.year])]
            }
        return self._falls[subject]

    def long_falls(self, subject: str = "hotline12345") -> dict[str, Fall]:
        """Of these, those of two years and more."""
        return {office: fall for office, fall in self.falls(subject).items() if fall.years > 1}

    def verdicts(self, subject: str = "hotline12345") -> pandas.Series:
        """The funnel's verdict by office."""
        if subject not in self._verdicts:
            found = funnel(self.stated.of(self.region), subject, self.year).verdict
            self._verdicts[subject] = found[found.index.isin(self.names)]
        return self._verdicts[subject]

    def called(self, *verdicts: str, subject: str = "hotline12345") -> set[str]:
        """Offices with one of these verdicts."""
        found = self.verdicts(subject)
        return set(found[found.isin(verdicts)].index)

    def total(self, indicator: str, year: int | None = None) -> float:
        """The sum over the offices that tell it; NaN where none does."""
        return self.rows(indicator, year).value.sum(min_count=1)

    def unpooled(self, subject: str) -> dict[str, str]:
        """Offices that tell cases received and are left out of that rate, each with the reason as a page says it."""
        out: dict[str, str] = {}
        received, closed = (self.rows(f"{subject}.{part}") for part in ("received", "closed"))
        for office in self.told(f"{subject}.received").index:
            came, done = received.loc[office], closed.loc[office]
            if not came.value > 0:
                continue
            if pandas.isna(done.value):
                out[office] = "没有可用的办结数"
            elif done.value > came.value:
                out[office] = "办结数多于收到数"
            elif "~" in (came.qualifier, done.qualifier) or ">=" in (came.qualifier, done.qualifier):
                out[office] = "件数不是确数"
        return out

    def pooled(self, subject: str) -> float:
        """Closed over received in percent, over the offices that tell both exactly, as shown."""
        cases = self.stated.exact_cases(subject).dropna().reset_index()
        both = cases[cases.office.isin(self.names) & (cases.year == self.year)]
        return half_up(100 * both.closed.sum() / both.received.sum()) if both.received.sum() else float("nan")

    def comparable(self, indicator: str) -> int:
        """How many offices tell it in both years."""
        return int(self.rows(indicator).change.notna().sum())

    def weak_spots(self, severity: str | None = None) -> pandas.DataFrame:
        """The weak spots found in the year."""
        found = self.findings[(self.findings.kind == "weak_spot") & (self.findings.status == "failed")]
        return found if severity is None else found[found.severity == severity]

    def rules(self, status: str) -> int:
        """How many rules the checks of one report came out so by; one that fails anywhere fails."""
        failed = set(self.checks("failed").rule)
        return len(failed if status == "failed" else set(self.checks(status).rule) - failed)

    def checks(self, status: str) -> pandas.DataFrame:
        """The checks of the year that came out so."""
        return self.findings[(self.findings.kind == "check") & (self.findings.status == status)]

    @cached_property
    def matters(self) -> pandas.DataFrame:
        """The weak spots of the year by office and matter: severity, how long it has lasted, whether the office told it."""
        found = self.ever[(self.ever.kind == "weak_spot") & (self.ever.status == "failed")]
        found = found[found.rule != "report_missing"]
        keys = [_matter(rule, subject) for rule, subject in zip(found.rule, found.subject, strict=True)]
        found = found.assign(matter=[" ".join(key) for key in keys])
        years = found.groupby(["office", "matter"]).year.agg(set)
        rows = []
        for (office, matter), here in found[found.year == self.year].groupby(["office", "matter"]):
            run = next(n for n in range(1, 99) if self.year - n not in years[office, matter])
            gravest = min(here.severity, key=["high", "medium", "low"].index)
            rows.append((office, matter, gravest, max(run, here.years_lasted.max()), here.self_told.any()))
        return pandas.DataFrame(rows, columns=["office", "matter", "severity", "lasted", "self_told"])

    @property
    def facts(self) -> pandas.DataFrame:
        """The facts of the year's reports."""
        found = self.stated.facts
        return found[found.office.isin(self.names) & (found.year == self.year)]

    @property
    def doubts(self) -> int:
        """Numbers that wait for a person: those told twice differently."""
        return int((self.facts.role == "conflict").sum())

    def cells(self, source: str, status: str) -> int:
        """How many numbers of the prose or of the tables came out so."""
        return int(((self.facts.source == source) & (self.facts.status == status)).sum())

    def topics(self, year: int) -> set[str]:
        """Topics of the problems that the reports of a year tell."""
        rows = self.stated.districts[self.region].problems
        return {row[2] for row in rows if row[0] in self.names and row[1] == year and row[3] == "problem"}

    def dictionary(self) -> dict[str, float]:
        """Reports of these offices in all years, and how many indicators they state at least once."""
        facts = self.stated.facts[self.stated.facts.office.isin(self.names)]
        stated = facts[(facts.status == "stated") & facts.role.isin(["leading", "repeat"])]
        reports = self.stated.reports[self.stated.reports.office.isin(self.names)]
        return {"reports": len(reports), "n": stated.indicator.nunique()}

    def places(self) -> set[str]:
        """Of one office: the indicators in which it has a place among its kind."""
        stated = {*self.stated.facts.indicator.unique(), *CLOSE_RATES} - NOT_ON_THE_SPINE
        judged = [name for name in DICTIONARY if name in stated and DICTIONARY[name]["polarity"] != "neutral"]
        return {name for name in judged if self.rows(name)["rank"].notna().any()}

    def behind(self) -> set[str]:
        """Of these, by name, those in which it lies in the worse quarter of four and more."""
        out = set()
        for name in self.places():
            row = self.rows(name).iloc[0]
            is_high = DICTIONARY[name]["polarity"] == "higher_is_better"
            is_worse = row.value < row.q1 if is_high else row.value > row.q3
            if is_worse and row.judged >= 4:
                out.add(DICTIONARY[name]["name_zh"])
        return out
