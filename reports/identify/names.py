"""Step 3, identify: an office's name taken apart into region, proper name and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from reports.reference import table

_UNIT = re.compile(
    r"[㐀-鿿]{1,10}?(?:自治区|自治州|自治县|自治旗|地区|省|市|县|区|旗)"
    r"(?![区县州旗镇乡街路口桥门湖]|场监|政公|政管|容)(?=.{3})"
)
_NO_UNIT = re.compile(
    r"(?:城市|社区|园区|景区|小区|片区|库区|校区|都市|超市|辖区|灌区|菜市|花市|夜市|牧区|林区|城区|红旗)$"
)
_DESK = re.compile(
    r"(?:(?<=[镇乡])|(?<=[镇乡]政府)|(?<=[镇乡]人民政府)|(?<=街道办事处)|(?<=开发区)|(?<=[园新]区)|(?<=产业园))(?:党政|综合|政务|信息|公开|人大|和|与)*办(?:公室)?$"
)
_DEVELOPMENT = re.compile("经济(?:技术)?开发区")
_HIGH_TECH = re.compile("高新技术(?:产业)?开发区")
_NATIONAL = ("国家", "中国", "中华", "最高")


@cache
def titles_of(kind: str) -> tuple[str, ...]:
    """The words of report titles of this kind, the longest first."""
    words = [row["words"] for row in table("lexicon/report_titles") if row["kind"] == kind]
    return tuple(sorted(words, key=lambda word: -len(word)))


@cache
def suffixes() -> tuple[tuple[str, str, str], ...]:
    """How offices' names end, with the kind and what is added to such a name; the longest first."""
    rows = [(row["suffix"], row["kind"], row["added"]) for row in table("lexicon/office_kinds")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def kind_of(name: str) -> str | None:
    """The kind of office that the name's end tells; None when it tells none."""
    return next((kind for suffix, kind, _ in suffixes() if name.endswith(suffix) and len(name) > len(suffix)), None)


@cache
def _regions_of_china() -> tuple[frozenset[str], int]:
    """The names of all regions of China, and the length of the longest."""
    names = frozenset(row["name"] for row in table("regions_of_china"))
    return names, max(map(len, names))


def filed_kind_of(name: str) -> str:
    """The kind under which the roster files an office of this name: 其他 for one whose name tells no kind, and for a
    zone or a park, which acts like a government and is none, unless it is a district of China by that name.

    >>> filed_kind_of("青禾经济技术开发区管委会"), filed_kind_of("青禾区人民政府"), filed_kind_of("浦东新区")
    ('其他', '政府', '政府')
    """
    kind = kind_of(name) or "其他"
    if kind != "政府" or name in _regions_of_china()[0]:
        return kind
    return next((filed for suffix, filed in _filed() if name.endswith(suffix)), "") or kind


@cache
def _filed() -> tuple[tuple[str, str], ...]:
    """How names end, the longest first, with the kind under which such an office is filed where it is not its kind."""
    rows = [(row["suffix"], row["filed"]) for row in table("lexicon/office_kinds")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def known_unit(text: str) -> str:
    """The region of China that a text begins with, the longest one; '' for none, or where no name would be left."""
    names, longest = _regions_of_china()
    for length in range(min(longest, len(text) - 3), 1, -1):
        rest = text[length:]
        if text[:length] in names and all(rest != suffix for suffix, _, _ in suffixes() if "人民政府" not in suffix):
            return text[:length]
    return ""


def units(name: str) -> list[str]:
    """The regions at the beginning of a name: 北阙市西苑区金汇街道 has two."""
    found: list[str] = []
    if name.startswith(_NATIONAL):
        return found
    rest = name
    while True:
        if known := known_unit(rest):
            found.append(known)
            rest = rest.removeprefix(known)
            continue
        match = _UNIT.match(rest)
        while match and _NO_UNIT.search(match[0]):
            longer = re.compile(re.escape(match[0]) + _UNIT.pattern).match(rest)
            match = longer
        if not match:
            return found
        found.append(match[0])
        rest = rest[match.end() :]


def split_region(name: str) -> tuple[str, str]:
    """The region that stands before an office's own name, and that name.

    A bureau or a government keeps its nearest region, without which its name would say nothing.

    >>> split_region("宁川市滨湖区柳溪街道办事处")
    ('宁川市滨湖区', '柳溪街道办事处')
    >>> split_region("宁川市滨湖区城市管理局")
    ('宁川市', '滨湖区城市管理局')
    """
    told = units(name)
    rest = name[sum(map(len, told)) :]
    if kind_of(name) in ("街道", "镇", "乡"):
        rest = re.sub(r"^(?:人民政府|政府)(?=.{3})", "", rest)
    elif told:
        rest = told.pop() + rest
    return "".join(told), rest


def full_name(name: str, texts: Iterable[str] = ()) -> str:
    """The office's name as a reader would write it: 柳溪镇 is 柳溪镇人民政府, 柳溪街道 is 柳溪街道办事处.

    `texts` are sentences of the report, in which a street office (街) is looked up.

    >>> full_name("柳溪街", ["柳溪街街道办事处负责编制"])
    '柳溪街街道办事处'
    """
    name = without_desk(name)
    suffix, kind, added = next((row for row in suffixes() if name.endswith(row[0])), ("", "", ""))
    if suffix.endswith("政府") and kind in ("镇", "乡") and not suffix.endswith("人民政府"):
        return name.removesuffix("政府") + "人民政府"
    if suffix == "政府" and not name.endswith("人民政府") and name[-3:-2] in "区县市旗州":
        return name.removesuffix("政府") + "人民政府"
    if suffix == "街办":
        return name.removesuffix("办") + "道办事处"
    if suffix == "街":
        said = "\n".join(texts)
        if f"{name}街道" in said:
            return f"{name}街道办事处"
        return f"{name}道办事处" if "街道" in said else name
    if suffix == "办事处" and f"{name.removesuffix('办事处')}街道" in "\n".join(texts):
        return name.removesuffix("办事处") + "街道办事处"
    return name + added


def shortened(name: str) -> str:
    """A zone's name as everyday words shorten it.

    >>> shortened("青禾经济技术开发区管委会"), shortened("青禾高新技术产业开发区")
    ('青禾经开区管委会', '青禾高新区')
    """
    return _HIGH_TECH.sub("高新区", _DEVELOPMENT.sub("经开区", name))


def without_desk(name: str) -> str:
    """A township's or subdistrict's name without the desk in it that compiles the report.

    >>> without_desk("柳溪镇人民政府党政综合办"), without_desk("柳溪县政府办公室")
    ('柳溪镇人民政府', '柳溪县政府办公室')
    """
    return _DESK.sub("", name)


def core(name: str) -> str:
    """What two ways to write an office's name have in common: 柳溪镇政府 and 宁川市柳溪镇人民政府 are one."""
    name = split_region(name)[1]
    name = re.sub(r"(?<=办)公室$", "", re.sub(r"人民政府(?=办公室$|办$)", "政府", name))
    return re.sub(r"(?:街道办事处|街道办|街道|办事处)$", "街", re.sub(r"(?:人民政府|政府)$", "", name))
