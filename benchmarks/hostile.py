"""Files made to take all memory or time, to never end, or to find a defect: each is refused in one sentence.

In goes a folder; out come the files in it, by name. They are made anew each time, so that none is kept with the
program; the largest is sparse and takes no room.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from reports.specimen import demo_offices, draw, write

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>>"


def _report(format: str) -> bytes:
    return write(draw(next(iter(demo_offices().values())), 2023, 1), format)


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects behind its catalog, list of pages and one page; readers rebuild the table of places."""
    fixed = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE)
    lines = [b"%%PDF-1.4\n"[1:]]
    lines += [b"%d 0 obj %s endobj\n" % (n, body) for n, body in enumerate((*fixed, *objects), 1)]
    return b"".join(lines) + b"trailer <</Root 1 0 R/Size %d>>\n" % (len(objects) + 4)


def _stream(words: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (words, len(content), content)


def _form(inner: int | None, times: int) -> bytes:
    words = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    if inner is None:
        return _stream(words, b"0 0 m 9 9 l S ")
    return _stream(words + b"/Resources<</XObject<</F %d 0 R>>>>" % inner, b"/F Do " * times)


def _packed(content: bytes) -> bytes:
    return _stream(b"/Filter/FlateDecode", zlib.compress(content, 9))


def _twice_packed(content: bytes) -> bytes:
    return _stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(content, 9), 9))


def pdf_loop() -> bytes:
    """A form that draws itself twice."""
    return _pdf(_form(4, 2), _stream(b"", b"/F Do"))


def pdf_forms() -> bytes:
    """Forms nested nine deep, ten in each."""
    inner = [_form(n + 1, 10) for n in range(6, 14)]
    return _pdf(_form(6, 10), _stream(b"", b"/F Do"), *inner, _form(None, 0))


def pdf_paths() -> bytes:
    """Ten million lines to draw, packed."""
    return _pdf(_form(None, 0), _packed(b"1 1 m 9 9 l S\n" * 10_000_000))


def pdf_stream() -> bytes:
    """A page of 300 MB of blanks, packed twice."""
    return _pdf(_form(None, 0), _twice_packed(b" " * 300_000_000))


def png(width: int, height: int) -> bytes:
    """A white picture of so many points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def page(body: str) -> bytes:
    """A web page with this body."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def html_attributes() -> bytes:
    """One tag with 400,000 attributes."""
    return page("<p " + " ".join(f'a{n}="1"' for n in range(400_000)) + ">公开信息12条。</p>")


def html_tags() -> bytes:
    """100,000 tags, each within the one before."""
    return page("<div><b>" * 50_000 + "公开信息12条。")


def mhtml_nested(deep: int = 3_000) -> bytes:
    """A saved page whose parts lie within one another."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
    return head + b"".join(
        b"--b%d\nContent-Type: multipart/related; boundary=b%d\n\n" % (n, n + 1) for n in range(deep)
    )


def mhtml_parts() -> bytes:
    """A saved page of 500,000 parts."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    return head + b"--b\nContent-Type: text/html\n\n<p>1\n" * 500_000 + b"--b--\n"


def _in_zip(data: bytes, name: str, content: bytes, lie: bool = False) -> bytes:
    """The container with other content in one part; with `lie` its size is told as far smaller."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    packed = out.getvalue()
    return packed.replace(struct.pack("<I", len(content)), struct.pack("<I", 1_000)) if lie else packed


def docx_bomb() -> bytes:
    """A Word document whose text unpacks to 500 MB."""
    return _in_zip(_report("docx"), "word/document.xml", b"<w:p>" * 100_000_000)


def docx_lie() -> bytes:
    """One of 200 MB that says it has a thousand bytes."""
    return _in_zip(_report("docx"), "word/document.xml", b" " * 200_000_000, lie=True)


def docx_entities() -> bytes:
    """Entities of entities: a billion characters in a line."""
    lines = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    content = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + lines + b"]><l>&j;</l>"
    return _in_zip(_report("docx"), "word/document.xml", content)


def xlsx_rows() -> bytes:
    """A worksheet of 400,000 rows."""
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return _in_zip(_report("xlsx"), "xl/worksheets/sheet1.xml", head + row * 400_000 + b"</sheetData></worksheet>")


def txt_sections() -> bytes:
    """A good report and 20,000 headings of its first section."""
    return _report("txt") + "一、总体情况\n".encode() * 20_000


def txt_digits() -> bytes:
    """A cell of 400 digits, beyond any number of a computer."""
    return _report("txt").replace("行政许可\t".encode(), "行政许可\t".encode() + b"9" * 400)


MAKERS: dict[str, Callable[[], bytes]] = {
    "form_that_draws_itself.pdf": pdf_loop,
    "forms_in_forms.pdf": pdf_forms,
    "ten_million_lines.pdf": pdf_paths,
    "300_MB_of_blanks.pdf": pdf_stream,
    "119_million_points.png": lambda: png(11_900, 10_000),
    "tall.png": lambda: png(300, 300_000),
    "400000_attributes.html": html_attributes,
    "100000_tags.html": html_tags,
    "3000_deep.mhtml": mhtml_nested,
    "500000_parts.mhtml": mhtml_parts,
    "500_MB_unpacked.docx": docx_bomb,
    "size_that_lies.docx": docx_lie,
    "entities.docx": docx_entities,
    "400000_rows.xlsx": xlsx_rows,
    "20000_sections.txt": txt_sections,
    "400_digits.txt": txt_digits,
}
"""Files by name, each with what makes its bytes."""

NAMES = (*MAKERS, "8_GB.txt", "fifo.txt", "unreadable", "1200_folders")
"""All that `make` makes, worst first no more than last."""


def make(name: str, folder: Path) -> Path:
    """Makes the file or folder called `name`, one of NAMES, in `folder`; its path."""
    path = folder / name
    if name in MAKERS:
        path.write_bytes(MAKERS[name]())
    elif name == "8_GB.txt":
        with path.open("wb") as file:
            file.truncate(8_000_000_000)
    elif name == "fifo.txt":
        os.mkfifo(path)
    elif name == "unreadable":
        path.mkdir()
        path.chmod(0)
    else:
        _nest(path, 1_200)
    return path


def _nest(path: Path, deep: int) -> None:
    path.mkdir()
    here = os.getcwd()
    os.chdir(path)
    try:
        for _ in range(deep):
            # Step by step: the whole path is longer than the system takes.
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
