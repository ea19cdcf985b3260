"""Step 3, identify: who reports on which year, under which title, in which statutory form.

In go a Document, its Sections and the file's name; out comes a Report. Title, page title, metadata, preamble,
text, signature and file name are heard together; where they disagree about the year, that becomes a Finding.
It does not read any figure of the report. Whose region it is and which
office of a store is `regions.region_of` and `roster.chosen`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reports.errors import NotAReport
from reports.identify.names import titles_of
from reports.identify.office import find_office
from reports.identify.title import Title, find_titles, is_addressee
from reports.identify.year import count_labels, day_published, day_signed, find_year, form_of, metadata_of
from reports.model import Document, Report, Section
from reports.text.normalise import normalise

_LONGEST_FRONT = 400
_LEAST_PROSE = 200
_OPENING = 12
_LONGEST_OPENING = 1_500
_LONGEST_TITLE = 60
_MANY_SECTIONS = 4
_OF_SOMEBODY = re.compile(r"关于|20\d\d|[省市州县区旗镇乡局委厅院](?!级)|街道|办事处")
"""What the title of another document tells besides its kind: who wrote it, about what, for which year."""
_NAMES_ITSELF = re.compile(
    r"(?:编制|编写|撰写|公布|公开发布|现将|制作|形成|发布)[^。；]{0,60}(?:年度报告|年报|工作报告|报告)"
    r"|本(?:年度)?(?:报告|年报)(?:全文|由|系|所列|中|是|主要|根据|依据)|报告(?:全文)?(?:主要)?(?:包括|由|分为)[^。]{0,20}(?:总体情况|概述)"
)
_TELLS_OPENNESS = re.compile(r"信息公开条例|政府信息公开|政务公开|主动公开")


def identify(document: Document, sections: Sequence[Section], file_name: str) -> Report:
    """The Report that the document is. NotAReport when nothing marks it as an annual report on disclosure."""
    texts = [block.uniform.text for block in document.blocks]
    texts = ["" if is_addressee(text) else text for text in texts]
    front = _front(document, sections)
    titles = find_titles(document, texts, front, file_name)
    cells = [[normalise(c.text).text for c in block.cells] for block in document.blocks if block.kind == "table"]
    counted = count_labels(texts, cells)
    _refuse_other_documents(titles, sections, counted, texts, file_name)
    metadata = metadata_of(document, texts, front)
    office, region = find_office(titles, document, texts, front, metadata, file_name)
    published_on = day_published(metadata, texts, front, document.format == "html")
    signed_on = day_signed(metadata, texts, front)
    year, disagreements = find_year(titles, texts, front, published_on, signed_on, file_name)
    shown = [title for title in titles if title.score > 0]
    printed = next((t.printed for t in shown if t.year == year), "") or next((t.printed for t in shown), "")
    form = form_of(counted, year)
    return Report(office, region, year, printed, form, tuple(sections), published_on, disagreements, signed_on)


def _front(document: Document, sections: Sequence[Section]) -> int:
    """How many blocks stand before the first section: some dozens of menu entries on a whole web page."""
    starts = [part.block for section in sections if section.heading for part in section.parts[:1]]
    return min(min(starts, default=len(document.blocks)) + 1, _LONGEST_FRONT, len(document.blocks))


def _refuse_other_documents(
    titles: list[Title], sections: Sequence[Section], counted: Counter[str], texts: list[str], file_name: str
) -> None:
    keys = {section.key for section in sections if section.heading}
    named = any(title.score > 0 for title in titles)
    prose = sum(len(text) for text in texts if "。" in text and "公开" in text)
    heads = [text for text in texts[:_OPENING] if len(text) < _LONGEST_TITLE]
    if len(keys) >= _MANY_SECTIONS:
        # 政府信息公开指南 above so many sections is an entry of the page's menu, and no title.
        heads = [text for text in heads if _OF_SOMEBODY.search(text)]
    other = any(text.endswith(titles_of("other_document")) and "公开" in text for text in heads)
    if sum(counted.values()) >= 2 or (named and (keys or prose >= _LEAST_PROSE)) or (len(keys) >= 3 and not other):
        return
    # A page without its title line: the opening names the report, or its first section tells of openness.
    opening = "".join(text for text in texts[:_OPENING] if not text.endswith("的通知"))[:_LONGEST_OPENING]
    speaks = "公开" in opening and _NAMES_ITSELF.search(opening) is not None
    if prose >= _LEAST_PROSE and not other and (speaks or ("overview" in keys and _TELLS_OPENNESS.search(opening))):
        return
    told = sum(len(text) for text in texts if "。" in text)
    if told >= _LEAST_PROSE and not other and speaks and "overview" in keys and "信息公开条例" in opening:
        # Its opening cites the regulation; the paragraphs below tell counts without the word 公开.
        return
    start = next((text for text in texts if text), "")[:30]
    raise NotAReport(
        f"{file_name}：这不是政府信息公开工作年度报告（开头是“{start}”，没有认出年报标题，认出的年报章节和统计表也不够）；"
        "请确认文件，导入各单位公布的年度报告。"
    )
