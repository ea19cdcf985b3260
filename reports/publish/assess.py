"""What people decide of assessments: sheets of the district's own, and points that only a person can judge.

In come sheets and points; out goes the next generation. The journal has who decided and when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reports import store
from reports.errors import StoreError
from reports.publish.commit import advance
from reports.publish.lines import judgement_line, sheet_line, sheet_removal_line, signed
from reports.store import Judgement, Sheet
from reports.store.assessments import shipped_sheets, stored_assessed, stored_sheets
from reports.store.line_kinds import JudgementLine


@dataclass(frozen=True, slots=True)
class Points:
    """What a person says of one clause: points lost, None to take back what was said, and why."""

    item: str
    clause: str
    points: float | None
    note: str = ""


def served_sheets(folder: Path) -> list[Sheet]:
    """All sheets, those of the program first; without a store only these."""
    if not store.kept(folder):
        return shipped_sheets()
    generation = store.open_current(folder)
    try:
        return stored_sheets(generation.cursor())
    finally:
        generation.close()


def judge(
    folder: Path,
    sheet: str,
    office: str,
    year: int,
    points: Sequence[Points],
    *,
    who: str = "",
    on_wait: Callable[[str], None] | None = None,
) -> tuple[int, int | None]:
    """Journals and publishes what `who` judged of the office of code `office` by clauses of the sheet of id `sheet`;
    how many judgements changed, and the generation (None when none did). StoreError when there is no such office,
    sheet or clause, or when the points are below 0 or above what the clause can take off; StoreBusy."""
    with store.locked(folder, on_wait):
        generation = store.open_current(folder)
        try:
            cursor = generation.cursor()
            sheets = {each.sheet: each for each in stored_sheets(cursor)}
            known = stored_assessed(cursor).judgements
            if not store.stored_roster(cursor, [office]).offices:
                raise StoreError(f"名录中没有单位 {office}；可用 gongkai offices list 查看代码。")
        finally:
            generation.close()
        if sheet not in sheets:
            raise StoreError(f"没有考评表“{sheet}”；可用 gongkai ask assessment_sheets 查看。")
        lines: list[JudgementLine] = []
        for each in points:
            _demand(sheets[sheet], each)
            judged = Judgement(
                sheet,
                each.item,
                each.clause,
                office,
                year,
                each.points or 0.0,
                each.note.strip(),
                who,
                datetime.now(UTC),
            )
            before = known.get(judged.key)
            told = (None, "") if before is None else (before.points, before.note)
            said = (None, "") if each.points is None else (each.points, judged.note)
            if before is None and each.points is None and judged.note:
                raise StoreError(f"“{each.item}”中的“{each.clause}”写了理由，没有填失分；没有扣分的写0。")
            if told != said:
                lines.append(judgement_line(judged, told[0], each.points))
        if not lines:
            return 0, None
        return len(lines), advance(folder, signed(lines, who), {}, "assess").generation


def _demand(sheet: Sheet, said: Points) -> None:
    clause = sheet.clause(said.item, said.clause)
    if clause is None:
        raise StoreError(f"《{sheet.name}》没有“{said.item}”中的“{said.clause}”；考评表可能已更换，请刷新后再填。")
    most = clause.most
    if most is None:
        raise StoreError(f"“{said.item}”的分值未见，不能评判；请先上传写明分值的考评表。")
    if said.points is not None and not 0 <= said.points <= most:
        raise StoreError(f"“{said.item}”中的“{said.clause}”失分应在0至{most:g}之间，不能是{said.points:g}；请改正。")
    if said.points is not None and not clause.allows(said.points):
        each = f"每{clause.per}扣{clause.deduction:g}分，最多{most:g}分" if clause.per else f"只能扣{most:g}分或不扣"
        raise StoreError(f"“{said.item}”中的“{said.clause}”{each}，失分不能是{said.points:g}；请改正。")


def keep_sheet(
    folder: Path, sheet: Sheet, *, who: str = "", on_wait: Callable[[str], None] | None = None
) -> int | None:
    """Journals and publishes a sheet of the district's own, in the place of one of its name; the generation, None when
    it stands there already. StoreError, StoreBusy."""
    with store.locked(folder, on_wait):
        if not store.kept(folder):
            raise StoreError("还没有载入年报，考评表无处可用；请先导入年报，再上传考评表。")
        if sheet in served_sheets(folder):
            return None
        return advance(folder, signed([sheet_line(sheet)], who), {}, "assess").generation


def remove_sheet(
    folder: Path, sheet: str, *, who: str = "", on_wait: Callable[[str], None] | None = None
) -> int | None:
    """Takes a sheet of the district's own away; the generation. StoreError for one that is not its own; StoreBusy."""
    with store.locked(folder, on_wait):
        if not any(each.sheet == sheet and each.is_own for each in served_sheets(folder)):
            raise StoreError(f"“{sheet}”不是本区上传的考评表，不能删除。")
        return advance(folder, signed([sheet_removal_line(sheet)], who), {}, "assess").generation
