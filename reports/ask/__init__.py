"""Step 8, ask: one question of queries/ and its parameters become one table."""

from reports.ask.answer import ask, findings, typed, years_of
from reports.ask.catalogue import Question, questions

__all__ = [
    "Question",
    "ask",
    "findings",
    "questions",
    "typed",
    "years_of",
]
