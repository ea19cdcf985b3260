"""Runs one benchmark in a process of its own.

AppTest leaves a script of its own as `__main__`, which processes started later would look for; and no benchmark pays
for the memory of another.
"""

from __future__ import annotations

import importlib
import inspect
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import Any

KEYS = ("name", "value", "unit", "baseline", "ratio", "budget")


def measure(module: str, sizes: list[str]) -> list[dict[str, Any]]:
    """The rows of the benchmark `module`, with KEYS; `sizes` are given to those that take them."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_measure, module, sizes).result()


def _measure(module: str, sizes: list[str]) -> list[dict[str, Any]]:
    function = importlib.import_module(module).measure
    found = function(sizes=sizes) if sizes and "sizes" in inspect.signature(function).parameters else function()
    return [{key: row[key] for key in KEYS} for row in found]
