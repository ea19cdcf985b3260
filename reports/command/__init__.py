"""The command line: `gongkai` and its subcommands, in Chinese, with exit codes that programs can rely on.

Each subcommand joins the command when its module is imported. Libraries are imported where they are used: `--help`
waits for none of them.
"""

from reports.command import ask, keep, load, offices, people, read, serve
from reports.command.root import gongkai, main

__all__ = ["ask", "gongkai", "keep", "load", "main", "offices", "people", "read", "serve"]
