"""The accounts of a store: who may sign in, with which role and scope.

They are what the lines `account` of the journal say, the last of a name first: a rebuild changes none of them, and a
rollback of the data neither, so that nobody who was shut out comes back by 撤销. Passwords stand elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reports import store
from reports.errors import ReportError, StoreError, UnknownRegion
from reports.identify.regions import Regions
from reports.people import passwords, sessions, tries
from reports.people.rights import OF_AN_OFFICE, ROLES, Person
from reports.publish.district import region_meant, served_roster
from reports.publish.history import append
from reports.publish.lines import account_line, signed
from reports.publish.offices import office_meant, served_offices
from reports.store import EVERYTHING, Reach, Roster, Scope, journal
from reports.store.line_kinds import AccountRow

OWN_PASSWORD = "自己改密码"
"""What the journal says of whoever changed his own."""
MOST_CHARACTERS = 60
"""Of a name, as the journal has it."""


class AccountError(ReportError):
    """What was asked of an account cannot be done."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account. `subject` is what the identity provider calls him ('' for none); `is_closed`: he may not sign
    in."""

    name: str
    role: str
    scope: Scope
    subject: str = ""
    is_closed: bool = False

    def person(self, reach: Reach | None = None) -> Person:
        """The person as rights take him, with what his scope comes to."""
        return Person(self.name, self.role, self.scope, reach)


@dataclass(slots=True)
class _Read:
    """How far into a journal its accounts are known."""

    end: int
    found: dict[str, Account]


_known: dict[Path, _Read] = {}
_lock = threading.Lock()


def accounts(folder: Path) -> dict[str, Account]:
    """Every account of a store by name, the closed ones too. What was read before is not read again. StoreError when
    the journal is damaged."""
    path = folder / journal.FILE_NAME
    size = path.stat().st_size if path.exists() else 0
    with _lock:
        known = _known.get(folder, _Read(0, {}))
        if size < known.end:
            known = _Read(0, {})
        if size > known.end:
            try:
                known = _read_on(folder, known)
            except StoreError:
                if not known.end:
                    raise
                # Lines that were refused may have been taken out of it since.
                known = _read_on(folder, _Read(0, {}))
            _known[folder] = known
        return known.found


def _read_on(folder: Path, known: _Read) -> _Read:
    end, found = known.end, dict(known.found)
    for line in journal.lines(folder, known.end):
        end = line["end"]
        if line["what"] == "account":
            account = _account_in(line["account"])
            found[account.name] = account
    return _Read(end, found)


def _account_in(row: AccountRow) -> Account:
    scope = Scope(tuple(row["regions"]), tuple(row["offices"]))
    return Account(row["name"], row["role"], scope, row["subject"], row["is_closed"])


def account(folder: Path, name: str) -> Account | None:
    """The account of this name that may sign in; None where there is none, it is closed, or its role is none that this
    program knows."""
    found = accounts(folder).get(name)
    return None if found is None or found.is_closed or found.role not in ROLES else found


def account_of_subject(folder: Path, subject: str) -> Account | None:
    """The account that the identity provider's `subject` may sign in to; None for none or several."""
    found = [each for each in accounts(folder).values() if subject and each.subject == subject and not each.is_closed]
    return account(folder, found[0].name) if len(found) == 1 else None


def add(
    folder: Path,
    name: str,
    role: str,
    *,
    regions: Sequence[str] = (),
    offices: Sequence[str] = (),
    subject: str = "",
    password: str | None = None,
    who: str = "",
) -> Account:
    """Makes an account and journals it. `regions` and `offices` are names or codes (EVERYTHING for all regions); one
    without either, or without a way to sign in, is refused. AccountError, StoreError, StoreBusy."""
    name = _plain(name)
    if password is None and not subject:
        raise AccountError("账户没有登录方式：请设密码，或用 --sign-in-as 写明它在统一认证中的标识。")
    if password is not None:
        passwords.raise_bad(password, name)
    if name in accounts(folder):
        raise AccountError(
            f"已有账户“{name}”；要改角色和范围请用 gongkai people set，停用过的请用 gongkai people reopen。"
        )
    made = Account(name, _role(role), _scope(folder, regions, offices), subject.strip())
    _demand_offices(made)
    _journal(folder, made, _done("开户", password), who, new=True)
    if password is not None:
        passwords.set_password(folder, name, password)
    return made


def change(
    folder: Path,
    name: str,
    *,
    role: str | None = None,
    regions: Sequence[str] | None = None,
    offices: Sequence[str] | None = None,
    subject: str | None = None,
    who: str = "",
) -> Account:
    """Changes role, scope or subject of an account, for what it does from now on; what is None stays. AccountError,
    StoreError, StoreBusy."""
    before = _one(folder, name)
    scope = before.scope
    if regions is not None or offices is not None:
        scope = _scope(folder, regions or (), offices or ())
    after = replace(
        before,
        role=before.role if role is None else _role(role),
        scope=scope,
        subject=before.subject if subject is None else subject.strip(),
    )
    if after == before:
        raise AccountError(f"账户“{name}”没有改动。")
    _demand_offices(after)
    done = [
        words
        for words, is_other in (
            ("改角色", after.role != before.role),
            ("改范围", after.scope != before.scope),
            ("改统一认证标识", after.subject != before.subject),
        )
        if is_other
    ]
    _journal(folder, after, done, who)
    if after.subject != before.subject:
        sessions.end_all(folder, name)
    return after


def set_password(folder: Path, name: str, password: str, *, who: str = "") -> None:
    """Gives an account a new password, journals that it has one, and ends its sessions. AccountError, BadPassword,
    StoreError, StoreBusy."""
    told = _one(folder, name)
    passwords.raise_bad(password, name)
    _journal(folder, told, ["重设密码"], who)
    passwords.set_password(folder, name, password)
    sessions.end_all(folder, name)
    tries.forget(folder, name)


def change_own_password(folder: Path, name: str, former: str, password: str) -> None:
    """Gives an account the password that its own person chose, journals that he did, and ends all of its sessions. It
    has to have one already, and `former` to be it. AccountError, BadPassword, StoreError, StoreBusy."""
    told = account(folder, name)
    if told is None or not passwords.is_right(folder, name, former):
        raise AccountError("原密码不对，密码没有改。")
    passwords.raise_bad(password, name)
    if password == former:
        raise passwords.BadPassword("新密码与原密码相同，密码没有改。")
    _journal(folder, told, [OWN_PASSWORD], name)
    passwords.set_password(folder, name, password)
    sessions.end_all(folder, name)


def is_own_line(folder: Path, name: str, line: Mapping[str, Any]) -> bool:
    """Whether a line of the journal says no more than that `name` gave himself another password: role, scope and all
    else of the account are in it what they were."""
    if line.get("what") != "account" or line.get("who") != name or line.get("done") != [OWN_PASSWORD]:
        return False
    return (before := account(folder, name)) is not None and _account_in(line["account"]) == before


def close(folder: Path, name: str, *, who: str = "") -> None:
    """Shuts an account: its sessions end and its password is gone. AccountError, StoreError, StoreBusy."""
    told = _one(folder, name)
    if told.is_closed:
        raise AccountError(f"账户“{name}”已经停用。")
    _journal(folder, replace(told, is_closed=True), ["停用"], who)
    sessions.end_all(folder, name)
    passwords.set_password(folder, name, None)


def reopen(folder: Path, name: str, *, password: str | None = None, who: str = "") -> None:
    """Opens a shut account again, with a new password where it does not sign in elsewhere. AccountError, BadPassword,
    StoreError, StoreBusy."""
    told = _one(folder, name)
    if not told.is_closed:
        raise AccountError(f"账户“{name}”没有停用。")
    if password is None and not told.subject:
        raise AccountError("账户没有登录方式：恢复时请设新密码。")
    if password is not None:
        passwords.raise_bad(password, name)
    _journal(folder, replace(told, is_closed=False), _done("恢复", password), who)
    if password is not None:
        passwords.set_password(folder, name, password)


def _done(what: str, password: str | None) -> list[str]:
    return [what] if password is None else [what, "设密码"]


def _one(folder: Path, name: str) -> Account:
    found = accounts(folder).get(name.strip())
    if found is None:
        raise AccountError(f"没有账户“{name}”；可用 gongkai people list 查看。")
    return found


def _plain(name: str) -> str:
    told = " ".join(name.split())
    if not told or len(told) > MOST_CHARACTERS or not told.isprintable():
        raise AccountError(f"姓名应为 1 至 {MOST_CHARACTERS} 个可见字符。")
    return told


def _role(role: str) -> str:
    if role not in ROLES:
        raise AccountError(f"没有角色“{role}”；角色有：{'、'.join(ROLES)}。")
    return role


def _demand_offices(told: Account) -> None:
    """AccountError for an account of the role 单位 that is of no office, or of whole regions."""
    if told.role == OF_AN_OFFICE and (told.scope.regions or not told.scope.offices):
        raise AccountError(
            f"{OF_AN_OFFICE}账户只管本单位，须用 --office 写明单位（可写几个），不能用 --region；要看整个地区的，角色应是领导或公开办。"
        )


def _scope(folder: Path, regions: Sequence[str], offices: Sequence[str]) -> Scope:
    """The codes of regions and offices that a person means. AccountError for what is none, or for nothing at all."""
    if not regions and not offices:
        raise AccountError(
            f"请写明范围：--region 地区（全部地区写 {EVERYTHING}）或 --office 单位。没有范围的账户什么也看不到。"
        )
    if EVERYTHING in regions:
        return Scope((EVERYTHING,))
    regions_known = served_roster(folder).regions
    codes = [_region(words.strip(), regions_known) for words in regions]
    roster = served_offices(folder) if offices else Roster()
    found = [office_meant(roster, words.strip()).code for words in offices]
    return Scope(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(found)))


def _region(words: str, regions: Regions) -> str:
    """The code of the region that is meant: one of the store's own by its name, else one of the table of China."""
    own = [code for code in regions.own if words in (regions.name(code), regions.full_name(code))]
    if len(own) == 1:
        return own[0]
    try:
        region, made = region_meant(words, regions)
    except UnknownRegion as error:
        raise AccountError(str(error)) from error
    if made:
        raise AccountError(f"数据仓和全国地区表中都没有“{words}”；请核对名称，或先载入这个地区的年报。")
    return region.region_id


def _journal(folder: Path, told: Account, done: Sequence[str], who: str, *, new: bool = False) -> None:
    """Writes what an account is from now on. Two people who make the same one at once make it once."""
    row: AccountRow = {
        "name": told.name,
        "role": told.role,
        "regions": list(told.scope.regions),
        "offices": list(told.scope.offices),
        "subject": told.subject,
        "is_closed": told.is_closed,
    }
    with store.locked(folder):
        if new and told.name in accounts(folder):
            raise AccountError(f"已有账户“{told.name}”。")
        append(folder, signed([account_line(row, done)], who))
