"""Step 2, read: older and other office formats (.doc, .wps, .rtf, .odt) on their way to a Document.

In come the bytes; out come the bytes of the same document as .docx, which the reader of Word documents reads.
LibreOffice does it, where it is installed, without a window, with a profile of its own in a temporary folder
and within a time limit; the profile says that macros do not run, that links are not followed, and that whatever asks for
an address all the same gets no answer. It reads no document itself.
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


_SETTINGS = (
    # Pictures and frames that a document names by an address, unless it lies in a place that somebody trusts: none.
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "boolean", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    # Linked sections and tables are never brought up to date.
    ("Office.Writer/Content/Update", "Link", "int", "2"),
    ("Office.Calc/Content/Update", "Link", "int", "2"),
    # A place that nobody listens at stands before every address, this computer's own too.
    ("Inet/Settings", "ooInetProxyType", "int", "2"),
    ("Inet/Settings", "ooInetNoProxy", "string", ""),
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{part}", form, value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for part, form, value in (("Name", "string", "127.0.0.1"), ("Port", "int", "9"))
    ),
)
"""Paths, names, types and values of LibreOffice's registry (org.openoffice)."""


def profile_settings() -> str:
    """The settings of a new profile, as LibreOffice keeps them in user/registrymodifications.xcu."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse" oor:type="xs:{form}">'
        f"<value>{value}</value></prop></item>"
        for path, name, form, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
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
        settings = Path(folder) / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(profile_settings(), "utf-8")
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
