"""The statutory forms: their rows and columns, and how like a printed label is to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from reports.reference import table
from reports.text.normalise import normalise

FORMS = ("2019", "2021")

_NUMBERING = re.compile(
    r"(?:（?[一二三四五六七八九十]{1,2}[）、.．，]|（[一二三四五六七八九十\d]{1,2}|[①-⑳]|\d{1,2}(?:[.．、，）]|(?=[^\d.]{2})))"
)
_NUMBERINGS = re.compile(r"\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,2}[）、]")
_BRACKETS = re.compile(r"（[^（）]*(?:）|$)")
_SIGNS = re.compile(r"[^\w]|_")

LONGEST_LABEL = 150

_BARE = "规章"
"""The one short label that offices print with its explanation behind it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form: its table, its key, its labels made uniform, its columns in each form."""

    table: str
    key: str
    labels: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


def core(text: str) -> str:
    """The words of a label alone: no numbering, brackets, signs or blanks.

    >>> core("（二） 部分公开（区分处理的，只计这一情形）"), core("3.危及“三安全一稳定”")
    ('部分公开', '危及三安全一稳定')
    """
    uniform = normalise(text).text
    while match := _NUMBERING.match(uniform):
        if match.end() == len(uniform):
            break
        uniform = uniform[match.end() :].lstrip("）)、.． ")
    bare = _BRACKETS.sub("", uniform)
    return _SIGNS.sub("", bare) or _SIGNS.sub("", uniform)


@lru_cache(maxsize=1)
def forms() -> dict[str, list[dict[str, str]]]:
    """The cells of each statutory form, as data/reference/forms lists them."""
    return {form: table(f"forms/{form}") for form in FORMS}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """kind -> key -> labels made uniform, of data/reference/forms/labels.csv."""
    kinds: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table("forms/labels"):
        keys = kinds.setdefault(row["kind"], {})
        keys[row["key"]] = (*keys.get(row["key"], ()), core(row["label"]))
    return kinds


def key_of(row: dict[str, str]) -> tuple[str, str]:
    """The row and the column of a form's cell."""
    if row["table"] == "disclosure":
        name, _, column = row["indicator"].partition(".")
        return name, column
    return row["indicator"], row["breakdown"]


@lru_cache(maxsize=2)
def rows_of(name: str) -> tuple[Row, ...]:
    """The rows of both forms of table `name`, in the fixed order."""
    order: list[str] = []
    labels: dict[str, list[str]] = {}
    columns: dict[str, dict[str, tuple[str, ...]]] = {}
    for form, cells in forms().items():
        place = 0
        for cell in cells:
            if cell["table"] != name:
                continue
            key, column = key_of(cell)
            if key not in order:
                order.insert(place, key)
            place = order.index(key) + 1
            printed = core(cell["row_label"])
            if printed not in labels.setdefault(key, []):
                labels[key].append(printed)
            of_row = columns.setdefault(key, {})
            of_row[form] = (*of_row.get(form, ()), column)
    for key in order:
        labels[key].extend(x for x in _words()["row"].get(key, ()) if x not in labels[key])
    return tuple(Row(name, key, tuple(labels[key]), columns[key]) for key in order)


@lru_cache(maxsize=1)
def label_depths() -> dict[str, int]:
    """How deep each row of section 三 stands below its groups: 0 for 一、二、四、, 1 for （一）, 2 for 1."""
    depths = {}
    for cells in forms().values():
        for cell in cells:
            if cell["table"] == "applications":
                depths[cell["indicator"]] = 2 if cell["item"] else int(cell["row_label"].startswith("（"))
    return depths


def kinds_of() -> list[str]:
    """The seven breakdowns of section 三, from left to right."""
    return list(rows_of("applications")[0].columns["2021"])


def _similarity(printed: str, label: str) -> float:
    """How well printed words fit a label, 0 to 1: 1 the same, 0.9 the label and more, else shared letters."""
    if printed == label:
        return 1.0
    if len(label) >= 4 and (printed.startswith(label) or (len(label) >= 6 and label in printed)):
        return 0.9
    if label == _BARE and printed.startswith(label) and len(printed) > 5:
        return 0.6
    if len(label) < 4 or abs(len(printed) - len(label)) > max(3, len(label) // 2):
        return 0.0
    return min(0.89, SequenceMatcher(None, printed, label, autojunk=False).ratio())


@lru_cache(maxsize=4096)
def row_scores(name: str, printed: str) -> dict[int, float]:
    """Rows of a table that a label may mean, with how well it fits; only those near the best."""
    words = core(printed) if len(printed) <= 2 * LONGEST_LABEL else ""
    if not words or len(words) > LONGEST_LABEL:
        return {}
    variants = [words]
    for groups in _words()["group"].values():
        variants.extend(words[len(g) :] for g in groups if words.startswith(g) and len(words) > len(g) + 1)
    variants = [core(v) for v in variants]
    # Most labels are printed as the form has them: then nothing has to be likened.
    exact = [i for i, row in enumerate(rows_of(name)) if not set(variants).isdisjoint(row.labels)]
    if exact:
        return dict.fromkeys(exact, 1.0)
    has_group = any(words.startswith(g) for groups in _words()["group"].values() for g in groups)
    if len(_NUMBERINGS.findall(_BRACKETS.sub("", normalise(printed).text))) > 1 + has_group:
        # The labels of two rows ran into one: it is neither's.
        return {}
    found: dict[int, float] = {}
    for index, row in enumerate(rows_of(name)):
        best = max(_similarity(variant, label) for variant in variants for label in row.labels)
        if best >= 0.5:
            found[index] = best
    top = max(found.values(), default=0.0)
    return {i: score for i, score in found.items() if score >= top - 0.08}


@lru_cache(maxsize=4096)
def named_in(kind: str, printed: str, least: float = 0.8) -> str | None:
    """The key of the column, applicant, result ... that words name; None if none or two."""
    words = core(printed) if len(printed) <= 2 * LONGEST_LABEL else ""
    if not words or len(words) > LONGEST_LABEL // 3:
        return None
    exact = [key for key, labels in _words().get(kind, {}).items() if words in labels]
    if exact:
        return exact[0] if len(exact) == 1 else None
    scores = {key: max(_similarity(words, label) for label in labels) for key, labels in _words().get(kind, {}).items()}
    best = max(scores.values(), default=0.0)
    keys = [key for key, score in scores.items() if score == best]
    return keys[0] if best >= least and len(keys) == 1 else None


@lru_cache(maxsize=256)
def column_label(key: str, column: str) -> str:
    """The printed label of a form's column; '' when no form has that cell."""
    return next(
        (cell["column_label"] for cells in forms().values() for cell in cells if key_of(cell) == (key, column)), ""
    )


def dispute_order() -> list[tuple[str, str]]:
    """(kind of case, result) of the fifteen cells of section 四, from left to right."""
    order = []
    for cell in forms()["2021"]:
        if cell["table"] == "disputes":
            group, _, result = cell["indicator"].partition(".")
            order.append((group, result))
    return order


def column_label_of(group: str, result: str) -> str:
    """The printed label of a result of reviews or lawsuits; '' when the form has none."""
    cells = [cell for cell in forms()["2021"] if cell["indicator"] == f"{group}.{result}"]
    return f"{cells[0]['item']} {cells[0]['column_label']}" if cells else ""
