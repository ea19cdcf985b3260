"""The habits of the house, held by plain checks: docstrings, short files, tables that are used, no strays."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def python_files(*folders: str) -> list[Path]:
    return [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Dotted names that the module imports, wherever in it; `from . import x` is not used here."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def top_level(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode(
        "utf-8"
    )
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_pages_import_what_the_dashboard_offers_and_nothing_imports_tests() -> None:
    """Layers and walls are contracts in pyproject.toml (`lint-imports`); pages are scripts, which it does not see."""
    for path in python_files("dashboard/pages"):
        assert not {name for name in imported(path) if name.startswith("reports")}, f"{path.name} imports reports"
        assert "duckdb" not in top_level(path)
    for path in python_files("reports", "dashboard"):
        assert "tests" not in top_level(path)


def test_files_are_short() -> None:
    most = {".py": 500, ".css": 500, ".js": 500, ".sql": 200}
    lines = {p: p.read_text("utf-8").count("\n") for p in tracked() if p.suffix in most and p.name != "schema.sql"}
    assert not {str(p.relative_to(ROOT)): count for p, count in lines.items() if count > most[p.suffix]}


def test_modules_and_public_functions_have_docstrings() -> None:
    lacking: list[str] = []
    for path in python_files("reports", "dashboard", "benchmarks"):
        tree = ast.parse(path.read_text("utf-8"))
        if not ast.get_docstring(tree):
            lacking.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                lacking.append(f"{path.relative_to(ROOT)}:{node.name}")  # type: ignore[attr-defined]
    assert not lacking


def words_by_use(folder: Path) -> tuple[set[str], set[str]]:
    """The names that the modules of folder/wording define, and those of them that the rest of `folder` leads to: as
    wording.NAME, or by way of another such name."""
    leads_to: dict[str, set[str]] = {}
    for path in sorted((folder / "wording").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            names: set[str] = set()
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names = {node.name}
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                stored = [n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
                names = {n.id for n in stored}
            for name in names:
                assert name not in leads_to or name.startswith("_"), f"{path.name}: {name} hides another module's"
                leads_to.setdefault(name, set()).update(n.id for n in ast.walk(node) if isinstance(n, ast.Name))
    outside = [path for path in folder.rglob("*.py") if path.parent != folder / "wording"]
    following = {
        node.attr
        for path in outside
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wording"
    }
    used: set[str] = set()
    while following:
        name = following.pop()
        if name in leads_to and name not in used:
            used.add(name)
            following |= leads_to[name]
    return set(leads_to), used


def test_every_word_of_the_pages_is_shown_somewhere(tmp_path: Path) -> None:
    defined, used = words_by_use(ROOT / "dashboard")
    assert len(used) > 300
    assert not sorted(defined - used), "words that nothing uses"
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "page.py").write_text("A = 'a'\nB = A\nC = 'c'\ndef d() -> str:\n    return C\n")
    (tmp_path / "page.py").write_text("from dashboard import wording\nC = wording.B\n")
    assert words_by_use(tmp_path) == ({"A", "B", "C", "d"}, {"A", "B"})


def test_a_word_of_the_pages_is_defined_once() -> None:
    """The modules of wording share one face: of two that define a name, one would silently hide the other."""
    defined: dict[str, list[str]] = {}
    for path in sorted((ROOT / "dashboard" / "wording").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names = [node.name]
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
            else:
                continue
            for name in names:
                if not name.startswith("_"):
                    defined.setdefault(name, []).append(path.stem)
    assert len(defined) > 300
    assert not {name: where for name, where in defined.items() if len(where) > 1}


def test_no_catch_all_modules_and_no_bare_except() -> None:
    assert not [p for p in tracked() if p.name in {"utils.py", "helpers.py", "common.py", "misc.py"}]
    for path in python_files("reports", "dashboard", "benchmarks", "tests"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), f"{path}: bare except"


def test_tests_assert() -> None:
    """Every test function has an assertion, an expected error or calls one that has."""
    for path in python_files("tests"):
        tree = ast.parse(path.read_text("utf-8"))
        asserting = {
            f.name
            for f in ast.walk(tree)
            if isinstance(f, ast.FunctionDef)
            and any(
                isinstance(n, ast.Assert)
                or (isinstance(n, ast.Attribute) and n.attr in {"raises", "fail", "run_module"})
                or (isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "expect")
                for n in ast.walk(f)
            )
        }
        for f in ast.walk(tree):
            if isinstance(f, ast.FunctionDef) and f.name.startswith("test_") and f.name not in asserting:
                called = {n.func.id for n in ast.walk(f) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
                assert any(name in asserting or name.startswith("assert_") for name in called), f"{path}: {f.name}"


def test_tracked_files_name_no_index_and_no_machine() -> None:
    hosts = r"(pypi|pythonhosted|npmjs|debian)\.(org|net|com)"
    places = r"(?:^|[^\w.-])/(?:root|work|home)/[a-z.]"
    pattern = re.compile(f"{hosts}|{places}")
    offending = []
    for path in tracked():
        if path.suffix in {".png", ".pdf", ".docx", ".xlsx", ".jpg"} or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                offending.append(f"{path.relative_to(ROOT)}:{number}")
    assert not offending


def test_reference_tables_are_rectangular_and_without_duplicates() -> None:
    for path in sorted((ROOT / "data" / "reference").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows, f"{path.name} is empty"
        ragged = [number for number, row in enumerate(rows, 1) if len(row) != len(rows[0])]
        assert not ragged, f"{path.name}: lines {ragged[:5]} have another number of columns"
        repeated = [row for number, row in enumerate(rows) if row in rows[:number]]
        assert not repeated, f"{path.name}: repeated {repeated[:3]}"


def test_no_sentence_of_the_shared_reports_is_copied(shared: Path) -> None:
    """No run of 18 Chinese characters of the shared reports' prose stands in a tracked file, but for words
    of the statutory form and of the law."""
    import json

    law = "".join(p.read_text("utf-8") for p in sorted((ROOT / "data" / "reference" / "forms").glob("*.csv")))
    prose: set[str] = set()
    for line in (shared / "corpus" / "dev" / "labels.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for item in row["facts"] + row["problems"]:
            words = re.sub(r"[^一-鿿]", "", item["quote"])
            prose |= {words[i : i + 18] for i in range(len(words) - 17)}
    prose = {words for words in prose if words not in law}
    copied = []
    for path in tracked():
        if path.suffix in {".py", ".csv", ".txt", ".md", ".html", ".sql", ".jsonl", ".json"}:
            words = re.sub(r"[^一-鿿]", "", path.read_text("utf-8", errors="replace"))
            hits = {words[i : i + 18] for i in range(len(words) - 17)} & prose
            if hits:
                copied.append((str(path.relative_to(ROOT)), sorted(hits)[:2]))
    assert not copied


def test_what_installs_and_builds_is_pinned_with_hashes() -> None:
    """The installer and the build tool as well: nothing comes from an index that no lock names."""
    lock = (ROOT / "requirements-build.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^(\S+?)==(\S+)", lock, re.MULTILINE))
    assert set(pinned) == {"uv", "setuptools"} and lock.count("--hash=sha256:") > 2
    assert f'requires = ["setuptools=={pinned["setuptools"]}"]' in (ROOT / "pyproject.toml").read_text("utf-8")
    for line in (ROOT / "Makefile").read_text("utf-8").splitlines():
        if " install " in line and line.startswith("\t$"):
            assert "--require-hashes" in line or ("--no-deps" in line and "--no-build-isolation" in line), line
