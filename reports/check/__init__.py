"""Step 7, check: the rules of queries/checks and queries/weak_spots give findings."""

from reports.check.judge import judge_all

__all__ = [
    "judge_all",
]
