"""Older office formats go through LibreOffice, within a time limit, or say in a sentence what is missing."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from reports.errors import MissingReader, UnreadableFile
from reports.read import office, read_document

RTF = r"{\rtf1\ansi\deff0 {\fonttbl{\f0 SimSun;}}\pard \u19968?\u12289?\u20844?\u24320?71\u26465?\par}".encode("ascii")


def stand_in(folder: Path, script: str) -> None:
    """A program that takes LibreOffice's place on the search path."""
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script, "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_an_older_format_is_read_through_libreoffice() -> None:
    document = read_document(RTF, "旧.doc")
    assert [block.text for block in document.blocks] == ["一、公开71条"]


def test_without_libreoffice_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    with pytest.raises(MissingReader, match=r"旧\.doc：.*LibreOffice.*。$"):
        office.convert(RTF, "旧.doc")


def test_a_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(tmp_path, "sleep 30\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "_SECONDS", 0.2)
    with pytest.raises(UnreadableFile, match="已停止"):
        office.convert(RTF, "旧.doc")


def test_a_conversion_that_yields_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(tmp_path, "exit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(UnreadableFile, match="无法打开"):
        office.convert(RTF, "旧.doc")


def test_an_encrypted_office_file_is_told_before_anything_is_started() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="密码"):
        read_document(data, "密.docx")
