"""操作记录: who did what when?"""

from dashboard import access, every_page, filters, tables, wording
from dashboard.followup import activity

choice = filters.current()
if refused := access.refusal("log"):
    every_page.head(refused)
    tables.put(tables.line(refused))
    state: tuple[str, ...] = ("refused",)
else:
    found = activity.of_the_choice(choice, activity.every())
    every_page.head(
        wording.activity_head(len(found), len({each.who for each in found}), sum(each.is_undone for each in found))
    )
    state = activity.show(choice, found)
every_page.fingerprint("activity", choice, *state)
