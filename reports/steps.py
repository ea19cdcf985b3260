"""The steps of queries/steps: what several questions and rules have in common, written once.

In come files with a header and one SELECT, as every question is; out come the statements that make them table macros
of a database, where a question calls them by name: `from chosen($region_id, $kind, $office_codes)`. They are made in
every generation when it is built. It knows no table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from graphlib import TopologicalSorter

from reports import reference
from reports.database import Connection

FOLDER = reference.QUERIES / "steps"

_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its parameters in the order of a call with their DuckDB types (or `table`, for the name of
    one), and its SELECT, in which they are $parameters."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    sql: str


@lru_cache(maxsize=1)
def steps() -> tuple[Step, ...]:
    """All steps, each behind those that it calls."""
    found = {path.stem: _parsed(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.sql"))}
    calls = {name: [other for other in found if re.search(rf"\b{other}\(", step.sql)] for name, step in found.items()}
    return tuple(found[name] for name in TopologicalSorter(calls).static_order())


def _parsed(name: str, text: str) -> Step:
    header, _columns, _rest = text.partition("\n-- columns:")
    parameters = re.findall(r"^--   (\w+) \(([^,)]+)", header, re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return Step(name, tuple(parameters), "\n".join(lines))


def statements(catalog: str = "") -> tuple[str, ...]:
    """The statements that make every step a table macro of the database, or of its attached `catalog`."""
    prefix = f"{catalog}." if catalog else ""
    # A parameter has a name that no column has: within a macro a column of its name would be taken for it.
    return tuple(
        f"create macro {prefix}{step.name}({', '.join(f'given_{name}' for name, _type in step.parameters)}) as table\n"
        + _PARAMETER.sub(r"given_\1", step.sql)
        for step in steps()
    )


def make(connection: Connection, catalog: str = "") -> None:
    """Makes the steps table macros of the database, or of its attached `catalog`: questions and rules find them there
    beside the tables."""
    for statement in statements(catalog):
        connection.execute(statement)
