"""What a file holds ends nobody's work but its own: hostile files are refused in a sentence, and the next one is read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports import apart
from reports.errors import ReportError, UnreadableFile
from reports.model import Document, Reading
from reports.processes import Crew, Lost
from reports.publish import Source, sources_in
from tests.hanging import echo, prepare, who_prepared
from tests.stored import CODES, report_bytes

GOOD = report_bytes(CODES[0], 2022)

PDF_THAT_DRAWS_ITSELF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>> endobj
4 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F 4 0 R>>>>/Length 11>>
stream
/F Do /F Do
endstream endobj
5 0 obj <</Length 5>>
stream
/F Do
endstream endobj
trailer <</Root 1 0 R/Size 6>>
"""


@pytest.fixture
def crew() -> Iterator[Crew[str, str]]:
    crew = Crew(echo, 1, limit_seconds=12, limit_bytes=2_000_000_000)
    yield crew
    crew.close()


def test_a_process_that_dies_is_replaced_and_one_that_is_well_stays(crew: Crew[str, str]) -> None:
    first, again = crew("a"), crew("b")
    assert isinstance(first, str) and isinstance(again, str)
    assert first.split()[1] == again.split()[1] != str(os.getpid())
    assert crew("die") == Lost("died")
    third = crew("c")
    assert isinstance(third, str) and third.split()[1] != first.split()[1]
    with pytest.raises(ValueError, match="fail"):
        crew("fail")
    fourth = crew("d")
    assert isinstance(fourth, str) and fourth.split()[1] == third.split()[1], "an error of the work is no death"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process prepares for itself")
def test_what_was_prepared_once_serves_every_process_and_none_is_left() -> None:
    crew = Crew(who_prepared, 1, prepare=prepare)
    (first_by, first) = crew("a")  # type: ignore[misc]
    assert crew("die") == Lost("died")
    (second_by, second) = crew("b")  # type: ignore[misc]
    assert first_by == second_by and len({os.getpid(), first_by, first, second}) == 4
    crew.close()
    for process in (first_by, first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_process_does_not_run_the_main_module_again(tmp_path: Path) -> None:
    # Streamlit makes the page that is being drawn the main module: drawn again in each reader, it would read again.
    script = tmp_path / "page.py"
    script.write_text(
        "import os\nfrom reports.processes import Crew\nprint('drawn')\n"
        "crew = Crew(os.path.basename, 1)\nprint(crew('/a/b.txt'))\ncrew.close()\n",
        "utf-8",
    )
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["drawn", "b.txt"]


def test_what_takes_too_long_or_too_much_is_given_up(crew: Crew[str, str]) -> None:
    assert crew("wait") == Lost("late")
    if os.uname().sysname == "Linux":
        with pytest.raises(MemoryError):
            crew("fill")
    answer = crew("a")
    assert isinstance(answer, str) and answer.startswith("a ")


def test_a_report_read_apart_is_the_report_read_here() -> None:
    from reports.reading import read_report

    read = apart.read_report(GOOD, "a.txt")
    assert isinstance(read, Reading)
    assert read == read_report(GOOD, "a.txt")
    with pytest.raises(ReportError, match=r"a\.txt"):
        apart.read_report(b"\x00\x01", "a.txt")


def test_a_pdf_that_draws_itself_without_end_is_refused_and_the_next_file_is_read() -> None:
    crew: Crew[tuple[bytes, str, bool], Reading | Document] = Crew(
        apart._read, 1, limit_seconds=20, limit_bytes=1_200_000_000
    )
    try:
        result = crew((PDF_THAT_DRAWS_ITSELF, "a.pdf", True))
        refused = isinstance(result, Lost)
    except UnreadableFile as error:
        refused = str(error).startswith("a.pdf：")
    assert refused
    assert isinstance(crew((GOOD, "a.txt", True)), Reading)
    crew.close()


def test_mail_nested_beyond_measure_is_a_sentence() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
    body = b"".join(b"--b%d\nContent-Type: multipart/related; boundary=b%d\n\n" % (n, n + 1) for n in range(3000))
    with pytest.raises(UnreadableFile, match=r"a\.mhtml"):
        apart.read_report(head + body, "a.mhtml")


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "a.txt"
    os.mkfifo(fifo)
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        Source("a.txt", fifo).read()
    with pytest.raises(UnreadableFile, match="这是文件夹"):
        Source("folder", tmp_path).read()
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(8_000_000_000)
    with pytest.raises(UnreadableFile, match="8000 MB"):
        Source("large.txt", large).read()


def test_folders_are_walked_however_deep_and_links_in_them_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_bytes(GOOD)
    (tmp_path / "folder" / "b.txt").symlink_to("/etc/hostname")
    (tmp_path / "folder" / "c").symlink_to(tmp_path)
    assert [Path(source.name).name for source in sources_in([tmp_path / "folder"])] == ["a.txt"]
    assert [source.name for source in sources_in([tmp_path / "folder" / "b.txt"])], "a link that is named is meant"
    here, made = os.getcwd(), 0
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
            made += 1
        # A path longer than the system takes is told as one that cannot be opened.
        names = [source.name for source in sources_in([tmp_path])]
    finally:
        for _ in range(made):
            os.chdir("..")
            os.rmdir("d")
        os.chdir(here)
    assert any(name.endswith("a.txt") for name in names)
