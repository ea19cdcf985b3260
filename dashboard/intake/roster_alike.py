"""合并建议: offices that may be one, with what speaks for it, accepted or refused one by one or a sort at once."""

from __future__ import annotations

import streamlit as st

from dashboard import access, charts, tables, wording
from dashboard.intake import roster_actions as actions
from dashboard.intake.roster_list import done
from dashboard.intake.upload import held, sign
from reports import errors

MOST_LISTED = 200


def show() -> tuple[str, ...]:
    """The proposals of a sort, and what is decided of them; what it shows."""
    every = actions.alike()
    if not every:
        tables.put(tables.line(wording.ALIKE_NONE, "gk-empty"))
        return ()
    sorts = {sort: [each for each in every if each.sort == sort] for sort in actions.SORTS}
    offered = [sort for sort, found in sorts.items() if found]
    sort = st.selectbox(
        wording.ALIKE_SORT,
        offered,
        format_func=lambda each: wording.proposals_of(actions.SORTS[each], len(sorts[each])),
        key="alike-sort",
        width=240,
    )
    found = sorts[sort]
    regions = actions.roster().regions
    charts.heading(
        actions.SORTS[sort],
        wording.ALIKE_NOTE,
        wording.listed(len(found[:MOST_LISTED]), len(found), wording.PROPOSALS_UNIT),
    )
    rows = [
        [
            each.gone.name,
            each.stays.name,
            regions.full_name(each.stays.region_id),
            each.why,
            wording.proposal_years(each.gone_years, each.stays_years),
        ]
        for each in found[:MOST_LISTED]
    ]
    tables.put(tables.table(wording.ALIKE_COLUMNS, rows, caption=actions.SORTS[sort], css="gk-wrap"))
    if refused := access.refusal("roster"):
        tables.put(tables.line(refused))
        return (sort,)
    labels = {each.pair: f"{each.gone.name} → {each.stays.name}" for each in found}
    if not set(held.get("alike-chosen", ())) <= set(labels):
        held["alike-chosen"] = []
    chosen = st.multiselect(
        wording.ALIKE_PICK, list(labels), format_func=labels.__getitem__, key="alike-chosen",
        placeholder=wording.PLEASE_CHOOSE, select_all=False,
    )  # fmt: skip
    st.button(wording.ALIKE_PICK_ALL, key="alike-all", on_click=_choose, args=(list(labels),))
    who = sign()
    with st.container(horizontal=True, gap="small"):
        accepted = st.button(wording.ALIKE_ACCEPT, type="primary", disabled=not chosen, key="alike-accept")
        refused_now = st.button(wording.ALIKE_REFUSE, disabled=not chosen, key="alike-refuse")
    try:
        if accepted:
            words = wording.merged_offices(*actions.accept(chosen, who))
        elif refused_now:
            actions.refuse(chosen, who)
            words = wording.refused_proposals(len(chosen))
        else:
            return (sort, *map("".join, chosen))
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))
        return (sort,)
    held.pop("alike-chosen", None)
    done(words)
    return ()


def _choose(pairs: list[tuple[str, str]]) -> None:
    held["alike-chosen"] = pairs
