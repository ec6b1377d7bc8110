"""What stands around the map: scale bar, north, legend, and what has to be known to read it."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from gis.charts.svg import element, words
from gis.codelists import HazardStatus, Language
from gis.language import translator
from gis.maps.choropleth import NONE_COLOR, AreaClasses
from gis.period_map.ground import CLASSES, DISTRICT_EDGE, LINE_FACTOR, NOT_AFFECTED_COLOR, Placed
from gis.period_map.labels import mark
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX, View
from gis.symbology import HAZARD_SYMBOLS, INK

LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100)
LEGEND_X, LEGEND_PX, LINE_PX = MAP_WIDTH_PX + 12, 9, 13
CHIP_WIDTH_PX, CHIP_HEIGHT_PX = 20, 10
LEGEND_LETTERS = 32
GREY = "#545B62"
SMALL_PX, ROW_PX, SMALL_LETTERS, MOST_ROWS = 8, 11.5, 150, 4


def draw_scale(view: View) -> Iterator[str]:
    """Draw a bar of a round length, about a fifth of the map's width, and north."""
    most_km = MAP_WIDTH_PX * view.m_per_px / 5_000
    length_km = max((step for step in LENGTHS_KM if step <= most_km), default=LENGTHS_KM[0])
    x, y = 14, MAP_HEIGHT_PX - 14
    yield element("path", d=f"M{x} {y}h{length_km * 1000 / view.m_per_px:.1f}", stroke=INK, stroke_width=2)
    yield words(f"{length_km} km", x, y - 4, font_size=8.5)
    right = MAP_WIDTH_PX - 16
    yield element("path", d=f"M{right} 14l4 9h-8zM{right} 22v14", fill=INK, stroke=INK, stroke_width=1)
    yield words("N", right, 47, font_size=10, text_anchor="middle")


def draw_legend(shown: Placed, classes: AreaClasses, language: Language) -> Iterator[str]:
    """List what is drawn, and only that, beside the map."""
    _ = translator(language)
    blocks = [
        (_("Released in the period, by method"), list(_methods(shown, language))),
        (_("Hazardous areas"), list(_hazards(shown, language))),
        (_("Released in the period, by district, hectares"), list(_classes(classes, language))),
    ]
    y = LEGEND_PX
    for title, lines in blocks:
        if not lines:
            continue
        for row in wrap(title, LEGEND_LETTERS):
            yield words(row, LEGEND_X, y, font_size=LEGEND_PX, font_weight="bold")
            y += LINE_PX
        for chip, told in lines:
            rows = wrap(told, LEGEND_LETTERS - 4)
            yield element("g", chip, transform=f"translate({LEGEND_X} {y - 8})")
            for row in rows:
                yield words(row, LEGEND_X + CHIP_WIDTH_PX + 6, y, font_size=LEGEND_PX)
                y += LINE_PX
        y += 6


def _methods(shown: Placed, language: Language) -> Iterator[tuple[str, str]]:
    for method in shown.releases:
        yield mark(method, CHIP_WIDTH_PX / 2, 5), method.label(language)


def _hazards(shown: Placed, language: Language) -> Iterator[tuple[str, str]]:
    drawn = {kind for kind, _ in shown.hazards}
    for kind in reversed(CLASSES):
        if kind in drawn:
            symbol = HAZARD_SYMBOLS[kind, HazardStatus.OPEN]
            chip = element(
                "rect",
                width=CHIP_WIDTH_PX,
                height=CHIP_HEIGHT_PX,
                fill=symbol.fill,
                fill_opacity=f"{symbol.fill_opacity:g}",
                stroke=symbol.outline.color,
                stroke_width=f"{2 * symbol.outline.width_px * LINE_FACTOR:g}",
            )
            yield chip, kind.label(language)


def _classes(classes: AreaClasses, language: Language) -> Iterator[tuple[str, str]]:
    for color, told in classes.legend(language):
        fill = NOT_AFFECTED_COLOR if color == NONE_COLOR else color
        size = {"width": CHIP_WIDTH_PX, "height": CHIP_HEIGHT_PX}
        yield element("rect", **size, fill=fill, stroke=DISTRICT_EDGE, stroke_width=0.6), told


def draw_statements(statement: str, lines: Sequence[str]) -> Iterator[str]:
    """Write beneath the map what has to be known to read it, and above all that no record is not safety."""
    y: float = MAP_HEIGHT_PX + 14
    yield words(statement, 0, y, font_size=9.5, font_weight="bold")
    rows = [row for line in lines for row in wrap(line, SMALL_LETTERS)]
    for row in rows[:MOST_ROWS]:
        y += ROW_PX
        yield words(row, 0, y, font_size=SMALL_PX, fill=GREY)
