"""Who uses a store: accounts, passwords, sessions, and who may do what."""

from reports.people import passwords, sessions
from reports.people.accounts import (
    Account,
    AccountError,
    account,
    account_of_subject,
    accounts,
    add,
    change,
    close,
    reopen,
    set_password,
)
from reports.people.passwords import BadPassword
from reports.people.rights import ANY_OFFICE, ROLES, Person, may, refused, refused_line, rights
from reports.people.sessions import TooMany

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
    "close",
    "may",
    "passwords",
    "refused",
    "refused_line",
    "reopen",
    "rights",
    "sessions",
    "set_password",
]
