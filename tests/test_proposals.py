"""Names that may be one office are proposed with what speaks for it, never merged without a person, and never asked twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import publish
from reports.command import gongkai
from reports.errors import StoreError
from reports.identify.alike import SORTS, proposals
from reports.identify.regions import NOWHERE, Region, Regions
from reports.identify.roster import Office
from reports.publish.proposals import accept, proposed, refuse
from reports.reference import table
from tests.stored import one, rows
from tests.test_offices import report

OWN = Regions({"own-1": Region("own-1", "青禾区", "district"), "own-2": Region("own-2", "白沙区", "district")})
STEMS = [
    "柳溪",
    "石桥",
    "青竹",
    "荷花",
    "金山",
    "银杏",
    "白马",
    "黑水",
    "红旗",
    "绿洲",
    "龙泉",
    "凤鸣",
    "虎丘",
    "鹤岭",
    "鹿苑",
    "梅园",
    "兰亭",
    "菊潭",
    "松涛",
    "柏林",
    "桃源",
    "杏花",
    "梨树",
    "枣林",
    "枫桥",
    "榆荫",
    "槐安",
    "桂香",
    "莲湖",
    "桐乡",
]
BUREAUS = {
    "市场监督管理局": "市监局", "发展和改革局": "发改局", "卫生健康局": "卫健局", "住房和城乡建设局": "住建局", "人力资源和社会保障局": "人社局",
    "农业农村局": "农农局", "退役军人事务局": "退役局", "文化和旅游局": "文旅局", "生态环境局": "生环局", "自然资源局": "自资局",
}  # fmt: skip


def spellings() -> list[tuple[str, str, str]]:
    """Sixty offices, each as it is written on three reports: 30 streets, 20 towns, 10 bureaus."""
    found = [(f"{stem}街道办事处", f"{stem}街道", f"{stem[0]}沅街道办事处") for stem in STEMS]
    found += [(f"{stem}湾镇人民政府", f"{stem}湾乡人民政府", f"青禾区{stem}湾镇政府") for stem in STEMS[:20]]
    found += [(f"青禾区{name}", name, f"青禾区{short}") for name, short in BUREAUS.items()]
    return found


@pytest.mark.slow
def test_sixty_offices_of_three_spellings_each_end_as_sixty(tmp_path: Path) -> None:
    named = spellings()
    assert len({names[0] for names in named}) == 60
    sources = [report(name, year) for names in named for name, year in zip(names, (2021, 2022, 2023), strict=True)]
    publish.load(tmp_path, sources, district="银川市青禾区", processes=1)
    before = one(tmp_path, "select count(*) from office")
    assert before == 120, "with the district or without, 街道 or 街道办事处, is certain; the rest asks"
    facts = one(tmp_path, "select count(*) from fact")
    while found := proposed(tmp_path):
        sort = found[0].sort
        accept(tmp_path, [each.pair for each in found if each.sort == sort], who="王芳")
    assert one(tmp_path, "select count(*) from office") == 60
    assert one(
        tmp_path,
        "select list(distinct years) from (select count(distinct year) as years from report group by office_id)",
    ) == [3]
    assert one(tmp_path, "select count(*) from fact") == facts
    # Later reports find their office under each of the three, and a rebuild says the same.
    again = publish.load(tmp_path, [report(name, 2024) for names in named[::7] for name in names], processes=1)
    assert not again.registered
    merged = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == merged


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    named = [("柳溪街道办事处", 2022), ("柳西街道办事处", 2023), ("石桥乡人民政府", 2022), ("石桥镇人民政府", 2023)]
    publish.load(folder, [report(*each) for each in named], district="兴庆区")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "store"))


def test_what_is_refused_stays_refused_and_comes_back_by_undo(folder: Path) -> None:
    first = proposed(folder)
    assert [(each.sort, each.gone.name, each.stays.name) for each in first] == [
        ("changed", "石桥乡人民政府", "石桥镇人民政府"),
        ("misread", "柳西街道办事处", "柳溪街道办事处"),
    ]
    assert first[1].why == "只差一个字：“溪”和“西”" and first[1].stays_years == (2022,)
    refuse(folder, [first[1].pair], who="王芳")
    assert [each.sort for each in proposed(folder)] == ["changed"]
    publish.load(folder, [report("柳西街道办事处", 2024)])
    publish.rebuild(folder)
    assert [each.sort for each in proposed(folder)] == ["changed"]
    accept(folder, [first[0].pair], who="王芳")
    assert proposed(folder) == []
    with pytest.raises(StoreError, match="已经有人处理过"):
        accept(folder, [first[0].pair])
    publish.rollback(folder)
    assert [each.sort for each in proposed(folder)] == ["changed"]


@pytest.mark.slow
def test_an_office_that_joins_another_keeps_what_was_refused(folder: Path) -> None:
    publish.load(folder, [report("柳茜街道办事处", 2021)])
    pairs = {frozenset((each.gone.name, each.stays.name)): each for each in proposed(folder) if each.sort == "misread"}
    assert len(pairs) == 3
    refuse(folder, [pairs[frozenset(("柳西街道办事处", "柳溪街道办事处"))].pair])
    # All that is left at once: the third may become either, not make one of both.
    left = [each.pair for each in proposed(folder) if each.sort == "misread"]
    count, left_out, _generation = accept(folder, left)
    assert (count, left_out) == (1, 1)
    assert not [each for each in proposed(folder) if each.sort == "misread"]


def office(name: str, kind: str = "街道", region: str = "own-1", code: str = "") -> Office:
    return Office(code or f"{region}-{name}", name, kind, region, is_new=True)


@pytest.mark.parametrize(
    ("one_name", "other", "kind", "sort"),
    [
        ("岚溪街道办事处", "岚汐街道办事处", "街道", "misread"),
        ("岚溪街道办事处", "岚溪街街道办事处", "街道", "misread"),
        ("东风街道办事处", "西风街道办事处", "街道", ""),
        ("解放一街道办事处", "解放二街道办事处", "街道", ""),
        ("城关镇人民政府", "新城关镇人民政府", "镇", ""),
        ("审计局", "统计局", "部门", ""),
        ("市监局", "市场监督管理局", "部门", "short"),
        ("发改委", "发展和改革委员会", "部门", "short"),
        ("财政局", "教育局", "部门", ""),
        ("自然资源和规划局", "自然资原和规划局", "部门", "misread"),
        ("岚溪街道办事处", "麦湾街道办事处", "街道", ""),
    ],
)
def test_what_is_alike(one_name: str, other: str, kind: str, sort: str) -> None:
    pair = [office(one_name, kind), office(other, kind)]
    assert [each.sort for each in proposals(pair, OWN, {})] == ([sort] if sort else [])
    # In two districts it is nobody's, and nor is it where both report on one year.
    assert not proposals([pair[0], office(other, kind, "own-2")], OWN, {})
    assert not proposals(pair, OWN, {each.code: {2023} for each in pair})


def test_a_name_without_its_district_is_proposed_only_where_one_district_has_it() -> None:
    vague, here, there = (office("岚溪街道办事处", region=region) for region in (NOWHERE.region_id, "own-1", "own-2"))
    [found] = proposals([here, vague], OWN, {})
    assert (found.sort, found.gone, found.stays) == ("place", vague, here)
    assert not proposals([here, there, vague], OWN, {})
    city = [office("审计局", "部门", "640100"), office("兴庆区审计局", "部门", "640104")]
    assert not proposals(city, Regions(), {}), "the bureau of the city is not the one of its district"
    town = [office("掌政镇人民政府", "镇", "640100"), office("掌政镇人民政府", "镇", "640104")]
    assert [each.sort for each in proposals(town, Regions(), {})] == ["place"]
    assert set(SORTS) >= {"place"}


@pytest.mark.parametrize("characters", [row["characters"] for row in table("lexicon/telling_apart")])
def test_each_row_of_the_table_keeps_offices_apart(characters: str) -> None:
    pair = [office(f"岚溪{each}街道办事处") for each in (characters[0], characters[-1])]
    assert not proposals(pair, OWN, {})
    assert proposals([pair[0], office("岚溪柳街道办事处")], OWN, {})


def test_the_command_lists_and_accepts(folder: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(
            gongkai, ["offices", "suggest", *arguments, "--store", str(folder)], standalone_mode=False
        )
        assert done.exception is None, done.exception
        return done.output

    assert "一字之差　柳西街道办事处" in run() and "共 2 条建议" in run()
    assert "已合并 2 个单位" in run("--accept", "--who", "王芳")
    assert "没有需要确认的合并建议" in run()
