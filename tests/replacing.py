"""Replacing a name for one test, in every module of ours that holds it."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest


def replace_everywhere(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: object) -> None:
    """Puts `value` where `module` and those that imported `name` from it hold it, until the test ends."""
    held = getattr(module, name)
    for other in list(sys.modules.values()):
        is_ours = getattr(other, "__name__", "").split(".")[0] in {"reports", "dashboard"}
        if is_ours and getattr(other, name, None) is held:
            monkeypatch.setattr(other, name, value)
