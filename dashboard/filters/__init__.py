"""The filter bar: region, year, first year, kind and offices, the same on every page and in the address."""

from dashboard.filters.bar import draw, region_labels
from dashboard.filters.choice import NOTHING, Choice, current, keep, put_back

__all__ = [
    "NOTHING",
    "Choice",
    "current",
    "draw",
    "keep",
    "put_back",
    "region_labels",
]
