"""Step 2 for a list page of a website that staff saved (.html): the items that it lists, as rows of a table.

In come the bytes; out come rows with a heading (栏目, 标题, 发布日期, 网址), or the page's own table where it holds one
with a heading. The column is what the page says it is: its ColumnName, else the last step of its breadcrumbs, else its
title. It follows no link, runs no script, and makes no date that is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from reports.text.charset import decode

HEADING = ["栏目", "标题", "发布日期", "网址"]
_DAY = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?!\d)日?")
_ITEMS = ("li", "tr", "dd", "dl", "p", "div")
_LONGEST_ITEM = 400
"""An element with more text holds several items or none."""
_CRUMBS = re.compile(r"(?:当前|您的|所在|您现在的)\s*位置\s*(?:是)?\s*[:：]?(.{0,200})", re.DOTALL)
_BETWEEN = re.compile(r"\s*(?:>>|>|»|›|→|/|\||＞|·)\s*")


def is_page(data: bytes) -> bool:
    """Whether the bytes are a saved web page, by their beginning.

    >>> is_page(b"<!DOCTYPE html><html>"), is_page("单位,栏目".encode())
    (True, False)
    """
    start = data[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<ul", b"<table", b"<div"))


def sheets_of_page(data: bytes) -> list[list[list[Any]]]:
    """The tables of the page as rows of text, then the items that it lists, under HEADING; empty for a page that
    holds neither."""
    text, _damage = decode(data)
    try:
        root: Any = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, ValueError):
        return []
    for noise in root.xpath("//script | //style | //noscript | //template"):
        noise.drop_tree()
    tables = [
        [[_words(cell) for cell in row.xpath("./td | ./th")] for row in table.xpath(".//tr")]
        for table in root.xpath("//table[not(.//table)]")
    ]
    items = [[_column(root), *item] for item in _listed(root)]
    return [*tables, [HEADING, *items]] if items else tables


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def _listed(root: Any) -> Iterator[list[str]]:
    """Title, day and address of each item: a link and a day in the smallest element that holds both, once."""
    seen: set[Any] = set()
    for link in root.iter("a"):
        title = (link.get("title") or _words(link)).strip()
        title = _DAY.sub("", title).strip(" []（）()·•　")
        if len(title) < 4:
            continue
        element = link.getparent()
        while element is not None and element.tag not in ("body", "html"):
            words = _words(element)
            if len(words) > _LONGEST_ITEM or len(element.xpath(".//a[string-length(normalize-space(.)) > 3]")) > 1:
                break
            days = _DAY.findall(words)
            if days and element.tag in _ITEMS:
                if element not in seen and len(set(days)) == 1:
                    seen.add(element)
                    yield [title, "-".join(days[0]), link.get("href") or ""]
                break
            element = element.getparent()


def _column(root: Any) -> str:
    """The name of the column that the page lists; empty when it tells none."""
    for name in root.xpath("//meta[translate(@name, 'COLUMNAE', 'columnae') = 'columnname']/@content"):
        if name.strip():
            return str(name).strip()
    for element in root.iter("div", "p", "span", "ul", "nav", "td"):
        words = _words(element)
        found = _CRUMBS.search(words) if len(words) < 200 else None
        if found:
            steps = [step for step in _BETWEEN.split(found[1].strip()) if step and step not in ("正文", "列表")]
            if len(steps) > 1:
                return str(steps[-1])
    title = root.findtext(".//title") or ""
    return re.split(r"\s*[-_|—–]\s*", title.strip())[0]
