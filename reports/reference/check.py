"""Whether the tables of data/reference that staff edit hold what their columns can; before anything is read by them.

In go the tables, out comes nothing, or a BadTable that names file, line and column. Words and labels are not judged
here: any text is a word.
"""

from __future__ import annotations

from collections.abc import Callable

from reports.errors import BadTable
from reports.reference.tables import REFERENCE, Row, built, table

_Kind = Callable[[str], bool]


def _whole(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit())


def _number(text: str) -> bool:
    try:
        return not text or abs(float(text)) < float("inf")
    except ValueError:
        return False


def _one_of(*words: str) -> _Kind:
    return lambda text: text in words


_COLUMNS: dict[str, dict[str, tuple[_Kind, str]]] = {
    "regions": {"level": (_one_of("country", "province", "city", "district"), "country、province、city 或 district")},
    "offices": {
        "kind": (_one_of("街道", "镇", "乡", "部门", "政府", "其他"), "街道、镇、乡、部门、政府或其他"),
        "from_year": (_whole, "年份或空白"),
        "to_year": (_whole, "年份或空白"),
        "is_fictional": (_one_of("true", "false"), "true 或 false"),
    },
    "indicators": {
        "polarity": (
            _one_of("higher_is_better", "lower_is_better", "neutral"),
            "higher_is_better、lower_is_better 或 neutral",
        )
    },
    "rules": {
        "kind": (_one_of("check", "weak_spot", "threshold"), "check、weak_spot 或 threshold"),
        "severity": (_one_of("high", "medium", "low"), "high、medium 或 low"),
        "threshold": (_number, "数字或空白"),
        "is_enabled": (_one_of("true", "false"), "true 或 false"),
        "is_equation": (_one_of("true", "false"), "true 或 false"),
    },
    "advice": {"decides": (_one_of("true", "false"), "true 或 false")},
    "columns": {"cycle_days": (_whole, "整数或空白"), "yearly_minimum": (_whole, "整数或空白")},
    "excerpt_words": {"scope": (_one_of("section", "report"), "section 或 report")},
    "corrections": {
        "sha256": (lambda text: len(text) == 64, "原件的校验码（64 位）"),
        "stated_value": (_number, "数字或空白"),
        "corrected_value": (_number, "数字或空白"),
    },
}
_KEYS = {
    "regions": "region_id",
    "offices": "office_code",
    "indicators": "indicator",
    "topics": "topic",
    "rules": "rule",
    "advice": "rule",
    "columns": "column_name",
    "matters": "matter",
    "excerpt_words": "words",
}
_REFERS = (
    ("regions", "parent_id", "regions"),
    ("offices", "region_id", "regions"),
    ("columns", "topic", "topics"),
    ("advice", "rule", "rules"),
    ("rule_matters", "rule", "rules"),
    ("rule_matters", "matter", "matters"),
    ("matters", "indicator", "indicators"),
)


def check_reference() -> None:
    """Raises BadTable for the first row that cannot be used, or a table that is missing."""
    rows: dict[str, list[Row]] = {}
    for name in (*_KEYS, "rule_matters", "corrections"):
        try:
            rows[name] = [row for row in table(name) if isinstance(row, Row)]
        except FileNotFoundError as error:
            raise BadTable(f"data/reference/{name}.csv 不存在（应在 {REFERENCE}）；请从备份或安装包恢复。") from error
    for name, key in _KEYS.items():
        seen: dict[str, Row] = {}
        for row in rows[name]:
            if not row[key]:
                raise BadTable(f"{row.place}：列“{key}”是空白；每行应有自己的编号。")
            if row[key] in seen:
                raise BadTable(f"{row.place}：“{row[key]}”与第 {seen[row[key]].place.split()[-2]} 行重复；请删去一行。")
            seen[row[key]] = row
    for name, columns in _COLUMNS.items():
        for row in rows[name]:
            for column, (is_such, expected) in columns.items():
                if not is_such(row[column]):
                    raise BadTable(f"{row.place}：列“{column}”应为{expected}，不能是“{row[column]}”；请改正后再试。")
    china = built("regions_of_china", lambda every: frozenset(row["region_id"] for row in every))
    for name, column, other in _REFERS:
        known = {row[_KEYS[other]] for row in rows[other]} | (china if other == "regions" else frozenset())
        for row in rows[name]:
            if row[column] and row[column] not in known:
                raise BadTable(
                    f"{row.place}：列“{column}”的“{row[column]}”不在 data/reference/{other}.csv 中；请改正。"
                )
    above = {row["region_id"]: row["parent_id"] for row in rows["regions"]}
    for row in rows["regions"]:
        region, steps = row["region_id"], 0
        while region and steps <= len(above):
            region, steps = above.get(region, ""), steps + 1
        if region:
            raise BadTable(f"{row.place}：“{row['region_id']}”的上级绕回了自己；请改正列“parent_id”。")
