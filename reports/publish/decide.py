"""What people decide of stored reports: undo, assign, correct."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reports import store
from reports.correct import Correction
from reports.errors import StoreError
from reports.publish import spool
from reports.publish.commit import advance, base_generation
from reports.publish.history import History, append
from reports.reference import table


def rollback(folder: Path, *, on_wait: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Serves the generation before the current one again; returns the numbers (left, served now). What was
    loaded, assigned and corrected in between no longer counts, also after a rebuild; the originals stay.
    Raises StoreError when no earlier generation is kept."""
    with store.locked(folder, on_wait):
        base = base_generation(folder)
        files = store.kept(folder)
        earlier = [number for number, _path in files if base is not None and number < base.number]
        if base is None or not earlier:
            raise StoreError("没有更早的数据版本可退回；只保留最近三版。")
        base.close()
        target = store.open_generation(folder, earlier[0])
        void_after = target.journal_bytes
        target.close()
        # What a killed load left would bring back what is being undone.
        spool.clear(folder)
        append(folder, [{"what": "rollback", "from": base.number, "to": earlier[0], "void_after": void_after}])
        store.roll_back(folder, earlier[0])
        return base.number, earlier[0]


def assign(
    folder: Path, report: str, office_code: str, *, on_wait: Callable[[str], None] | None = None
) -> tuple[list[str], int | None]:
    """Files reports under the roster's office `office_code`. `report` is the number of a report, the beginning
    of its original's sha256, or the name under which an office waits (then all its reports). Returns the titles
    of the reports and the new generation. Raises StoreError when either is unknown."""
    with store.locked(folder, on_wait):
        found = find_reports(folder, report, "is_queued and o.office_code = $text")
        if all(row["office_code"] != office_code for row in table("offices")):
            raise StoreError(f"名录中没有单位 {office_code}；请先在 data/reference/offices.csv 中添加，或检查代码。")
        history = History(folder)
        # Read before the journal is written: a correction declared for that office may not fit.
        entries = {sha256: history.entry(sha256, office_code) for sha256, _title, _office in found}
        line = {
            "what": "assignment",
            "sha256": list(entries),
            "before": sorted({office for _sha256, _title, office in found}),
            "after": office_code,
        }
        return [title for _sha256, title, _office in found], advance(folder, [line], entries, "assign")[0]


def correct_report(
    folder: Path, report: str, correction: Correction, *, on_wait: Callable[[str], None] | None = None
) -> tuple[str, int | None]:
    """Journals `correction` of one stored report (its number, or the beginning of its sha256) and publishes it;
    returns the report's title and the new generation. Its `by` and `on` become those of the journal line. Raises
    CorrectionMismatch, before anything is written, when its stated value is not what is read; StoreError when
    there is no such report."""
    with store.locked(folder, on_wait):
        found = find_reports(folder, report, "false")
        if len(found) > 1:
            raise StoreError(f"“{report}”对应 {len(found)} 份年报，请给出更长的编号。")
        sha256, title, _office = found[0]
        entry = History(folder).entry(sha256, corrections=[correction])
        line = {
            "what": "correction",
            "who": correction.by,
            "at": correction.on,
            "sha256": sha256,
            "correction": {
                name: getattr(correction, name) for name in Correction.__dataclass_fields__ if name not in ("by", "on")
            },
        }
        return title, advance(folder, [line], {sha256: entry}, "correct")[0]


def find_reports(folder: Path, text: str, otherwise: str = "false") -> list[tuple[str, str, str]]:
    """sha256, title and office code of the reports that `text` names, StoreError when there is none."""
    generation = store.open_current(folder)
    try:
        found = (
            generation.cursor()
            .execute(
                "select r.sha256, r.title, o.office_code from report r join office o using (office_id) where "
                f"r.report_id::varchar = $text or (length($text) >= 8 and starts_with(r.sha256, $text)) or ({otherwise}) "
                "order by r.report_id",
                {"text": text},
            )
            .fetchall()
        )
    finally:
        generation.close()
    if not found:
        raise StoreError(f"数据仓中没有“{text}”对应的年报；可用 gongkai ask report_list 查看编号和待归属单位。")
    return found
