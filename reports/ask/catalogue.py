"""Step 8, ask: the catalogue of questions: what the header of a .sql file says of a question, its parameters and its columns."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reports import reference
from reports.errors import StoreError


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its name, its DuckDB type, whether it may be left out, what it means."""

    name: str
    type: str
    is_optional: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, DuckDB type, unit ('' for none) and meaning."""

    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """One file of queries/: its name, the question in plain words, what one row is, parameters, columns in
    order, what absent facts do to the answer, and the SELECT."""

    name: str
    question: str
    grain: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    missing: str
    sql: str


_HEADER_ITEM = re.compile(r"(\w+) \((.+?)\): (.+)")


def _type_and_unit(text: str) -> tuple[str, str]:
    """What stands in the brackets of a header item: the type, and behind the first comma outside its own brackets
    the unit or 'optional'."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            return text[:place], text[place + 1 :].strip()
    return text, ""


def question_in(path: Path) -> Question:
    """The question that a .sql file asks, by its header; StoreError for a header that lacks an item."""
    text = path.read_text("utf-8")
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").removeprefix(" "))
    if not header:
        raise StoreError(f"查询文件 {path.name} 缺少说明；第一行应以 -- 写明问题。")
    told: dict[str, list[str]] = {}
    key = ""
    for line in header[1:]:
        heading, colon, rest = line.partition(":")
        if colon and heading in ("grain", "parameters", "columns", "missing"):
            key = heading
            told[key] = [rest.strip()] if rest.strip() else []
        elif key:
            told[key].append(line.strip())

    def items(key: str) -> list[tuple[str, str, str, str]]:
        found = []
        for line in told.get(key, []):
            match = _HEADER_ITEM.fullmatch(line)
            if match:
                found.append((match[1], *_type_and_unit(match[2]), match[3]))
            elif line != "none":
                raise StoreError(f"查询文件 {path.name} 的说明有误：“{line}”应写成 名称 (类型, 单位): 含义。")
        return found

    return Question(
        name=path.stem,
        question=header[0],
        grain=" ".join(told.get("grain", [])),
        parameters=tuple(
            Parameter(n, kind, unit == "optional", meaning) for n, kind, unit, meaning in items("parameters")
        ),
        columns=tuple(Column(*item) for item in items("columns")),
        missing=" ".join(told.get("missing", [])),
        sql=text.strip().rstrip(";"),
    )


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The questions in queries/, by name. Raises StoreError for a file whose header cannot be read."""
    return tuple(question_in(path) for path in sorted(reference.QUERIES.glob("*.sql")))


def question(name: str) -> Question:
    """The question of this name; StoreError, with the names that resemble it, when there is none."""
    for item in questions():
        if item.name == name:
            return item
    near = difflib.get_close_matches(name, [item.name for item in questions()], n=3)
    hint = f"您是不是想用：{'、'.join(near)}？" if near else ""
    raise StoreError(f"没有问题“{name}”。{hint}")
