"""Kills writers at random moments, half of them while others read: `python -m benchmarks faults 200`.

In goes how many kills; out come rows that count what must never happen (lost originals, altered or torn journal
lines, generations served in part, numbers that differ after a rebuild), each with the budget 0. Processes are forked
from this one, which has imported everything and opened nothing, so that a kill hits work and no start.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reports import ask, capture, publish, store
from reports.capture import original_path
from reports.correct import Correction
from reports.errors import StoreError
from reports.publish import Source, ledger
from reports.specimen import demo_offices, draw, write
from reports.store import journal
from reports.store.follow_up_rows import FindingKey
from reports.store.schema import FOLLOW_UP

ACTIONS = ("load", "publish", "rebuild", "rollback", "follow")
_COMPARED_EVERY = 10
_LONGEST_SECONDS = 1.2
"""Within so long a writer is killed; a rebuild of the store takes about as long."""


def run(work: Callable[[], None], kill_after: float | None = None) -> str:
    """Runs `work` in a process of its own and kills it after so many seconds, if any; '' or what went wrong."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        try:
            work()
        except BaseException:
            os.write(writer, traceback.format_exc().encode()[-4000:])
        finally:
            os._exit(0)
    os.close(writer)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read().decode("utf-8", "replace")
    os.waitpid(process, 0)
    return told


def _source(number: int) -> Source:
    offices = list(demo_offices().values())
    data = write(draw(offices[number % 3], 2016 + number % 9, number), "txt")
    return Source(f"{number}.txt", data=data)


def _act(folder: Path, action: str, number: int) -> None:
    """Does one thing over and over until it is killed."""
    while True:
        if action == "load":
            publish.load(folder, [_source(number), _source(number + 1)])
        elif action == "publish":
            _correct(folder, number)
        elif action == "rebuild":
            publish.rebuild(folder, processes=1)
        elif action == "follow":
            _follow(folder, number)
        elif not _roll_back(folder):
            publish.load(folder, [_source(number)])
        number += 2


def _roll_back(folder: Path) -> bool:
    """Goes back one generation; False when there is none to go back to."""
    try:
        publish.rollback(folder)
    except StoreError:
        if len(store.kept(folder)) > 1:
            raise
        return False
    return True


def _correct(folder: Path, number: int) -> None:
    generation = store.open_current(folder)
    row = (
        generation.cursor()
        .execute(
            "select report_id, coalesce(e.stated_value, f.value), f.indicator, f.breakdown from fact f "
            "join evidence e using (report_id, fact_no) where role = 'leading' and status = 'stated' "
            "order by report_id, fact_no limit 1"
        )
        .fetchone()
    )
    generation.close()
    assert row is not None
    reason = Correction(row[2], row[3], row[1], float(number), "故障演练", "演练", "2026-01-05")
    publish.correct_report(folder, str(row[0]), reason)


def _follow(folder: Path, number: int) -> None:
    """A task, what becomes of it, a verdict, an explanation, a note and a mark, and one step back."""
    # The first one catches up with what a killed writer journaled: a task of his is not opened twice.
    ledger.write_mark(folder, 2020, "", "", f"标记{number}", who="演练")
    generation = store.open_current(folder)
    known = store.stored_follow_up(generation.cursor())
    query = "select office_code, year, rule, subject from finding f join office using (office_id) where f.status <> 'not_assessable' order by all"
    keys = [FindingKey(*row) for row in generation.cursor().execute(query).fetchall()]
    generation.close()
    open_ones = [task for task in known.tasks.values() if not task.is_removed]
    taken = {matter.key for task in open_ones for matter in task.matters}
    for key in [key for key in keys if key not in taken][:1]:
        ledger.open_tasks(folder, [key], {"person": f"甲{number}"}, who="演练")
    for task in open_ones[-1:]:
        edit = ledger.Edit(task.task_id, {"status": "整改中", "measure": f"措施{number}"}, "演练")
        ledger.change_tasks(folder, [edit], who="演练")
        ledger.undo_change(folder, task.task_id, who="演练")
    key = keys[number % len(keys)]
    ledger.judge_finding(folder, key, "属实", f"演练{number}", who="演练")
    ledger.explain_finding(folder, key, f"说明{number}", who="演练")
    ledger.write_note(folder, "finding", *key, f"批注{number}", who="演练")


def _read_on(folder: Path, said: Path) -> None:
    """Reads as a dashboard does until it is killed; what is wrong is written to `said`."""
    while True:
        generation = store.open_current(folder)
        cursor = generation.cursor()
        row = cursor.execute(
            "select (select report_count from generation), (select count(*) from report where is_current), "
            "(select fact_count from generation), (select count(*) from fact)"
        ).fetchone()
        answer = ask.ask(generation.cursor(), "office_list", {})
        assert row is not None
        if generation.notice or row[0] != row[1] or row[2] != row[3] or answer.empty:
            with said.open("a", encoding="utf-8") as file:
                file.write(f"{generation.number} {generation.notice} {row}\n")
        generation.close()


def _rows(folder: Path) -> dict[str, list[Any]]:
    generation = store.open_current(folder)
    try:
        return {
            name: sorted(generation.cursor().execute(f"select * from {name}").fetchall(), key=repr)
            for name in (
                "report",
                "snapshot",
                "section",
                "fact",
                "evidence",
                "problem",
                "finding",
                "office",
                *FOLLOW_UP,
            )
        }
    finally:
        generation.close()


def _look(folder: Path, length: int, digest: str) -> None:
    """Raises when an original is lost, the journal was altered, or the generation served is not whole."""
    data = (folder / journal.FILE_NAME).read_bytes()[:length]
    assert hashlib.sha256(data).hexdigest() == digest, "journal: lines that were safe have changed"
    for line in journal.read(folder):
        if line["what"] == "capture":
            original = original_path(folder / capture.ORIGINALS_NAME, line["sha256"]).read_bytes()
            assert hashlib.sha256(original).hexdigest() == line["sha256"], "original: altered"
    generation = store.open_current(folder)
    assert generation.notice == "", f"generation: {generation.notice}"
    store.verify(generation.cursor())
    generation.close()


def _compare(folder: Path) -> None:
    """Raises when a rebuild gives other rows than the generation that all journaled work has led to."""
    publish.load(folder, [])
    before = _rows(folder)
    publish.rebuild(folder, processes=1)
    after = _rows(folder)
    other = [name for name in before if before[name] != after[name]]
    assert not other, f"rebuild: {other}"


def trials(folder: Path, count: int, seed: int = 6, actions: Sequence[str] = ACTIONS) -> tuple[Counter[str], list[str]]:
    """Kills `count` writers of the store in `folder`, in turn in each of `actions`; how many of each action were killed, and what went wrong."""
    chance = random.Random(seed)
    wrong: list[str] = []
    killed: Counter[str] = Counter()
    for number in range(3):
        wrong += filter(None, [run(lambda number=number: publish.load(folder, [_source(number)]) and None)])  # type: ignore[misc]
    said = folder.with_name(folder.name + "-readers.txt")
    for trial in range(count):
        action = actions[trial % len(actions)]
        whole = (folder / journal.FILE_NAME).read_bytes()
        whole = whole[: whole.rfind(b"\n") + 1]
        digest = hashlib.sha256(whole).hexdigest()
        reader = 0
        if trial // len(actions) % 2:
            reader = os.fork()
            if reader == 0:
                try:
                    _read_on(folder, said)
                except BaseException:
                    said.write_text(traceback.format_exc(), "utf-8")
                finally:
                    os._exit(0)
        told = run(lambda: _act(folder, action, 10 + trial * 2), chance.uniform(0.0, _LONGEST_SECONDS))  # noqa: B023
        killed[action] += 1
        if reader:
            os.kill(reader, signal.SIGKILL)
            os.waitpid(reader, 0)
        found = [told, run(lambda: _look(folder, len(whole), digest))]  # noqa: B023
        if trial % _COMPARED_EVERY == _COMPARED_EVERY - 1 or trial == count - 1:
            found.append(run(lambda: _compare(folder)))
        wrong += [f"trial {trial} ({action}): {text}" for text in found if text]
    if said.exists():
        wrong.append(f"reader: {said.read_text('utf-8')}")
    return killed, wrong


def measure(sizes: Sequence[str] = ("20",)) -> list[dict[str, Any]]:
    """Rows that count kills and faults; `sizes` is the number of kills, e.g. ["200"]."""
    count = int(sizes[0])
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        killed, wrong = trials(Path(name) / "store", count)
    for text in wrong:
        print(text)
    kinds = {
        "lost or altered originals": "original",
        "altered or torn journal lines": "journal",
        "generations served in part": "generation",
        "numbers that differ after a rebuild": "rebuild:",
        "wrong answers to readers": "reader",
    }
    rows = [(f"{killed.total()} kills of {', '.join(killed)}: {name}", sum(word in text for text in wrong), "count", 0)
            for name, word in kinds.items()]  # fmt: skip
    rows.append((f"{killed.total()} kills: anything wrong at all", len(wrong), "count", 0))
    told = [{"name": n, "value": v, "unit": u, "baseline": None, "ratio": None, "budget": b} for n, v, u, b in rows]
    seconds = {"name": f"{killed.total()} kills: time", "value": time.perf_counter() - start, "unit": "s"}
    return [*told, {**seconds, "baseline": None, "ratio": None, "budget": None}]
