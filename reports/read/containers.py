"""The zip containers of office files (docx, xlsx), opened within limits.

Serves step 2 (read): bytes come in, the bytes of single parts go out. It knows no document format; what the
parts mean is the readers' business.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from reports.errors import UnreadableFile

PART_LIMIT = 24_000_000
"""Largest unpacked part, bytes: ten times the text of the longest report seen, and still parsed in seconds."""
TOTAL_LIMIT = 300_000_000
"""Largest sum of all unpacked parts, bytes; pictures included."""
PART_COUNT_LIMIT = 5_000


class Container:
    """The parts of one zip container by name; every way of being damaged becomes UnreadableFile."""

    def __init__(self, data: bytes, file_name: str) -> None:
        """Open `data`; UnreadableFile when it is no zip, is damaged, encrypted or declares too large parts."""
        self.file_name = file_name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableFile(f"{file_name}：文件已损坏或不完整，无法打开；请重新下载或另存后再试。") from error
        entries = self._zip.infolist()
        if len(entries) > PART_COUNT_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
            raise self._too_large()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnreadableFile(f"{file_name}：文件已加密，无法读取；请取消密码后再试。")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile(f"{self.file_name}：解压后的内容过大，不像一份年度报告，已拒绝读取；请核对文件。")

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> tuple[str, ...]:
        """Names of all parts, in stored order."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The unpacked bytes of part `name`; UnreadableFile when it is absent, damaged or too large."""
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableFile(f"{self.file_name}：文件不完整，缺少“{name}”；请重新下载或另存后再试。")
        if entry.file_size > PART_LIMIT:
            raise self._too_large()
        try:
            with self._zip.open(entry) as part:
                unpacked = part.read(PART_LIMIT + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise UnreadableFile(f"{self.file_name}：文件已损坏或不完整，无法读取；请重新下载或另存后再试。") from error
        if len(unpacked) > PART_LIMIT:
            raise self._too_large()
        return unpacked

    def read_xml(self, name: str) -> bytes:
        """Like `read`, for an XML part; one with a document type (the way of entity bombs) is refused,
        since no office program writes any."""
        unpacked = self.read(name)
        plain = unpacked.replace(b"\x00", b"") if b"\x00" in unpacked[:200] else unpacked
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise UnreadableFile(f"{self.file_name}：文件中含有不安全的实体定义，已拒绝读取；请另存后再试。")
        return unpacked

    def parse(self, name: str, spellings: Mapping[bytes, bytes]) -> etree._Element:
        """The root of XML part `name`, with each name space of `spellings` (that of the strict standard) as its usual
        one. UnreadableFile as `read_xml` says, and when the part is no XML."""
        xml = self.read_xml(name)
        if b"purl.oclc.org/ooxml" in xml:
            for strict, transitional in spellings.items():
                xml = xml.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        damaged = f"{self.file_name}：文件内容已损坏，无法读取；请重新下载或另存后再试。"
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFile(damaged) from error
        if root is None:
            raise UnreadableFile(damaged)
        return root
