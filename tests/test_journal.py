"""The journal: what is written stays, a torn last line is set aside, a damaged one is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.errors import StoreError
from reports.store import journal


def test_lines_come_back_in_order_with_author_and_time(tmp_path: Path) -> None:
    journal.append(tmp_path, [{"what": "capture", "sha256": "a"}])
    end = journal.append(tmp_path, [{"what": "capture", "sha256": "b", "who": "王芳"}])
    lines = journal.read(tmp_path)
    assert [line["sha256"] for line in lines] == ["a", "b"]
    assert lines[0]["who"] == journal.author() and lines[1]["who"] == "王芳"
    assert all(line["at"].endswith("+00:00") for line in lines)
    assert lines[-1]["end"] == end == (tmp_path / journal.FILE_NAME).stat().st_size
    assert journal.read(tmp_path, lines[0]["end"]) == lines[1:]


def test_no_journal_is_an_empty_one(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == []
    assert journal.set_torn_line_aside(tmp_path) is False


@settings(deadline=None, max_examples=60)
@given(cut=st.integers(min_value=1, max_value=90), long=st.integers(min_value=0, max_value=200_000))
def test_a_torn_last_line_is_left_out_and_set_aside(
    tmp_path_factory: pytest.TempPathFactory, cut: int, long: int
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal.append(folder, [{"what": "capture", "sha256": "whole"}])
    before = (folder / journal.FILE_NAME).read_bytes()
    journal.append(folder, [{"what": "capture", "sha256": "torn" + "号" * long}])
    written = (folder / journal.FILE_NAME).read_bytes()
    torn = written[len(before) : -1][:cut]
    (folder / journal.FILE_NAME).write_bytes(before + torn)
    assert [line["sha256"] for line in journal.read(folder)] == ["whole"]
    journal.append(folder, [{"what": "capture", "sha256": "next"}])
    assert [line["sha256"] for line in journal.read(folder)] == ["whole", "next"]
    assert (folder / journal.TORN_NAME).read_bytes() == torn + b"\n"


def test_a_long_torn_line_is_found_over_many_blocks(tmp_path: Path) -> None:
    (tmp_path / journal.FILE_NAME).write_bytes(b'{"what":"log"}\n' + b"x" * 300_000)
    assert journal.set_torn_line_aside(tmp_path) is True
    assert (tmp_path / journal.FILE_NAME).read_bytes() == b'{"what":"log"}\n'
    assert (tmp_path / journal.TORN_NAME).stat().st_size == 300_001


def test_a_journal_that_is_torn_in_its_first_line(tmp_path: Path) -> None:
    (tmp_path / journal.FILE_NAME).write_bytes(b'{"what":')
    journal.append(tmp_path, [{"what": "log"}])
    assert [line["what"] for line in journal.read(tmp_path)] == ["log"]
    assert (tmp_path / journal.TORN_NAME).read_bytes() == b'{"what":\n'


def test_a_damaged_line_before_the_last_is_told(tmp_path: Path) -> None:
    journal.append(tmp_path, [{"what": "log"}, {"what": "log"}])
    path = tmp_path / journal.FILE_NAME
    path.write_bytes(b"{broken\n" + path.read_bytes())
    with pytest.raises(StoreError, match="第 0 字节起的一行已损坏"):
        journal.read(tmp_path)


def test_rollbacks_void_what_came_after_their_aim() -> None:
    lines = [
        {"end": 1, "what": "capture"},
        {"end": 2, "what": "correction"},
        {"end": 3, "what": "rollback", "void_after": 1},
        {"end": 4, "what": "assignment"},
        {"end": 5, "what": "capture"},
        {"end": 6, "what": "rollback", "void_after": 4},
    ]
    assert [line["end"] for line in journal.in_force(lines)] == [1, 4]


@settings(deadline=None, max_examples=80)
@given(aims=st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=14))
def test_lines_in_force_are_the_same_read_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, aims: list[int | None]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    ends = [0]
    for aim in aims:
        line = {"what": "log"} if aim is None else {"what": "rollback", "void_after": ends[min(aim, len(ends) - 1)]}
        ends.append(journal.append(folder, [line]))
    assert list(journal.lines_in_force(folder)) == journal.in_force(journal.read(folder))


def test_a_line_that_tells_nothing_is_damaged(tmp_path: Path) -> None:
    journal.append(tmp_path, [{"what": "log"}])
    with (tmp_path / journal.FILE_NAME).open("ab") as file:
        file.write(b"[]\n")
    with pytest.raises(StoreError, match="已损坏"):
        journal.read(tmp_path)
