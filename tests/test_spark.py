"""Every question gives the same answer on Apache Spark, over the exported Parquet files, as on the store."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reports import ask, store
from reports.errors import StoreError
from tests.dashboard_stores import fill_full

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow
HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
GIVEN: dict[str, list[Any]] = {
    "indicator": ["hotline12345.close_rate", "applications.received"],
    "year": [2024, 2022],
    "office_code": ["qinghe-hexu", "qinghe-zhuyinlu"],
    "report_id": [3, 40],
    "region_id": [None, "demo-000101"],
    "kind": [None, "街道"],
    "base_year": [2023, 2021],
    "from_year": [None, 2021],
    "to_year": [None, 2023],
    "subject": [None, "petition"],
    "only_current": [None, True],
    "parent_id": [None, "CN"],
    "column_name": [None, "社会救助"],
    "report_ids": [None, [3, 40]],
    "is_queued": [None, False],
    "as_one": [None, True],
    "indicators": [None, ["applications.received", "review.total"]],
    "sheet": [None, "licheng-2020"],
    "office_codes": [None, ["qinghe-hexu", "qinghe-zhuyinlu"]],
    "words": [["更新"], ["社会救助", "更新", "公开"]],
    "at_least": [None, 2],
}
"""What is asked for, first all that may be left out left out, then not. The rest is left out both times."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "store"
    fill_full(folder)
    return folder


@pytest.fixture(scope="module")
def exported(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet") / "facts"
    generation = store.open_current(demo)
    store.export_parquet(generation, folder)
    generation.close()
    return folder


@pytest.fixture(scope="module")
def spark(exported: Path) -> Iterator[SparkSession]:
    pytest.importorskip("pyspark")
    if not HAS_JAVA:
        pytest.skip("no Java on this machine")
    from reports.ask.spark import session

    # One worker, and plans run as they are: for so few rows, compiling each plan to Java takes longer than its run.
    session = session(
        exported,
        "local[1]",
        {
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.driver.memory": "1g",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.constraintPropagation.enabled": "false",
        },
    )
    # Read once: each question reads the same few files many times over.
    for table in store.table_columns():
        session.catalog.cacheTable(table)
    yield session
    session.stop()


def plain(value: Any) -> Any:
    """A value of either answer as plain Python, to be compared."""
    if hasattr(value, "asDict"):
        value = value.asDict()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        return float(value)
    return str(value) if type(value).__name__ in ("date", "datetime", "Timestamp") else value


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str):
        # A day is told with or without its midnight.
        return ours.removesuffix(" 00:00:00") == theirs.removesuffix(" 00:00:00")
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[name], theirs[name]) for name in ours)
    return bool(ours == theirs)


@pytest.mark.parametrize("question", ask.questions(), ids=lambda question: question.name)
def test_a_question_gives_the_same_answer_on_spark(demo: Path, spark: SparkSession, question: ask.Question) -> None:
    for round_ in (0, 1):
        assert_same(demo, spark, question, round_)


def assert_same(demo: Path, spark: SparkSession, question: ask.Question, round_: int) -> None:
    """Asks both; `round_` 0 leaves out what may be left out, 1 filters; what has to be given is the same in both."""
    from reports.ask.spark import ask as ask_spark

    values = {p.name: GIVEN[p.name][round_ if p.is_optional else 1] for p in question.parameters if p.name in GIVEN}
    if any(p.name == "region_id" and not p.is_optional for p in question.parameters):
        values["region_id"] = ["CN", "demo-000101"][round_]
    generation = store.open_current(demo)
    expected = ask.ask(generation.cursor(), question.name, values)
    generation.close()
    answer = ask_spark(spark, question.name, values)
    assert answer.columns == list(expected.columns)
    rows = answer.collect()
    assert len(rows) == len(expected)
    ours = [[plain(value) for value in row] for row in expected.itertuples(index=False)]
    theirs = [[plain(value) for value in row] for row in rows]
    for place, (row, other) in enumerate(zip(ours, theirs, strict=True)):
        differing = {name: (a, b) for name, a, b in zip(expected.columns, row, other, strict=True) if not same(a, b)}
        assert not differing, f"row {place}, {values}"


def test_an_export_holds_every_row_parted_by_year(demo: Path, exported: Path) -> None:
    import pyarrow.parquet

    cursor = store.open_current(demo).cursor()
    years = {row[0] for row in cursor.execute("select distinct year from fact").fetchall()}
    assert {path.name for path in (exported / "fact").iterdir()} == {f"year={year}" for year in years}
    for table in store.table_columns():
        counted = cursor.execute(f"select count(*) from {table}").fetchone()
        files = list((exported / table).rglob("*.parquet"))
        assert counted == (sum(pyarrow.parquet.ParquetFile(path).metadata.num_rows for path in files),), table


def test_an_export_overwrites_nothing(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    with pytest.raises(StoreError, match="不是空的"):
        store.export_parquet(store.open_current(demo), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
