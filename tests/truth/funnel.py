"""The second computation of the funnel: Wilson's limits around the kind's median rate, widened by its own scatter.

Spiegelhalter 2005, as DECISIONS.md tells it: the centre is the median rate weighted by cases; from five offices on the
variance is multiplied by the squared, scaled median of the distances from it, where that is more than 1.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist, median

import numpy
import pandas

from tests.truth.figures import FEW, Stated

TOLERANCE = 1e-9
DEVIATIONS = {"95": NormalDist().inv_cdf(0.975), "998": NormalDist().inv_cdf(0.999)}
SCALE = 1 / NormalDist().inv_cdf(0.75)


def limits(centre: float, cases: float, deviations: float) -> tuple[float, float]:
    """Wilson's limits of a share for a number of cases: the roots of (p - centre)^2 = z^2 p (1 - p) / n, solved for p
    by the interval's usual form."""
    square = deviations * deviations / cases
    half = sqrt(centre * (1 - centre) * square + square * square / 4)
    return (centre + square / 2 - half) / (1 + square), (centre + square / 2 + half) / (1 + square)


def weighted_median(rates: list[tuple[float, float]]) -> float:
    """The rate at which half of all cases is reached; (rate, cases) in any order."""
    total = sum(cases for _, cases in rates)
    reached = 0.0
    for rate, cases in sorted(rates):
        reached += cases
        if reached >= total / 2:
            return rate
    raise ValueError("no rates")


def dispersion(rates: list[tuple[float, float]], centre: float) -> float:
    """How much wider than chance the rates scatter, as a factor of the variance, never below 1."""
    if len(rates) < 5 or not 0 < centre < 1:
        return 1.0
    distances = [abs(rate - centre) / sqrt(centre * (1 - centre) / cases) for rate, cases in rates]
    return max(1.0, (SCALE * median(distances)) ** 2)


def verdict(rate: float, cases: float, centre: float, factor: float) -> str:
    """Where a share stands between the limits; the limits themselves lie within."""
    for name in ("998", "95"):
        lower, upper = limits(centre, cases / factor, DEVIATIONS[name])
        if rate < lower - TOLERANCE:
            return f"below_{name}"
        if rate > upper + TOLERANCE:
            return f"above_{name}"
    return "within"


def funnel(stated: Stated, subject: str, year: int) -> pandas.DataFrame:
    """By office: rate, centre, dispersion and verdict of those that tell both numbers exactly."""
    cases = stated.exact_cases(subject).dropna()
    cases = cases[cases.index.get_level_values("year") == year].droplevel("year")
    rows = cases.join(stated.offices.set_index("office"))
    out = []
    for _, peers in rows.groupby(["district", "kind"]):
        judged = [(r.closed / r.received, r.received) for r in peers.itertuples() if r.received >= FEW]
        centre = weighted_median(judged) if judged else None
        factor = dispersion(judged, centre) if centre is not None else 1.0
        for row in peers.itertuples():
            rate = row.closed / row.received if row.received else None
            if rate is None:
                said = "no_cases"
            elif row.received < FEW:
                said = "few_cases"
            elif len(judged) < 3:
                said = "few_peers"
            else:
                assert centre is not None
                said = verdict(rate, row.received, centre, factor)
            out.append((row.Index, row.received, rate, centre, factor, said))
    columns = ["office", "received", "rate", "centre", "dispersion", "verdict"]
    return pandas.DataFrame(out, columns=columns).set_index("office")


LOGARITHMS = numpy.concatenate([[0.0], numpy.cumsum(numpy.log(numpy.arange(1, 10_001)))])
"""Logarithms of the factorials."""


def chance_of_so_few(closed: int, received: int, share: float) -> float:
    """The exact binomial probability of `closed` or fewer out of `received` where each closes with `share`."""
    if not 0 < share < 1:
        return float(share == 0 or closed >= received)
    bound = numpy.exp(-2 * received * max(share - closed / received, 0) ** 2)
    if bound < 1e-9:
        return float(bound)  # Hoeffding: it is less than this, which is little enough.
    k = numpy.arange(min(closed, received) + 1)
    ways = LOGARITHMS[received] - LOGARITHMS[k] - LOGARITHMS[received - k]
    return float(numpy.exp(ways + k * numpy.log(share) + (received - k) * numpy.log(1 - share)).sum())
