"""The pages by which people sign in and out: plain forms without scripts, before anything else of the server is open.

In come requests for /sign-in and /sign-out; out go forms, sessions begun and ended. A form counts only when it brings
back what this server gave the browser that shows it, so that no other site can sign anybody in or out. Where an identity
provider is set up, Streamlit's own sign-in (st.login's /auth/login and /oauth2callback) asks it who somebody is; the
account of that name gets a session like any other.
"""

from __future__ import annotations

import logging
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, quote

from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from dashboard import wording
from dashboard.served import provider
from dashboard.served.base_path import base_path, path_within
from reports import people, store
from reports.errors import ReportError
from reports.people import passwords, sessions, tries

COOKIE = "gongkai-session"
FORM_COOKIE = "gongkai-form"
KNOWN_COOKIE = "gongkai-known"
"""By which a browser that an account signed in with is told from a stranger's; it signs nobody in."""
KNOWN_SECONDS = 180 * 24 * 3600
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
_MOST_BYTES = 4000
_TO = re.compile(r"/[a-z-]*(\?[^#\\\s]*)?")
AT_ONCE = CapacityLimiter(2)
"""A password is checked with 64 MB of memory: two at a time."""

_PAGE = Markup("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="{base}/favicon.png"><link rel="stylesheet" href="{base}/gongkai.css"></head>
<body class="gk-sign-in"><main><p class="gk-sign-in-product">公开</p><h1>{heading}</h1>{body}</main></body></html>
""")
MESSAGE = Markup('<p class="gk-sign-in-message" role="alert">{}</p>')
_FORM = Markup("""<form method="post" action="{base}/sign-in" accept-charset="utf-8">
<input type="hidden" name="form" value="{form}"><input type="hidden" name="to" value="{to}">
<label>{name}<input name="name" autocomplete="username" maxlength="60" required value="{told}"></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" maxlength="200" required></label>
<button type="submit">{submit}</button></form>""")
_PROVIDER = Markup('<p class="gk-sign-in-provider"><a href="{}">{}</a></p>')
_NOTE = Markup('<p class="gk-note">{}</p>')
_OUT = Markup("""<p>{ask}</p><form method="post" action="{base}/sign-out"><input type="hidden" name="form" value="{form}">
<button type="submit">{submit}</button></form><p><a href="{base}/overview">{back}</a></p>""")


def folder() -> Path:
    """The store whose accounts sign in."""
    return store.default_store()


def cookie_of(scope: Scope, name: str) -> str:
    """A cookie of a request; '' where it has none. Of several of one name none counts: who set which is not known."""
    told = [part.strip().partition("=") for part in Headers(scope=scope).get("cookie", "").split(";")]
    values = {value for key, _, value in told if key == name}
    return values.pop() if len(values) == 1 else ""


def name_in(scope: Scope) -> str | None:
    """Whose session the request's browser holds, where the account may still sign in; None for nobody's. What cannot
    be found out is nobody's."""
    told = cookie_of(scope, COOKIE)
    if not told:
        return None
    try:
        name = sessions.name_of(folder(), told)
        return name if name is not None and people.account(folder(), name) is not None else None
    except ReportError:
        logging.getLogger("gongkai.dashboard").exception("sessions cannot be read")
        return None


def place_of(scope: Scope) -> str:
    """Where a page's address leads within the site, to come back to after signing in."""
    query = scope.get("query_string", b"").decode("latin-1")
    return (path_within(scope) or "/") + (f"?{query}" if query else "")


def to_sign_in(scope: Scope) -> Response:
    """Leads to the form, and back afterwards."""
    to = place_of(scope)
    known = f"?to={quote(to, safe='')}" if to != "/" and _TO.fullmatch(to) else ""
    return RedirectResponse(f"{base_path()}{SIGN_IN}{known}", status_code=303)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers /sign-in and /sign-out."""
    request = Request(scope, receive)
    is_out = path_within(scope) == SIGN_OUT
    if request.method == "POST":
        response = await (_leave(request) if is_out else _enter(request))
    elif request.method in ("GET", "HEAD"):
        response = _leaving(request) if is_out else _form(request, _told(request.query_params.get("why", "")))
    else:
        response = Response(wording.DOOR_METHOD, status_code=405, media_type="text/plain")
    await response(scope, receive, send)


WHY = {"account": wording.SIGN_IN_NO_ACCOUNT, "provider": wording.SIGN_IN_NOT_VERIFIED}
"""What the form says of a sign-in elsewhere that led to nothing, by a word in its address."""


def _told(why: str) -> str:
    return WHY.get(why, "")


def _form(request: Request, message: str = "", name: str = "", to: str = "", status: int = 200) -> Response:
    browser = cookie_of(request.scope, FORM_COOKIE)
    fresh = "" if re.fullmatch(r"[A-Za-z0-9_-]{43}", browser) else secrets.token_urlsafe(32)
    try:
        token = sessions.form_token(folder(), fresh or browser)
    except ReportError:
        logging.getLogger("gongkai.dashboard").exception("accounts cannot be read")
        return page(wording.SIGN_IN_TITLE, wording.SIGN_IN, MESSAGE.format(wording.SIGN_IN_BROKEN), 503)
    body = MESSAGE.format(message) if message else Markup("")
    body += _FORM.format(
        base=base_path(),
        form=token,
        to=to or request.query_params.get("to", ""),
        name=wording.SIGN_IN_NAME,
        told=name,
        password=wording.SIGN_IN_PASSWORD,
        submit=wording.SIGN_IN,
    )
    if provider.is_set_up():
        body += _PROVIDER.format(provider.address(), wording.SIGN_IN_WITH_PROVIDER)
    body += _NOTE.format(wording.SIGN_IN_NOTE)
    response = page(wording.SIGN_IN_TITLE, wording.SIGN_IN, body, status)
    if fresh:
        set_cookie(response, request.scope, FORM_COOKIE, fresh, strict=True)
    return response


def _leaving(request: Request) -> Response:
    token = sessions.form_token(folder(), cookie_of(request.scope, COOKIE))
    body = _OUT.format(
        ask=wording.SIGN_OUT_ASK,
        base=base_path(),
        form=token,
        submit=wording.SIGN_OUT,
        back=wording.SIGN_OUT_BACK,
    )
    return page(wording.SIGN_OUT_TITLE, wording.SIGN_OUT, body, 200)


def page(title: str, heading: str, body: Markup, status: int) -> Response:
    """A page in the layout of the sign-in, which nobody keeps."""
    page = _PAGE.format(title=title, base=base_path(), heading=heading, body=body)
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})


async def fields_of(request: Request) -> dict[str, str] | None:
    """The fields of a form; None for too much. Another site's does not come here (dashboard/served/guard.py)."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return None
    try:
        told = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return None
    return {name: values[-1] for name, values in told.items()}


def is_ours(fields: dict[str, str] | None, browser: str) -> bool:
    """Whether a form brings back what it was shown with, to the browser of this cookie."""
    if fields is None or not browser:
        return False
    return secrets.compare_digest(fields.get("form", "").encode(), sessions.form_token(folder(), browser).encode())


async def _enter(request: Request) -> Response:
    fields = await fields_of(request)
    try:
        if fields is None or not is_ours(fields, cookie_of(request.scope, FORM_COOKIE)):
            return _form(request, wording.SIGN_IN_FORM_OLD, status=403)
        name, to = " ".join(fields.get("name", "").split())[:80], fields.get("to", "")
        message, status = await to_thread.run_sync(
            _checked,
            name,
            fields.get("password", ""),
            address_of(request),
            cookie_of(request.scope, KNOWN_COOKIE),
            limiter=AT_ONCE,
        )
        if message:
            return _form(request, message, name, to, status)
        return remembered(request.scope, begun(request.scope, name, to), name)
    except people.TooMany as error:
        return _form(request, str(error), status=429)
    except ReportError:
        logging.getLogger("gongkai.dashboard").exception("accounts cannot be read")
        return _form(request, wording.SIGN_IN_BROKEN, status=503)


def address_of(request: Request) -> str:
    """Where a request comes from: behind a proxy that the server was told of, what that says."""
    return request.client.host if request.client else ""


def _checked(name: str, password: str, address: str, browser: str) -> tuple[str, int]:
    """The sentence and status that refuse a name and password; '' where they are right. TooMany."""
    place = tries.place_of(folder(), name, address, browser)
    tries.note_try(folder(), name, place)
    if not passwords.is_right(folder(), name, password) or people.account(folder(), name) is None:
        logging.getLogger("gongkai.dashboard").warning("a wrong password from %s", address)
        return wording.SIGN_IN_WRONG, 401
    tries.forget(folder(), name, place)
    return "", 200


def remembered(scope: Scope, response: Response, name: str) -> Response:
    """The same answer; the browser is one that the account knows from now on."""
    value, seconds = tries.known_browser(folder(), name), KNOWN_SECONDS
    set_cookie(response, scope, KNOWN_COOKIE, value, strict=True, seconds=seconds)
    return response


def begun(scope: Scope, name: str, to: str = "") -> Response:
    """A session of an account begins: leads to where its person wanted to go."""
    former = cookie_of(scope, COOKIE)
    if former:
        sessions.end(folder(), former)
    response = RedirectResponse(base_path() + (to if _TO.fullmatch(to) else "/overview"), status_code=303)
    set_cookie(response, scope, COOKIE, sessions.begin(folder(), name))
    return response


async def _leave(request: Request) -> Response:
    fields = await fields_of(request)
    held = cookie_of(request.scope, COOKIE)
    if not is_ours(fields, held):
        return Response(wording.SIGN_IN_FORM_OLD, status_code=403, media_type="text/plain")
    sessions.end(folder(), held)
    response = RedirectResponse(f"{base_path()}{SIGN_IN}", status_code=303)
    response.delete_cookie(COOKIE, path=base_path() or "/")
    return response


def set_cookie(
    response: Response,
    scope: Scope,
    name: str,
    value: str,
    strict: bool = False,
    seconds: int = sessions.LONGEST_SECONDS,
) -> None:
    """Gives a browser a cookie that scripts cannot read."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=base_path() or "/",
        secure=scope.get("scheme") == "https",
        httponly=True,
        samesite="strict" if strict else "lax",
    )
