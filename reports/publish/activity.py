"""操作记录: who did what when, from the journal, for people.

In go the lines of the journal, all of them, also what was undone since; out come records, the newest first. It words
nothing: a record says the kind of its line, the offices concerned and what it was about, before and after.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reports import store
from reports.identify.regions import Region, Regions
from reports.identify.roster import Office
from reports.publish.follow_up import folded_follow_up, said_by
from reports.publish.lines import office_in
from reports.publish.office_table import COLUMNS, row_of
from reports.publish.roster import ROSTER_LINES, joined
from reports.store import FollowUp, journal
from reports.store.follow_up_rows import FindingKey

_SAID = ("task", "verdict", "explanation")
_NOT_TOLD = ("代码", "曾用名")
"""Columns of an office that no person changes."""
MOST_RECORDS = 20_000
"""So many of the newest are listed."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the journal: when (UTC), who, its kind, the codes of the offices concerned, what it was about, what it
    was before and is after ('' where that has no meaning), of a task (field, before, after) of what changed, of an office
    the same by the columns of its table, of a note or correction the indicator (or rule) and its breakdown, whether a rollback
    has undone it since, whether nobody signed it (the journal then has the account of this machine), whether the journal
    tells the day alone, what the journal called the offices last, '' where it did not, and of what was taken over from
    a table who filled that in and who took it over ('' elsewhere), and why a number was corrected or a report taken back."""

    at: datetime
    who: str
    kind: str
    offices: tuple[str, ...]
    about: str
    before: str = ""
    after: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    number: tuple[str, str] = ("", "")
    is_undone: bool = False
    is_unsigned: bool = False
    is_of_a_day: bool = False
    called: tuple[str, ...] = ()
    adopted: str = ""
    reason: str = ""


def records(folder: Path) -> list[Record]:
    """The newest records of a store, the newest first; none where there is no journal."""
    reports = _reports(folder)
    kept: deque[tuple[int, Record]] = deque(maxlen=MOST_RECORDS)
    known = FollowUp()
    known_offices = _Offices()
    written: list[journal.Line] = []
    called: dict[str, str] = {}
    for line in journal.lines(folder):
        if line["what"] == "rollback":
            start = line["void_after"]
            written = [each for each in written if each["end"] <= start]
            known = folded_follow_up(FollowUp(), (each for each in written if each["what"] in _SAID))
            known_offices = _Offices()
            for each in written:
                known_offices.take(each)
            kept = deque(
                (
                    # An account is what it is also after a rollback.
                    (end, replace(each, is_undone=True) if start < end and each.kind != "account" else each)
                    for end, each in kept
                ),
                MOST_RECORDS,
            )
        if line["what"] == "office":
            called[line["office"]["code"]] = line["office"]["name"]
        kept.append((line["end"], _record(line, reports, known, known_offices)))
        if line["what"] in ROSTER_LINES:
            written.append(line)
            known_offices.take(line)
        if line["what"] in _SAID:
            written.append(line)
            known = folded_follow_up(FollowUp(known.tasks, opinions=known.opinions), [line])
    return [replace(each, called=tuple(called.get(code, "") for code in each.offices)) for _end, each in reversed(kept)]


class _Offices:
    """The offices and regions of a journal as far as it was read."""

    def __init__(self) -> None:
        self._offices: dict[str, Office] = {}
        self._own: dict[str, Region] = {}

    def take(self, line: journal.Line) -> None:
        """Goes on by a line."""
        if line["what"] == "office":
            self._offices[line["office"]["code"]] = office_in(line["office"])
        elif line["what"] == "region":
            self._own[line["region_id"]] = Region(line["region_id"], line["name"], line["level"], line["parent_id"])
        elif line["what"] == "merge" and {line["from"], line["into"]} <= self._offices.keys():
            gone = self._offices.pop(line["from"])
            self._offices[line["into"]] = joined(gone, self._offices[line["into"]])

    def changes(self, line: journal.Line) -> tuple[tuple[str, str, str], ...]:
        """What a line makes of an office: column of its table, before and after, of one that is new all that it is."""
        after = office_in(line["office"])
        before, regions = self._offices.get(after.code), Regions(self._own)
        old = row_of(before, regions) if before else [""] * len(COLUMNS)
        told = zip(COLUMNS, old, row_of(after, regions), strict=True)
        hidden = _NOT_TOLD if before else (*_NOT_TOLD, "名称", "新登记")
        return tuple((name, was, now) for name, was, now in told if was != now and name not in hidden)


def state(folder: Path) -> tuple[int, int]:
    """What changes whenever the records do: length of the journal in bytes and when it was last written, in
    nanoseconds; zeros where there is none."""
    try:
        found = (folder / journal.FILE_NAME).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _reports(folder: Path) -> dict[str, tuple[str, str]]:
    """Office code and title of each stored report, by its original's sha256."""
    if not store.kept(folder):
        return {}
    generation = store.open_current(folder)
    try:
        query = "select sha256, office_code, title from report join office using (office_id)"
        return {row[0]: (row[1], row[2]) for row in generation.cursor().execute(query).fetchall()}
    finally:
        generation.close()


def _record(
    line: journal.Line, reports: Mapping[str, tuple[str, str]], known: FollowUp, offices_known: _Offices
) -> Record:
    kind = line["what"]
    moment = datetime.fromisoformat(line["at"])
    at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    offices, about, before, after = _told(line, kind, reports)
    if kind in ("verdict", "explanation"):
        opinion = known.opinions.get((kind, FindingKey(line["office"], line["year"], line["rule"], line["subject"])))
        before = _opinion(opinion.verdict, opinion.text) if opinion else ""
    fields = _changes(line, known) if kind == "task" else offices_known.changes(line) if kind == "office" else ()
    named = tuple(dict.fromkeys(each for each in offices if each))
    return Record(
        at,
        line["who"],
        kind,
        named,
        about,
        before,
        after,
        fields,
        _number_of(line, kind),
        is_unsigned=not journal.signer(line["who"]),
        is_of_a_day="T" not in line["at"],
        adopted="" if line.get("filled_by") is None else said_by(line),
        reason=_reason(line, kind),
    )


def _told(
    line: journal.Line, kind: str, reports: Mapping[str, tuple[str, str]]
) -> tuple[tuple[str, ...], str, str, str]:
    """Offices, what a line is about, before and after."""
    shas = line.get("sha256", [])
    known = [reports[each] for each in ([shas] if isinstance(shas, str) else shas) if each in reports]
    offices = tuple(code for code, _title in known)
    titles = "、".join(f"《{title}》" for _code, title in known[:3]) + ("等" if len(known) > 3 else "")
    if kind in ("capture", "log"):
        return offices, line["file_name"], "", line.get("refused") or ""
    if kind == "assignment":
        return (*line["before"], line["after"]), titles, "、".join(line["before"]), line["after"]
    if kind == "year":
        return offices, titles, _text(line["before"]), _text(line["after"])
    if kind == "correction":
        told = line["correction"]
        return offices, titles, _text(told["stated_value"]), _text(told["corrected_value"])
    if kind == "withdrawal":
        return offices, titles, "", ""
    if kind == "office":
        return (line["office"]["code"],), line["office"]["name"], "", ""
    if kind == "merge":
        return (line["from"], line["into"]), "", line["from"], line["into"]
    if kind == "task":
        return (line["task"]["office"],), line["task"]["task_id"], "", ""
    if kind in ("verdict", "explanation"):
        is_kept = kind == "explanation" or line["verdict"]
        words = _opinion(line["verdict"], line["reason"]) if kind == "verdict" else line["text"]
        return (line["office"],), line["message"], "", words if is_kept else ""
    if kind == "note":
        return (line["office"],), str(line["year"]), "", line["text"]
    if kind == "mark":
        return (line["office"],), str(line["year"]), "", line["text"]
    if kind == "judgement":
        about = f"{line['year']}年{line['item']}：{line['clause']}"
        after = "，".join(part for part in (_text(line["points"]), line["note"]) if part)
        return (line["office"],), about, _text(line["before"]), after
    if kind == "account":
        return (), line["account"]["name"], "", "、".join(line["done"])
    if kind == "sheet":
        return (), line["sheet"]["name"], "", ""
    if kind == "rollback":
        return (), "", str(line["from"]), str(line["to"])
    # What is named by one word: a region, a district, a sheet, a reason.
    named = (line.get(name) for name in ("name", "sheet", "region_id", "reason"))
    return (), next((str(each) for each in named if isinstance(each, str) and each), ""), "", ""


def _number_of(line: journal.Line, kind: str) -> tuple[str, str]:
    """The indicator (or rule) that a line is about, and its breakdown."""
    if kind == "correction":
        return line["correction"]["indicator"], line["correction"]["breakdown"]
    return (line["name"], line["subject"]) if kind == "note" else ("", "")


def _reason(line: journal.Line, kind: str) -> str:
    """Why a number was corrected or a report taken back."""
    told = line["correction"] if kind == "correction" else line if kind == "withdrawal" else {}
    return str(told.get("reason") or "")


def _opinion(verdict: str, text: str) -> str:
    return "：".join(part for part in (verdict, text) if part)


def _changes(line: journal.Line, tasks: FollowUp) -> tuple[tuple[str, str, str], ...]:
    """What of a task a line changed: field, before and after."""
    changes = folded_follow_up(FollowUp(tasks.tasks), [line]).changes
    return tuple((each.field, each.before, each.after) for each in changes if each.field not in ("office", "matters"))


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
