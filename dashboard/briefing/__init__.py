"""简报: Word documents put together from the answers by rule: the year's sheet for the leadership, one office's sheet."""

from dashboard.briefing.assessment import assessment_sheet
from dashboard.briefing.document import MOST_WEAK_SPOTS, build, title
from dashboard.briefing.layout import BODY, HEADING, SUBSTITUTES, TITLE
from dashboard.briefing.office import HEIGHT as SHEET_HEIGHT
from dashboard.briefing.office import SPACING as SHEET_SPACING
from dashboard.briefing.office import lines, office_sheet

__all__ = [
    "BODY",
    "HEADING",
    "MOST_WEAK_SPOTS",
    "SHEET_HEIGHT",
    "SHEET_SPACING",
    "SUBSTITUTES",
    "TITLE",
    "assessment_sheet",
    "build",
    "lines",
    "office_sheet",
    "title",
]
