"""The legend of a sheet: what is drawn on it, and only that, with how many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from gis.codelists import HazardStatus, Language, ReleaseMethod
from gis.language import translator
from gis.paper.layout import PT_PER_MM, Box
from gis.paper.page import Page, wrapped
from gis.paper.records import CLASS_ORDER, LABELS_RANK, LINE_FACTOR, STATUS_ORDER, draw_marker, hazard_symbol
from gis.symbology import (
    CMR_FOOTPRINT_SYMBOL,
    DISTRICT_SYMBOL,
    HAZARD_SYMBOLS,
    RELEASE_SYMBOLS,
    TASK_PLACE_SYMBOL,
    TASK_SYMBOL,
    AreaSymbol,
    Outline,
    PointSymbol,
    Shape,
    Symbol,
    matplotlib_style,
)
from gis.text import number_text

PLACE_SYMBOL = PointSymbol(shape=Shape.CIRCLE, fill="#30363C", outline=Outline(color="#30363C", width_px=0.6))
CHIP_MM = (7.0, 3.4)
POINT_PT = 1.8 * PT_PER_MM
INDENT_MM = 9.0
COUNT_MM = 9.0
ROW_GAP_MM = 1.2
SOFT = "#545B62"
BOLD_FACTOR = 1.16
"""How much wider bold letters are."""


@dataclass(frozen=True)
class Row:
    """A line of the legend: words, and for what is drawn its symbol and how many there are."""

    words: str
    symbol: Symbol | None = None
    count: str = ""
    is_heading: bool = False
    is_marker: bool = False


def legend_rows(
    records: dict[str, gpd.GeoDataFrame], *, has_markers: bool, has_footprint: bool, language: Language
) -> list[Row]:
    """Give the lines of what is drawn: hazard, work, released ground."""
    _ = translator(language)
    groups = [
        (_("Hazard"), [*_hazard_rows(records["hazardous_areas"], language), *([_marker_row(language)] * has_markers)]),
        (_("Work"), list(_task_rows(records["tasks"], language))),
        (
            _("Released"),
            [*_release_rows(records["release_areas"], language), *([_footprint_row(language)] * has_footprint)],
        ),
    ]
    rows = []
    for heading, lines in groups:
        rows += [Row(heading, is_heading=True), *lines] if lines else []
    return rows


def _hazard_rows(hazards: gpd.GeoDataFrame, language: Language) -> Iterator[Row]:
    for kind in reversed(CLASS_ORDER):
        for status in STATUS_ORDER:
            chosen = hazards[(hazards.classification == kind) & (hazards.status == status)]
            if not chosen.empty:
                words = f"{kind.label(language)} · {status.label(language)}"
                yield Row(words, hazard_symbol(kind, status), _count(chosen, language))


def _marker_row(language: Language) -> Row:
    words = translator(language)("Too small to be outlined; a number says how many")
    return Row(words, HAZARD_SYMBOLS[CLASS_ORDER[-1], HazardStatus.OPEN], is_marker=True)


def _task_rows(tasks: gpd.GeoDataFrame, language: Language) -> Iterator[Row]:
    _ = translator(language)
    is_place = tasks.geometry.geom_type == "Point"
    for chosen, symbol, words in (
        (tasks[~is_place], TASK_SYMBOL, _("Tasks")),
        (tasks[is_place], TASK_PLACE_SYMBOL, _("Tasks, extent not drawn")),
    ):
        if not chosen.empty:
            yield Row(words, symbol, _count(chosen, language))


def _release_rows(releases: gpd.GeoDataFrame, language: Language) -> Iterator[Row]:
    for method in reversed(ReleaseMethod):
        chosen = releases[releases.release_method == method]
        if not chosen.empty:
            yield Row(method.label(language), RELEASE_SYMBOLS[method], _count(chosen, language))


def _footprint_row(language: Language) -> Row:
    return Row(translator(language)("Cluster munition footprint (estimate)"), CMR_FOOTPRINT_SYMBOL)


def ground_rows(language: Language) -> list[Row]:
    """Give the lines of what lies beneath the records."""
    _ = translator(language)
    return [
        Row(_("Administrative"), is_heading=True),
        Row(_("Districts"), DISTRICT_SYMBOL),
        Row(_("Places"), PLACE_SYMBOL),
    ]


def _count(frame: gpd.GeoDataFrame, language: Language) -> str:
    return number_text(int(frame.record_count.sum()), language)


# --- writing ------------------------------------------------------------------------------------------------------


def write_rows(page: Page, rows: Sequence[Row], columns: Sequence[Box]) -> tuple[Box, ...]:
    """Write rows into columns, a heading together with its lines; give what is left of the columns."""
    free = list(columns)
    for group in _groups(rows):
        written = [_lines(page, row, free[0].width) for row in group]
        heights = [_height(page, row, lines) for row, lines in zip(group, written, strict=True)]
        if len(free) > 1 and free[0].height < sum(heights):
            free.pop(0)
        for row, lines, height in zip(group, written, heights, strict=True):
            _write_row(page, row, lines, box=free[0])
            free[0] = free[0].below(free[0].top - height)
    return tuple(free)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    starts = [place for place, row in enumerate(rows) if row.is_heading or place == 0]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield list(rows[start:end])


def _lines(page: Page, row: Row, width: float) -> list[str]:
    room = width - _indent(row) - (COUNT_MM if row.count else 0)
    return wrapped(row.words, room / (BOLD_FACTOR if row.is_heading else 1.0), page.layout.text_pt * _factor(row))


def _height(page: Page, row: Row, lines: Sequence[str]) -> float:
    return len(lines) * page.layout.line_mm + ROW_GAP_MM * (2 if row.is_heading else 1)


def _indent(row: Row) -> float:
    return INDENT_MM if row.symbol else 0.0


def _factor(row: Row) -> float:
    return 1.08 if row.is_heading else 1.0


def _write_row(page: Page, row: Row, lines: Sequence[str], *, box: Box) -> None:
    line_mm = page.layout.line_mm
    middle = box.top - line_mm / 2 - (ROW_GAP_MM if row.is_heading else 0.3)
    weight = "bold" if row.is_heading else "normal"
    for n, line in enumerate(lines):
        page.write(box.left + _indent(row), middle - n * line_mm, line, factor=_factor(row), weight=weight)
    if row.symbol:
        _draw_chip(page, row, (box.left + CHIP_MM[0] / 2, middle - (len(lines) - 1) * line_mm / 2))
    if row.count:
        page.write(box.right, middle, row.count, ha="right", color=SOFT)


def _draw_chip(page: Page, row: Row, middle: tuple[float, float]) -> None:
    (x, y), (width, height) = middle, CHIP_MM
    match row.symbol:
        case AreaSymbol() as symbol if row.is_marker:
            draw_marker(page.axes, [x], [y], symbol=symbol)
        case AreaSymbol() as symbol:
            style = matplotlib_style(symbol)
            style["linewidth"] *= LINE_FACTOR
            page.rectangle(Box(x - width / 2, y - height / 2, width, height), **style)
            page.write(x, y - 0.05, symbol.letter, factor=0.95, weight="bold", ha="center", zorder=LABELS_RANK)
        case PointSymbol() as symbol:
            edge: dict[str, Any] = {
                "edgecolor": symbol.outline.color,
                "linewidths": symbol.outline.width_px * LINE_FACTOR,
            }
            page.axes.scatter([x], [y], s=POINT_PT**2, marker=symbol.shape.value, facecolor=symbol.fill, **edge)
