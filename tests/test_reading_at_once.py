"""Several people's files are read at the same time: the process lives, and each reads as it does alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from reports.read import read_document
from tests.test_reader_image import as_pdf, page, png, scanned
from tests.test_reader_pdf import drawn

files = [("a.pdf", drawn(page, page)), ("b.pdf", drawn(page)), ("c.pdf", drawn(page, page, page))]
rounds = 30
if sys.argv[1] == "scans":
    files, rounds = [("a.png", png(scanned())), ("b.pdf", as_pdf(scanned()))], 2
alone = {name: read_document(data, name) for name, data in files}
with ThreadPoolExecutor(4) as pool:
    work = [(name, pool.submit(read_document, data, name)) for _ in range(rounds) for name, data in files]
    assert all(done.result() == alone[name] for name, done in work)
print(len(work), "read as alone")
"""


@pytest.mark.parametrize("what", ["pages", "scans"])
@pytest.mark.slow
def test_files_read_in_threads_read_as_they_do_alone(what: str) -> None:
    if what == "scans" and importlib.util.find_spec("rapidocr") is None:
        pytest.skip("the extra [ocr] is not installed")
    # A process of its own: without the locks it ended with a segmentation fault.
    done = subprocess.run([sys.executable, "-c", THREADS, what], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("read as alone")
