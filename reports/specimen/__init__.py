"""Fictional reports drawn in every form, format and damage: the demo, and tests that know the answer."""

from reports.specimen.demo import DEMO_SEED, demo_files, demo_offices, demo_specimens, stories
from reports.specimen.drawing import FAULTS, draw
from reports.specimen.figures import APPLICANTS, LAWSUITS, OfficeRow, Specimen
from reports.specimen.formats import FORMATS, extension, write
from reports.specimen.words import printed, problem_kinds

__all__ = [
    "APPLICANTS",
    "DEMO_SEED",
    "FAULTS",
    "FORMATS",
    "LAWSUITS",
    "OfficeRow",
    "Specimen",
    "demo_files",
    "demo_offices",
    "demo_specimens",
    "draw",
    "extension",
    "printed",
    "problem_kinds",
    "stories",
    "write",
]
