"""Who may do what: the table of roles and actions, and a person's range.

In go a person, an action and the offices concerned; out comes whether he may, or the sentence why not. It reads no
store and knows no page: whoever writes or shows anything asks here, and what is on no list is refused.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.store import Reach, Scope

TABLE = Path(__file__).with_name("rights.csv")
ROLES = ("领导", "公开办", "单位")
OF_AN_OFFICE = ROLES[-1]

ANY_OFFICE = ""
"""In the place of an office's code: it may concern any of them."""

_NO, _WITHIN, _EVERYTHING = "否", "范围内", "全部"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in: the name that the journal has, his role, his scope, and what that comes to in the
    generation that he looks at (None: all of it, where the scope is everything)."""

    name: str
    role: str
    scope: Scope
    reach: Reach | None = None

    def reaches(self, office: str | None) -> bool:
        """Whether an office (its code) is within his range; None, what belongs to no one office, only where
        everything is."""
        if self.scope.is_everything:
            return True
        return office is not None and self.reach is not None and office in self.reach.offices


@cache
def rights() -> dict[str, dict[str, str]]:
    """The table: by action its words and, for each role, 否, 范围内 (of the offices in range) or 全部 (only with
    everything in range)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["action"]: row for row in csv.DictReader(file)}


def may(person: Person | None, action: str, office: str | None = None) -> bool:
    """Whether `person` may do `action`, to `office` (its code) where it concerns one. Nobody may nothing."""
    return not refused(person, action, *([office] if office is not None else []))


def refused_line(person: Person | None, kind: str) -> str:
    """The sentence why nothing that `person` may do writes a line of this kind into the journal; '' where something
    does. A kind that the table does not name is written by nobody who signed in."""
    if person is None:
        return "请先登录。"
    writing = [action for action, row in rights().items() if kind in row["lines"].split()]
    if any(not refused(person, action) for action in writing):
        return ""
    return f"您的角色是{person.role}，不能写入这一项改动（{kind}）；需要时请与政务公开主管部门联系。"


def refused(person: Person | None, action: str, *offices: str) -> str:
    """The sentence why `person` may not do `action` to all of `offices`; '' where he may."""
    if person is None:
        return "请先登录。"
    row = rights().get(action, {})
    told = row.get(person.role, _NO)
    words = row.get("words", "这一步")
    if told not in (_WITHIN, _EVERYTHING):
        return f"您的角色是{person.role}，不能{words}；需要时请与政务公开主管部门联系。"
    is_of_all = told == _EVERYTHING or ANY_OFFICE in offices
    if is_of_all and not person.scope.is_everything:
        return f"这一步（{words}）会涉及您范围以外的单位；请由管全部单位的账户办理。"
    if any(not person.reaches(office) for office in offices):
        which = "这份年报的单位" if action in ("check", "publish") else "所选单位"
        return f"{which}不在您账户的范围内，不能{words}；需要调整范围时请与管理员联系。"
    return ""
