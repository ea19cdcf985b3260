"""操作记录: who did what when?"""

from dashboard import access, every_page, filters, tables
from dashboard.followup import activity

choice = filters.current()
if refused := access.refusal("log"):
    every_page.head(refused)
    tables.put(tables.line(refused))
    state: tuple[str, ...] = ("refused",)
else:
    every = activity.every()
    kept, state = activity.narrowed(activity.of_the_choice(choice, every))
    every_page.head(activity.head(kept, len(every)))
    activity.show(choice, kept)
    state = (*state, str(len(kept)))
every_page.fingerprint("activity", choice, *state)
