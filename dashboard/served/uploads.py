"""How much a session, and all sessions together, may have uploaded: more is refused before it is taken in.

Streamlit limits a single file only (server.maxUploadSize) and takes any number of them. What a session holds is asked
of Streamlit's own keeper of files, so that whatever it lets go of, with the session or before, makes room again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from dashboard import wording
from dashboard.served.base_path import path_within

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")


class Kept(Protocol):
    """An uploaded file."""

    file_id: str
    data: bytes


class Keeper(Protocol):
    """What is asked of Streamlit's keeper of uploaded files."""

    def get_files(self, session_id: str, file_ids: list[str]) -> list[Kept]:
        """Those of the files that are still kept."""
        ...


class UploadQuota:
    """Refuses an upload that would be too much for its session or for all together."""

    def __init__(self, app: ASGIApp, keeper: Keeper | None = None) -> None:
        self.app = app
        self._keeper = keeper
        self._came: dict[str, set[str]] = defaultdict(set)
        """Names of the files that came, by session."""
        self._coming: Counter[str] = Counter()
        """Bytes on their way, by session."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 411, 413 or 507 with a sentence; all that is not an upload, or not too much, goes on."""
        upload = _UPLOAD.fullmatch(path_within(scope) or "") if scope["type"] == "http" else None
        if upload is None or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        session, file = upload.groups()
        length = Headers(scope=scope).get("content-length", "")
        if status := self._refusal(session, length):
            await PlainTextResponse(wording.UPLOAD_REFUSALS[status], status_code=status)(scope, receive, send)
            return
        self._coming[session] += int(length)
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= int(length)
            self._came[session].add(file)

    def _refusal(self, session: str, length: str) -> int:
        """0, or the status that refuses: no length, too much for the session, too much for all."""
        if not re.fullmatch(r"[0-9]{1,12}", length):
            return 411
        held = self._coming + Counter({name: self._kept(name) for name in list(self._came)})
        if held[session] + int(length) > wording.SESSION_MEGABYTES * 1_000_000:
            return 413
        return 507 if held.total() + int(length) > wording.SERVER_MEGABYTES * 1_000_000 else 0

    def _kept(self, session: str) -> int:
        """Bytes that Streamlit keeps of what came in the session; what it let go of is forgotten here too."""
        keeper = self._keeper or runtime.get_instance().uploaded_file_mgr
        files = keeper.get_files(session, list(self._came[session]))
        self._came[session] = {file.file_id for file in files}
        if not files:
            del self._came[session]
        return sum(len(file.data) for file in files)
