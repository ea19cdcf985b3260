"""Regions by their names: of China to the county, what was renamed, what several share, and what nobody knows."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from reports.identify.regions import NOWHERE, Region, Regions, chain_of, region_of, region_of_folder
from reports.reference import REFERENCE

CHINA = Regions()
XINGQING, YINCHUAN, NINGXIA, JINFENG = "640104", "640100", "640000", "640106"


def test_the_table_of_china_is_whole() -> None:
    with (REFERENCE / "regions_of_china.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    standing = [row for row in rows if not row["last_seen"]]
    codes = {row["region_id"] for row in rows}
    # The Ministry of Civil Affairs counts 34 provinces, 333 cities and some 2,845 counties.
    assert Counter(row["level"] for row in standing) == {"district": 2845, "city": 333, "province": 34, "country": 1}
    assert Counter(row["region_id"] for row in standing).most_common(1)[0][1] == 1
    assert all(row["parent_id"] in codes for row in rows if row["region_id"] != "CN")
    for row in rows:
        if row["level"] == "district":
            assert row["parent_id"] in (row["region_id"][:4] + "00", row["region_id"][:2] + "0000")


@pytest.mark.parametrize(
    ("words", "near", "code"),
    [
        ("兴庆区", "", XINGQING),
        ("银川市兴庆区", "", XINGQING),
        ("宁夏回族自治区银川市兴庆区", "", XINGQING),
        ("吴忠市兴庆区", "", None),
        ("鼓楼区", "", None),
        ("南京市鼓楼区", "", "320106"),
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "320102", "320106"),
        ("鼓楼区", "640104", None),
        ("恩施州", "", "422800"),
        ("仙桃市", "", "429004"),
        ("东莞市", "", "441900"),
        # Merged away in 2010, and renamed in 2010 with the code kept.
        ("崇文区", "", "110103"),
        ("襄樊市", "", "420600"),
        ("青禾区", "", None),
    ],
)
def test_a_name_means_one_region_or_none(words: str, near: str, code: str | None) -> None:
    assert CHINA.named(chain_of(words), near) == code


def test_a_renamed_county_keeps_its_code_and_has_the_name_of_today() -> None:
    assert CHINA["420600"].name == "襄阳市"
    assert CHINA.path(XINGQING) == ("CN", NINGXIA, YINCHUAN, XINGQING)
    assert CHINA.full_name(XINGQING) == "宁夏回族自治区银川市兴庆区"


@pytest.mark.parametrize(
    ("office", "district", "region"),
    [
        ("掌政镇人民政府", XINGQING, XINGQING),
        ("兴庆区掌政镇人民政府", "", XINGQING),
        ("银川市掌政镇人民政府", XINGQING, XINGQING),
        ("银川市民政局", XINGQING, YINCHUAN),
        ("兴庆区民政局", XINGQING, XINGQING),
        ("银川市兴庆区兴庆区教育局", "", XINGQING),
        ("金凤区良田镇人民政府", XINGQING, JINFENG),
        ("宁夏回族自治区人民政府", XINGQING, NINGXIA),
        ("鼓楼区民政局", "320102", "320106"),
        ("成都市青羊区柳塘街道办事处", "", "510105"),
        ("城区街道办事处", XINGQING, XINGQING),
        ("银川经济技术开发区管理委员会", XINGQING, XINGQING),
        ("掌政镇人民政府", "", NOWHERE.region_id),
    ],
)
def test_where_an_office_lies(office: str, district: str, region: str) -> None:
    assert region_of(office, district, CHINA) == (region, ())


def test_a_region_that_nobody_knows_is_made_with_what_stands_above_it() -> None:
    code, made = region_of("宁川市滨湖区柳溪街道办事处", XINGQING, CHINA)
    assert [(region.name, region.level) for region in made] == [("宁川市", "city"), ("滨湖区", "district")]
    assert code == made[1].region_id and made[1].parent_id == made[0].region_id and made[0].parent_id == "CN"
    known = Regions({region.region_id: region for region in made})
    assert region_of("宁川市滨湖区掌政镇人民政府", "", known) == (code, ())
    # 滨湖区 of 无锡市 is another one, and the one that was named goes first.
    assert known.named(("滨湖区",)) == "320211"
    assert known.named(("滨湖区",), code) == code
    under_a_known_city, made = region_of("银川市青禾区民政局", "", CHINA)
    assert [region.parent_id for region in made] == [YINCHUAN] and made[0].region_id == under_a_known_city


@pytest.mark.parametrize(
    ("name", "district", "region"),
    [
        ("兴庆区/2024/a.txt", "", XINGQING),
        ("银川市/兴庆区/a.txt", YINCHUAN, XINGQING),
        ("2024年\\兴庆区\\a.txt", NINGXIA, XINGQING),
        ("金凤区/a.txt", XINGQING, XINGQING),
        ("年报/a.txt", XINGQING, XINGQING),
        ("兴庆区.txt", "", ""),
    ],
)
def test_a_folder_tells_the_region_within_the_district(name: str, district: str, region: str) -> None:
    assert region_of_folder(name, district, CHINA) == region


def test_a_region_of_ones_own_without_one_above_fits_what_is_told_above_it() -> None:
    own = Region("own-1", "青禾区", "district")
    regions = Regions({"own-1": own})
    assert regions.named(("青禾区",)) == "own-1"
    assert regions.named(("云澄市", "青禾区"), "own-1") == "own-1"
    assert regions.named(("云澄市", "青禾区")) is None
