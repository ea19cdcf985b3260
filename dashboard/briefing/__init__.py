"""简报: Word documents put together from the answers by rule: the year's sheet for the leadership, one office's sheet."""

from dashboard.briefing.assessment import assessment_sheet
from dashboard.briefing.document import MOST_WEAK_SPOTS, build, title
from dashboard.briefing.layout import BODY, HEADING, SUBSTITUTES, TITLE
from dashboard.briefing.office import office_sheet

__all__ = [
    "BODY",
    "HEADING",
    "MOST_WEAK_SPOTS",
    "SUBSTITUTES",
    "TITLE",
    "assessment_sheet",
    "build",
    "office_sheet",
    "title",
]
