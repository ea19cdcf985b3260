"""The journal: what is written stays, a torn last line is set aside, a damaged or altered one is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.errors import StoreError
from reports.store import journal

LOGGED = {"what": "log", "sha256": "c", "file_name": "记录.csv", "byte_count": 5, "office": None}


def captured(sha256: str) -> dict[str, Any]:
    """A line of the journal, told by the sha256 of its original."""
    told = {"what": "capture", "sha256": sha256, "file_name": "年报.txt", "byte_count": 9}
    return {**told, "source_url": None, "refused": None}


def test_lines_come_back_in_order_with_author_and_time(tmp_path: Path) -> None:
    journal.append(tmp_path, [captured("a")])
    end = journal.append(tmp_path, [{**captured("b"), "who": "王芳"}])
    lines = journal.read(tmp_path)
    assert [line["sha256"] for line in lines] == ["a", "b"]
    assert (lines[0]["who"], lines[0]["login"]) == ("", journal.author()) and lines[1]["who"] == "王芳"
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
    journal.append(folder, [captured("whole")])
    before = (folder / journal.FILE_NAME).read_bytes()
    journal.append(folder, [captured("torn" + "号" * long)])
    written = (folder / journal.FILE_NAME).read_bytes()
    torn = written[len(before) : -1][:cut]
    (folder / journal.FILE_NAME).write_bytes(before + torn)
    assert [line["sha256"] for line in journal.read(folder)] == ["whole"]
    journal.append(folder, [captured("next")])
    assert [line["sha256"] for line in journal.read(folder)] == ["whole", "next"]
    assert (folder / journal.TORN_NAME).read_bytes() == torn + b"\n"


def test_a_long_torn_line_is_found_over_many_blocks(tmp_path: Path) -> None:
    (tmp_path / journal.FILE_NAME).write_bytes(b'{"what":"log"}\n' + b"x" * 300_000)
    assert journal.set_torn_line_aside(tmp_path) is True
    assert (tmp_path / journal.FILE_NAME).read_bytes() == b'{"what":"log"}\n'
    assert (tmp_path / journal.TORN_NAME).stat().st_size == 300_001


def test_a_journal_that_is_torn_in_its_first_line(tmp_path: Path) -> None:
    (tmp_path / journal.FILE_NAME).write_bytes(b'{"what":')
    journal.append(tmp_path, [LOGGED])
    assert [line["what"] for line in journal.read(tmp_path)] == ["log"]
    assert (tmp_path / journal.TORN_NAME).read_bytes() == b'{"what":\n'


def test_a_damaged_line_before_the_last_is_told(tmp_path: Path) -> None:
    journal.append(tmp_path, [LOGGED, LOGGED])
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
        back = {"what": "rollback", "from": 2, "to": 1, "void_after": ends[min(aim or 0, len(ends) - 1)]}
        line = LOGGED if aim is None else back
        ends.append(journal.append(folder, [line]))
    assert list(journal.lines_in_force(folder)) == journal.in_force(journal.read(folder))


def test_a_line_that_tells_nothing_is_damaged(tmp_path: Path) -> None:
    journal.append(tmp_path, [LOGGED])
    with (tmp_path / journal.FILE_NAME).open("ab") as file:
        file.write(b"[]\n")
    with pytest.raises(StoreError, match="已损坏"):
        journal.read(tmp_path)


@pytest.mark.parametrize(
    ("altered", "wrong"),
    [
        ({"who": None}, "的 who 不是"),
        ({"at": "yesterday"}, "的 at 不是时间"),
        ({"what": "review"}, "种类是“review”"),
        ({"byte_count": True}, "的 byte_count"),
        ({"sha256": ...}, "缺少 sha256"),
        ({"at": ...}, "缺少 at"),
    ],
)
def test_a_line_that_lacks_what_its_kind_has_is_a_sentence(tmp_path: Path, altered: dict[str, Any], wrong: str) -> None:
    journal.append(tmp_path, [captured("a")])
    path = tmp_path / journal.FILE_NAME
    line = {**json.loads(path.read_bytes()), **altered}
    path.write_text(json.dumps({key: value for key, value in line.items() if value is not ...}) + "\n", "utf-8")
    with pytest.raises(StoreError, match=wrong):
        journal.read(tmp_path)
    [(_line, fault, _end)] = journal.looked_through(tmp_path)
    assert wrong in fault


def test_a_correction_has_the_keys_of_a_correction(tmp_path: Path) -> None:
    number = {"indicator": "i", "breakdown": "", "stated_value": 1, "corrected_value": None, "reason": "误"}
    whole = {**number, "locator": None, "new_indicator": None, "new_breakdown": None}
    journal.append(tmp_path, [{"what": "correction", "sha256": "a", "correction": whole}])
    assert journal.read(tmp_path)[0]["correction"] == whole
    journal.append(tmp_path, [{"what": "correction", "sha256": "a", "correction": number}])
    with pytest.raises(StoreError, match="的 correction 不是"):
        journal.read(tmp_path)


def test_each_line_carries_the_hash_of_the_line_before(tmp_path: Path) -> None:
    journal.append(tmp_path, [captured("a"), captured("b")])
    end = journal.append(tmp_path, [captured("c")])
    raw = (tmp_path / journal.FILE_NAME).read_bytes().splitlines(keepends=True)
    before = [b"", *raw]
    assert [json.loads(line)["chain"] for line in raw] == [hashlib.sha256(line).hexdigest() for line in before[:-1]]
    assert journal.head(tmp_path, end) == hashlib.sha256(raw[-1]).hexdigest()
    assert journal.head(tmp_path, end - 1) == journal.head(tmp_path, end + 1) == ""
    assert journal.breaks(tmp_path) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_journal_without_a_chain_is_taken_over_as_it_is(tmp_path: Path, count: int) -> None:
    path = tmp_path / journal.FILE_NAME
    old = "".join(json.dumps({"at": "2026-01-05", "who": "甲", **captured(str(n))}) + "\n" for n in range(count))
    path.write_text(old, "utf-8")
    assert journal.head(tmp_path, len(old)) == hashlib.sha256(old.encode()).hexdigest()
    journal.append(tmp_path, [captured("new"), captured("newer")])
    assert path.read_text("utf-8").startswith(old)
    assert [line["sha256"] for line in journal.read(tmp_path)] == [*map(str, range(count)), "new", "newer"]
    assert journal.read(tmp_path)[count]["chain"] == hashlib.sha256(old.encode()).hexdigest()
    assert journal.breaks(tmp_path) == []
    path.write_bytes(path.read_bytes().replace("甲".encode(), "乙".encode(), 1).replace(b"\\u7532", b"\\u4e59", 1))
    assert [each.line for each in journal.breaks(tmp_path)] == [count + 1]


@pytest.mark.parametrize(
    ("kind", "told_by"),
    [
        ("changed", 3), ("removed", 2), ("swapped", 2), ("doubled", 3), ("inserted", 4), ("unchained", 5),
        ("first removed", 1),
    ],
)  # fmt: skip
def test_whatever_is_done_to_a_line_breaks_the_chain(tmp_path: Path, kind: str, told_by: int) -> None:
    journal.append(tmp_path, [{**captured(name), "who": "王芳"} for name in "abcd"])
    path = tmp_path / journal.FILE_NAME
    raw = path.read_bytes().splitlines(keepends=True)
    raw = {
        "changed": [raw[0], raw[1].replace("王芳".encode(), "李明".encode()), *raw[2:]],
        "removed": [raw[0], *raw[2:]],
        "swapped": [raw[0], raw[2], raw[1], raw[3]],
        "doubled": [raw[0], raw[1], raw[1], *raw[2:]],
        "inserted": [*raw[:2], raw[2].replace(b'"c"', b'"x"'), *raw[2:]],
        "unchained": [*raw, b'{"what":"log"}\n'],
        "first removed": raw[1:],
    }[kind]
    path.write_bytes(b"".join(raw))
    [first, *_more] = journal.breaks(tmp_path)
    assert first.line == told_by
    # Whoever has looked at it says so, and that is told in his name.
    journal.append(tmp_path, [{"what": "acceptance", "reason": "已核对", "who": "张某"}])
    assert all("张某" in each.accepted_by for each in journal.breaks(tmp_path))


def test_of_lines_that_the_disk_refuses_none_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.append(tmp_path, [captured("a")])
    before = (tmp_path / journal.FILE_NAME).read_bytes()

    def half(path: Path, data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data[: len(data) * 2 // 3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_write", half)
    with pytest.raises(OSError, match="No space"):
        journal.append(tmp_path, [captured("b"), captured("c")])
    assert (tmp_path / journal.FILE_NAME).read_bytes() == before
