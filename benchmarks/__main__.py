"""Runs the benchmarks, writes bench.json and prints a table: `python -m benchmarks [reading] [district ...]`.

Words that name a module (bench_<word>.py) choose modules, all are run without; other words are sizes, given to
the modules whose `measure` takes `sizes`; `--help` lists both. bench.json is a list of {name, value, unit, baseline, ratio, budget}:
a value over its budget falls short; baseline and ratio (baseline / value) are null where there is none.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import alone

FOLDER = Path(__file__).parent
FILE = FOLDER.parent / "bench.json"


def modules() -> dict[str, str]:
    """Short name to module name of every benchmark, sorted."""
    return {path.stem.removeprefix("bench_"): f"benchmarks.{path.stem}" for path in sorted(FOLDER.glob("bench_*.py"))}


def run(words: list[str]) -> list[dict[str, Any]]:
    """The rows of the benchmarks chosen by `words`; bench.json beside pyproject.toml has them as they come."""
    known = modules()
    chosen = [word for word in words if word in known] or list(known)
    sizes = [word for word in words if word not in known]
    console = Console(stderr=True)
    rows: list[dict[str, Any]] = []
    for name in chosen:
        start = time.perf_counter()
        rows += alone.measure(known[name], sizes)
        FILE.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
        console.print(f"[dim]{name}: {time.perf_counter() - start:.0f} s[/]")
    return rows


def show(rows: list[dict[str, Any]]) -> Table:
    """The rows as a table for people."""
    table = Table("what", "value", "unit", "baseline", "ratio", "budget", "")
    for row in rows:
        short = row["budget"] is not None and row["value"] > row["budget"]
        cells = [_number(row[key]) for key in ("value", "baseline", "ratio", "budget")]
        table.add_row(row["name"], cells[0], row["unit"], *cells[1:], "[red]short[/]" if short else "")
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def described() -> str:
    """The parts and sizes that there are, a line each, by the first line of each module; nothing is run."""
    parts = []
    for name in modules():
        words = ast.get_docstring(ast.parse((FOLDER / f"bench_{name}.py").read_text("utf-8"))) or ""
        parts.append(f"  {name:<10} {words.splitlines()[0]}")
    return "parts:\n" + "\n".join(parts) + f"\n\nsizes:\n  {SIZES_IN_WORDS}"


SIZES_IN_WORDS = """district, city, province, country: offices in the store, for scale (district and city without one)
  people: soak with sessions that all sign in
  a number: kills for faults, seconds for soak and fuzz"""
NAMED_SIZES = ("district", "city", "province", "country", "people")


def main() -> None:
    """Runs and prints; a word that names neither a part nor a size ends with exit code 2."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks", epilog=described(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("word", nargs="*", help="parts to run and their sizes; all parts without any")
    words = parser.parse_args().word
    known = {*modules(), *NAMED_SIZES}
    if unknown := [word for word in words if word not in known and not word.replace(".", "", 1).isdigit()]:
        parser.error(f"neither a part nor a size: {', '.join(unknown)}")
    rows = run(words)
    # Into a file or a log, where no width is known, names would be broken over many lines.
    console = Console() if sys.stdout.isatty() else Console(width=150)
    console.print(show(rows))


if __name__ == "__main__":
    main()
