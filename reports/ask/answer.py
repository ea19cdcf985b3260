"""Step 8, ask: a question's parameters are checked and its one SELECT is run on a generation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.ask.catalogue import Question, question
from reports.database import Connection, TypedValue, damage_told, duckdb_type, frame
from reports.errors import StoreError
from reports.text.shown import shown

if TYPE_CHECKING:
    import pandas


def findings(cursor: Connection) -> list[dict[str, Any]]:
    """All findings of a generation with office and rule names, most severe first."""
    with damage_told():
        answer = cursor.execute("""
        select f.rule, case when f.status <> 'not_assessable' and rule.fault_zh <> '' then rule.fault_zh
            else coalesce(rule.name_zh, f.rule) end as rule_name, f.kind, f.status, f.severity, o.office_code,
            o.name as office, f.year, f.subject, f.message, f.left_value, f.right_value, f.years_lasted, f.self_told,
            f.topic
        from judged_findings() f join office o using (office_id) left join rule on rule.rule = f.rule
        order by case f.severity when 'high' then 0 when 'medium' then 1 else 2 end, f.finding_no
    """)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def years_of(cursor: Connection, office_code: str, but: int) -> list[int]:
    """The years, ascending, that a generation holds a report of this office for, `but` one."""
    rows = cursor.execute(
        "select r.year from report r join office o using (office_id) "
        "where r.is_current and o.office_code = ? and r.year <> ? order by r.year",
        [office_code, but],
    ).fetchall()
    return [row[0] for row in rows]


_TRUE = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def typed(asked: Question, given: Mapping[str, str]) -> dict[str, Any]:
    """Parameters typed as text, as the values that `ask` takes; lists are parted by commas. ValueError, with a
    sentence, for text that is no such value."""
    kinds = {parameter.name: parameter.type for parameter in asked.parameters}
    return {name: _typed(name, text, kinds[name]) for name, text in given.items()}


_INTEGERS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def _typed(name: str, text: str, kind: str) -> Any:
    if any("\ud800" <= character <= "\udfff" for character in text):
        # Bytes that are no text, or half a character: no database takes them.
        raise ValueError(f"参数 {name} 的值“{shown(text)}”含有不是文字的字节；请重新输入。")
    if kind.endswith("[]"):
        return [_typed(name, part.strip(), kind[:-2]) for part in text.replace("，", ",").split(",") if part.strip()]
    try:
        if kind in _INTEGERS:
            number = int(text)
            if not -_INTEGERS[kind] <= number < _INTEGERS[kind]:
                raise ValueError
            return number
        if kind == "double":
            return float(text)
        if kind == "boolean":
            return _TRUE[text.lower()]
        if kind == "date":
            return date.fromisoformat(text)
    except (ValueError, KeyError):
        form = {"date": "形如 2024-12-31 的日期", "boolean": "true 或 false", "double": "数字"}.get(kind, "整数")
        if form == "整数" and text.strip().lstrip("+-").isdigit():
            raise ValueError(f"参数 {name} 的值 {text} 太大。") from None
        raise ValueError(f"参数 {name} 应为{form}，不能是“{text}”。") from None
    return text


def checked(asked: Question, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every parameter of `asked`, None for those left out. Raises StoreError for an unknown parameter and
    for a missing one."""
    known = [parameter.name for parameter in asked.parameters]
    for given in parameters:
        if given not in known:
            raise StoreError(f"问题 {asked.name} 没有参数“{given}”；可用的参数：{'、'.join(known) or '无'}。")
    lacking = [p.name for p in asked.parameters if not p.is_optional and parameters.get(p.name) is None]
    if lacking:
        raise StoreError(f"问题 {asked.name} 缺少参数：{'、'.join(lacking)}。")
    return {name: parameters.get(name) for name in known}


def ask(cursor: Connection, name: str, parameters: Mapping[str, Any]) -> pandas.DataFrame:
    """The answer to the question `name` as a table with the columns of its header, in order.

    Optional parameters may be left out. Raises StoreError for an unknown question or parameter, for a missing
    one, StoreDamaged when the generation cannot be read.
    """
    asked = question(name)
    kinds = {p.name: p.type for p in asked.parameters}
    values = {p: TypedValue(value, duckdb_type(kinds[p])) for p, value in checked(asked, parameters).items()}
    with damage_told():
        return frame(cursor, asked.sql, values, {column.name: column.type for column in asked.columns})
