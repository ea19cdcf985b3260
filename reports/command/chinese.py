"""The command line's own words in Chinese: click's, by gettext from locale/, and what was meant by a mistyped word.

Imported before any command is declared, since click looks up some words then.
"""

from __future__ import annotations

import difflib
import gettext
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

LOCALE = Path(__file__).with_name("locale")

# gettext asks the environment for the language: ours is Chinese whatever the computer's is.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("messages", LOCALE)


def similar(word: str, known: Sequence[str]) -> str:
    """' 您是不是想用：…？', or '' when nothing known resembles `word`."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return f"您是不是想用：{'、'.join(near)}？" if near else ""


class Command(click.Command):
    """A command whose usage line says 选项, which click takes as a parameter and not from gettext."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[选项]", **settings})


class Group(Command, click.Group):
    """The command itself: lists its subcommands in the order of a report's way."""

    command_class = Command

    def list_commands(self, context: click.Context) -> list[str]:
        """The subcommands in the order in which they were declared."""
        return list(self.commands)
