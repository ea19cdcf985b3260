"""A report that makes a rule take too much memory is not assessable by that rule; every other is judged as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import store
from reports.check import judge, sparing
from reports.publish import Source, load
from tests.replacing import replace_everywhere
from tests.stored import CODES, report_bytes, rows, source

HUNGRY = """
    with numbered as (
        select report_id, unnest(range(strlen(body) * 1500)) as x from section
    )
    select 'failed' as status, 'low' as severity, r.office_id, r.year, r.report_id, 'letters' as subject,
        'has ' || len(list(x)) as message, 1::smallint as years_lasted, false as self_told,
        []::struct(report_id integer, fact_no smallint)[] as evidence
    from numbered join report r using (report_id)
    where r.is_current
    group by r.office_id, r.year, r.report_id
"""
"""A rule that takes memory for each character of a report: 12 KB and more."""


@pytest.mark.slow
def test_a_rule_leaves_out_the_report_that_takes_too_much_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = judge.rule_files()
    replace_everywhere(monkeypatch, judge, "rule_files", lambda: {**files, "recycled_text": ("check", HUNGRY)})
    replace_everywhere(monkeypatch, sparing, "BASE_BYTES", 400_000_000)
    long = report_bytes(CODES[0], 2022).decode() + "\n其他说明事项补充如下" * 3_000
    load(tmp_path, [Source("long.txt", data=long.encode()), source(CODES[1], 2022), source(CODES[2], 2022)])
    found = {row[7]: row for row in rows(tmp_path)["finding"] if row[1] == "recycled_text"}
    assert {number: row[3] for number, row in found.items()} == {
        1: "not_assessable", 2: "failed", 3: "failed"
    }  # fmt: skip
    assert "2022年年报篇幅过长" in found[1][9] and "超出内存上限" in found[1][9]


def test_the_longest_report_is_found(tmp_path: Path) -> None:
    long = report_bytes(CODES[0], 2022).decode() + "\n其他说明事项补充如下" * 100
    load(tmp_path, [source(CODES[1], 2022), Source("long.txt", data=long.encode())])
    generation = store.open_current(tmp_path)
    row = generation.cursor().execute("select current_database()").fetchone()
    assert row is not None
    assert sparing.longest(generation.connection, f'"{row[0]}"') == [2, 1]
    generation.close()
