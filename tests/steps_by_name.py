"""Every step of queries/steps worked out in plain Python, by its name."""

from __future__ import annotations

from collections.abc import Callable

from reports import steps
from tests import columns_in_python, findings_in_python, numbers_in_python, rates_in_python, steps_in_python
from tests.steps_in_python import Row

SUBJECTS = (steps_in_python, rates_in_python, numbers_in_python, columns_in_python, findings_in_python)
EXPECTED: dict[str, Callable[..., list[Row]]] = {
    step.name: next(vars(subject)[step.name] for subject in SUBJECTS if step.name in vars(subject))
    for step in steps.steps()
    if any(step.name in vars(subject) for subject in SUBJECTS)
}
"""For each step the function that works it out: first the tables, then the parameters by the names of its header."""
