"""Older office formats go through LibreOffice, within a time limit, or say in a sentence what is missing."""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pytest

from reports.errors import MissingReader, UnreadableFile
from reports.read import office, read_document

RTF = r"{\rtf1\ansi\deff0 {\fonttbl{\f0 SimSun;}}\pard \u19968?\u12289?\u20844?\u24320?71\u26465?\par}".encode("ascii")


def stand_in(folder: Path, script: str) -> None:
    """A program that takes LibreOffice's place on the search path."""
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script, "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


NEEDS_OFFICE = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed"
)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """An address on this computer, and the paths that were asked of it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _note(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = _note

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def linked_odt(address: str) -> bytes:
    """A text document with a picture, a section and an embedded page that lie elsewhere."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    frame = '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>'
        f'<text:p>公开信息71条。{frame}<draw:image xlink:href="{address}/picture.png" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:p>{frame}<draw:floating-frame xlink:href="{address}/frame.html" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:section text:name="a"><text:section-source xlink:href="{address}/section.odt"/><text:p>x</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.slow
@NEEDS_OFFICE
def test_a_conversion_fetches_nothing(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    document = read_document(linked_odt(address), "链接.odt")
    assert any("公开信息71条" in block.text for block in document.blocks)
    picture = RTF.replace(rb"\par}", rb"{\field{\*\fldinst INCLUDEPICTURE %s/field.png}}\par}" % address.encode())
    assert read_document(picture, "链接.doc").blocks
    assert paths == []


def test_the_profile_of_a_conversion_blocks_links_before_it_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The first argument is the folder of the profile, as an address.
    stand_in(tmp_path, f'cp "${{1#*=file://}}/user/registrymodifications.xcu" "{tmp_path}/seen.xcu"\n')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(UnreadableFile):
        office.convert(RTF, "旧.doc")
    settings = {
        (item.get(f"{OOR}path"), prop.get(f"{OOR}name")): prop.findtext("value")
        for item in ElementTree.parse(tmp_path / "seen.xcu").getroot()
        for prop in item
    }
    assert settings["/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"] == "true"
    assert settings["/org.openoffice.Office.Writer/Content/Update", "Link"] == "2"
    assert settings["/org.openoffice.Inet/Settings", "ooInetProxyType"] == "2"
    assert settings["/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort"] == "9"


OOR = "{http://openoffice.org/2001/registry}"


@pytest.mark.slow
@NEEDS_OFFICE
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
