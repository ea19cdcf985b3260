"""Words of downloads: notes that are true for the sheet they stand beside."""

from __future__ import annotations

from dashboard.wording.names import STATUSES

STATUS = "状态"
POINTS = "百分点"
APPROXIMATE = {">=": "（余数）", "~": "（约数）"}


def gap_words(has_gaps: bool, has_status: bool) -> str:
    """What the notes of a download say of empty cells.

    >>> gap_words(True, True), gap_words(False, True)
    ('空格表示没有数，不等于0；原因见“状态”列。', '本表没有缺数。')
    """
    if not has_gaps:
        return "本表没有缺数。"
    if has_status:
        return f"空格表示没有数，不等于0；原因见“{STATUS}”列。"
    return "空格表示没有数，不等于0：年报未写明、空白、无法辨认或前后不一，或未收录该年年报。"


def status_words(status: str, qualifier: object = "=") -> str:
    """A status as a cell of a download, with what the number leaves open.

    >>> status_words("stated", ">="), status_words("blank")
    ('已写明（余数）', '空白')
    """
    return STATUSES.get(status, status) + (APPROXIMATE.get(str(qualifier), "") if status == "stated" else "")


def reports_counted(count: int) -> str:
    """How many reports a download rests on."""
    return f"{count}份"


def version(generation: int) -> str:
    """The version of the data."""
    return f"第{generation}版"


def data_version(generation: int) -> str:
    """The same where no heading says that it is of the data."""
    return f"数据{version(generation)}"
