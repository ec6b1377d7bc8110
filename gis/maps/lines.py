"""The lines of a map's legend: every kind of thing that can be drawn, its symbol and its words."""

from collections.abc import Container
from dataclasses import dataclass

from gis.codelists import EoCategory, HazardClass, HazardStatus, Language, ReleaseMethod
from gis.language import translator
from gis.maps.frames import FIRST_SHOWN, MapLayer
from gis.symbology import (
    CMR_FOOTPRINT_SYMBOL,
    DISTRICT_SYMBOL,
    EO_SYMBOLS,
    HAZARD_SYMBOLS,
    RELEASE_SYMBOLS,
    TASK_PLACE_SYMBOL,
    TASK_SYMBOL,
    AreaSymbol,
    Symbol,
)

TASKS, TASK_PLACES, FOOTPRINT, DISTRICTS, PLACES = "tasks", "task-places", "footprint", "districts", "places"
"""Keys of the lines that stand for no coded value."""


def hazard_key(classification: str, status: str) -> str:
    """Give the key of the line of a hazardous area."""
    return f"{classification}-{status}"


def release_key(method: str) -> str:
    """Give the key of the line of a release."""
    return f"released-{method}"


def find_key(category: str) -> str:
    """Give the key of the line of an explosive item."""
    return f"found-{category}"


def task_key(geometry_type: str) -> str:
    """Give the key of the line of a task: by its ground or its course, or by a place alone."""
    return TASK_PLACES if geometry_type == "Point" else TASKS


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the legend, and what it turns on.

    Attributes
    ----------
    key
        Names the line in page, script and answers.
    layer
        The layer whose records it stands for; the places of the base map belong to the districts.
    group, heading, label
        Words in the reader's language: lines stand under headings, these in groups.
    symbol
        How its records are drawn; places are written, not drawn.
    is_shown
        Whether it starts turned on; what is turned off is said on the map.
    """

    key: str
    layer: MapLayer
    group: str
    label: str
    heading: str = ""
    symbol: Symbol | None = None
    is_shown: bool = True

    @property
    def name(self) -> str:
        """Give heading and label in one, for where the line stands alone."""
        return " · ".join(filter(None, [self.heading, self.label]))


def all_lines(language: Language, shown: Container[MapLayer] = FIRST_SHOWN) -> tuple[Line, ...]:
    """Give every line that a legend may have, in its order; the layers that are not shown start turned off."""
    groups = (_hazard, _work, _released, _finds, _ground)
    return tuple(line for group in groups for line in group(language, shown))


def _hazard(language: Language, shown: Container[MapLayer]) -> list[Line]:
    """Give confirmed before suspected areas, a line for each status; closed ones start turned off."""
    by_rank = sorted(HAZARD_SYMBOLS.items(), key=lambda entry: -entry[1].rank)
    return [_hazard_line(kind, status, language=language, shown=shown) for (kind, status), _symbol in by_rank]


def _hazard_line(kind: HazardClass, status: HazardStatus, *, language: Language, shown: Container[MapLayer]) -> Line:
    return Line(
        key=hazard_key(kind, status),
        layer=MapLayer.HAZARDOUS_AREAS,
        group=translator(language)("Hazard"),
        heading=kind.label(language),
        label=status.label(language),
        symbol=HAZARD_SYMBOLS[kind, status],
        is_shown=MapLayer.HAZARDOUS_AREAS in shown and status != HazardStatus.CLOSED,
    )


def _work(language: Language, shown: Container[MapLayer]) -> list[Line]:
    _ = translator(language)
    words: list[tuple[str, str, Symbol]] = [
        (TASKS, _("Tasks"), TASK_SYMBOL),
        (TASK_PLACES, _("Tasks, extent not drawn"), TASK_PLACE_SYMBOL),
    ]
    is_shown = MapLayer.TASKS in shown
    return [
        Line(key=key, layer=MapLayer.TASKS, group=_("Work"), label=label, symbol=symbol, is_shown=is_shown)
        for key, label, symbol in words
    ]


def _released(language: Language, shown: Container[MapLayer]) -> list[Line]:
    """Give cleared ground first, and last which of it cluster munitions covered: never more than was cleared."""
    _ = translator(language)
    footprint = Line(
        key=FOOTPRINT,
        layer=MapLayer.CMR_FOOTPRINT,
        group=_("Released"),
        label=_("Cluster munition footprint (estimate)"),
        symbol=CMR_FOOTPRINT_SYMBOL,
        is_shown=MapLayer.CMR_FOOTPRINT in shown,
    )
    return [*(_released_line(method, language, shown) for method in ReleaseMethod), footprint]


def _released_line(method: ReleaseMethod, language: Language, shown: Container[MapLayer]) -> Line:
    return Line(
        key=release_key(method),
        layer=MapLayer.RELEASE_AREAS,
        group=translator(language)("Released"),
        label=method.label(language),
        symbol=RELEASE_SYMBOLS[method],
        is_shown=MapLayer.RELEASE_AREAS in shown,
    )


def _finds(language: Language, shown: Container[MapLayer]) -> list[Line]:
    """Give mines first."""
    return [
        Line(
            key=find_key(category),
            layer=MapLayer.EO_ITEMS,
            group=translator(language)("Finds"),
            label=category.label(language),
            symbol=EO_SYMBOLS[category],
            is_shown=MapLayer.EO_ITEMS in shown,
        )
        for category in EoCategory
    ]


def _ground(language: Language, shown: Container[MapLayer]) -> list[Line]:
    _ = translator(language)
    is_shown = MapLayer.DISTRICTS in shown
    words: list[tuple[str, str, AreaSymbol | None]] = [
        (DISTRICTS, _("Districts"), DISTRICT_SYMBOL),
        (PLACES, _("Places"), None),
    ]
    return [
        Line(
            key=key, layer=MapLayer.DISTRICTS, group=_("Administrative"), label=label, symbol=symbol, is_shown=is_shown
        )
        for key, label, symbol in words
    ]
