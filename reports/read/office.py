"""Step 2, read: older and other office formats (.doc, .wps, .rtf, .odt) on their way to a Document.

In come the bytes; out come the bytes of the same document as .docx, which the reader of Word documents reads.
LibreOffice does it, where it is installed, without a window, with a profile of its own in a temporary folder
and within a time limit; macros do not run and nothing is fetched. It reads no document itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from reports.errors import MissingReader, UnreadableFile

_SECONDS = 60
_LARGEST = 60_000_000
_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)


def convert(data: bytes, file_name: str) -> bytes:
    """The document in `data` as the bytes of a .docx file.

    MissingReader where LibreOffice is not installed; UnreadableFile when the bytes are encrypted, are not a
    text document, or cannot be converted within a minute."""
    if len(data) > _LARGEST:
        raise UnreadableFile(f"{file_name}：文件过大，不像一份年度报告，已拒绝读取；请核对文件。")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(f"{file_name}：文件已加密，需要密码才能打开；请取消密码后再试。")
    program = _program()
    if program is None:
        raise MissingReader(
            f"{file_name}：读取.doc、.wps、.rtf、.odt需要LibreOffice，本机没有安装；请安装LibreOffice，或另存为.docx后再试。"
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / f"original{_ending(data)}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(Path(folder) / "out"),
            str(source),
        ]  # fmt: skip
        _run(command, folder, file_name)
        converted = Path(folder) / "out" / "original.docx"
        if not converted.is_file():
            raise UnreadableFile(f"{file_name}：文件已损坏或不是文字文档，LibreOffice无法打开；请另存为.docx后再试。")
        return converted.read_bytes()


def _program() -> str | None:
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    return next((str(place) for place in _USUAL_PLACES if place.is_file()), None)


def _ending(data: bytes) -> str:
    """The file ending that makes LibreOffice choose the right filter."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return ".odt"
    return ".xml" if data.lstrip().startswith(b"<?xml") else ".doc"


def _run(command: list[str], folder: str, file_name: str) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        # The launcher starts a second process, which has to end too.
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        raise UnreadableFile(f"{file_name}：转换超过{_SECONDS}秒仍未完成，已停止；请另存为.docx后再试。") from error
