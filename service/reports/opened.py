"""What the cumulative figures of a report open with, read back from what the report says."""

from datetime import date
from decimal import Decimal

from gis.codelists import Language
from gis.language import translator
from gis.published import AreaUnit
from gis.text import NO_BREAK_SPACE
from service.reports.content import Content, Figure, NotToldError, Unit

KEY = "with_opening"
OPENING, SINCE, TOTAL = "opening", "since", "total"
OPENED_ON = "opened_on"


def opened_on(content: Content) -> date | None:
    """Give the last day of the published total that the installation names for them, if it names one."""
    try:
        told = content.figure(OPENED_ON).value
    except NotToldError:
        return None
    return date.fromisoformat(str(told)) if told else None


def has_opening(content: Content) -> bool:
    """Tell whether there is a published total that they open with; one that is named can be unknown or withdrawn."""
    return content.has_table(KEY) and bool(content.table(KEY).rows)


def opening_area(content: Content) -> Figure | None:
    """Give the released ground that they open with, if its source says any."""
    figure = content.table(KEY).cell(OPENING, "area") if has_opening(content) else None
    return figure if figure and figure.value is not None else None


def area_m2(figure: Figure) -> float | None:
    """Give the square metres of a cited area, to compare and to draw with, never to print.

    >>> from service.reports.content import Words
    >>> about = Words(en="≈ 30 km²", az="≈ 30 km²")
    >>> area_m2(Figure(key="area", value="30 km2", unit=Unit.TEXT, printed=about))
    30000000.0
    """
    if not isinstance(figure.value, str):
        return figure.value
    number, _, unit = figure.value.partition(" ")
    return float(Decimal(number) * AreaUnit(unit).area_m2)


def area_text(figure: Figure, language: Language) -> str:
    """Give an area as it is printed, with its unit, which no line parts from the number."""
    printed = figure.printed.told(language)
    return printed if figure.unit is Unit.TEXT else f"{printed}{NO_BREAK_SPACE}{translator(language)('ha')}"
