"""Originals are kept once, whole, under their sha256; reference tables come as they stand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from reports import reference
from reports.capture import capture, original_path
from reports.reference import tables
from tests.replacing import replace_everywhere


def test_an_original_is_kept_under_its_sha256(tmp_path: Path) -> None:
    snapshot = capture("年报".encode(), "folder/年报.txt", tmp_path)
    digest = hashlib.sha256("年报".encode()).hexdigest()
    assert (snapshot.sha256, snapshot.file_name, snapshot.byte_count) == (digest, "年报.txt", 6)
    assert original_path(tmp_path, digest) == tmp_path / digest[:2] / digest
    assert original_path(tmp_path, digest).read_bytes() == "年报".encode()


def test_an_original_is_written_once(tmp_path: Path) -> None:
    first = original_path(tmp_path, capture(b"report", "a.txt", tmp_path).sha256)
    written = first.stat().st_mtime_ns
    assert capture(b"report", r"C:\b.txt", tmp_path).file_name == "b.txt"
    assert first.stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first.name]


def test_a_torn_original_is_written_anew(tmp_path: Path) -> None:
    path = original_path(tmp_path, hashlib.sha256(b"report").hexdigest())
    path.parent.mkdir()
    path.write_bytes(b"rep")
    capture(b"report", "a.txt", tmp_path)
    assert path.read_bytes() == b"report"


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        capture(b"report", "a.txt", tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nothing_is_written_without_a_folder() -> None:
    assert capture(b"report", "a.txt", None).byte_count == 6


def test_a_table_of_reference_is_read_as_text() -> None:
    rows = reference.table("topics")
    assert rows[0]["topic"] == "timeliness"
    rows[0]["topic"] = "changed"
    assert reference.table("topics")[0]["topic"] == "timeliness"
    assert reference.words("topics", "topic", "name_zh")["none"]
    assert reference.aliases(" 甲 | 乙||") == ("甲", "乙")


def test_a_ragged_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, tables, "REFERENCE", tmp_path)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n3\n", "utf-8")
    with pytest.raises(ValueError, match=r"x\.csv 第 3 行：有 1 列，表头有 2 列"):
        reference.table("x")
    (tmp_path / "y.csv").write_text("﻿a,b\n 1 ,2\n", "utf-8")
    assert reference.table("y") == [{"a": "1", "b": "2"}]
    (tmp_path / "y.csv").write_text("a,b\n7,8\n", "utf-8")
    assert reference.table("y")[0]["a"] == "1"
    reference.clear_cache()
    assert reference.table("y")[0]["a"] == "7"
