"""导入: what is in these files, is it right, and what happens when it is published or undone? Drafts are judged too."""

from __future__ import annotations

from dashboard import access, every_page, filters, wording
from dashboard.ask import StoreError, generation
from dashboard.intake.drafts import load
from dashboard.intake.examine import check
from dashboard.intake.logs import log, undo
from dashboard.intake.review import review
from dashboard.intake.upload import held, message

ASKS = {"check": "check", "undo": "undo"}
"""What a task asks for, where it is not publishing."""

# Who signed in is offered what he may do.
offered = [
    words
    for name, words in wording.TASKS.items()
    if not access.with_people() or not access.refusal(ASKS.get(name, "publish"))
] or [wording.TASKS["load"]]
task_name = filters.one_of(wording.TASK, offered, key="task", default=offered[0])
task = next(key for key, words in wording.TASKS.items() if words == task_name)

closed = access.refusal(ASKS.get(task, "publish"))
tasks = {"load": load, "check": check, "review": review, "log": log, "undo": undo}

try:
    head, state = (closed, closed) if closed else tasks[task]()
except StoreError as error:
    if generation():
        raise
    # Before the first publication there is nothing to review or undo.
    head, state = wording.NO_STORE, str(error)
    message(wording.NO_STORE, wording.NO_STORE_NEXT)


every_page.head(head)


every_page.fingerprint("import", task, state, *(held.get(f"outcome-{name}") for name in wording.TASKS))
