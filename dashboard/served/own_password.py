"""The page on which whoever signed in with a password gives himself another one: a plain form, like the sign-in's.

In come requests for /password of a session that the gate saw; out go the form, and the password changed: the old one is
asked, under the same limits as at the sign-in, all other sessions of the account end, and this browser gets a new one.
"""

from __future__ import annotations

import logging

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard import visitor, wording
from dashboard.served import sign_in
from dashboard.served.base_path import base_path
from reports import people
from reports.errors import ReportError
from reports.people import passwords, sessions, tries

PATH = "/password"
_FORM = Markup("""<form method="post" action="{base}/password" accept-charset="utf-8">
<input type="hidden" name="form" value="{form}"><input type="hidden" name="name" autocomplete="username" value="{name}">
<label>{former_words}<input name="former" type="password" autocomplete="current-password" maxlength="200" required></label>
<label>{new_words}<input name="new" type="password" autocomplete="new-password" maxlength="200" required></label>
<label>{again_words}<input name="again" type="password" autocomplete="new-password" maxlength="200" required></label>
<button type="submit">{submit}</button></form><p class="gk-note">{note}</p>""")
_BACK = Markup('<p><a href="{}/overview">{}</a></p>')


async def answer(scope: Scope, receive: Receive, send: Send, name: str) -> None:
    """Answers /password for `name`, who signed in."""
    request = Request(scope, receive)
    try:
        response = await (_change(request, name) if request.method == "POST" else _asked(request, name))
    except ReportError:
        logging.getLogger("gongkai.dashboard").exception("accounts cannot be read")
        response = _page(sign_in.MESSAGE.format(wording.SIGN_IN_BROKEN), 503)
    await response(scope, receive, send)


async def _asked(request: Request, name: str) -> Response:
    return _form(request, name)


def _page(body: Markup, status: int) -> Response:
    body += _BACK.format(base_path(), wording.SIGN_OUT_BACK)
    return sign_in.page(wording.PASSWORD_TITLE, wording.PASSWORD_CHANGE, body, status)


def _form(request: Request, name: str, message: str = "", status: int = 200) -> Response:
    if name not in passwords.named(sign_in.folder()):
        return _page(sign_in.MESSAGE.format(wording.PASSWORD_ELSEWHERE), status)
    body = sign_in.MESSAGE.format(message) if message else Markup("")
    body += _FORM.format(
        base=base_path(),
        form=sessions.form_token(sign_in.folder(), sign_in.cookie_of(request.scope, sign_in.COOKIE)),
        name=name,
        former_words=wording.PASSWORD_FORMER,
        new_words=wording.PASSWORD_NEW,
        again_words=wording.PASSWORD_AGAIN,
        submit=wording.PASSWORD_CHANGE,
        note=wording.password_note(passwords.LEAST_CHARACTERS),
    )
    return _page(body, status)


async def _change(request: Request, name: str) -> Response:
    held = sign_in.cookie_of(request.scope, sign_in.COOKIE)
    fields = await sign_in.fields_of(request)
    if fields is None or not sign_in.is_ours(fields, held):
        return _form(request, name, wording.SIGN_IN_FORM_OLD, 403)
    browser = sign_in.cookie_of(request.scope, sign_in.KNOWN_COOKIE)
    place = tries.place_of(sign_in.folder(), name, sign_in.address_of(request), browser)
    try:
        message = await to_thread.run_sync(_changed, name, fields, place, limiter=sign_in.AT_ONCE)
    except people.TooMany as error:
        return _form(request, name, str(error), 429)
    if message:
        return _form(request, name, message, 422)
    answer = _page(sign_in.MESSAGE.format(wording.PASSWORD_CHANGED), 200)
    sign_in.set_cookie(answer, request.scope, sign_in.COOKIE, sessions.begin(sign_in.folder(), name))
    return answer


def _changed(name: str, fields: dict[str, str], place: str) -> str:
    """The sentence why a password was not changed; '' once it is. TooMany, StoreError."""
    former, new = fields.get("former", ""), fields.get("new", "")
    if new != fields.get("again"):
        return wording.PASSWORD_NOT_TWICE
    told = people.account(sign_in.folder(), name)
    if sentence := people.refused(told.person() if told else None, "password"):
        return sentence
    tries.note_try(sign_in.folder(), name, place)
    try:
        with visitor.acting(name):
            people.change_own_password(sign_in.folder(), name, former, new)
    except (people.AccountError, people.BadPassword) as error:
        if isinstance(error, people.BadPassword):
            tries.forget(sign_in.folder(), name, place)
        return str(error)
    tries.forget(sign_in.folder(), name)
    return ""
