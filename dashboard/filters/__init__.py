"""The filter bar: region, year, first year, kind and offices, the same on every page and in the address."""

from dashboard.filters.address import PROFILE
from dashboard.filters.bar import draw, without_filters
from dashboard.filters.choice import NOTHING, Choice, current, keep
from dashboard.filters.lists import region_labels
from dashboard.filters.own import (
    NotListed,
    known,
    office_names,
    one_of,
    one_or_every,
    page_office,
    show_office,
    whole_number,
)

__all__ = [
    "NOTHING",
    "PROFILE",
    "Choice",
    "NotListed",
    "current",
    "draw",
    "keep",
    "known",
    "office_names",
    "one_of",
    "one_or_every",
    "page_office",
    "region_labels",
    "show_office",
    "whole_number",
    "without_filters",
]
