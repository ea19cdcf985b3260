"""Steps 2 to 4 in a process of their own: whatever a file holds, it ends nobody's work but its own.

In come the bytes of one original; out comes what reading.py makes of them, or a sentence why not. A file that ends
its reader, takes too long or too much memory is refused like any other that cannot be read. The libraries that open
PDF files and recognise text serve one reader at a time, and so each process has its own.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from reports import processes
from reports.capture import original
from reports.commented import Remark
from reports.errors import ReportError, UnreadableFile
from reports.model import Document, Reading
from reports.processes import LIMIT_SECONDS, Crew, Lost
from reports.text.shown import shown

READERS = 2
"""So many files are read at once; others wait."""

_crew: Crew[tuple[bytes, str, bool], Reading | Document] | None = None
_making = threading.Lock()


def lost(name: str, why: str, limit_seconds: float) -> str:
    """The sentence for an original that ended its reader or took too long."""
    if why == "late":
        return f"{name}：读了超过 {limit_seconds:g} 秒仍未读完，已放弃；请另存为其他格式后再试，或用 --limit 放宽时限。"
    return f"{name}：读取时程序异常终止，可能是文件过大或已损坏；请另存为其他格式后再试。"


def _read(task: tuple[bytes, str, bool]) -> Reading | Document:
    """What the process does with one file: the whole reading, or its document only."""
    from reports.read import read_document
    from reports.reading import read_report

    data, file_name, is_whole = task
    try:
        return read_report(data, file_name) if is_whole else read_document(data, file_name)
    except ReportError:
        raise
    except MemoryError as error:
        raise UnreadableFile(
            f"{file_name}：读取所需的内存超出上限，内容远多于一份年报；请另存为其他格式后再试。"
        ) from error
    except Exception as error:
        # A defect of ours, or a file made to find one: the others go on, the trace goes to whoever mends it.
        print(shown(traceback.format_exc()), file=sys.stderr)
        raise UnreadableFile(
            f"{file_name}：内容异常，程序未能读取（{type(error).__name__}）；请另存为其他格式后再试，或告知维护人员。"
        ) from error


_SHORT = """某某镇人民政府2023年政府信息公开工作年度报告
一、总体情况
全年通过政府网站公开信息12条，收到12345热线工单3件，办结3件，办结率100%。
五、存在的主要问题及改进情况
信息更新不够及时。
"""


def prepare() -> None:
    """Loads what every reading needs: its modules, tables and patterns."""
    from reports.reading import read_report

    with suppress(ReportError):
        for form in ("html", "txt"):
            read_report(_SHORT.encode(), f"short.{form}")


def _in_another_process(
    data: bytes, file_name: str, is_whole: bool, limit_seconds: float = LIMIT_SECONDS
) -> Reading | Document:
    global _crew
    task = (data, file_name, is_whole)
    if processes.is_apart():
        return _read(task)
    if limit_seconds == LIMIT_SECONDS:
        with _making:
            if _crew is None:
                _crew = Crew(_read, READERS, prepare=prepare)
        result = _crew(task)
    else:
        # The crew's processes keep to the usual limit.
        ((_, result),) = processes.run(_read, [task], 1, limit_seconds, prepare)
    if isinstance(result, Lost):
        raise UnreadableFile(lost(file_name, result.why, limit_seconds))
    return result


def read_report(data: bytes, file_name: str, limit_seconds: float = LIMIT_SECONDS) -> Reading:
    """What the original `data` says, as reading.read_report tells it. Raises UnreadableFile, MissingReader or
    NotAReport; UnreadableFile too when it ended its reader, took longer than `limit_seconds` or too much memory. A
    process that itself works for another reads here, within its own limits."""
    reading = _in_another_process(data, file_name, True, limit_seconds)
    assert isinstance(reading, Reading)
    return reading


def commented(data: bytes, file_name: str, remarks: Sequence[Remark]) -> bytes:
    """A Word draft with remarks as comments, as commented.with_comments makes it, in a process of its own. Raises
    UnreadableFile."""
    ((_, result),) = processes.run(_comment, [(data, file_name, tuple(remarks))], 1)
    if isinstance(result, Lost):
        raise UnreadableFile(lost(file_name, result.why, LIMIT_SECONDS))
    return result


def _comment(task: tuple[bytes, str, tuple[Remark, ...]]) -> bytes:
    from reports.commented import with_comments

    return with_comments(*task)


@lru_cache(maxsize=64)
def document(store: Path, sha256: str, file_name: str) -> Document:
    """An original as its reader reads it, for showing facts in their places. StoreError as capture.original says;
    the reader's ReportError when it cannot be read any more."""
    found = _in_another_process(original(store, sha256), file_name, False)
    assert isinstance(found, Document)
    return found
