"""What is looked at: the choice made in the filter bar, kept for the page that runs next."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import wording

KEYS = ("region", "year", "since", "kind", "office")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at. `region_id` None is every region; `kind` None every kind; `office_codes` empty every
    office; `year` the year looked at and `since` the first year of trends; both 0 in an empty store. `is_wide`: the
    region has more offices than can be listed."""

    region_id: str | None
    region_name: str
    year: int
    since: int
    kind: str | None
    office_codes: tuple[str, ...]
    office_names: tuple[str, ...]
    is_fictional: bool
    is_wide: bool = False

    def parameters(self, *, offices: bool = True) -> dict[str, Any]:
        """region_id, kind and office_codes as the questions take them."""
        given: dict[str, Any] = {"region_id": self.region_id, "kind": self.kind}
        if offices:
            given["office_codes"] = list(self.office_codes) or None
        return given

    @property
    def years(self) -> list[int]:
        """The years of trends, first to last."""
        return list(range(self.since, self.year + 1))

    def words(self) -> str:
        """The filters in words, for notes and downloads."""
        parts = [self.region_name, wording.kind_label(self.kind or "")]
        parts.append("、".join(self.office_names) if self.office_names else wording.ALL_OFFICES)
        parts.append(wording.years(self.since, self.year))
        return "；".join(parts)


NOTHING = Choice(None, "", 0, 0, None, (), (), False)
"""The choice where there is no report, or the page has no filters."""


def keep(choice: Choice) -> None:
    """Hands the choice, and the filters as they stand in the address, to the page that runs next."""
    st.session_state["_choice"] = choice
    st.session_state["_put_back"] = {}
    address.set({key: written_parameter(key, st.query_params.get_all(key)) for key in KEYS if key in st.query_params})


def put_back(key: str, value: object) -> None:
    """Has 重置 put a page's own control back to `value` as well; asked for in each run of the page."""
    st.session_state["_put_back"][key] = value


def written_parameter(name: str, values: list[str]) -> str:
    """A parameter as an address has it."""
    return urlencode([(name, value) for value in values])


address: ContextVar[Mapping[str, str]] = ContextVar("address", default=MappingProxyType({}))
"""The filters of the address as it has them, written once a run: a page has a thousand links."""
office_labels: ContextVar[Mapping[str, str]] = ContextVar("labels", default=MappingProxyType({}))
"""What the filter bar shows for the code of an office, once a run."""


def current() -> Choice:
    """What the page that runs now looks at."""
    choice: Choice = st.session_state.get("_choice", NOTHING)
    return choice
