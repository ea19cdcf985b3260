"""What people said of findings, beside each finding: verdict, explanation, the task that it is in, and the way there.

In come rows with office_code, year, rule and subject; out comes Markup. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from dashboard import access, routes, tables, wording
from dashboard.ask import ask

Key = tuple[str, int, str, str]
SEPARATOR = "~"
"""Between the parts of a finding's name in an address; no code, rule or name of a column has it."""


def key_of(row: Any) -> Key:
    """What names a finding in every generation."""
    return str(row.office_code), int(row.year), str(row.rule), str(row.subject)


def written(key: Key) -> str:
    """The name of a finding as an address has it."""
    return SEPARATOR.join(map(str, key))


def read(text: str) -> Key | None:
    """The finding that an address names; None when it names none."""
    parts = text.split(SEPARATOR, 3)
    if len(parts) != 4 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) == 4):
        return None
    return parts[0], int(parts[1]), parts[2], parts[3]


def opinions() -> dict[Key, Any]:
    """What was said of findings, by finding."""
    return {key_of(row): row for row in ask("finding_opinions").itertuples()}


def beside(row: Any, whose: str = "") -> Markup:
    """What stands beside a finding: what was said of it, its task, and the way to say more; `whose` names the office
    where findings of several stand together."""
    key = key_of(row)
    if not whose:
        return _links([key]) + _sentences([key])
    told = opinions().get(key)
    said = [wording.said_of(whose, each) for each in sentences(told)] if told is not None else []
    lines = tables.together(Markup('<span class="gk-said">{}</span>').format(each) for each in said)
    return _links([key], wording.go_finding(whose)) + lines


def apart(rows: Iterable[Any]) -> Markup:
    """The findings that the staff held to be false, which are counted nowhere; nothing where there are none."""
    kept = [row for row in rows if row.status == "refuted"]
    if not kept:
        return Markup("")
    listed = tables.entries(tables.entry(row.message, tables.badge(row.rule_name) + beside(row)) for row in kept)
    return tables.line(wording.refuted_counted(len(kept))) + listed


def beside_card(row: Any, shown_year: int) -> Markup:
    """The same of all findings of a card of weak_spot_cards."""
    keys = [(str(row.office_code), shown_year, str(k["rule_id"]), str(k["subject"])) for k in row.finding_keys]
    known = opinions()
    others = [key for key in keys[1:] if key in known]
    if not others:
        return _links(keys) + _sentences(keys[:1])
    # The card's sentence is that of its first finding: what was said of another names that one.
    names = dict(ask("rule_list")[["rule", "name_zh"]].itertuples(index=False))
    said = [wording.said_of(names.get(key[2], key[2]), each) for key in others for each in sentences(known[key])]
    told = tables.together(Markup('<span class="gk-said">{}</span>').format(each) for each in said)
    return _links(keys) + _sentences(keys[:1]) + told


def _links(keys: Sequence[Key], words: str = wording.GO_FINDING) -> Markup:
    known = opinions()
    said = [known[key] for key in keys if key in known]
    tasks = {row.task_id: row.status for row in said if isinstance(row.task_id, str)}
    pieces = [
        routes.anchor("follow-up", wording.task_link(status, task_id), "gk-place", item=task_id)
        for task_id, status in tasks.items()
    ]
    pieces.append(routes.anchor("follow-up", words, "gk-place", finding=written(keys[0])))
    return tables.together(pieces)


def _sentences(keys: Iterable[Key]) -> Markup:
    known = opinions()
    lines = [sentence for key in keys if key in known for sentence in sentences(known[key])]
    return tables.together(
        Markup('<span class="gk-said">{}</span>').format(sentence) for sentence in dict.fromkeys(lines)
    )


def sentences(said: Any) -> list[str]:
    """The verdict, the explanation and how many notes there are, a sentence each."""
    told = []
    if said.verdict:
        told.append(
            wording.verdict_words(said.verdict, said.verdict_reason, access.signer(said.verdict_by), said.verdict_at)
        )
    if said.explanation:
        told.append(wording.explanation_words(said.explanation, access.signer(said.explained_by), said.explained_at))
    if said.note_count:
        told.append(wording.notes_counted(int(said.note_count)))
    return told


def columns(row: Any) -> tuple[str, str, str]:
    """For downloads: verdict with its reason, explanation, task with its status."""
    said = opinions().get(key_of(row))
    if said is None:
        return "", "", ""
    return (
        f"{said.verdict}：{said.verdict_reason}" if said.verdict and said.verdict_reason else said.verdict,
        said.explanation,
        f"{said.task_id} {said.status}" if isinstance(said.task_id, str) else "",
    )
