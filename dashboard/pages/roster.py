"""单位名录: which offices are there, what are they called, who must report, and which of them may be one?"""

from __future__ import annotations

from dashboard import every_page, filters, wording
from dashboard.intake import roster_actions, roster_alike, roster_list, roster_table

view_name = filters.one_of(
    wording.ROSTER_VIEW, list(wording.ROSTER_VIEWS.values()), key="roster", default=wording.ROSTER_VIEWS["list"]
)
view = next(key for key, words in wording.ROSTER_VIEWS.items() if words == view_name)
roster_list.outcome()
offices = list(roster_actions.roster().offices.values())
counted = roster_list.counts()
state = {"list": roster_list.show, "alike": roster_alike.show, "table": roster_table.show}[view]()
every_page.head(
    wording.roster_head(
        len(offices),
        sum(office.is_new for office in offices),
        sum(office.code not in counted or not counted[office.code].report_count for office in offices),
        len(roster_actions.alike()),
        sum(office.must_report is True for office in offices),
    )
)
every_page.fingerprint("roster", view, *state)
