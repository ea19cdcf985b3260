"""Text of files on its way out of the program: to a terminal, to a spreadsheet.

Whatever a file is called or holds is shown there and never obeyed. Imports nothing of ours; it knows neither commands
nor pages.
"""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program may take for the begin of a formula; where Chinese is set, full-width signs too."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula: an apostrophe before a leading sign. Numbers are
    no text and need none.

    >>> harmless("=1+1"), harmless("-3.5"), harmless("＝cmd"), harmless("社会救助")
    ("'=1+1", "'-3.5", "'＝cmd", '社会救助')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def shown(text: str) -> str:
    r"""`text` with its control characters written out, so that a terminal shows them instead of obeying them: they
    could clear the screen, name its window or turn the writing. Tabs and ends of lines stay.

    >>> shown("\x1b]0;已载入\x07a.txt"), shown("a\u202etxt.exe")
    ('\\x1b]0;已载入\\x07a.txt', 'a\\u202etxt.exe')
    """
    return _CONTROLS.sub(_written_out, text)


def shown_in_line(text: str) -> str:
    r"""The same for what has to stay on its line, as a file's name does.

    >>> shown_in_line("a.txt\n载入 9 份")
    'a.txt\\n载入 9 份'
    """
    return shown(text).replace("\n", r"\n").replace("\t", r"\t")


def _written_out(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:
        # A byte of a file's name that is no text in the system's encoding.
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
