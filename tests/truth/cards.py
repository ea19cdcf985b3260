"""The cards of a page beside the second computation: number, change on the year before, and how many offices it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas

from tests.truth.answers import kpi
from tests.truth.figures import DICTIONARY, half_up, is_rate
from tests.truth.scopes import Scope

BY_NAME = {row["name_zh"]: name for name, row in DICTIONARY.items()}
LEVEL = ("持平",)
NOTHING = ("没有可比的上年数", "无上年数", "无上年数可比", "")
NOT_JUDGED = ("不足10件不判", "案件太少不比", "案件太少，不判断")


@dataclass(frozen=True)
class Card:
    """A card as it is read: the indicator's name, the figure with its unit, the change, the note."""

    name: str
    figure: str
    change: str
    note: str


def cards_in(markup: list[str]) -> list[Card]:
    """The cards of a page."""
    found = []
    for item in re.findall(r'<a[^>]*class="gk-card"[^>]*>(.*?)</a>', "".join(markup), re.S):
        told = {
            name: re.sub(r"<[^>]+>", "", match[1]).strip() if (match := re.search(pattern, item, re.S)) else ""
            for name, pattern in (
                ("name", r'<span class="name">(.*?)</span>'),
                ("figure", r'<span class="figure">(.*?)</span>\s*(?:<span class="(?:change|note)|$)'),
                ("change", r'<span class="change[^"]*">(.*?)</span>'),
                ("note", r'<span class="note">(.*?)</span>'),
            )
        }
        found.append(Card(**told))
    return found


def untrue_card(card: Card, scope: Scope) -> list[str]:
    """What of a card is not so; a card of something that is no indicator says nothing here."""
    indicator = BY_NAME.get(card.name)
    if indicator is None:
        return []
    must = kpi(scope, indicator)
    if len(scope.names) == 1:
        # A single office's number is shown, judged or not.
        must["value"] = scope.rows(indicator).value.sum(min_count=1)
    found = []
    if not _is_figure(card.figure, must["value"], indicator):
        found.append(f"{card}: is {must['value']}")
    if card.figure == "未写明" and not scope.told(indicator).empty:
        found.append(f"{card}: told by {sorted(scope.told(indicator).index)}")
    if not _is_change(card.change, must, indicator):
        found.append(
            f"{card}: has changed by {must['change']} ({must['change_pct']} %) over {must['compared']} offices"
        )
    count = re.search(r"(\d+)个可比", card.change)
    if count and int(count[1]) != must["compared"]:
        found.append(f"{card}: {must['compared']} can be compared")
    covered = re.search(r"(\d+)个单位(?:的中位数|中(\d+)个|都写明|写明)", card.note)
    if covered and int(covered[2] or covered[1]) != must["stated"]:
        found.append(f"{card}: covers {must['stated']}")
    return found


def _is_figure(text: str, value: float, indicator: str) -> bool:
    number = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    if number is None:
        return pandas.isna(value)
    said = float(number[0].replace(",", ""))
    if is_rate(indicator):
        return said == half_up(value)
    if "万" in text:
        return abs(said - value / 10_000) <= (0.5 if abs(said) >= 100 else 0.05) + 1e-9
    return abs(said - value) < 0.005


def _is_change(text: str, must: dict[str, float], indicator: str) -> bool:
    words = re.sub(r"（.*?）|比上年|与上年", "", text).strip()
    if words in NOT_JUDGED:
        return is_rate(indicator)
    if not must["compared"]:
        return words in NOTHING
    if must["change"] == 0 or words in LEVEL:
        return must["change"] == 0 and words in LEVEL
    said = re.fullmatch(r"(上升|增加|\+|下降|减少|-)([\d,.]+)(个百分点|%|\D+)?", words)
    if said is None:
        return False
    amount = float(said[2].replace(",", "")) * (-1 if said[1] in ("下降", "减少", "-") else 1)
    if is_rate(indicator):
        return said[3] == "个百分点" and amount == must["change"]
    share = half_up(must["change_pct"])
    return amount == share and share != 0 if said[3] == "%" else amount == must["change"]
