"""What the worst files cost: memory and time of the reader, memory of the process that asked: `python -m benchmarks hostile`.

Each of the files of hostile.py is read as the dashboard and the command read, in a process made for it; out come three
rows a file and one that counts those that gave no sentence. A good report is read after each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.hostile import NAMES, make
from reports.reference import ROOT

_SECONDS = 330
"""The reader's own limit of time and a little."""
READER_BYTES = 4e9
"""What a reader may take of memory."""
_MOST_GROWTH = 100e6
"""The asking process holds the bytes of the file, 60 MB at most, and what is sent of them."""

_READ = """
import json, re, resource, sys, time
from pathlib import Path
from reports import apart
from reports.errors import ReportError
from reports.publish import sources_in
from reports.specimen import demo_offices, draw, write
good = write(draw(next(iter(demo_offices().values())), 2023, 1), "txt")
apart.read_report(good, "good.txt")
def peak():
    # Not getrusage: that counts what the process was before it became this one.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
start = time.perf_counter()
said = []
for source in sources_in([Path(sys.argv[1])]):
    try:
        apart.read_report(source.read(), source.name)
        said.append("")
    except ReportError as error:
        said.append(str(error))
seconds = time.perf_counter() - start
after = apart.read_report(good, "good.txt")
apart._crew.close()
own = peak()
print(json.dumps({
    "said": said, "seconds": seconds, "facts": len(after.facts), "grown": (own - before) * 1024, "parent": own * 1024,
    "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
}))
"""


def read_alone(path: Path) -> dict[str, Any]:
    """What a process of its own says of the file: its sentences, seconds, bytes of the reader and of itself."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=_SECONDS, check=True
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def measure() -> list[dict[str, Any]]:
    """Rows a file: seconds, megabytes of its reader, megabytes by which the asking process grew; and what went wrong."""
    rows: list[tuple[str, float, str, float | None]] = []
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            path = make(name, Path(folder))
            found = read_alone(path)
            print(name, *found["said"], flush=True)
            is_told = all(text.endswith("。") and "\n" not in text for text in found["said"] if text)
            wrong += not (is_told and found["facts"] > 200)
            rows += [
                (f"{name}: time", found["seconds"], "s", None),
                (f"{name}: memory of the reader", found["reader"] / 1e6, "MB", READER_BYTES / 1e6),
                (f"{name}: growth of the process that asked", found["grown"] / 1e6, "MB", _MOST_GROWTH / 1e6),
            ]
            if path.is_dir():
                path.chmod(0o700)
                subprocess.run(["rm", "-rf", str(path)], check=True)
            else:
                path.unlink()
    rows.append(
        (f"of {len(NAMES)} hostile files, those without one sentence or that spoiled the next", wrong, "count", 0)
    )
    return [{"name": n, "value": v, "unit": u, "baseline": None, "ratio": None, "budget": b} for n, v, u, b in rows]
