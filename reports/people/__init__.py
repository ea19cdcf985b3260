"""Who uses a store: accounts, passwords, sessions, and who may do what."""

from reports.people import passwords, sessions, tries
from reports.people.accounts import (
    Account,
    AccountError,
    account,
    account_of_subject,
    accounts,
    add,
    change,
    change_own_password,
    close,
    is_own_line,
    reopen,
    set_password,
)
from reports.people.passwords import BadPassword
from reports.people.rights import ANY_OFFICE, ROLES, Person, may, refused, refused_line, rights
from reports.people.tries import TooMany

__all__ = [
    "ANY_OFFICE",
    "ROLES",
    "Account",
    "AccountError",
    "BadPassword",
    "Person",
    "TooMany",
    "account",
    "account_of_subject",
    "accounts",
    "add",
    "change",
    "change_own_password",
    "close",
    "is_own_line",
    "may",
    "passwords",
    "refused",
    "refused_line",
    "reopen",
    "rights",
    "sessions",
    "set_password",
    "tries",
]
