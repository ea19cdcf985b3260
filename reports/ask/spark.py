"""Step 8 beyond one machine: the questions of queries/ on Apache Spark, over the Parquet files of `gongkai export`.

In comes the folder that the export made and a question with its parameters; out comes the same answer that the store
gives. The questions stay written once, in DuckDB's SQL: they are translated when they are asked. It writes nothing
and knows no question by name. Spark and the translator are the optional extra [spark].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlglot
from sqlglot import exp

from reports import steps, store
from reports.ask import answer as answering
from reports.ask import catalogue

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def session(folder: Path, master: str = "local[*]", options: Mapping[str, str] | None = None) -> SparkSession:
    """A Spark session on the cluster `master` whose tables are the Parquet files in `folder`. Every machine of the
    cluster has to reach that folder. FileNotFoundError when a table is lacking."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("gongkai")
    settings = {
        # As in the store: dates without a zone, numbers that do not fit are an error, no division by zero.
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        **(options or {}),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    for table, columns in store.table_columns().items():
        path = folder / table
        if not path.exists():
            raise FileNotFoundError(f"{path} is not there: run gongkai export --parquet {folder}")
        # The partitions' year comes out of their folders' names, as a wider type and as the last column.
        listed = ", ".join(f"cast({name} as smallint) as {name}" if name == "year" else name for name in columns)
        spark.read.parquet(str(path)).createOrReplaceTempView(f"{table}_files")
        spark.sql(f"select {listed} from {table}_files").createOrReplaceTempView(table)
    return spark


def ask(spark: SparkSession, name: str, parameters: Mapping[str, Any]) -> DataFrame:
    """The answer to the question `name`, the columns and rows that reports.store.ask gives, as a DataFrame of Spark.
    Raises StoreError as that does."""
    asked = catalogue.question(name)
    values = answering.checked(asked, parameters)
    answer = _step_by_step(spark, translated(asked.sql, values, {p.name: p.type for p in asked.parameters}))
    # Spark keeps exact decimals where DuckDB has long gone over to doubles.
    doubles = {column.name for column in asked.columns if column.type == "double"}
    return answer.select(
        *(answer[name].cast("double").alias(name) if name in doubles else answer[name] for name in answer.columns)
    )


def _step_by_step(spark: SparkSession, sql: str) -> DataFrame:
    # Spark writes out a CTE at each of its uses, which grows by powers where one stands upon another: those used more
    # than once are computed first, once.
    tree = sqlglot.parse_one(sql, read="spark")
    own = uuid4().hex
    views = []
    for name in [cte.alias for cte in _common(tree)]:
        uses = [table for table in tree.find_all(exp.Table) if table.name == name]
        if len(uses) < 2:
            continue
        parts = _common(tree)
        place = [part.alias for part in parts].index(name)
        cte, before = parts[place], parts[:place]
        query = cte.this.copy()
        query.set("with_", exp.With(expressions=[earlier.copy() for earlier in before]) if before else None)
        spark.sql(query.sql("spark")).localCheckpoint().createOrReplaceTempView(f"{name}_{own}")
        views.append(f"{name}_{own}")
        for table in uses:
            table.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name)))
            table.set("this", exp.to_identifier(views[-1]))
        cte.pop()
    if not _common(tree):
        tree.set("with_", None)
    answer = spark.sql(tree.sql("spark"))
    for view in views:
        spark.catalog.dropTempView(view)
    return answer


def _common(tree: exp.Expr) -> list[exp.Expr]:
    together = tree.args.get("with_")
    return together.expressions if together else []


def translated(sql: str, values: Mapping[str, Any], types: Mapping[str, str]) -> str:
    """`sql`, written for DuckDB, in Spark's SQL, with `values` in the places of its parameters.

    >>> translated("select a from t where $b is null or a = $b", {"b": 3}, {"b": "smallint"})
    'SELECT a FROM t WHERE CAST(3 AS SMALLINT) IS NULL OR a = CAST(3 AS SMALLINT)'
    """
    tree = _with_steps(sqlglot.parse_one(sql, read="duckdb"))
    for parameter in list(tree.find_all(exp.Placeholder)):
        parameter.replace(_literal(values.get(parameter.name), types[parameter.name]))
    for change in _CHANGES:
        tree = tree.transform(change)
    return tree.sql(dialect="spark", comments=False)


def whole(sql: str) -> str:
    """`sql`, written for DuckDB, with the SELECT of each step of queries/steps in the place of its call.

    >>> whole("select r.severity from rule_row($name) as r")
    'SELECT r.severity FROM (SELECT r.severity, r.threshold FROM rule AS r WHERE r.rule = $name) AS r'
    """
    return _with_steps(sqlglot.parse_one(sql, read="duckdb")).sql(dialect="duckdb", comments=False)


def _with_steps(tree: exp.Expr, within: str = "") -> exp.Expr:
    # Outside DuckDB there are no table macros, and no table is named by a text.
    known = {step.name: step for step in steps.steps()}
    for number, table in enumerate(list(tree.find_all(exp.Table))):
        call = table.this
        if isinstance(call, exp.Anonymous) and call.name in known:
            step = known[call.name]
            alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(step.name))
            name = f"{within}{step.name}_{number}_"
            body = _with_steps(_with_names_of_its_own(_with_arguments(step, call.expressions), name), name)
            table.replace(exp.Subquery(this=body, alias=alias.copy(), joins=table.args.get("joins")))
    return tree


def _with_arguments(step: steps.Step, arguments: Sequence[exp.Expr]) -> exp.Expr:
    """The SELECT of `step` with what a call gives in the places of its parameters."""
    given: dict[str, exp.Expr] = {}
    for (name, kind), argument in zip(step.parameters, arguments, strict=True):
        # A null has the parameter's type; what is put together stays together.
        typed = (
            exp.cast(argument, exp.DataType.build(kind, dialect="duckdb"))
            if isinstance(argument, exp.Null)
            else argument
        )
        given[name] = exp.paren(typed) if isinstance(typed, exp.Binary) else typed
    body = sqlglot.parse_one(step.sql, read="duckdb")
    for parameter in list(body.find_all(exp.Placeholder)):
        parameter.replace(given[parameter.name].copy())
    for table in list(body.find_all(exp.Table)):
        if isinstance(table.this, exp.Anonymous) and table.this.name == "query_table":
            table.set("this", exp.to_identifier(table.this.expressions[0].name))
    return body


def _with_names_of_its_own(body: exp.Expr, prefix: str) -> exp.Expr:
    # In Spark's SQL the CTEs of a part come to stand at the top, where those of the question and of other calls are.
    new = {cte.alias: f"{prefix}{cte.alias}" for cte in body.find_all(exp.CTE)}
    for cte in body.find_all(exp.CTE):
        cte.set("alias", exp.TableAlias(this=exp.to_identifier(new[cte.alias])))
    for table in body.find_all(exp.Table):
        if table.name in new:
            table.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(new[table.name]))
    return body


def _literal(value: Any, kind: str) -> exp.Expr:
    written: exp.Expr
    if value is None:
        written = exp.Null()
    elif isinstance(value, Sequence) and not isinstance(value, str):
        written = exp.Array(expressions=[exp.convert(item) for item in value])
    else:
        written = exp.convert(value.isoformat() if isinstance(value, date) else value)
    return exp.cast(written, exp.DataType.build(kind, dialect="duckdb"))


def _cast_before_unnesting(node: exp.Expr) -> exp.Expr:
    # Spark unnests nowhere but at the top of a column: the list is cast instead of its rows.
    if isinstance(node, exp.Cast) and isinstance(node.this, (exp.Explode, exp.Unnest)):
        rows = node.this
        values = rows.expressions[0] if isinstance(rows, exp.Unnest) else rows.this
        listed = exp.DataType(this=exp.DType.ARRAY, expressions=[node.to.copy()], nested=True)
        return exp.Explode(this=exp.cast(values.copy(), listed))
    return node


def _exact_percentile(node: exp.Expr) -> exp.Expr:
    # Spark's percentile interpolates as quantile_cont does, and unlike percentile_cont takes the column first.
    if isinstance(node, exp.PercentileCont) and node.expression:
        return exp.Anonymous(this="percentile", expressions=[node.this.copy(), node.expression.copy()])
    return node


def _list_in_order(node: exp.Expr) -> exp.Expr:
    # Spark collects in no order: pairs are sorted, then parted again. A list of nothing is null, as in DuckDB.
    listed = node.this if isinstance(node, exp.Filter) else node
    if not isinstance(listed, exp.ArrayAgg) or not isinstance(listed.this, exp.Order):
        return node
    keys = ", ".join(ordered.this.sql("spark") for ordered in listed.this.expressions)
    collected = f"collect_list(struct({keys}, {listed.this.this.sql('spark')} as told))"
    if isinstance(node, exp.Filter):
        collected += f" filter (where {node.expression.this.sql('spark')})"
    return sqlglot.parse_one(
        f"case when size({collected}) > 0 then transform(array_sort({collected}), pair -> pair.told) end", read="spark"
    )


_CHANGES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
    _cast_before_unnesting,
    _exact_percentile,
    _list_in_order,
)
"""What means the same in both but has to be said otherwise, where the translator does not know it."""
