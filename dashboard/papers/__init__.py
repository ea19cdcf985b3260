"""文稿: papers put together by rule from the answers, previewed on the page and written as Word documents."""

from dashboard.papers import columns, leader, letter, notice, one_file
from dashboard.papers.meeting import screens
from dashboard.papers.paper import Heading, Paper, Part, Source, Table, Text, unsupported
from dashboard.papers.screen import drawn
from dashboard.papers.word import KIND, file_name, written, zipped

__all__ = [
    "KIND",
    "Heading",
    "Paper",
    "Part",
    "Source",
    "Table",
    "Text",
    "columns",
    "drawn",
    "file_name",
    "leader",
    "letter",
    "notice",
    "one_file",
    "screens",
    "unsupported",
    "written",
    "zipped",
]
