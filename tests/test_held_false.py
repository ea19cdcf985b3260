"""What the staff held to be false is in no first line and in no list of any page, and is back when they take it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports import store
from reports.publish import ledger
from reports.store.follow_up_rows import FindingKey
from tests.dashboard_stores import fill_full
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
OFFICE, CODE, YEAR = "竹荫路街道办事处", "qinghe-zhuyinlu", 2025
"""Its hotline falls for four years to the last place of its kind."""
PAGES = ("overview", "weak_spots", "hotline", "meeting")


def _shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, str]]:
    """The first line and all else of each page."""
    shown = {}
    for page in PAGES:
        app = run(page, folder, monkeypatch)
        assert not app.exception
        # The generation is another one after each decision.
        shown[page] = (head(app) if page != "meeting" else "", re.sub(r"第\d+版", "", "".join(markup(app)[:-1])))
    return shown


def _red(text: str) -> str:
    """The table of what stands last and falls."""
    found = re.search(r"<caption>靠后且下滑的指标.*?</table>", text, re.DOTALL)
    return found[0] if found else ""


def test_what_was_held_to_be_false_is_said_nowhere_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    fill_full(folder)
    before = _shown(folder, monkeypatch)
    fall = "办结率连续4年下降"
    assert f"{OFFICE}{fall}" in before["overview"][0] and fall in before["hotline"][0]
    row = re.compile(rf"{OFFICE}</a></t[dh]>\s*<td[^>]*>热线办结率<")
    assert row.search(_red(before["weak_spots"][1])), "it stands last and falls"
    generation = store.open_current(folder)
    keys = [
        FindingKey(CODE, YEAR, *found)
        for found in generation.cursor()
        .execute(
            "select rule, subject from finding join office using (office_id)"
            " where office_code = ? and year = ? and subject = 'hotline12345' and status = 'failed'",
            [CODE, YEAR],
        )
        .fetchall()
    ]
    generation.close()
    assert {key.rule for key in keys} >= {"close_rate_falling", "close_rate_low"}
    for key in keys:
        ledger.judge_finding(folder, key, "误报", "口径不同", who="李明")
    after = _shown(folder, monkeypatch)
    for page in ("overview", "hotline"):
        assert OFFICE not in after[page][0] and fall not in after[page][0], after[page][0]
    assert not row.search(_red(after["weak_spots"][1]))
    assert re.search(rf"另有1项的判定经核实为误报，没有列入：{OFFICE}热线办结率。", after["weak_spots"][1])
    alone = head(run("overview", folder, monkeypatch, office=OFFICE))
    assert "连续" not in alone
    for key in keys:
        ledger.judge_finding(folder, key, "", "", who="李明")
    assert {page: told[0] for page, told in _shown(folder, monkeypatch).items()} == {
        page: told[0] for page, told in before.items()
    }
    assert _red(_shown(folder, monkeypatch)["weak_spots"][1]) == _red(before["weak_spots"][1])
