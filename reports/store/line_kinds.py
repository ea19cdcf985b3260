"""The kinds of lines that a journal has, each with its keys: what is written and what is read again has these and no
others are known.

In goes a line as JSON tells it; out comes what is wrong with it, in words. It makes no lines and reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import UnionType
from typing import Any, Literal, TypedDict, get_args, get_origin, get_type_hints, is_typeddict


class CaptureLine(TypedDict):
    """A file came in; `refused` is the sentence why it could not be used, None when it could."""

    what: Literal["capture"]
    at: str
    sha256: str
    file_name: str
    byte_count: int
    source_url: str | None
    refused: str | None
    district: str
    """The region that was named when the file came in; '' for none."""


class LogLine(TypedDict):
    """A website's publication log came in; `office` is the office of all its rows, if it has no column for it."""

    what: Literal["log"]
    at: str
    sha256: str
    file_name: str
    byte_count: int
    office: str | None
    district: str
    """The region that its offices were said to be of; '' for none."""


class AssignmentLine(TypedDict):
    """Originals were filed under the roster's office `after`; `before` names the offices they were under."""

    what: Literal["assignment"]
    sha256: list[str]
    before: list[str]
    after: str


class YearLine(TypedDict):
    """Originals were said to report on the year `after`; `before` is the year as read, None when none was."""

    what: Literal["year"]
    sha256: list[str]
    before: int | None
    after: int


class _FirstCorrectedNumber(TypedDict):
    """What the first lines of corrections said."""

    indicator: str
    breakdown: str
    stated_value: float | int | None
    corrected_value: float | int | None
    reason: str
    locator: str | None
    new_indicator: str | None
    new_breakdown: str | None


class CorrectedNumber(_FirstCorrectedNumber, total=False):
    """What correct.Correction says of a number, but for who said it and when; `skeleton` is that of its sentence,
    where it stands in one, `name` a name in it that is said to be a channel. Lines of earlier versions lack both."""

    skeleton: str
    name: str


class CorrectionLine(TypedDict):
    """A number of one original was corrected."""

    what: Literal["correction"]
    who: str
    at: str
    sha256: str
    correction: CorrectedNumber


class WithdrawnRow(TypedDict):
    """What the store keeps of a report that was taken back, whether its original can be read or not: its row of the
    table report and its office."""

    office: str
    is_queued: bool
    year: int
    form: str
    title: str
    stated_office: str
    published_on: str | None
    signed_on: str | None
    format: str
    marks: list[str]


class WithdrawalLine(TypedDict):
    """Originals were taken back for a `reason`: they count nowhere until they are loaded again. `reports` say what they
    were, in the order of `sha256`."""

    what: Literal["withdrawal"]
    sha256: list[str]
    reason: str
    reports: list[WithdrawnRow]


class AcceptanceLine(TypedDict):
    """Somebody looked at what the chain of the lines before tells, and goes on with them, for a `reason`."""

    what: Literal["acceptance"]
    reason: str


class _FirstOfficeRow(TypedDict):
    """What the first lines of offices said."""

    code: str
    name: str
    kind: str
    region_id: str
    aliases: list[str]
    filed_as: list[list[str]]
    from_year: int | None
    to_year: int | None
    must_report: bool | None
    is_fictional: bool
    is_new: bool


class OfficeRow(_FirstOfficeRow, total=False):
    """What identify.roster.Office says of an office; lines of earlier versions lack what stands here."""

    events: list[str]
    distinct_from: list[str]


class OfficeLine(TypedDict):
    """An office was registered or changed: `office` is the whole row as it is from then on."""

    what: Literal["office"]
    office: OfficeRow


class RegionLine(TypedDict):
    """A region of the store's own, which the table of China does not have, was made or renamed."""

    what: Literal["region"]
    region_id: str
    name: str
    level: str
    parent_id: str


class DistrictLine(TypedDict):
    """Somebody said which district the store is of."""

    what: Literal["district"]
    region_id: str


MergeLine = TypedDict("MergeLine", {"what": Literal["merge"], "from": str, "into": str})
"""Two offices are one: the office `from` is gone, its names and reports are those of `into`."""


class AccountRow(TypedDict):
    """What people.Account says of an account: codes of its regions (全部 for all) and offices, and what the identity
    provider calls it ('' for none). Nothing of a password."""

    name: str
    role: str
    regions: list[str]
    offices: list[str]
    subject: str
    is_closed: bool


class AccountLine(TypedDict):
    """An account is as `account` says from now on, also after a rollback; `done` says in words what was done to it,
    such as 开户 or 重设密码."""

    what: Literal["account"]
    account: AccountRow
    done: list[str]


class MatterRow(TypedDict):
    """A finding that a task is about: what names it in every rebuild, what it said when the task was opened, and the
    numbers that a later report has to tell before the finding can be called mended."""

    office: str
    year: int
    rule: str
    subject: str
    message: str
    needs: list[str]


class TaskRow(TypedDict):
    """A task of the ledger as it is from then on; `remark` is what was said of this change."""

    task_id: str
    office: str
    matters: list[MatterRow]
    person: str
    deadline: str
    measure: str
    proof: str
    status: str
    reason: str
    is_removed: bool
    remark: str


class TaskLine(TypedDict):
    """A task was opened or changed."""

    what: Literal["task"]
    task: TaskRow
    filled_by: str | None
    """Who filled in the table that it was taken over from, '' where the table does not say; None for none."""


class VerdictLine(TypedDict):
    """Staff said of a finding whether it is true; '' takes it back."""

    what: Literal["verdict"]
    office: str
    year: int
    rule: str
    subject: str
    message: str
    verdict: str
    reason: str


class ExplanationLine(TypedDict):
    """An office explained a finding; '' takes it back."""

    what: Literal["explanation"]
    office: str
    year: int
    rule: str
    subject: str
    message: str
    text: str
    filled_by: str | None
    """As a task's line has it."""


class NoteLine(TypedDict):
    """A note on a finding (`name` is its rule) or on a number (`name` is its indicator); '' takes it back."""

    what: Literal["note"]
    note_id: str
    about: str
    office: str
    year: int
    name: str
    subject: str
    text: str


class MarkLine(TypedDict):
    """A mark on the time axis of an office ('' for all) and a group of indicators ('' for all); '' takes it back."""

    what: Literal["mark"]
    mark_id: str
    year: int
    office: str
    indicator_group: str
    text: str


RollbackLine = TypedDict("RollbackLine", {"what": Literal["rollback"], "from": int, "to": int, "void_after": int})
"""A return from generation `from` to `to`; lines after byte `void_after` no longer count."""


class ClauseRow(TypedDict):
    """What store.assessments.Clause says of a clause."""

    item: str
    item_points: float | int | None
    clause: str
    deduction: float | int | None
    per: str
    full_at: float | int | None
    cap: float | int | None
    sources: list[str]
    asks: str


class SheetRow(TypedDict):
    """What store.assessments.Sheet says of a sheet that staff uploaded."""

    sheet: str
    name: str
    place: str
    year: int | None
    applies_to: str
    kinds: list[str]
    points: float | int | None
    source: str
    url: str
    unseen: str
    clauses: list[ClauseRow]


class SheetLine(TypedDict):
    """An assessment sheet of the district's own was uploaded, or replaced by one of its name."""

    what: Literal["sheet"]
    sheet: SheetRow


class SheetRemovalLine(TypedDict):
    """An assessment sheet of the district's own was removed; what was judged by it counts again when it comes back."""

    what: Literal["sheet_removal"]
    sheet: str


class JudgementLine(TypedDict):
    """A person judged how many points an office loses by a clause in a year; None takes the judgement back. `before`
    is what was judged before."""

    what: Literal["judgement"]
    sheet: str
    item: str
    clause: str
    office: str
    year: int
    before: float | int | None
    points: float | int | None
    note: str


JournalLine = (
    CaptureLine
    | LogLine
    | AssignmentLine
    | YearLine
    | CorrectionLine
    | WithdrawalLine
    | AcceptanceLine
    | OfficeLine
    | RegionLine
    | DistrictLine
    | MergeLine
    | AccountLine
    | SheetLine
    | SheetRemovalLine
    | JudgementLine
    | TaskLine
    | VerdictLine
    | ExplanationLine
    | NoteLine
    | MarkLine
    | RollbackLine
)

_ADDED_LATER = {
    ("capture", "district"),
    ("log", "district"),
    ("withdrawal", "reports"),
    ("task", "filled_by"),
    ("explanation", "filled_by"),
}
"""Kinds and keys that lines of earlier versions do not have."""

_EVERY_LINE: dict[str, Any] = {"at": str, "who": str}
_KEYS: dict[str, dict[str, Any]] = {
    get_args(hints["what"])[0]: {**_EVERY_LINE, **{key: hint for key, hint in hints.items() if key != "what"}}
    for hints in map(get_type_hints, get_args(JournalLine))
}


def fault_of(line: Mapping[str, Any]) -> str:
    """What is wrong with a line, as the rest of a sentence that begins with it; '' when it has what its kind has."""
    kind = line.get("what")
    keys = _KEYS.get(kind) if isinstance(kind, str) else None
    if keys is None:
        return f"种类是“{kind}”，本程序不认识"
    for key, hint in keys.items():
        if key not in line:
            if (kind, key) in _ADDED_LATER:
                continue
            return f"缺少 {key}"
        if not _is_one(line[key], hint):
            return f"的 {key} 不是应有的内容"
    try:
        datetime.fromisoformat(line["at"])
    except ValueError:
        return "的 at 不是时间"
    return ""


def _is_one(value: Any, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_is_one(value, kind) for kind in get_args(hint))
    if is_typeddict(hint):
        inner = get_type_hints(hint)
        return (
            isinstance(value, dict)
            and hint.__required_keys__ <= value.keys() <= inner.keys()
            and all(map(_is_one, value.values(), (inner[key] for key in value)))
        )
    if get_origin(hint) is list:
        return isinstance(value, list) and all(_is_one(item, get_args(hint)[0]) for item in value)
    # True is an int in Python, but none that anybody wrote.
    return isinstance(value, hint) and (hint is bool or not isinstance(value, bool))
