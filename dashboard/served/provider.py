"""The district's identity provider (OpenID Connect), where one is set up: Streamlit's own sign-in asks it.

Its settings stand in people/provider.toml of the store, which only the server's user reads. Streamlit's routes do the
asking (Authlib: state, nonce, PKCE, the signature of what the provider says); what they find out becomes a session of
the account with that `subject`, and Streamlit's own cookie, which nobody could end, is never handed out.
"""

from __future__ import annotations

import json
import logging
import tomllib
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from dashboard.served.base_path import base_path
from reports import people, store
from reports.errors import ReportError, StoreError
from reports.people import files

FILE_NAME = "provider.toml"
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
_NEEDED = ("client_id", "client_secret", "server_metadata_url", "redirect_uri")
_NAMES = (*_NEEDED, "claim")
CLAIM = "sub"
"""What of the provider's answer is an account's subject, unless the settings say otherwise."""


@lru_cache(maxsize=1)
def settings() -> dict[str, str]:
    """What provider.toml says; nothing where there is none. StoreError when it lacks something or others may read it."""
    path = store.default_store() / people.files.FOLDER_NAME / FILE_NAME
    told = files.read(path)
    if told is None:
        return {}
    try:
        found = {name: str(value) for name, value in tomllib.loads(told.decode("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} 不是可读的 TOML；请照 docs/serve.md 的例子填写。") from error
    lacking = [name for name in _NEEDED if not found.get(name)]
    unknown = sorted(found.keys() - set(_NAMES))
    if lacking or unknown:
        raise StoreError(
            f"{path} 应写明 {'、'.join(_NEEDED)}，可另写 claim；现缺 {'、'.join(lacking) or '无'}，多出 {'、'.join(unknown) or '无'}。"
        )
    if not found["redirect_uri"].endswith(f"{base_path()}{CALLBACK}"):
        raise StoreError(f"{path} 中的 redirect_uri 应以 {base_path()}{CALLBACK} 结尾，与看板的地址一致。")
    return found


def is_set_up() -> bool:
    """Whether people may sign in at a provider."""
    return bool(settings())


def secrets_of() -> dict[str, Any] | None:
    """What Streamlit is told, as its secrets.toml would; None where there is no provider."""
    told = settings()
    if not told:
        return None
    auth = {name: told[name] for name in _NEEDED}
    return {"auth": {**auth, "cookie_secret": files.secret(store.default_store()).hex()}}


def address() -> str:
    """Where the sign-in at the provider begins; as st.login has it, for two minutes."""
    return f"{base_path()}{LOGIN}?provider={quote(encode_provider_token('default'))}"


def _cookies(message: Message) -> dict[str, str]:
    """The cookies that an answer sets, by name."""
    found = {}
    for name, value in message["headers"]:
        if name.lower() == b"set-cookie":
            key, _, rest = value.decode("latin-1").partition("=")
            found[key.strip()] = rest.partition(";")[0].strip('"')
    return found


def _user(cookies: dict[str, str]) -> dict[str, Any] | None:
    """Who the provider says has signed in, out of the cookie that Streamlit signed a moment ago."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1")) if value else None

    told = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    try:
        user = json.loads(told) if told else None
    except ValueError:
        return None
    return user if isinstance(user, dict) and user.get("is_logged_in") is True else None


def subject_of(user: dict[str, Any]) -> str:
    """What the provider calls a person, by the claim of the settings; '' where it does not say, or has not verified an
    address of mail."""
    claim = settings().get("claim", CLAIM)
    if claim == "email" and user.get("email_verified") is not True:
        return ""
    value = user.get(claim)
    return value if isinstance(value, str) else ""


async def call_back(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> tuple[str | None, str]:
    """Lets Streamlit finish the sign-in, and keeps its answer: the account's name, or None with why there is none
    ('provider' or 'account')."""
    kept: list[Message] = []

    async def keep(message: Message) -> None:
        kept.append(message)

    await app(scope, receive, keep)
    user = _user(_cookies(kept[0])) if kept else None
    if user is None:
        return None, "provider"
    try:
        found = people.account_of_subject(store.default_store(), subject_of(user))
    except ReportError:
        logging.getLogger("gongkai.dashboard").exception("accounts cannot be read")
        return None, "provider"
    return (None, "account") if found is None else (found.name, "")


def cleared(response: Response, request: Request) -> Response:
    """The answer without what Streamlit may have left in the browser of an earlier sign-in."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            response.delete_cookie(name, path=base_path() or "/")
    return response


def refused(why: str) -> Response:
    """Leads back to the form, which says why."""
    return RedirectResponse(f"{base_path()}/sign-in?why={why}", status_code=303)
