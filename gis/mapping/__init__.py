"""Understanding a file: which column is which field, in which unit and code, and what the analyst says about it."""

from gis.answers import Answers, AreaUnit, Repairs, SameCode
from gis.mapping.saved import Saved
from gis.mapping.understanding import Understanding, understand
from gis.mapping.understood import ColumnRead, CrsCandidate, Understood

__all__ = [
    "Answers",
    "AreaUnit",
    "ColumnRead",
    "CrsCandidate",
    "Repairs",
    "SameCode",
    "Saved",
    "Understanding",
    "Understood",
    "understand",
]
