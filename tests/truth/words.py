"""Words that no page may say where they are not so: who is at an end, what lasts, what is lacking, what all have done."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.truth.figures import CLOSE_RATES, DICTIONARY, is_rate
from tests.truth.scopes import Scope
from tests.truth.sentences import names_in

NEVER = ("无年报", "缺报", "连续两年")
"""What is never known, or never said so: a report that is not here may well have been handed in, and a run has its
number of years. Whether last year's number is lacking, cards say, and `cards` knows."""


def untrue(texts: Iterable[str], scope: Scope) -> list[str]:
    """The pieces of text that say something of these that is not so."""
    out = []
    for text in texts:
        if any(word in text for word in NEVER):
            out.append(f"never said: {text}")
        if "全部按时" in text and scope.in_time != scope.expected:
            out.append(f"not all in time: {text}")
        out += [f"not at that end: {text}" for end in ENDS.finditer(text) if not _is_end(end, scope)]
        out += [f"has not fallen so: {text}" for run in RUNS.finditer(text) if not _has_fallen(run, scope)]
    return out


ENDS = re.compile(
    r"(?P<who>[^，。；：、（）\d][^，。；：（）]*?)(?P<tied>并列)?最(?P<end>高|多|低|少)（(?P<value>[\d,.]+)(?P<unit>%?)"
)
RUNS = re.compile(
    r"(?P<who>[^，。；：“”\d][^，。；：“”]*?)(?:的?(?:12345)?(?:热线|信访)?办结率)?连续(?P<years>\d+)年(?:以上)?下降"
)


def _is_end(said: re.Match[str], scope: Scope) -> bool:
    """Whether these offices alone are at that end of some indicator, with that value."""
    names, count = names_in(said["who"])
    value = float(said["value"].replace(",", ""))
    if not names <= scope.names:
        return True
    for indicator in DICTIONARY:
        if is_rate(indicator) == bool(said["unit"]) and not scope.told(indicator).empty:
            offices, end = scope.at_end(indicator, said["end"] in "高多")
            if abs(end - value) < 0.005 and offices == names and count == len(names) and not scope.all_equal(indicator):
                return bool(said["tied"]) == (len(names) > 1)
    return False


def _has_fallen(said: re.Match[str], scope: Scope) -> bool:
    who = said["who"]
    every = [fall for subject in CLOSE_RATES.values() for office, fall in scope.falls(subject).items() if office in who]
    return not any(name in who for name in scope.names) or any(fall.years == int(said["years"]) for fall in every)


NO_CLAIM = re.compile(r"12345热线|不足10件|连续2年以上|核查项通过\d+项")
"""Digits that are words, and how many rules a report passed, which only the rules know."""


def falsified(sentence: str) -> list[str]:
    """The sentence with one of its numbers raised by one, for each of them: none of these is true."""
    out = []
    words = [place.span() for place in NO_CLAIM.finditer(sentence)]
    for number in re.finditer(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?", sentence):
        if any(start <= number.start() < end for start, end in words):
            continue
        text = number[0].replace(",", "")
        comma = "," if "," in number[0] else ""
        other = f"{float(text) + 1:{comma}.{len(text.partition('.')[2])}f}"
        out.append(sentence[: number.start()] + other + sentence[number.end() :])
    return out
