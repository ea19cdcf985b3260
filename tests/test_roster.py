"""The roster of a store: offices register themselves, stay where they are, and come again from journal and originals."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.filters import lists
from reports import publish, store
from reports.errors import StoreError, UnknownRegion
from reports.identify.regions import NOWHERE, Region, Regions
from reports.identify.roster import Office, chosen, key_of, registered
from reports.publish import Source
from reports.publish.district import region_meant
from reports.publish.lines import merge_line, office_in, office_line, region_line
from reports.publish.roster import changed, folded
from reports.specimen import OfficeRow, demo, draw, write
from reports.store import Roster, journal
from tests.stored import one, rows, source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
PLACES = (
    ("石鼓区", "衡阳市"), ("兴庆区", "银川市"), ("江岸区", "武汉市"), ("姑苏区", "苏州市"), ("崂山区", "青岛市"),
    ("雁塔区", "西安市"), ("思明区", "厦门市"), ("天河区", "广州市"), ("青羊区", "成都市"), ("瓯海区", "温州市"),
    ("惠济区", "郑州市"), ("赛罕区", "呼和浩特市"), ("城中区", "西宁市"),
)  # fmt: skip
KINDS = (("柳塘街道办事处", "街道"), ("石桥镇人民政府", "镇"), ("{}审计局", "部门"))


def office_sources(year: int = 2023) -> list[Source]:
    """39 reports of 39 offices: in each of 13 districts a street, a town and a bureau of the same names."""
    found = []
    for district, city in PLACES:
        for name, kind in KINDS:
            office = OfficeRow(name.format(district), kind, district, city)
            data = write(draw(office, year, len(found)), "txt")
            found.append(Source(f"{city}{district}/{office.name}{year}.txt", data=data))
    return found


def offices(folder: Path) -> list[tuple[Any, ...]]:
    """Name, kind, region and whether it is new, of every office that is served."""
    generation = store.open_current(folder)
    try:
        query = "select o.name, kind, r.name, is_new, is_queued from office o left join region r using (region_id) order by office_id"
        return generation.cursor().execute(query).fetchall()
    finally:
        generation.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which the 39 were loaded."""
    folder = tmp_path_factory.mktemp("full")
    outcome = publish.load(folder, office_sources(), processes=1)
    assert not outcome.refused and not outcome.queued and outcome.counts["registered"] == 39
    return folder


@pytest.fixture
def folder(full: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(full, tmp_path / "store"))


def test_39_offices_of_39_reports_stand_with_kind_and_region(folder: Path) -> None:
    expected = [
        (name.format(district), kind, district, True, False) for district, _city in PLACES for name, kind in KINDS
    ]
    assert offices(folder) == expected
    assert one(folder, "select count(distinct office_id) from report") == 39
    # Each district has its city and province above it, and no region stands there for nothing.
    assert one(folder, "select count(*) from region where level = 'district'") == len(PLACES)
    assert one(folder, "select bool_and(len(path) = 4) from region where level = 'district'")
    assert one(folder, "select count(distinct code) from (select office_code as code from office)") == 39
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


def test_another_year_finds_each_office_again_in_any_order(folder: Path) -> None:
    later = office_sources(2024)[::4]
    outcome = publish.load(folder, later[::-1], processes=1)
    assert not outcome.registered and one(folder, "select count(*) from office") == 39
    assert one(folder, "select count(*) from (select 1 from report group by office_id having count(*) = 2)") == 10


def test_codes_do_not_depend_on_the_order_of_the_files(folder: Path, tmp_path: Path) -> None:
    publish.load(tmp_path / "other", office_sources()[8::-1], processes=1)
    codes = "select list(office_code order by office_code) from office {}"
    first = "where office_id <= 9"
    assert one(folder, codes.format(first)) == one(tmp_path / "other", codes.format(""))


@pytest.mark.skipif(not CORPUS.exists(), reason="the labelled reports are not here")
def test_each_report_in_the_styles_of_real_ones_has_an_office_with_kind_and_region(tmp_path: Path) -> None:
    labels = [json.loads(line) for line in (CORPUS / "labels.jsonl").read_text("utf-8").splitlines()]
    texts = [label for label in labels if label["file"].endswith((".txt", ".html"))]
    sources = [Source(label["file"], CORPUS / label["file"]) for label in texts]
    outcome = publish.load(tmp_path, sources, district="兴庆区", processes=1)
    assert not outcome.refused and not outcome.queued
    found = offices(tmp_path)
    assert len(found) == len(texts)
    assert all(region and kind != "其他" and is_new and not waits for _name, kind, region, is_new, waits in found)
    assert NOWHERE.name not in {region for _name, _kind, region, _new, _waits in found}
    told = {(name, region) for name, _kind, region, _new, _waits in found}
    assert {("横岚镇人民政府", "宁川市"), ("银岭镇人民政府", "青稷区"), ("犀街乡人民政府", "兴庆区")} <= told


def test_a_store_without_a_district_says_where_nobody_knows(tmp_path: Path) -> None:
    text = "石桥镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。".encode()
    assert publish.load(tmp_path, [Source("a.txt", data=text)]).registered == [("石桥镇人民政府", NOWHERE.name)]
    # It is not the 石桥镇 of any district that comes later.
    other = "银川市兴庆区石桥镇人民政府2024年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。".encode()
    outcome = publish.load(tmp_path, [Source("b.txt", data=other)])
    assert outcome.registered == [("石桥镇人民政府", "宁夏回族自治区银川市兴庆区")]


def report(office: str, year: int) -> Source:
    """A short report of an office."""
    title = f"{office}{year}年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。"
    return Source(f"{office}{year}.txt", data=title.encode())


def test_pages_open_on_ones_own_district_however_few_its_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [report(f"金凤区{name}镇人民政府", 2023) for name in ("良田", "丰登")]
    publish.load(tmp_path, [report("石桥镇人民政府", 2023), *others], district="银川市兴庆区", processes=1)
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path))
    found = lists.regions()
    assert found.default == "640104" and {"640104", "640106"} <= set(found.labels)


def test_the_district_is_named_once_and_kept(tmp_path: Path) -> None:
    publish.load(tmp_path, [report("石桥镇人民政府", 2022)], district="银川市兴庆区", who="王芳")
    publish.load(tmp_path, [report("石桥镇人民政府", 2023), report("金凤区石桥镇人民政府", 2023)])
    assert [row[:3] for row in offices(tmp_path)] == [
        ("石桥镇人民政府", "镇", "兴庆区"),
        ("石桥镇人民政府", "镇", "金凤区"),
    ]
    assert one(tmp_path, "select count(*) from report join office using (office_id) where region_id = '640104'") == 2
    [line] = [line for line in journal.read(tmp_path) if line["what"] == "district"]
    assert (line["region_id"], line["who"]) == ("640104", "王芳")
    # The same name in another district that is named now is another office, also after a rebuild.
    publish.load(tmp_path, [report("石桥镇人民政府", 2024)], district="西夏区")
    assert one(tmp_path, "select count(*) from office") == 3
    before = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == before
    with pytest.raises(UnknownRegion, match=r"不止一个：.*南京市鼓楼区"):
        publish.load(tmp_path, [report("石桥镇人民政府", 2025)], district="鼓楼区")
    with pytest.raises(UnknownRegion, match="不像地区名称"):
        publish.load(tmp_path, [report("石桥镇人民政府", 2025)], district="某某")


def test_a_region_of_ones_own_is_not_registered_twice_under_a_longer_or_shorter_name() -> None:
    def own(*chains: tuple[str, ...]) -> Regions:
        made: dict[str, Region] = {}
        for chain in chains:
            made |= {region.region_id: region for region in Regions(made).made(chain)}
        return Regions(made)

    bare, under_a_city = own(("青禾区",)), own(("云澄市", "青禾区"))
    with pytest.raises(UnknownRegion, match=r"已有地区“青禾区”，“云澄市青禾区”可能就是它：.*请写“青禾区”；"):
        region_meant("云澄市青禾区", bare)
    assert len(region_meant("禾原省云澄市青禾区", bare)[1]) == 3, "said to be another one"
    for words in ("青禾区", "云澄市青禾区", "禾原省云澄市青禾区"):
        region, made = region_meant(words, under_a_city)
        assert (under_a_city.full_name(region.region_id), made) == ("云澄市青禾区", ())
    assert len(region_meant("柳溪市青禾区", under_a_city)[1]) == 2, "of another city"
    with pytest.raises(UnknownRegion, match="不止一个：云澄市青禾区、柳溪市青禾区"):
        region_meant("青禾区", own(("云澄市", "青禾区"), ("柳溪市", "青禾区")))


def test_undoing_a_load_takes_its_offices_back(folder: Path) -> None:
    text = "银川市兴庆区掌政镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。".encode()
    before = rows(folder)
    publish.load(folder, [Source("b.txt", data=text)])
    assert one(folder, "select count(*) from office") == 40
    publish.rollback(folder)
    assert rows(folder) == before
    publish.rebuild(folder)
    assert rows(folder) == before


@pytest.mark.slow
def test_a_store_of_an_earlier_version_is_taken_over_with_its_offices(tmp_path: Path) -> None:
    """As it was before: no lines but of captures and assignments, codes of data/reference."""
    unknown = "云澄市青竹镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。".encode()
    known = [source("qinghe-zhuyinlu", 2022), source("qinghe-chengguan", 2022), Source("unknown.txt", data=unknown)]
    publish.load(tmp_path, known, processes=1)
    lines = [line for line in journal.read(tmp_path) if line["what"] == "capture"]
    assigned = {
        "what": "assignment",
        "sha256": [lines[2]["sha256"]],
        "before": ["云澄市青竹镇人民政府"],
        "after": "qinghe-hexu",
    }
    (tmp_path / journal.FILE_NAME).unlink()
    for line in lines:
        line.pop("district")
    journal.append(
        tmp_path, [{k: v for k, v in line.items() if k not in ("end", "chain")} for line in [*lines, assigned]]
    )
    publish.rebuild(tmp_path)
    codes = "select list(o.office_code order by report_id) from report join office o using (office_id)"
    assert one(tmp_path, codes) == ["qinghe-zhuyinlu", "qinghe-chengguan", "qinghe-hexu"]
    assert one(tmp_path, "select count(*) from office") == 3
    assert one(tmp_path, "select aliases from office where office_code = 'qinghe-zhuyinlu'")
    # Their next reports find them, and another rebuild says the same.
    publish.load(tmp_path, [source("qinghe-zhuyinlu", 2023)])
    assert one(tmp_path, "select count(*) from office") == 3
    before = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == before


def test_the_example_is_not_mixed_with_a_districts_own_reports(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="不与它混放"):
        demo.refuse_mixing(folder)
    demo.refuse_mixing(tmp_path / "new")
    demo.begin(tmp_path / "new")
    demo.refuse_mixing(tmp_path / "new")


@pytest.mark.slow
def test_an_example_in_the_own_stores_place_is_set_apart_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "district"
    assert demo.set_apart(own) == tmp_path / "district-demo" and not own.exists()
    demo.begin(own)
    publish.load(own, demo.demo_sources()[:1], cause="demo", processes=1)
    before = rows(own)
    beside = demo.set_apart(own)
    assert not own.exists() and rows(beside) == before
    # With a report of somebody's own in it, it is his.
    publish.load(own, demo.demo_sources()[:1], cause="demo", processes=1)
    publish.load(own, office_sources()[:1], processes=1)
    demo.set_apart(own)
    assert own.exists() and not demo.is_example(own)
    demo.set_apart(folder)
    assert folder.exists()


OWN = Regions({"own-1": Region("own-1", "青禾区", "district")})


def test_lines_in_force_make_the_roster() -> None:
    first = registered("岚溪街道办事处", "own-1", OWN)
    second = registered("岚溪街办事处", "own-1", OWN)
    moved = replace(first, name="岚溪东街道办事处", region_id="640104", is_new=False)
    lines = [region_line(OWN["own-1"]), office_line(first), office_line(second), office_line(changed(first, moved))]
    roster = folded(Roster(), lines)
    assert list(roster.offices.values()) == [replace(moved, filed_as=(("own-1", "岚溪街道办事处"),)), second]
    merged = folded(roster, [merge_line(second.code, first.code)])
    [stays] = merged.offices.values()
    assert stays.aliases == ("岚溪街办事处",) and ("own-1", "岚溪街办事处") in stays.filed_as
    assert merged.office(second.code) == stays
    assert office_in(office_line(stays)["office"]) == stays


@pytest.mark.parametrize(
    ("name", "other", "is_one"),
    [
        ("岚溪街道", "青禾区岚溪街道办事处", True),
        ("岚溪街道办", "岚溪街道办事处", True),
        ("麦湾镇", "麦湾镇人民政府", True),
        ("审计局", "青禾区审计局", True),
        ("麦湾镇人民政府", "麦湾乡人民政府", False),
        ("青禾区人民政府", "青禾区人民政府办公室", False),
    ],
)
def test_ways_to_write_a_name(name: str, other: str, is_one: bool) -> None:
    assert (key_of("own-1", name, OWN) == key_of("own-1", other, OWN)) is is_one


def test_of_several_offices_only_the_one_of_that_name_is_meant() -> None:
    several = [Office("a", "岚溪街道办事处", "街道", "own-1"), Office("b", "岚溪街道办", "街道", "own-1")]
    assert chosen("岚溪街道办", "own-1", several) == several[1]
    assert chosen("岚溪街道", "own-1", several) is None
