"""click's own words: the catalogue has every one of the installed version, in Chinese, compiled as it stands."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from reports.command import chinese

ROOT = Path(__file__).resolve().parents[1]
FOLDER = chinese.LOCALE / "zh_CN" / "LC_MESSAGES"

LOOKED_UP_BY_VARIABLE = {"required"}
"""click writes _(extra["required"]), which no extraction sees."""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file)


def words(catalogue: Catalog) -> dict[str, str]:
    """What is translated, by the first form of what click says."""
    first = [
        [said if isinstance(said, str) else said[0] for said in (message.id, message.string)]
        for message in catalogue
        if message.id
    ]
    return {said: told for said, told in first if told}


def test_the_compiled_catalogue_says_what_the_text_says(catalogue: Catalog) -> None:
    with (FOLDER / "messages.mo").open("rb") as file:
        assert words(read_mo(file)) == words(catalogue), "the first lines of messages.po say how it is compiled"


def test_the_catalogue_has_the_words_of_the_installed_click_and_no_others(catalogue: Catalog) -> None:
    source = Path(str(click.__file__)).parent
    said = {message for _file, _line, message, *_rest in extract_from_dir(source, [("**.py", "python")])}
    assert len(said) > 60
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue if message.id}
    assert known == said | LOOKED_UP_BY_VARIABLE


def test_each_word_is_chinese_and_fills_in_no_other_blanks(catalogue: Catalog) -> None:
    blank = string.Formatter()
    told = [message for message in catalogue if message.id and any(message.string)]
    assert len(told) > 60
    for message in told:
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        words = message.string if isinstance(message.string, str) else message.string[0]
        assert re.search(r"[一-鿿]", words) or "%" in words, words
        given = {name for form in forms for _text, name, *_rest in blank.parse(form) if name}
        assert {name for _text, name, *_rest in blank.parse(words) if name} <= given, words


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "zh_CN.UTF-8"])
def test_the_words_are_chinese_whatever_the_language_of_the_computer(language: str) -> None:
    code = "from reports.command import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve", "--port"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANGUAGE": language, "LC_ALL": language, "LANG": language},
    )
    assert done.returncode == 2
    assert done.stderr == "错误：选项 --port 后面要写 1 个值。\n"
