"""What published figures tell of, in the words of the record where it knows them."""

from collections.abc import Iterable

from gis.codelists import PublishedKind
from gis.published import EVERYBODY, PublishedFigure
from gis.text import fold
from service.reports.content import Words
from service.reports.names import Name
from service.reports.printing import said

OTHERS = (
    "Agriculture",
    "ANAMA (the agency)",
    "Energy",
    "Local (commercial) companies",
    "Other districts",
    "Other projects",
    "Residential infrastructure",
    "Transport",
)
"""Keys that are no name of the record, as the sources call them."""


class Told:
    """What keys of published figures stand for: districts and organisations by any of their names."""

    def __init__(self, districts: Iterable[Name], organisations: Iterable[Name]) -> None:
        self._districts = _by_name(districts)
        self._organisations = _by_name(organisations)

    def district(self, figure: PublishedFigure) -> str | None:
        """Give the code of the district that a figure tells of."""
        name = self._districts.get(_folded(figure.key)) if figure.kind is PublishedKind.YEAR_BY_DISTRICT else None
        return name.code if name else None

    def words(self, figure: PublishedFigure) -> Words:
        """Say what a figure tells of."""
        names = {
            PublishedKind.YEAR_BY_DISTRICT: self._districts,
            PublishedKind.YEAR_BY_OPERATOR: self._organisations,
        }.get(figure.kind, {})
        if found := names.get(_folded(figure.key)):
            return found.words
        return said("Whole country") if figure.key == EVERYBODY else said(figure.key)


def _by_name(names: Iterable[Name]) -> dict[str, Name]:
    return {fold(told): name for name in names for told in (name.code, name.en, name.az)}


def _folded(key: str) -> str:
    """Give what a key has in common with a name: what stands in brackets behind it is left out."""
    return fold(key.partition("(")[0])
