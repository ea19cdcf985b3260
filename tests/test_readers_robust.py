"""Damaged bytes: every reader of binary formats gives a Document or a ReportError, soon and within memory."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.errors import ReportError, UnreadableFile
from reports.model import Document
from reports.read import docx, image, pdf, read_document, xlsx
from reports.specimen import OfficeRow, draw, write

READERS = {"docx": docx.read, "pdf": pdf.read, "xlsx": xlsx.read}
MODEST = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

forms = st.sampled_from(sorted(READERS))
places = st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=30)


@lru_cache
def original(form: str) -> bytes:
    return write(draw(OfficeRow("柳塘街道办事处", "街道", "青禾区", "云澄市"), 2022, 3), form)


def assert_read_or_refused(form: str, data: bytes) -> None:
    """The reader returns blocks, or says in one Chinese sentence why not."""
    try:
        document = READERS[form](data, "样本")
    except ReportError as error:
        message = str(error)
        assert message.startswith("样本：") and message.endswith("。") and "\n" not in message
    else:
        assert isinstance(document, Document) and document.blocks


@MODEST
@given(forms, places)
def test_flipped_bytes(form: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(original(form))
    for share, value in changes:
        data[int(share * len(data))] = value
    assert_read_or_refused(form, bytes(data))


@MODEST
@given(forms, st.floats(0, 1), st.floats(0, 1))
def test_cut_and_torn_files(form: str, start: float, length: float) -> None:
    data = original(form)
    first = int(start * len(data))
    gone = int(length * (len(data) - first))
    assert_read_or_refused(form, data[:first])
    assert_read_or_refused(form, data[:first] + data[first + gone :])


@MODEST
@given(st.sampled_from(["docx", "xlsx"]), st.data())
def test_parts_taken_out_or_damaged_inside_a_sound_container(form: str, data: st.DataObject) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original(form))) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = data.draw(st.sampled_from(names))
        for name in names:
            content = old.read(name)
            if name == chosen:
                fate = data.draw(st.sampled_from(["gone", "empty", "cut", "torn"]))
                if fate == "gone":
                    continue
                cut = data.draw(st.integers(0, len(content)))
                content = {"empty": b"", "cut": content[:cut], "torn": content[:cut] + content[cut + 40 :]}[fate]
            new.writestr(name, content)
    assert_read_or_refused(form, out.getvalue())


@MODEST
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes(tail: bytes, head: bytes) -> None:
    for form in READERS:
        assert_read_or_refused(form, head + tail)
    with pytest.raises(UnreadableFile):
        image.read(b"\x89PNG\r\n\x1a\n" + tail, "样本")


@pytest.mark.parametrize(("form", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")])
def test_zip_and_entity_bombs_are_refused(form: str, part: str) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    for content in (b"\0" * 100_000_000, entity + b"]><l>&j;</l>", b"<a>" * 3_000_000):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(original(form))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, content if name == part else old.read(name))
        with pytest.raises(UnreadableFile):
            READERS[form](out.getvalue(), "样本")
        with pytest.raises(UnreadableFile):
            read_document(out.getvalue(), "样本")


def test_a_container_that_lies_about_its_sizes_is_refused() -> None:
    data = original("docx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * 60_000_000 if name == "word/document.xml" else old.read(name))
    lying = out.getvalue().replace((60_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != out.getvalue()
    with pytest.raises(UnreadableFile):
        docx.read(lying, "样本")
