"""What a version that another replaced told is kept, compared with the current one, and made anew by a rebuild."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import wording
from reports import ask, publish, store
from reports.publish.differences import differences
from tests.stored import CODES, load, one, rows, source
from tests.test_pages import markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

FORMER = ("former_fact", "former_section", "finding")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices; the report on 2022 of the first was replaced twice."""
    folder = tmp_path_factory.mktemp("replaced")
    load(folder, [source(CODES[0], 2022), source(CODES[1], 2022)])
    load(folder, [source(CODES[0], 2022, seed=8)])
    load(folder, [source(CODES[0], 2022, seed=9)])
    return folder


def test_each_version_that_was_replaced_is_compared_with_the_current_one(made: Path) -> None:
    generation = store.open_current(made)
    listed = ask.ask(generation.cursor(), "report_list", {"office_codes": [CODES[0]]})
    former, current = [
        [int(r.report_id) for r in listed.itertuples() if bool(r.is_current) is which] for which in (False, True)
    ]
    assert len(former) == 2 and len(current) == 1
    told = {
        n: list(ask.ask(generation.cursor(), "report_facts", {"report_id": n}).itertuples()) for n in former + current
    }
    found = ask.ask(generation.cursor(), "findings_list", {"office_codes": [CODES[0]]})
    found = found[found["rule"] == "changed_after_publication"]
    assert list(found["subject"]) == ["1", "2"] and set(found["report_id"]) == set(current)
    for number, (before, finding) in enumerate(zip(former, found.itertuples(), strict=True), 1):
        assert all(fact.quote for fact in told[before] if fact.status == "stated")
        # The same comparison that an import shows before it replaces, in Python.
        expected = [
            d
            for d in differences(told[before], told[current[0]])
            if any(
                side is not None and side.value == side.value and side.value is not None for side in (d.before, d.after)
            )
        ]
        assert len(expected) > 20
        assert f"第3份与先收录的第{number}份相比，{len(expected)}处数字不同" in finding.message
        assert finding.left_value == len(expected)
        assert {e["fact_no"] for e in finding.evidence} == {
            int(d.after.fact_no)
            for d in expected
            if d.after is not None and d.after.value == d.after.value  # type: ignore[attr-defined]
        }
    generation.close()


def test_both_versions_stand_side_by_side_with_their_sentences(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {int(n): one(made, f"select report_id from report where year = 2022 and version = {n} and office_id = (select office_id from office where office_code = '{CODES[0]}')") for n in (1, 2, 3)}  # fmt: skip
    monkeypatch.setenv("GONGKAI_STORE", str(made))
    text = "".join(markup(run("report", made, monkeypatch, report=str(numbers[3]))))
    assert [f"与先收录的第{n}份对照" in text for n in (1, 2, 3)] == [True, True, False]
    for version in (1, 2):
        part = text.split(f"<h2>与先收录的第{version}份对照</h2>", 1)[1].split("</table>")[0]
        count = re.search(r"相比，(\d+)处数字不同", part)
        finding = one(
            made, f"select left_value from finding where rule = 'changed_after_publication' and subject = '{version}'"
        )
        assert count and int(count[1]) == finding == part.count('<tr role="row">') - 1
        # Each number of the old version leads to its sentence in the old version.
        assert f"report={numbers[version]}&amp;fact=" in part and f"report={numbers[3]}&amp;fact=" in part
    old = ask_facts(made, numbers[1])
    first = next(fact for fact in old.itertuples() if fact.source == "text" and fact.status == "stated")
    text = "".join(markup(run("report", made, monkeypatch, report=str(numbers[1]), fact=str(first.fact_no))))
    assert "与先收录的第1份对照" in text and "与先收录的第2份对照" not in text
    assert f'id="f{first.fact_no}"' in text and wording.REPORT_NOT_CURRENT in text


def ask_facts(folder: Path, report_id: int) -> Any:
    generation = store.open_current(folder)
    facts = ask.ask(generation.cursor(), "report_facts", {"report_id": report_id})
    generation.close()
    return facts


def test_a_rebuild_keeps_the_same_and_what_is_taken_back_is_compared_with_nothing(made: Path) -> None:
    before = rows(made)
    assert len({row[0] for row in before["former_fact"]}) == 2
    publish.rebuild(made)
    after = rows(made)
    assert [before[table] for table in FORMER] == [after[table] for table in FORMER]
    sha256 = one(made, "select sha256 from report where version = 2")
    publish.withdraw(made, sha256, "误收")
    assert one(made, "select list(distinct report_id) from former_fact") == [1]
    assert one(made, "select list(subject) from finding where rule = 'changed_after_publication'") == ["1"]
    publish.withdraw(made, one(made, "select sha256 from report where is_current and version > 1"), "误收")
    assert one(made, "select count(*) from former_fact") == 0
    assert one(made, "select count(*) from finding where rule = 'changed_after_publication'") == 0
    again = rows(made)
    publish.rebuild(made)
    assert [again[table] for table in FORMER] == [rows(made)[table] for table in FORMER]
