"""What was read of the files that a person brought, what he decides, and the publication of what is ready."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, routes, tables, wording
from dashboard.ask import ask, generation
from dashboard.intake import actions, joining, replacing
from dashboard.intake.decisions import DISMISSED, decide_on, doubt_of
from dashboard.intake.replacing import Replaced
from dashboard.intake.upload import clear, forget_decisions, held, message, sign, uploaded
from reports import errors
from reports.apart import READERS
from reports.publish.batches import Batch, Waiting, key_of
from reports.publish.district import Elsewhere
from reports.publish.drafts import Draft, Published, office_of

MOST_LINKS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the batch: what was decided, what was read, what it would replace, and the region that its report tells
    where another one was named for all files."""

    file: Waiting
    draft: Draft
    is_stored: bool
    replaced: Replaced | None
    elsewhere: Elsewhere | None = None

    @property
    def is_usable(self) -> bool:
        """Whether it could be read and is not in the store already."""
        return self.draft.reading is not None and not self.is_stored

    @property
    def open_doubts(self) -> int:
        """How many doubtful numbers nobody has decided about."""
        decided = {correction.locator for correction in self.draft.fitting(self.file.decision).corrections}
        return sum(str(fact.locator) not in decided for _place, _kind, fact in self.draft.doubts())

    @property
    def is_new(self) -> bool:
        """Whether its office would be registered."""
        decision = self.file.decision
        known = decision.office_code or (not decision.office_name and self.draft.office_code)
        return not known and bool(office_of(self.draft, decision))

    def states(self) -> list[str]:
        """What a file is: not readable, stored already, what it waits for, what to look at, or read whole."""
        if self.draft.reading is None:
            return ["refused"]
        if self.is_stored:
            return ["stored"]
        found = self.waits_for()
        if self.replaced is not None and self.file.replaces is False:
            return ["kept"]
        if self.elsewhere is not None and self.elsewhere.is_of_office:
            # It is registered where its own name says, and that is told: a batch of many districts must not wait.
            found.append("astray")
        if self.is_new:
            found.append("new")
        elif not office_of(self.draft, self.file.decision):
            found.append("queued")
        if self.open_doubts or self.draft.reading.marks:
            found.append("doubts")
        return found or ["whole"]

    def title(self) -> str:
        """What it is picked by: its office and year as far as they were read, and its file."""
        return wording.draft_title(self.draft.office, self.file.decision.year or self.draft.year, self.draft.name)

    def waits_for(self) -> list[str]:
        """What has to be decided before it can be published."""
        found = []
        if self.draft.year is None and self.file.decision.year is None:
            found.append("year")
        year = self.file.decision.year or self.draft.year
        if (doubt := doubt_of(year)) and self.file.confirmed_year != year:
            found.append(doubt)
        other = self.elsewhere
        if other is not None and not other.is_of_office and self.file.confirmed_region != other.region:
            found.append("elsewhere")
        given = self.file.decision.office_code
        if given is not None and self.draft.office and self.file.confirmed_office != given:
            found.append("other")
        if self.replaced is not None and self.file.replaces is None:
            found.append("replaces")
        return found

    def standing(self) -> str:
        """Where it is counted, in one place only: refused, stored, kept, waiting or ready."""
        states = self.states()
        if states[0] in ("refused", "stored", "kept"):
            return states[0]
        return "waiting" if self.waits_for() else "ready"


def load() -> tuple[str, Any]:
    """Upload, look, decide, publish."""
    kind, secret, is_lasting = access.person()
    key = key_of(kind, secret)
    try:
        batch = actions.batch(key)
    except errors.StoreError as error:
        message(str(error))
        return wording.TASK_HEADS["load"], str(error)
    batch = _district(key, batch)
    files = uploaded("load", wording.UPLOAD_REPORTS)
    if files:
        _take(key, batch, files)
        st.rerun()
    if refused := held.get("outcome-take"):
        message(refused)
    outcome = held.get("outcome-load")
    if outcome:
        _told(outcome)
    if not batch.files:
        if not outcome and generation():
            served = next(ask("recent_generation").itertuples())
            words = wording.served(
                served.generation, served.built_at, served.report_count, served.office_count, served.queued_office_count
            )
            tables.put(tables.line(words))
        return wording.TASK_HEADS["load"], outcome
    began = held.setdefault(f"began-{key}", datetime.now(UTC))
    left = [file.at for file in batch.files if file.at < began]
    if left:
        message(wording.left_before(len(left), min(left), datetime.now(UTC)))
    tables.put(tables.line(wording.KEPT_NOTE if is_lasting else wording.KEPT_IN_TAB))
    return _decide(key, batch, _read_all(key, batch))


def _district(key: str, batch: Batch) -> Batch:
    """Asks for the district and keeps the answer with the batch."""
    held.setdefault("district", batch.district or actions.district())
    district = st.text_input(
        wording.DISTRICT,
        placeholder=wording.DISTRICT_HINT,
        help=wording.DISTRICT_HELP,
        key="district",
        width=420,
    ).strip()
    if batch.files and district != batch.district:
        return actions.change_batch(key, lambda held_batch: replace(held_batch, district=district))
    return batch


def _take(key: str, batch: Batch, files: list[Any]) -> None:
    """Puts what was chosen into the batch; the uploader begins anew."""
    held.setdefault(f"began-{key}", datetime.now(UTC))
    most = wording.SESSION_MEGABYTES * 1_000_000
    held.pop("outcome-take", None)
    held.pop("outcome-load", None)
    try:
        _batch, fits = actions.take(key, [(file.name, file.getvalue()) for file in files], most)
        if not fits:
            held["outcome-take"] = wording.BATCH_FULL.format(wording.SESSION_MEGABYTES)
        if who := access.visitor():
            actions.change_batch(key, lambda held_batch: replace(held_batch, who=who))
    except errors.ReportError as error:
        held["outcome-take"] = str(error)
    clear("load")


def _read_all(key: str, batch: Batch) -> list[Draft]:
    """The drafts in the files of a batch, as many at once as there are readers; each is read once a server."""
    number = generation()
    names = {file.sha256: file.name for file in batch.files}
    seen: set[str] = held.setdefault(f"seen-{key}", set())
    fresh = names.keys() - seen
    bar = st.progress(0.0) if fresh else None
    with ThreadPoolExecutor(READERS) as pool:
        tasks = {pool.submit(actions.read_waiting, key, file, number): file for file in batch.files}
        for done, task in enumerate(as_completed(tasks), 1):
            if bar is not None:
                bar.progress(done / len(tasks), wording.reading_progress(done, len(tasks), tasks[task].name))
    if bar is not None:
        bar.empty()
    seen |= fresh
    drafts = {tasks[task].sha256: task.result() for task in tasks}
    return [drafts[file.sha256] for file in batch.files]


def _rows(batch: Batch, drafts: list[Draft]) -> list[Row]:
    """The files of a batch with all that is known of them; what has to be decided first."""
    stored = actions.stored(drafts)
    files = {file.sha256: file for file in batch.files}
    files |= {draft.sha256: actions.settled(draft, files[draft.sha256]) for draft in drafts}
    drafts = actions.with_learning(drafts, files)
    usable = [draft for draft in drafts if draft.reading is not None and draft.sha256 not in stored]
    replaced = replacing.standing(usable, files)
    decided = {sha: file.decision for sha, file in files.items()}
    elsewhere = actions.elsewhere(usable, decided, batch.district)
    return [
        Row(
            files[draft.sha256],
            draft,
            draft.sha256 in stored,
            replaced.get(draft.sha256),
            elsewhere.get(draft.sha256),
        )
        for draft in drafts
    ]


def _decide(key: str, batch: Batch, drafts: list[Draft]) -> tuple[str, Any]:
    """The table, the panel of one file, and the buttons below."""
    place, beside = st.container(), st.container()
    rows = _rows(batch, drafts)
    usable = [row for row in rows if row.is_usable]
    # By what was read, not by what was decided: a file does not jump away while somebody works on it.
    usable.sort(
        key=lambda row: (
            not (
                row.replaced
                or row.draft.year is None
                or doubt_of(row.draft.year)
                or row.elsewhere
                or not row.draft.office
                or row.draft.doubts()
            ),
            row.draft.name,
        )
    )
    bad: list[str] = []
    who = picked = ""
    if usable:
        names = {row.draft.sha256: row.title() for row in usable}
        with st.container(border=True, key="panel-decide"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                picked = st.selectbox(
                    wording.PICK_FILE, list(names), format_func=names.__getitem__, key="drafts-pick", width=420
                )
                who = sign()
            row = next(row for row in usable if row.draft.sha256 == picked)
            decided, bad = decide_on(row.draft, row.file, who, batch.district)
            if bad == [DISMISSED]:
                actions.decide_draft(key, decided)
                forget_decisions(f"decide-action-{picked}")
                st.rerun()
            found = replacing.standing(
                [row.draft for row in rows if row.is_usable],
                {row.draft.sha256: row.file for row in rows} | {picked: decided},
            )
            if what := found.get(picked):
                decided = replace(decided, replaces=replacing.offer(row.draft, decided, what))
            if st.button(wording.REMOVE_ONE, key=f"remove-{picked}"):
                actions.remove(key, {picked})
                clear("load")
                st.rerun()
        if not bad and decided != row.file:
            batch = actions.decide_draft(key, decided)
            rows = _rows(batch, drafts)
    with place:
        read_table(rows, batch.district)
    ready = [row for row in rows if row.standing() == "ready"]
    with beside:
        coming = [(row.draft, row.file.decision) for row in rows if row.standing() in ("ready", "waiting")]
        batch = joining.offer(key, batch, actions.alike(coming, batch.district))
    with st.container(horizontal=True, gap="small"):
        go = st.button(
            wording.publish_button(len(ready)), type="primary", disabled=not ready or bool(bad), key="publish-drafts"
        )
        asked = [row for row in rows if "replaces" in row.waits_for() and row.is_usable]
        if len(asked) > 1 and st.button(wording.replace_all(len(asked)), key="replace-all"):
            shas = {row.file.sha256 for row in asked}
            actions.change_batch(
                key,
                lambda held_batch: replace(
                    held_batch,
                    files=tuple(
                        replace(file, replaces=True) if file.sha256 in shas else file for file in held_batch.files
                    ),
                ),
            )
            forget_decisions("decide-replace-")
            st.rerun()
        with st.popover(wording.REMOVE_ALL):
            sure = st.checkbox(wording.REMOVE_SURE, key="drafts-sure")
            if st.button(wording.REMOVE_ALL, disabled=not sure, key="discard"):
                actions.remove(key, {file.sha256 for file in batch.files})
                clear("load")
                st.rerun()
    if not ready:
        tables.put(tables.line(wording.nothing_to_publish(_counts(rows)["waiting"])))
    if go:
        publish(key, batch, rows, who)
    counts = _counts(rows)
    head = wording.batch_head(
        len(rows) + len(batch.repeated),
        counts["ready"],
        sum("doubts" in row.states() for row in ready),
        counts["waiting"],
        counts["kept"],
        counts["refused"],
        counts["stored"],
        len(batch.repeated),
    )
    return head, (repr(batch), picked)


def _counts(rows: list[Row]) -> Mapping[str, int]:
    standings = [row.standing() for row in rows]
    return {name: standings.count(name) for name in ("ready", "waiting", "kept", "refused", "stored")}


def read_table(rows: list[Row], district: str) -> None:
    """What was read of each file and what was not; `district` are the words that name the region of the files."""
    charts.heading(wording.READ_TABLE, wording.READ_NOTE if any(row.is_usable for row in rows) else "")
    offices = actions.office_names()
    decided = {row.draft.sha256: row.file.decision for row in rows}
    homes = actions.homes([row.draft for row in rows], decided, district)
    lines: list[list[str | tables.Cell]] = []
    for row in rows:
        draft, decision = row.draft, row.file.decision
        found = row.states()
        css = (
            "high"
            if found[0] in {"refused", "year", "to_come", "unfinished", "elsewhere"}
            else ""
            if found[0] in {"whole", "new", "stored", "kept"}
            else "medium"
        )
        badge = tables.badge(wording.file_state(found), css)
        if draft.reading is None:
            reason = draft.reason.removeprefix(f"{draft.name}：")
            lines.append([draft.name, "", "", "", badge + " " + reason, *([""] * 6)])
            continue
        facts = draft.reading.facts
        cells = [fact.status for fact in facts if fact.source == "table"]
        office = office_of(draft, decision)
        year = decision.year or draft.year
        remarks = [
            *([row.replaced.sentence().rstrip("。")] if row.replaced and row.is_usable else []),
            *([wording.learnt_count(count)] if (count := len(draft.learnt_numbers())) else []),
            *draft.reading.marks,
        ]
        lines.append(
            [
                draft.name,
                offices.get(office, office),
                (homes[draft.sha256] or wording.NO_HOME) if office else "",
                wording.year(year) if year else "",
                badge + wording.strung(remarks),
                f"{sum(f.source == 'text' and f.status == 'stated' for f in facts)}",
                *(f"{cells.count(status)}" if cells else "" for status in ("stated", "blank", "missing")),
                "、".join(wording.DOCUMENT_SECTIONS[name].partition("、")[0] for name in draft.missing_sections()),
                f"{row.open_doubts}",
            ]
        )
    tables.put(
        tables.table(wording.READ_COLUMNS, lines, caption=wording.READ_TABLE, numeric=[5, 6, 7, 8, 10], css="gk-wrap")
    )


def publish(key: str, batch: Batch, rows: list[Row], who: str) -> None:
    """Publishes what is ready, keeps the rest, and says what became of both."""
    ready = [row for row in rows if row.standing() == "ready"]
    bar = st.progress(0.0, wording.PUBLISHING)
    try:
        done = actions.publish_drafts(
            [(row.draft, row.draft.fitting(row.file.decision)) for row in ready],
            who,
            lambda n, total, name: bar.progress(n / total, wording.publishing_progress(n, total, name)),
            batch.district or held["district"].strip(),
        )
    except errors.ReportError as error:
        bar.empty()
        st.error(wording.plain(str(error)))
        return
    gone = {row.file.sha256 for row in ready if row.draft.name not in {name for name, _why in done.refused}}
    joined, why_not = _joined(batch, who)
    # What is left of the pairs is offered again with the files that are left.
    actions.remove(key, gone)
    held.pop("join-chosen", None)
    counts = _counts([row for row in rows if row.file.sha256 not in gone])
    head = f"{_published(done)}{joined}"
    left = wording.left_after(counts["waiting"] + counts["ready"], counts["kept"], counts["refused"], counts["stored"])
    reasons = " ".join(reason for _name, reason in done.refused)
    following = " ".join(part for part in (why_not, left, reasons) if part)
    held["outcome-load"] = (head, following, tuple(sorted(gone)))
    held["outcome-registered"] = bool(done.registered)
    clear("load")
    st.rerun()


def _joined(batch: Batch, who: str) -> tuple[str, str]:
    """Joins the offices of a batch that was published, as somebody ticked: what became of it, and why it was not."""
    if not batch.joined:
        return "", ""
    try:
        count, left_out, number = actions.join(batch.joined, who)
        return wording.merged_offices(count, left_out, number) if count else "", ""
    except errors.ReportError as error:
        return "", str(error)


def _published(done: Published) -> str:
    return wording.published_head(
        len(done.loaded),
        len(done.skipped),
        len(done.refused),
        len(done.queued),
        [region for _office, region in done.registered],
        done.generation,
    )


def _told(outcome: tuple[str, str, tuple[str, ...]]) -> None:
    """What became of a publication, with links to what needs a look."""
    head, following, shas = outcome
    message(head, following)
    if not generation() or not shas:
        return
    listed = ask("report_list", only_current=True)
    own = listed[listed["sha256"].isin(shas)]
    if own.empty:
        return
    doubts = ask("doubtful_numbers", office_codes=sorted(set(own["office_code"]))).groupby("report_id").size().to_dict()
    found = ask("findings_list", office_codes=sorted(set(own["office_code"])), status="failed")
    failed = found.groupby("report_id").size().to_dict()
    own = own.assign(failed=own["report_id"].map(failed).fillna(0), doubts=own["report_id"].map(doubts).fillna(0))
    items = []
    for row in own.sort_values(["failed", "doubts"], ascending=False, kind="stable").itertuples():
        why = wording.look_at(int(row.doubts), int(row.failed))
        if why:
            name = f"{row.office_name}{wording.year(row.year)}"
            link = routes.anchor("report", f"{wording.PAGES['report']}：{name}", report=int(row.report_id))
            items.append(tables.entry(why, link))
    quality = routes.anchor("quality", wording.SEE_QUALITY, year=int(own["year"].max()))
    charts.heading(wording.LOOK_AT)
    if items:
        tables.put(tables.entries(items[:MOST_LINKS]))
    if len(items) > MOST_LINKS:
        tables.put(tables.line(wording.list_count(MOST_LINKS, len(items))))
    roster = routes.anchor("roster", wording.SEE_ROSTER) if held.get("outcome-registered") else ""
    tables.put(tables.line(Markup("{} {}").format(quality, roster), "gk-steps"))
