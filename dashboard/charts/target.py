"""A line to be reached, drawn across a chart, with whose line it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """The number to be reached, and in words what it is and whose."""

    value: float
    words: str

    def line(self, ink: Mapping[str, str], axis: str) -> dict[str, Any]:
        """The line where `axis` ("x" or "y") has the value, below everything else."""
        other = "y" if axis == "x" else "x"
        return {
            "type": "line",
            f"{axis}0": self.value,
            f"{axis}1": self.value,
            f"{other}ref": "paper",
            f"{other}0": 0,
            f"{other}1": 1,
            "layer": "below",
            "line": {"color": ink["soft"], "width": 1.5, "dash": "dot"},
        }

    def label(self, ink: Mapping[str, str], axis: str) -> dict[str, Any]:
        """Its words: above a line that goes down, below one that goes across."""
        place = (
            {"x": self.value, "yref": "paper", "y": 1, "xanchor": "center", "yanchor": "bottom"}
            if axis == "x"
            else {"xref": "paper", "x": 0, "y": self.value, "xanchor": "left", "yanchor": "top"}
        )
        return {**place, "text": self.words, "showarrow": False, "font": {"size": 11, "color": ink["soft"]}}
