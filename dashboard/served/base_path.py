"""The path below which the dashboard is served, "" or e.g. "/gongkai"; Streamlit is told the same.

A proxy hands requests on with the path that they came with.
"""

from __future__ import annotations

import os

from starlette.types import Scope

PATH_VARIABLE = "GONGKAI_BASE_PATH"
"""`gongkai serve --base-path` sets it."""


def base_path() -> str:
    """ "" or the path with a leading and without a closing slash."""
    name = os.environ.get(PATH_VARIABLE, "").strip("/")
    return f"/{name}" if name else ""


def path_within(scope: Scope) -> str | None:
    """The path of a request below the base path, with a leading slash; None where it lies elsewhere."""
    path, base = str(scope.get("path", "")), base_path()
    if path == base:
        return "/"
    return path.removeprefix(base) if path.startswith(f"{base}/") else None
