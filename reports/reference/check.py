"""Whether the tables of data/reference that staff edit hold what their columns can; before anything is read by them.

In go the tables, out comes nothing, or a BadTable that names file, line and column. Words and labels are not judged
here: any text is a word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from reports.errors import BadTable
from reports.reference.cycles import is_cycle
from reports.reference.tables import REFERENCE, Row, built, table

_Kind = Callable[[str], bool]


def _whole(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit())


def _filled(text: str) -> bool:
    return bool(text) and _whole(text)


def _number(text: str) -> bool:
    try:
        return not text or abs(float(text)) < float("inf")
    except ValueError:
        return False


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text) is not None
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
    "columns": {
        "limit_days": (_whole, "整数或空白"),
        "limit_unit": (_one_of("", "day", "working_day"), "day、working_day 或空白"),
        "cycle": (is_cycle, "如 2 weeks、6 months、1 year，或 none，或空白"),
        "custom": (is_cycle, "如 1 month、3 months，或空白"),
        "yearly_minimum": (_whole, "整数或空白"),
    },
    "duties": {"is_owed": (_one_of("true", "false"), "true 或 false")},
    "pauses": {"from_day": (_day, "日期，如 2024-03-01"), "to_day": (_day, "日期，如 2024-03-31")},
    "deadlines": {
        **dict.fromkeys(("inner_month", "inner_day"), (_whole, "整数或空白")),
        **dict.fromkeys(("first_year", "last_year", "due_month", "due_day"), (_filled, "整数")),
    },
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
    "deciding_rules": "rule",
    "columns": "column_name",
    "matters": "matter",
    "excerpt_words": "words",
    "ratios": "ratio",
}
_REFERS = (
    ("regions", "parent_id", "regions"),
    ("offices", "region_id", "regions"),
    ("columns", "topic", "topics"),
    ("deciding_rules", "rule", "rules"),
    ("rule_matters", "rule", "rules"),
    ("told_words", "rule", "rules"),
    ("duties", "column_name", "columns"),
    ("pauses", "column_name", "columns"),
    ("rule_matters", "matter", "matters"),
    ("matters", "indicator", "indicators"),
)


def check_reference() -> None:
    """Raises BadTable for the first row that cannot be used, or a table that is missing."""
    rows: dict[str, list[Row]] = {}
    for name in (*_KEYS, "rule_matters", "corrections", "deadlines", "told_words", "duties", "pauses"):
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
    _check_deadlines(rows["deadlines"])
    above = {row["region_id"]: row["parent_id"] for row in rows["regions"]}
    for row in rows["regions"]:
        region, steps = row["region_id"], 0
        while region and steps <= len(above):
            region, steps = above.get(region, ""), steps + 1
        if region:
            raise BadTable(f"{row.place}：“{row['region_id']}”的上级绕回了自己；请改正列“parent_id”。")


def _check_deadlines(rows: list[Row]) -> None:
    """Raises BadTable for a deadline that is no day of a year, or that stands beside another of the same kind and
    year."""
    for number, row in enumerate(rows):
        for of in ("due", "inner"):
            month, day = row[f"{of}_month"], row[f"{of}_day"]
            try:
                if month or day:
                    # A year without 29 February: the day has to exist in every year.
                    date(2001, int(month or 0), int(day or 0))
            except ValueError as error:
                raise BadTable(f"{row.place}：列“{of}_month”“{of}_day”不是一个日期；请改正后再试。") from error
        for other in rows[:number]:
            is_apart = int(row["last_year"]) < int(other["first_year"]) or int(other["last_year"]) < int(
                row["first_year"]
            )
            if row["kind"] == other["kind"] and not is_apart:
                raise BadTable(f"{row.place}：“{row['kind']}”的年份与另一行重叠；一个年度只能有一个期限。")
