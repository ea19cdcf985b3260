"""What people decide of stored reports: undo, assign, correct, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from reports import store
from reports.correct import Correction
from reports.database import damage_told
from reports.errors import StoreError
from reports.publish.commit import NOTHING, advance, base_generation, is_first, publish_nothing
from reports.publish.history import History, append, journal_length, take_back
from reports.publish.lines import Decision, decided_lines, rollback_line, signed, withdrawal_line
from reports.store.line_kinds import WithdrawnRow


def rollback(folder: Path, *, who: str = "", on_wait: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Serves the generation before the current one again, before the first publication the empty store, number 0;
    returns the numbers (left, served now). What was
    loaded, assigned and corrected in between no longer counts, also after a rebuild; the originals stay. `who` signs
    the journal. Raises StoreError when no earlier generation is kept, or when the disk refuses; then nothing has
    changed."""
    with store.locked(folder, on_wait):
        base = base_generation(folder)
        files = store.kept(folder)
        earlier = [number for number, _path in files if base is not None and number < base.number]
        if base is not None and not earlier and is_first(base):
            earlier = [publish_nothing(folder)]
        if base is None or not earlier:
            if base is not None and base.number == 1:
                raise StoreError(
                    "现在是第1版数据，由原件和日志重建，没有更早的版本可退回；"
                    "不该收录的年报可在“导入”页的“归属与核对”中撤回。"
                )
            raise StoreError(
                "还没有发布数据，没有可退回的版本。"
                if base is None or base.number == NOTHING
                else "更早的数据版本没有保留（只留最近三版），不能再退回。"
            )
        base.close()
        target = store.open_generation(folder, earlier[0])
        void_after = target.journal_bytes
        target.close()
        length = journal_length(folder)
        append(folder, signed([rollback_line(base.number, earlier[0], void_after)], who))
        try:
            store.roll_back(folder, earlier[0])
        except BaseException as error:
            if store.current_number(folder) == base.number:
                take_back(folder, length)
            if isinstance(error, OSError):
                raise StoreError(f"无法退回（{error.strerror}），数据没有改动；请检查磁盘空间和权限后再试。") from error
            raise
        return base.number, earlier[0]


def decide(
    folder: Path,
    report: str,
    decision: Decision,
    *,
    who: str = "",
    on_wait: Callable[[str], None] | None = None,
) -> tuple[list[str], int | None]:
    """Journals and publishes what was decided about stored reports, all in one generation; returns their titles and
    that generation. `report` is the number of a report, the beginning of its original's sha256, or, where an office
    is decided, name or code of one that waits or is new (then all its reports). Raises CorrectionMismatch, before anything is
    written, when a stated value is not what is read; StoreError when report or office are unknown, or when several
    reports are named but years or numbers decided; StoreBusy."""
    is_of_one = decision.year is not None or bool(decision.corrections)
    with store.locked(folder, on_wait):
        found = find_reports(
            folder, report, "false" if is_of_one else "(is_queued or is_new) and $text in (o.office_code, o.name)"
        )
        if is_of_one and len(found) > 1:
            raise StoreError(f"“{report}”对应 {len(found)} 份年报，请给出更长的编号。")
        code = decision.office_code
        if code is not None and not _is_office(folder, code):
            raise StoreError(f"名录中没有单位 {code}；可用 gongkai offices list 查看代码，或先添加单位。")
        history = History(folder)
        if is_of_one and history.original(found[0][0]).is_withdrawn:
            raise StoreError(f"《{found[0][1]}》已经撤回，不再计入；要更正时请先重新载入同一文件。")
        decision = replace(decision, corrections=_as_read(folder, history, found, decision.corrections))
        # Read before the journal is written: a correction may not fit what is read.
        entries = {
            sha256: history.entry(sha256, code, decision.corrections, decision.year)
            for sha256, _title, _office in found
        }
        lessons = [lesson for entry in entries.values() for lesson in entry.lessons]
        lines = decided_lines(list(entries), [office for _sha256, _title, office in found], None, decision, lessons)
        cause = "correct" if is_of_one else "assign"
        return [title for _sha256, title, _office in found], advance(
            folder, signed(lines, who), entries, cause
        ).generation


def assign(
    folder: Path, report: str, office_code: str, *, who: str = "", on_wait: Callable[[str], None] | None = None
) -> tuple[list[str], int | None]:
    """Files reports under the roster's office `office_code`; titles and generation, errors as `decide` has them."""
    return decide(folder, report, Decision(office_code), who=who, on_wait=on_wait)


def correct_report(
    folder: Path, report: str, correction: Correction, *, on_wait: Callable[[str], None] | None = None
) -> tuple[str, int | None]:
    """Corrects a number of one stored report; its title and the generation, errors as `decide` has them."""
    titles, generation = decide(folder, report, Decision(corrections=(correction,)), on_wait=on_wait)
    return titles[0], generation


def withdraw(
    folder: Path, report: str, reason: str, *, who: str = "", on_wait: Callable[[str], None] | None = None
) -> tuple[str, int | None]:
    """Takes one stored report back, for a `reason` that `who` gives: it counts nowhere, also after a rebuild, until it
    is loaded again or this is rolled back; its original stays, and need not be readable; an earlier version counts again.
    Its title and the generation. Raises StoreError when the report is unknown or withdrawn already, or several are named; StoreBusy."""
    with store.locked(folder, on_wait):
        found = find_reports(folder, report)
        if len(found) > 1:
            raise StoreError(f"“{report}”对应 {len(found)} 份年报，请给出更长的编号。")
        [(sha256, title, _office)] = found
        told = History(folder).original(sha256)
        if told.is_withdrawn:
            raise StoreError(f"《{title}》已经撤回，不再计入；要恢复时重新载入同一文件即可。")
        row = _kept_of(folder, sha256)
        lines = signed([withdrawal_line({sha256: row}, reason)], who)
        entry = replace(told, is_withdrawn=True, kept=row).entry()
        return title, advance(folder, lines, {sha256: entry}, "withdraw").generation


def _kept_of(folder: Path, sha256: str) -> WithdrawnRow:
    """What is kept of a stored report when it is taken back: its original is not asked, which may be lost."""
    generation = store.open_current(folder)
    try:
        with damage_told():
            office, is_queued, year, form, title, stated, published, signed_on, format, marks = (
                generation.cursor()
                .execute(
                    "select o.office_code, o.is_queued, r.year, r.form, r.title, r.stated_office, r.published_on, r.signed_on, "
                    "r.format, r.marks from report r join office o using (office_id) where r.sha256 = ?",
                    [sha256],
                )
                .fetchall()[0]
            )
    finally:
        generation.close()
    return {
        "office": office,
        "is_queued": is_queued,
        "year": year,
        "form": form,
        "title": title,
        "stated_office": stated,
        "published_on": published.isoformat() if published else None,
        "signed_on": signed_on.isoformat() if signed_on else None,
        "format": format,
        "marks": list(marks),
    }


def _as_read(
    folder: Path, history: History, found: Sequence[tuple[str, str, str]], corrections: Sequence[Correction]
) -> tuple[Correction, ...]:
    """The corrections of one report, those of numbers that are read by a confirmation of another year named as they are
    read without it: the confirmation may be taken back."""
    if not corrections:
        return ()
    [(sha256, _title, _office)] = found
    generation = store.open_current(folder)
    try:
        answer = generation.cursor().execute(
            "select locator from evidence join report using (report_id) where sha256 = ? and learnt_from is not null",
            [sha256],
        )
        learnt = {locator for (locator,) in answer.fetchall()}
    finally:
        generation.close()
    if not any(correction.locator in learnt for correction in corrections):
        return tuple(corrections)
    read = {(fact.locator, fact.value): fact for fact in history.entry(sha256).facts if fact.locator in learnt}
    return tuple(
        replace(correction, indicator=fact.indicator, breakdown=fact.breakdown)
        if (fact := read.get((correction.locator or "", correction.stated_value)))
        else correction
        for correction in corrections
    )


def _is_office(folder: Path, code: str) -> bool:
    generation = store.open_current(folder)
    try:
        return code in store.stored_roster(generation.cursor(), [code]).offices
    finally:
        generation.close()


def find_reports(folder: Path, text: str, otherwise: str = "false") -> list[tuple[str, str, str]]:
    """sha256, title and office code of the reports that `text` names, StoreError when there is none."""
    generation = store.open_current(folder)
    try:
        with damage_told():
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
