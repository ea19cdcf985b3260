"""Words of the frame: filter bar, empty store, errors, downloads and notes that every page has."""

from __future__ import annotations

from dashboard.wording.names import PAGES, PRODUCT

FILTER_REGION = "地区"
FILTER_YEAR = "年度"
FILTER_SINCE = "趋势起始年度"
FILTER_KIND = "单位类别"
FILTER_OFFICES = "单位"
ALL_KINDS = "全部类别"
ALL_OFFICES = "全部单位"
TOO_MANY_OFFICES = "单位较多，请先选定地区"
RESET = "重置"
COPY_LINK = "复制链接"
FICTIONAL = "虚构示例"
FICTIONAL_NOTE = "当前地区为虚构示例，单位、数字均为演示而编造。"


def kind_label(kind: str) -> str:
    """An office kind as an option."""
    return kind or ALL_KINDS


UNREADABLE_STORE = "数据文件无法打开。"
NO_STORE = "还没有任何年报。"
NO_STORE_NEXT = "请在“导入”页上传年报，或在命令行运行 gongkai load 加载年报文件；想先看示例，可运行 gongkai demo。"
EMPTY_STORE = "数据仓里还没有年报。"
DAMAGED = "当前数据文件有损坏，正在展示此前完好的一版。"
NO_DATA = "所选范围内没有年报写明这项数据。"
NO_DATA_NEXT = "可换一个年度或地区，或点“重置”。"
PAGE_ERROR = "本页暂时无法显示。"
PAGE_ERROR_NEXT = "请点“重置”后再试；若仍不行，请把页面地址发给维护人员。"
DOWNLOAD_XLSX = "Excel"
DOWNLOAD_CSV = "CSV"
SHEET_DATA = "数据"
SHEET_NOTES = "说明"
NOTE_INDICATOR = "指标"
NOTE_UNIT = "计量单位"
NOTE_FILTERS = "筛选"
NOTE_REPORTS = "涉及年报"
NOTE_GENERATION = "数据版本"
NOTE_GAPS = "缺数说明"
NOTE_GAPS_TEXT = "空格表示没有数，不等于0。"
"""What the notes say of gaps until downloads.py knows the sheet."""
MEDIAN = "中位数"
QUARTILES = "四分位区间"
EVERY_OFFICE = "全部单位"

SORTED_BY = "排序"


def page_title(page: str) -> str:
    """The title of the browser's tab."""
    return f"{PAGES[page]} · {PRODUCT}"


def all_rows(total: int) -> str:
    """The switch that shows all rows of a long chart or table.

    >>> all_rows(86)
    '显示全部86行'
    """
    return f"显示全部{total}行"
