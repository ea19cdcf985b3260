"""Before files are published: which of their offices may be one under two names, with what speaks for it, and a choice.

Nothing is joined unless somebody ticks it; what he ticks is kept with the batch and done once the files are published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import access, charts, tables, wording
from dashboard.intake import actions
from dashboard.intake.upload import held
from reports.identify.alike import SORTS, Proposal
from reports.publish.batches import Batch


def offer(key: str, batch: Batch, found: Sequence[Proposal]) -> Batch:
    """Lists what may be one office and asks; the batch with what was ticked."""
    if not found:
        return batch
    charts.heading(wording.JOIN_TITLE, wording.JOIN_NOTE, wording.listed_pairs(len(found)))
    rows = [
        [
            each.gone.name,
            each.stays.name,
            SORTS[each.sort],
            each.why,
            wording.proposal_years(each.gone_years, each.stays_years),
        ]
        for each in found
    ]
    tables.put(tables.table(wording.JOIN_COLUMNS, rows, caption=wording.JOIN_TITLE, css="gk-wrap"))
    if refused := access.refusal("roster"):
        tables.put(tables.line(refused))
        return batch
    labels = {each.pair: wording.join_label(each.gone.name, each.stays.name) for each in found}
    held["join-chosen"] = [pair for pair in held.get("join-chosen", batch.joined) if pair in labels]
    chosen = st.multiselect(
        wording.JOIN_PICK, list(labels), format_func=labels.__getitem__, key="join-chosen",
        placeholder=wording.JOIN_NONE, select_all=False,
    )  # fmt: skip
    joined = tuple(chosen)
    return batch if joined == batch.joined else actions.change_batch(key, lambda now: replace(now, joined=joined))
