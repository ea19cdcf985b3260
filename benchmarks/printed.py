"""Where a document prints its statutory cells, byte by byte, worked out without any of the program's readers.

In goes a sound file whose cells are known (a specimen, a labelled report); out comes its one part that holds the
tables, as bytes, and for each byte the cell that it belongs to. Damaging the bytes and the owners alike, as
damage.py does, tells afterwards what is printed for each cell. It knows of each format only how cells and rows
begin and end.
"""

from __future__ import annotations

import html
import io
import json
import quopri
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reports.model import Fact
from reports.specimen import demo_offices, draw, extension, write

SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
"""The labelled reports, where they are at hand."""

Key = tuple[str, str]
"""Indicator and breakdown of a cell."""

FORMATS = ("txt", "txt_pipes", "txt_cells", "html", "html_word", "mhtml", "docx", "xlsx", "pdf")
YEARS = (2020, 2023)

_UNSEEN = "\u200b\u200c\u200d\u200e\u2060\u00ad\ufeff"
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    ord("，"): ",",
    ord("．"): ".",
    ord("－"): "-",
    ord("−"): "-",
    ord("＋"): "+",
}
_AMOUNT = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:万元|亿元|元|件|条|项|个|份|次|宗)?")
_CHANGE = re.compile(r"(增加|增|减少|减|↑|↓)(\d+)(?:项|个|件)?")


def visible(text: str) -> float | None:
    """The number that a person sees in a cell of these characters; None for anything but one plain number.

    >>> visible("１，053 件"), visible("12%"), visible("1²"), visible("12\u202e34"), visible("")
    (1053.0, None, None, None, None)
    """
    seen = "".join(c for c in text if c not in _UNSEEN and unicodedata.category(c) != "Mn").translate(_WIDE).strip()
    seen = re.sub(r"\s+(?=\D)", "", seen)
    if seen in ("零", "〇"):
        return 0.0
    if change := _CHANGE.fullmatch(seen):
        return float(change[2]) * (-1 if change[1][0] in "减↓" else 1)
    found = _AMOUNT.fullmatch(seen)
    if not found or not seen.isprintable():
        return None
    return float(found[1] + found[2].replace(",", "") + (found[3] or ""))


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a format writes its tables: `cell` and `row` match one of them with its tags; `between` are the bytes
    that part cells where nothing encloses them."""

    cell: re.Pattern[bytes]
    row: re.Pattern[bytes]
    between: bytes = b""

    @property
    def is_marked_up(self) -> bool:
        return not self.between


SYNTAXES = {
    "text": Syntax(re.compile(rb"[^\t|\n]*(?:[\t|]|\n)"), re.compile(rb"[^\n]*\n"), b"\t|\n"),
    "html": Syntax(
        re.compile(rb"<t[dh]\b[^>]*>(?:(?!<t[dh]\b).)*?</t[dh]>", re.S), re.compile(rb"<tr\b.*?</tr>", re.S)
    ),
    "docx": Syntax(re.compile(rb"<w:tc>.*?</w:tc>", re.S), re.compile(rb"<w:tr\b.*?</w:tr>", re.S)),
    "xlsx": Syntax(re.compile(rb"<c [^>]*?(?:/>|[^/]>.*?</c>)", re.S), re.compile(rb"<row\b.*?</row>", re.S)),
    "pdf": Syntax(re.compile(rb"BT[^\n]*? ET", re.S), re.compile(rb"BT[^\n]*? ET", re.S)),
}
_LABEL = re.compile(r"^.*[一-鿿]{2,}\D*(?=\d)", re.S)
_TAG = re.compile(rb"<[^>]*>")
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj", re.S)


@dataclass(slots=True)
class Part:
    """The part of a file that holds its tables: bytes, for each the number of the print it belongs to (-1: none), and
    for each print its cell; `whole` makes the file of the bytes again."""

    kind: str
    data: bytearray
    prints: list[int]
    owners: list[Key]
    whole: Callable[[bytes], bytes] = bytes
    touched: set[str] = field(default_factory=set)

    def copy(self) -> Part:
        """The same, to be damaged on its own."""
        return Part(self.kind, bytearray(self.data), list(self.prints), list(self.owners), self.whole)

    @property
    def syntax(self) -> Syntax:
        return SYNTAXES[self.kind]

    def printed(self) -> dict[Key, list[str]]:
        """For each cell what is printed in its place, once for each time that it is printed."""
        places: dict[int, list[int]] = {}
        for place, number in enumerate(self.prints):
            if number >= 0:
                places.setdefault(number, []).append(place)
        found: dict[Key, list[str]] = {}
        for number, of_print in places.items():
            text = self._around(of_print, number)
            # A label that ran into its number still says whose it is.
            found.setdefault(self.owners[number], []).append(_LABEL.sub("", text))
        return found

    def _around(self, places: Sequence[int], number: int) -> str:
        """The text of a print with the bytes that touch it, up to what ends its cell."""
        if self.kind == "pdf":
            return _pdf_text(bytes(self.data[i] for i in places))
        ends = self.syntax.between or b"<>"
        first, last = places[0], places[-1] + 1
        while first and self.data[first - 1] not in ends and self.prints[first - 1] in (-1, number):
            first -= 1
        while last < len(self.data) and self.data[last] not in ends and self.prints[last] in (-1, number):
            last += 1
        kept = bytes(self.data[i] for i in range(first, last) if i < places[0] or i > places[-1] or self.prints[i] != -1
                     or not self.syntax.is_marked_up)  # fmt: skip
        text = kept.decode("utf-8", "replace")
        if self.kind == "xlsx" and re.fullmatch(r"\d+\.|\.\d+", text):
            # A spreadsheet program shows the number, however it is stored.
            return f"{float(text):g}"
        return html.unescape(text) if self.syntax.is_marked_up else text


def _pdf_text(raw: bytes) -> str:
    """The characters of a PDF's string in two bytes each."""
    plain = re.sub(rb"\\(\d{3}|.)", lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() and len(m[1]) == 3 else m[1], raw)
    return plain.decode("utf-16-be", "replace")


def _numbers(kind: str, data: bytes) -> Iterator[tuple[float, list[int]]]:
    """The cells that hold one plain number, with the places of their visible bytes."""
    for cell in SYNTAXES[kind].cell.finditer(data):
        if kind == "pdf":
            shown = _SHOWN.search(cell[0])
            places = list(range(cell.start() + shown.start(1), cell.start() + shown.end(1))) if shown else []
            text = _pdf_text(bytes(data[i] for i in places))
        elif kind == "text":
            places = list(range(cell.start(), cell.end() - 1))
            text = cell[0][:-1].decode("utf-8", "replace")
        else:
            tags = {i for tag in _TAG.finditer(cell[0]) for i in range(*tag.span())}
            places = [cell.start() + i for i in range(len(cell[0])) if i not in tags]
            text = html.unescape(bytes(data[i] for i in places).decode("utf-8", "replace"))
        value = visible(text)
        if value is not None:
            while places and chr(data[places[0]]).isspace():
                places.pop(0)
            while places and chr(data[places[-1]]).isspace():
                places.pop()
            yield value, places


def part_of(kind: str, data: bytes, cells: Sequence[tuple[Key, float]], whole: Callable[[bytes], bytes]) -> Part | None:
    """The part with its owners; None where the numbers printed are not those of `cells` in their order."""
    found = list(_numbers(kind, data))
    values = [value for value, _ in found]
    wanted = [value for _, value in cells]
    starts = [i for i in range(len(values) - len(wanted) + 1) if values[i : i + len(wanted)] == wanted]
    if not wanted or not starts:
        return None
    prints = [-1] * len(data)
    for number, (_, places) in enumerate(found[starts[-1] : starts[-1] + len(wanted)]):
        for place in places:
            prints[place] = number
    return Part(kind, bytearray(data), prints, [key for key, _ in cells], whole)


def _stated(facts: Sequence[Fact]) -> list[tuple[Key, float]]:
    return [
        ((fact.indicator or "", fact.breakdown), fact.value)
        for fact in facts
        if fact.source == "table" and fact.value is not None
    ]


def _in_container(data: bytes, name: str) -> tuple[bytes, Callable[[bytes], bytes]]:
    """A part of a zip container, and the container with another one in its place."""

    def whole(part: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.namelist():
                new.writestr(
                    zipfile.ZipInfo(entry), part if entry == name else old.read(entry), zipfile.ZIP_DEFLATED, 1
                )
        return out.getvalue()

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name), whole


def _mhtml(data: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    boundary = re.search(rb'boundary="([^"]+)"', head)
    assert boundary is not None
    start, rest = body.split(b"\n\n", 1)
    page, end = rest.rsplit(b"\n--" + boundary[1], 1)
    return quopri.decodestring(
        page
    ), lambda part: head + b"\n\n" + start + b"\n\n" + quopri.encodestring(part) + b"\n--" + boundary[1] + end


def _opened(format: str, data: bytes) -> tuple[str, bytes, Callable[[bytes], bytes]]:
    """The kind of a file's part, its bytes, and the way back."""
    if format.startswith("txt"):
        return "text", data, bytes
    if format.startswith("html"):
        return "html", data, bytes
    if format == "mhtml":
        return "html", *_mhtml(data)
    if format == "docx":
        return "docx", *_in_container(data, "word/document.xml")
    if format == "xlsx":
        return "xlsx", *_in_container(data, "xl/worksheets/sheet1.xml")
    return "pdf", data, bytes


@cache
def base(name: str) -> tuple[Part | None, str, dict[Key, float]]:
    """A sound document by name: its part (None where its cells cannot be found so), its file name, and its cells.

    `name` is FORMAT/YEAR/SEED of a specimen, with /blank where its zeros are left empty, or dev/FILE of a labelled
    report."""
    first, _, rest = name.partition("/")
    if first == "dev":
        labels = map(json.loads, (SHARED / "labels.jsonl").read_text("utf-8").splitlines())
        label = next(label for label in labels if label["file"] == rest)
        cells = [
            ((c["indicator"], c["breakdown"]), float(c["value"])) for c in label["cells"] if c["status"] == "stated"
        ]
        data, format, file_name = (SHARED / rest).read_bytes(), rest.rpartition(".")[2], rest
    else:
        year, seed, *faults = rest.split("/")
        office = list(demo_offices().values())[int(seed) % 5]
        specimen = draw(office, int(year), int(seed), faults=["blank_zeros"] if faults else [])
        cells = _stated(specimen.truth)
        data, format, file_name = _written(specimen, first), first, "本" + extension(first)
    kind, part, whole = _opened(format, data)
    return part_of(kind, part, cells, whole), file_name, dict(cells)


def _written(specimen: object, format: str) -> bytes:
    """The specimen's file; a PDF with its pages in plain bytes."""
    if format != "pdf":
        return write(specimen, format)  # type: ignore[arg-type]
    from reportlab import rl_config

    before = rl_config.pageCompression
    rl_config.pageCompression = 0
    try:
        return write(specimen, format)  # type: ignore[arg-type]
    finally:
        rl_config.pageCompression = before


def bases(formats: Sequence[str] = FORMATS, seeds: int = 6) -> list[str]:
    """The names of all sound documents of these formats: specimens, and labelled reports where they are at hand."""
    names = [
        f"{format}/{year}/{seed}{blank}"
        for format in formats
        for year in YEARS
        for seed in range(seeds)
        for blank in ("", "/blank")
    ]
    files = sorted(SHARED.glob("*.*")) if SHARED.is_dir() else []
    names += [f"dev/{path.name}" for path in files if path.suffix[1:] in formats and path.suffix != ".pdf"]
    return names
