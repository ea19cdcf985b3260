"""Words of the frame: filter bar, empty store, errors, downloads and notes that every page has."""

from __future__ import annotations

from dashboard.wording.names import PAGES, PRODUCT
from dashboard.wording.numbers import year

FILTER_REGION = "地区"
FILTER_YEAR = "年度"
FILTER_SINCE = "趋势起始年度"
FILTER_KIND = "单位类别"
FILTER_OFFICES = "单位"
ALL_KINDS = "全部类别"
ALL_OFFICES = "全部单位"
TOO_MANY_OFFICES = "单位较多，请先选定地区"
RESET = "清除筛选"
MORE_FILTERS = "更多筛选"
LESS_FILTERS = "收起筛选"
PLEASE_CHOOSE = "请选择"
COPY_LINK = "复制链接"
FICTIONAL = "虚构示例"
FICTIONAL_NOTE = "所示范围含虚构示例：虚构地区的单位、数字均为演示而编造。"


UNKNOWN_NEXT = "请核对地址；也可清除筛选后重新选择："
UNPRINTABLE = "（无法显示的字符）"
MOST_SHOWN = 40
"""Characters of an address's value that a sentence shows."""
FILTER_LABELS = {
    "region": FILTER_REGION,
    "year": FILTER_YEAR,
    "since": FILTER_SINCE,
    "kind": FILTER_KIND,
    "office": FILTER_OFFICES,
}


def not_listed(label: str, value: str) -> str:
    """What the address asks for and nobody has.

    >>> not_listed("单位", "某某局")
    '地址中的单位“某某局”不在名单中。'
    >>> len(not_listed("单位", "长" * 5000))
    55
    """
    shown = " ".join("".join(c if c.isprintable() else " " for c in value).split()) or UNPRINTABLE
    return f"地址中的{label}“{shown[:MOST_SHOWN]}{'…' if len(shown) > MOST_SHOWN else ''}”不在名单中。"


def year_not_collected(region: str, shown_year: int) -> str:
    """What the address asks for is a year of which there is no report.

    >>> year_not_collected("甲区", 2012)
    '未收录甲区2012年年报。'
    """
    return f"未收录{region}{year(shown_year)}年报。"


def ignored(label: str, value: str) -> str:
    """A part of the address that is left out while the rest is shown.

    >>> ignored("单位", "某某局")
    '地址中的单位“某某局”不在名单中，本页未采用。'
    """
    return not_listed(label, value).removesuffix("。") + "，本页未采用。"


def covered_of(reported: int, offices: int, shown_year: int) -> str:
    """How many of the offices that the year concerns have a report in this store.

    >>> covered_of(60, 86, 2025)
    '2025年应报送年报86个单位，已收录60个'
    """
    return f"{year(shown_year)}应报送年报{offices:,}个单位，已收录{reported:,}个"


def only(name: str) -> str:
    """What narrows a page.

    >>> only("荷墟镇人民政府")
    '只看：荷墟镇人民政府'
    """
    return f"只看：{name}"


def only_some(count: int) -> str:
    """What narrows a page to so many offices that they are not named.

    >>> only_some(12)
    '只看：所选12个单位'
    """
    return f"只看：所选{count}个单位"


def since_only(first: int) -> str:
    """The first year that narrows the trends of a page.

    >>> since_only(2021)
    '趋势从2021年起'
    """
    return f"趋势从{year(first)}起"


def take_away(words: str) -> str:
    """What a click on such a label does, read out.

    >>> take_away("只看：荷墟镇人民政府")
    '取消“只看：荷墟镇人民政府”'
    """
    return f"取消“{words}”"


PAGES_OF_ONE = {PAGES[path] for path in ("office", "follow-up", "report", "import", "roster", "indicators", "activity")}
"""Pages that look at no group of offices."""


def kind_label(kind: str) -> str:
    """An office kind as an option."""
    return kind or ALL_KINDS


UNREADABLE_STORE = "数据文件无法打开。"
NO_STORE = "还没有任何年报。"
NO_STORE_NEXT = "选择年报文件，写明地区后发布，各页随即有数据。"
GO_IMPORT = "导入年报"
SEE_EXAMPLE = "看示例"
MAKING_EXAMPLE = "正在生成示例"
EXAMPLE_NOTE = "现在看的是示例数据，与本区数据分开存放。"
START_OWN = "建立本区数据"
SEE_OWN = "回到本区数据"
NOT_INTO_EXAMPLE = "示例数据里不导入年报。"
NOT_INTO_EXAMPLE_NEXT = "本区年报另建一份数据：写明地区，选择文件，核对后发布即可。"
EMPTY_STORE = "数据仓里还没有年报。"
DAMAGED = "当前数据文件有损坏，正在展示此前完好的一版。"
NO_DATA = "所选范围内没有年报写明这项数据。"
NO_CHART = "所选范围内没有可以作图的数据。"
"""Of an empty chart: it may lack offices that tell both years, or one of the two numbers of a rate."""
NO_DATA_NEXT = "可换一个年度或地区，或点“清除筛选”。"
PAGE_ERROR = "本页暂时无法显示。"
PAGE_ERROR_NEXT = "请点“清除筛选”后再试；若仍不行，请把页面地址发给维护人员。"
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


NO_PAGE_NEXT = "地址可能抄错了，或者页面已经改名。请从上方导航选择页面，或者打开"


def no_such_page(address: str) -> str:
    """The first line where an address is no page's.

    >>> no_such_page("nosuch")
    '没有“/nosuch”这个页面。'
    """
    return f"没有“/{address}”这个页面。"


def all_rows(total: int) -> str:
    """The switch that shows all rows of a long chart or table.

    >>> all_rows(86)
    '显示全部86行'
    """
    return f"显示全部{total}行"
