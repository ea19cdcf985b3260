"""Step 2, read: the bytes of an original become a Document, by the reader that their content asks for.

In go bytes and the name they came with (used in messages only); out comes a Document. The name never decides:
offices save web pages as .doc and text as .pdf. It does not interpret the document.
"""

from __future__ import annotations

import email.policy
import importlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import Message

from reports.errors import UnreadableFile, too_much
from reports.model import MOST_CELLS, MOST_CHARACTERS, Document
from reports.text.normalise import is_broken, is_turned

LARGEST = 60_000_000
"""Bytes of any original."""
_LARGEST_UNPACKED = 200_000_000
_LARGEST_RATIO = 200

MOST_BLOCKS = 60_000
"""Paragraphs and tables; a table printed one cell a line has some two thousand."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OTHER_BINARIES = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"MZ": "程序文件",
    b"\x7fELF": "程序文件",
    b"SQLite format 3": "数据库文件",
}
_HTML = re.compile(rb"</?(?:!doctype\s+html|html|head|body|meta|div|p|table|span|br|title|h[1-6]|o:p)\b", re.I)
_MIME = re.compile(rb"^(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n", re.M)


def read_document(data: bytes, file_name: str) -> Document:
    """The Document in `data`. UnreadableFile when no reader knows the bytes or they are damaged or too large;
    MissingReader when the format needs a program or an extra that is not installed."""
    kind = choose(data, file_name)
    if kind == "mhtml":
        data, kind = _page_of(data, file_name), "html"
    if kind == "office":
        data, kind = importlib.import_module("reports.read.office").convert(data, file_name), "docx"
    document: Document = _reader(kind)(data, file_name)
    if len(document.blocks) > MOST_BLOCKS:
        raise too_much(file_name, len(document.blocks), "段", MOST_BLOCKS)
    cells = sum(len(block.cells) for block in document.blocks)
    if cells > MOST_CELLS:
        raise too_much(file_name, cells, "个单元格", MOST_CELLS)
    characters = sum(len(block.text) + sum(len(cell.text) for cell in block.cells) for block in document.blocks)
    if characters > MOST_CHARACTERS:
        raise too_much(file_name, characters, "个字", MOST_CHARACTERS)
    broken = _places(document, is_broken)
    if broken:
        told = f"有{broken}处文字或表格的数字里夹着不可见的控制字符，这些数字未读；请核对原文。"
        document = replace(document, marks=(*document.marks, told))
    turned = _places(document, is_turned)
    if turned:
        told = f"有{turned}处文字或表格含改变书写方向的控制符，印出的次序与存储的不同，其中的数字未读；请核对原文。"
        document = replace(document, marks=(*document.marks, told))
    return document


def _places(document: Document, holds: Callable[[str], bool]) -> int:
    """How many paragraphs and tables of a document have a text that `holds`."""
    return sum(holds(block.text) or any(holds(cell.text) for cell in block.cells) for block in document.blocks)


def too_large(file_name: str, byte_count: int) -> UnreadableFile:
    """The refusal of a file of `byte_count` bytes, more than LARGEST."""
    return UnreadableFile(
        f"{file_name}：文件有 {byte_count / 1e6:.0f} MB，超过单份年报 {LARGEST / 1e6:.0f} MB 的上限；"
        "请确认文件内容，只保留年报本身后重新导入。"
    )


def choose(data: bytes, file_name: str) -> str:
    """The name of the reader that the content asks for: text, html, mhtml, docx, xlsx, pdf, image or office.

    UnreadableFile when the content is none of these."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"{file_name}：文件是空的，没有任何内容；请重新下载或导出年报后再导入。")
    if len(data) > LARGEST:
        raise too_large(file_name, len(data))
    start = data[:4096]
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, file_name)
    if start.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")):
        return "office"
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "image"
    for magic, name in _OTHER_BINARIES.items():
        if start.startswith(magic) and (len(magic) > 2 or b"\0" in start):
            raise UnreadableFile(
                f"{file_name}：这是{name}，不是年报文档；请提供文本、网页、Word、PDF、Excel 或图片格式的年报。"
            )
    # Wide charsets put a zero beside every ASCII character.
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _is_mhtml(plain):
        return "mhtml"
    if plain.startswith(b"<?xml") and b"<w:wordDocument" in start:
        return "office"
    if (plain.startswith(b"<") and _HTML.search(plain)) or len(_HTML.findall(plain)) > 2:
        return "html"
    return "text"


def _reader(kind: str):  # type: ignore[no-untyped-def]
    """The function `read` of a reader, loaded when it is first needed: some load large libraries."""
    return importlib.import_module(f"reports.read.{kind}").read


def _kind_of_zip(data: bytes, file_name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError) as error:
        raise UnreadableFile(
            f"{file_name}：文件已损坏（压缩结构不完整），无法读取；请重新下载，或用 Word、WPS 打开后另存再导入。"
        ) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST_UNPACKED or (unpacked > 20_000_000 and unpacked > _LARGEST_RATIO * len(data)):
        raise UnreadableFile(
            f"{file_name}：展开后有 {unpacked / 1e6:.0f} MB，远大于一份年报应有的大小，已拒绝读取；"
            "请用 Word、Excel 或 WPS 打开，确认内容后另存再导入。"
        )
    names = {member.filename for member in members}
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names or "content.xml" in names:
        return "office"
    raise UnreadableFile(f"{file_name}：这是压缩包，里面没有 Word 或 Excel 文档；请解压后逐份导入其中的年报。")


def _is_mhtml(start: bytes) -> bool:
    head = start[:2000].lower()
    return b"mime-version:" in head or (b"content-type: multipart/related" in head and b"boundary" in head)


def _page_of(data: bytes, file_name: str) -> bytes:
    """The bytes of the page within a saved page; the charset told beside it is put into it."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except RecursionError as error:
        raise UnreadableFile(
            f"{file_name}：保存的网页里一部分套着一部分，层数过多，已拒绝读取；"
            "请在浏览器中打开年报，另存为“网页，单个文件”后再导入。"
        ) from error
    pages: list[tuple[int, bytes]] = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain"):
            payload = _payload(part)
            if payload:
                pages.append((len(payload) if part.get_content_type() != "text/plain" else 0, payload))
    if not pages:
        raise UnreadableFile(
            f"{file_name}：保存的网页里没有正文页面；请在浏览器中打开年报，另存为“网页，单个文件”后再导入。"
        )
    return max(pages, key=lambda page: page[0])[1]


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""
