"""Step 8, ask: one question of queries/ and its parameters become one table."""

from reports.ask.answer import ask, findings, typed, years_of
from reports.ask.catalogue import Question, questions
from reports.ask.search import Attempt, searched, sentence_id, sentences, stretches

__all__ = [
    "Attempt",
    "Question",
    "ask",
    "findings",
    "questions",
    "searched",
    "sentence_id",
    "sentences",
    "stretches",
    "typed",
    "years_of",
]
