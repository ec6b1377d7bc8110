"""Mappings that were kept for files that look alike."""

from dataclasses import dataclass

from gis.mapping.answers import Answers


@dataclass(frozen=True, kw_only=True)
class Saved:
    """How the files of an organisation were read before.

    Attributes
    ----------
    column_names
        Of the file that it was said of.
    answers
        What holds for other files as well: columns, units, codes and constants, but no dates.
    """

    id: str
    column_names: frozenset[str]
    answers: Answers
