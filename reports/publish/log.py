"""A website's publication log is stored, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reports import store
from reports.capture import ORIGINALS_NAME, capture
from reports.errors import UnreadableFile
from reports.publication_log import Preview, preview
from reports.publish.commit import advance
from reports.publish.district import district_of
from reports.publish.lines import log_line, signed
from reports.publish.naming import served_names
from reports.publish.records import cannot_keep
from reports.store import journal


def load(
    folder: Path,
    data: bytes,
    file_name: str,
    *,
    office: str | None = None,
    who: str = "",
    on_wait: Callable[[str], None] | None = None,
) -> tuple[Preview, int | None]:
    """Loads a log into the store `folder`; what was understood, and the number of the generation that serves it
    (None when the same log is loaded already). `who` signs the journal's line. Raises UnreadableFile when no item can be used, StoreError,
    StoreBusy."""
    found = preview_log(folder, data, file_name, office)
    if not found.usable:
        raise UnreadableFile(f"{file_name}：没有可载入的条目。{''.join(found.sentences()[1:])}")
    return found, publish_log(folder, data, file_name, office, who, on_wait=on_wait)


def preview_log(folder: Path, data: bytes, file_name: str, office: str | None) -> Preview:
    """What was understood of a log, with the offices of the store `folder`; raises as publication_log.preview does."""
    with served_names(folder) as code_of:
        return preview(data, file_name, office, code_of=lambda name: code_of(name, ""))


def publish_log(
    folder: Path,
    data: bytes,
    file_name: str,
    office: str | None,
    who: str = "",
    *,
    on_wait: Callable[[str], None] | None = None,
) -> int | None:
    """Keeps a publication log, journals it as signed by `who` and serves its items in the next generation, whose
    number is returned; None when the same log stands there already. `office` is the office of all its rows, if it has
    no column for it. Raises StoreError, StoreBusy."""
    with store.locked(folder, on_wait):
        try:
            snapshot = capture(data, file_name, folder / ORIGINALS_NAME)
        except OSError as error:
            raise cannot_keep(folder, error) from error
        line = log_line(snapshot, office, district_of(folder))
        logs = [earlier for earlier in journal.lines_in_force(folder) if earlier["what"] == "log"]
        lines = [] if any(_same_log(earlier, line) for earlier in logs) else [line]
        return advance(folder, signed(lines, who), {}, "log").generation


def _same_log(earlier: journal.Line, line: Mapping[str, Any]) -> bool:
    return (earlier["sha256"], earlier["office"]) == (line["sha256"], line["office"])
