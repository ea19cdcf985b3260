"""Drawn districts: offices, reports and what each report states, awkward on purpose and the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas

from tests.truth.cells import cells_of

FACT = ("office", "year", "indicator", "breakdown", "value", "qualifier", "status", "source", "role")
STEMS = "竹岚松荷溪麦霜芦桃柳梅兰云石桥泉湖坪岭湾塔渡集营堡关屯店寨塘"
KINDS = ("街道", "镇", "部门")
ENDINGS = {"街道": "街道办事处", "镇": "镇人民政府", "部门": "局", "乡": "乡人民政府"}
LONG = "农业农村和水务林业草原自然资源综合监督管理服务中心事业发展与保障"

Number = float | None
Series = list[Number]


@dataclass(frozen=True)
class Office:
    """An office of a district, as the roster has it."""

    name: str
    kind: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass
class District:
    """A region with its offices, its reports (office, year, published_on, form, sections) and what they state."""

    region: str
    name: str
    seed: int
    offices: list[Office] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    problems: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """The years with a report."""
        return sorted({report["year"] for report in self.reports})

    def frame(self) -> pandas.DataFrame:
        """What is stated, a row a fact."""
        return pandas.DataFrame(self.facts, columns=FACT)

    def state(self, office: str, year: int, indicator: str, *numbers: Number, qualifier: str = "=") -> None:
        """Adds what the prose tells: one number, or several that differ and of which none leads."""
        role = "leading" if len(set(numbers)) == 1 else "conflict"
        for place, number in enumerate(numbers):
            here = "repeat" if role == "leading" and place else role
            self.facts.append((office, year, indicator, "", number, qualifier, "stated", "text", here))

    def told(self) -> str:
        """The district in words, for a test that fails: offices, reports and what the prose states."""
        lines = [f"{self.name} (seed {self.seed})"]
        frame = self.frame()
        for office in self.offices:
            lines.append(f"  {office.name} {office.kind} from {office.from_year} to {office.to_year}")
            for report in self.reports:
                if report["office"] == office.name:
                    here = frame[(frame.office == office.name) & (frame.year == report["year"])]
                    prose = here[(here.source == "text") | ((here.value.fillna(1) != 0) & (here.status != "missing"))]
                    stated = " ".join(
                        f"{f.indicator}{'/' + f.breakdown if f.breakdown else ''}"
                        f"{'' if f.qualifier == '=' else f.qualifier}={f.status if f.value is None else f'{f.value:g}'}"
                        for f in prose.astype({"value": object}).where(prose.notna(), None).itertuples()
                    )
                    lines.append(f"    {report['year']} on {report['published_on']} {report['form']}: {stated}")
        return "\n".join(lines)


def steady(draw: Random, count: int) -> Series:
    base = draw.choice((8, 40, 300, 2_600, 38_000))
    return [float(round(base * draw.uniform(0.8, 1.25))) for _ in range(count)]


def zeros(draw: Random, count: int) -> Series:
    return [0.0] * count


def from_zero(draw: Random, count: int) -> Series:
    begins = draw.randrange(count + 1)
    return [0.0 if place < begins else float(draw.randrange(1, 90)) for place in range(count)]


def to_zero(draw: Random, count: int) -> Series:
    ends = draw.randrange(count + 1)
    return [float(draw.randrange(1, 90)) if place < ends else 0.0 for place in range(count)]


def hardly(draw: Random, count: int) -> Series:
    base = draw.choice((2_400, 11_000, 250_000))
    return [float(base + draw.randrange(-1, 2)) for _ in range(count)]


def halving(draw: Random, count: int) -> Series:
    base = draw.choice((4, 37, 640))
    return [float(max(base // 2**place, 0)) for place in range(count)]


def small(draw: Random, count: int) -> Series:
    return [float(draw.randrange(0, 6)) for _ in range(count)]


def constant(draw: Random, count: int) -> Series:
    return [float(draw.choice((12, 60)))] * count


COUNTS: tuple[Callable[[Random, int], Series], ...] = (
    steady, zeros, from_zero, to_zero, hardly, halving, small, constant
)  # fmt: skip


def all_closed(draw: Random, count: int) -> Series:
    return [100.0] * count


def alike(draw: Random, count: int) -> Series:
    return [98.6] * count


def hundredths(draw: Random, count: int) -> Series:
    return [draw.choice((98.62, 98.6, 98.64, 98.55, 98.65, 98.56, 98.54)) for _ in range(count)]


def falling(draw: Random, count: int) -> Series:
    step = draw.choice((0.02, 0.3, 1.2, 3.5))
    return [round(99.4 - step * place, 2) for place in range(count)]


def wavering(draw: Random, count: int) -> Series:
    return [round(draw.uniform(88, 100), 2) for _ in range(count)]


def low(draw: Random, count: int) -> Series:
    return [round(draw.uniform(55, 93), 1) for _ in range(count)]


RATES: tuple[Callable[[Random, int], Series], ...] = (all_closed, alike, hundredths, falling, wavering, low)
VOLUMES: tuple[tuple[int, ...], ...] = ((3_000, 2_800, 3_300), (300, 260, 420), (24, 18, 31), (3, 9, 10, 11, 5), (0, 4))

PROSE = (
    "disclosure.website", "disclosure.weibo", "disclosure.wechat", "disclosure.policy_interpretation",
    "weibo.resolved", "disclosure.weibo_repost",
)  # fmt: skip
COLUMNS = ("社会救助", "保障性住房", "机构职能", "财政预决算")


def due(year: int) -> date:
    """The last day on which the report on `year` is in time."""
    return date(year + 1, 3, 31) if year <= 2018 else date(year + 1, 1, 31)


def _published(draw: Random, year: int) -> date | None:
    chosen = draw.random()
    if chosen < 0.4:
        return None
    if chosen < 0.75:
        return due(year) - timedelta(days=draw.randrange(1, 25))
    return due(year) + timedelta(days=0 if chosen < 0.82 else 1 if chosen < 0.88 else draw.randrange(2, 70))


def _name(place: int, kind: str, stem: str) -> str:
    first = STEMS[place % len(STEMS)] + (STEMS[(place // len(STEMS)) * 7 % len(STEMS)] if place >= len(STEMS) else "")
    if kind == "部门" and place == 2:
        return f"{stem}{LONG[: 31 - len(stem)]}局"
    return f"{stem}{first}{ENDINGS[kind]}"


def _cases(district: District, draw: Random, office: str, years: list[int], subject: str, rates: Series) -> None:
    """Cases received and closed with a rate, stated or only to be computed; sometimes about, sometimes one alone."""
    volumes = draw.choice(VOLUMES)
    how = draw.choice(("all", "all", "computed", "rate", "rounded"))
    for year, rate in zip(years, rates, strict=True):
        if rate is None or draw.random() < 0.08:
            continue
        received = draw.choice(volumes)
        closed = round(received * rate / 100)
        qualifier = draw.choice("======~")
        if how != "rate":
            district.state(office, year, f"{subject}.received", received, qualifier=qualifier)
            if draw.random() > 0.06:
                district.state(office, year, f"{subject}.closed", closed)
        if how != "computed" and received:
            stated = rate if how != "rounded" else round(100 * closed / received, draw.randrange(0, 3))
            district.state(office, year, f"{subject}.close_rate", stated)


def drawn(seed: int, *, offices: int | None = None, tables: bool | None = None, own_kinds: bool = False) -> District:
    """The district of this seed. `own_kinds` gives its offices kinds that no other district has, so that districts
    can be asked about together where peers are of one kind."""
    draw = Random(seed)
    count = offices or draw.choice((1, 1, 2, 2, 3, 4, 4, 5, 6, 8, 12))
    last = draw.choice((2018, 2020, 2023, 2024, 2024, 2025))
    years = list(range(last - draw.choice((0, 1, 1, 2, 3, 4, 6)), last + 1))
    stem = f"{STEMS[seed % len(STEMS)]}{STEMS[seed // len(STEMS) % len(STEMS)]}"
    # Its code is its name, so that an address may have either.
    district = District(f"{stem}区", f"{stem}区", seed)
    kinds = draw.choice((("街道",), ("街道",), ("街道", "镇"), KINDS))
    mark = str(seed) if own_kinds else ""
    shared_rate, shared_count = draw.choice(RATES), draw.choice(COUNTS)
    is_alike, has_tables = draw.random() < 0.3, draw.random() < 0.2 if tables is None else tables
    shared = {name: shared_count(draw, len(years)) for name in PROSE}
    rates_of_all = shared_rate(draw, len(years))
    gap = draw.choice((None, None, *years[1:-1]))
    for place in range(count):
        kind = kinds[place % len(kinds)]
        name = _name(place, kind, stem)
        begins = draw.choice((None, None, years[0], years[-1]))
        district.offices.append(Office(name, kind + mark, begins, None))
        told_years = [y for y in years if y != gap and draw.random() > 0.08 and (begins is None or y >= begins)]
        if draw.random() < 0.04:
            told_years = []
        for year in told_years:
            district.reports.append({"office": name, "year": year, "published_on": _published(draw, year)})
        at = [years.index(year) for year in told_years]
        for indicator in PROSE:
            series = shared[indicator] if is_alike else draw.choice(COUNTS)(draw, len(years))
            for year, number in ((year, series[i]) for year, i in zip(told_years, at, strict=True)):
                chosen = draw.random()
                if chosen > 0.12:
                    others = (number + 3,) if chosen > 0.97 and number is not None else ()
                    district.state(name, year, indicator, number, *others, qualifier=draw.choice(("=",) * 9 + ("~", ">=")))  # fmt: skip
        for subject in ("hotline12345", "petition"):
            rates = rates_of_all if is_alike else draw.choice((shared_rate, *RATES))(draw, len(years))
            _cases(district, draw, name, told_years, subject, [rates[i] for i in at])
        for year in told_years:
            if draw.random() < 0.3:
                district.state(
                    name, year, "hotline12345.satisfaction_rate", round(draw.uniform(94, 100), draw.randrange(3))
                )
            if draw.random() < 0.7:
                district.state(name, year, "applications.received", float(draw.choice((0, 0, 1, 3, 20))))
            for column in COLUMNS:
                if draw.random() < 0.5:
                    items = float(draw.choice((0, 1, 2, 6, 12, 12, 40)))
                    district.facts.append(
                        (name, year, "disclosure.column", column, items, "=", "stated", "text", "leading")
                    )
            if draw.random() < 0.25:
                topic = draw.choice(("timeliness", "format", "staff", "social_assistance"))
                kind_of = draw.choice(("problem", "problem", "plan"))
                district.problems.append((name, year, topic, kind_of, "有关工作需要加强。"))
    for report in district.reports:
        whole = has_tables and report["year"] >= 2019
        report["form"] = ("2019" if report["year"] < 2021 else "2021") if whole else "none"
        if whole:
            district.facts += cells_of(draw, report["office"], report["year"], report["form"])
    return district
