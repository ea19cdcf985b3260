"""简报: the year's sheet for the leadership as a Word document, put together from the answers by rule."""

from dashboard.briefing.document import BODY, HEADING, MOST_WEAK_SPOTS, SUBSTITUTES, TITLE, build

__all__ = [
    "BODY",
    "HEADING",
    "MOST_WEAK_SPOTS",
    "SUBSTITUTES",
    "TITLE",
    "build",
]
