"""First lines told again: every claim that a page makes about a drawn district is what pandas makes of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner

from reports import store
from tests.truth import plans, tables
from tests.truth.cards import cards_in, untrue_card
from tests.truth.claims import CLAIMS, compare, hotline
from tests.truth.figures import DICTIONARY, Stated
from tests.truth.pages import Page, read, scan_once
from tests.truth.scopes import Scope
from tests.truth.sentences import Claim, faults
from tests.truth.words import falsified, untrue

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SEEDS = range(200, 240)


class Drawn:
    """A store of drawn districts, its pages and the truth about each of them."""

    def __init__(self, folder: Path) -> None:
        self.districts = {seed: plans.drawn(seed) for seed in SEEDS}
        self.stated = Stated(list(self.districts.values()))
        tables.fill(folder, list(self.districts.values()))
        generation = store.open_current(folder)
        self.findings = tables.findings(generation)
        generation.close()

    def scope(self, seed: int, head: str = "") -> Scope:
        """The district in its newest year; or the office that a first line names, in the year that it names."""
        district = self.districts[seed]
        named = [office.name for office in district.offices if office.name in head]
        told = re.search(r"(\d{4})年", head)
        year = int(told[1]) if told and named else max(district.years)
        return Scope(self.stated, district.region, year, self.findings, named)

    def first(self, seed: int) -> str:
        """An office of the district that has a report on the newest year."""
        reports = self.districts[seed].reports
        return next(str(r["office"]) for r in reports if r["year"] == max(self.districts[seed].years))

    def page(self, page: str, seed: int, **address: str) -> Page:
        return read(page, region=self.districts[seed].region, **address)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    folder = tmp_path_factory.mktemp("truth") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_STORE", str(folder))
        patch.setattr(manifest_scanner, "scan_component_manifests", scan_once)
        yield Drawn(folder)


ONE = {"office": "the first"}
VISITS = [
    *(("overview", seed, {}) for seed in (200, 201, 203, 205)),
    *(("overview", seed, ONE) for seed in (208, 209)),
    *(("hotline", seed, {}) for seed in (211, 212, 213, 214)),
    ("hotline", 216, {"subject": "信访"}),
    *(("hotline", seed, ONE) for seed in (218, 219)),
    *(("compare", seed, {}) for seed in (217, 218, 219, 220)),
    ("compare", 223, {"indicator": "政府网站公开信息"}),
    *(("compare", seed, ONE) for seed in (225, 226)),
    *(("disclosure", seed, {}) for seed in (226, 228)),
    ("disclosure", 229, ONE),
    *(("applications", seed, {}) for seed in (213, 214, 230)),
    ("applications", 202, ONE),
    *(("weak_spots", seed, {}) for seed in (233, 234, 236)),
    *(("quality", seed, {}) for seed in (236, 238, 239, 200)),
    *(("office", seed, {}) for seed in (208, 209)),
    ("report", 215, {}),
    ("indicators", 204, {}),
    ("import_reports", 205, {}),
]
"""Pages, whose district they show, and what else stands in the address."""


def visit(page: str, seed: int, address: dict[str, str]) -> Any:
    """A visit as a test of its own, with its name."""
    name = "-".join([page, str(seed), *address])
    return pytest.param(page, seed, address, id=name)


@pytest.mark.parametrize(("page", "seed", "address"), [visit(*one) for one in VISITS])
def test_the_first_line_says_what_is_so(drawn: Drawn, page: str, seed: int, address: dict[str, str]) -> None:
    office = drawn.first(seed) if "office" in address else None
    read = drawn.page(page, seed, **{**address, **({"office": office} if office else {})})
    scope = drawn.scope(seed, office or (read.head if page in ("office", "report") else ""))
    claims = known(page, read.head)
    found = faults(read.head, claims, scope) + untrue(read.texts, scope)
    found += [fault for card in cards_in(read.markup) for fault in untrue_card(card, scope)]
    assert not found, "\n".join([read.head, *found, drawn.districts[seed].told()])
    # The other way round: with any of its numbers raised by one it is no longer so.
    for other in falsified(read.head):
        assert faults(other, claims, scope), f"nobody noticed: {other}"


def known(page: str, head: str) -> list[Claim]:
    """The claims that a page may make."""
    if page == "compare":
        named = [name for name, row in DICTIONARY.items() if row["name_zh"] in head]
        return compare(max(named, key=lambda name: len(DICTIONARY[name]["name_zh"])))
    return hotline("petition" if "信访" in head else "hotline12345") if page == "hotline" else CLAIMS[page]
