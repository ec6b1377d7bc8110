"""The map of a period on paper: vector, in a few inks, the same symbols as on the screen."""

from collections.abc import Iterator
from textwrap import fill
from typing import Any

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Bbox

from gis.codelists import HazardClass, HazardStatus, Language
from gis.crs import require_wgs84
from gis.drawing import drawing, svg_element
from gis.language import translator
from gis.maps.choropleth import NONE_COLOR, AreaClasses, area_classes
from gis.maps.frames import Caption, MapLayers
from gis.maps.generalised import merged
from gis.maps.words import demonstration_statement, facts, notes, safety_statement, sources
from gis.measure import EQUAL_AREA
from gis.paper.ground import OUTSIDE_COLOR, write_names
from gis.paper.labels import Room
from gis.paper.records import LABELS_RANK, MARKS_RANK, SMALL_LINE_FACTOR, draw_areas
from gis.periods import Period
from gis.symbology import HAZARD_SYMBOLS, INK, RELEASE_SYMBOLS, matplotlib_style
from gis.text import period_text

WIDTH_IN, HEIGHT_IN = 6.9, 4.4
MAP_BOX = (0.0, 0.12, 0.72, 0.88)
"""Left, bottom, width and height of the map's frame, as shares of the sheet."""

NOT_AFFECTED_COLOR = "#F4F4F2"

LEGEND: dict[str, Any] = {
    "frameon": False,
    "fontsize": 6.5,
    "title_fontproperties": {"size": 6.5, "weight": "bold"},
    "alignment": "left",
    "borderaxespad": 0,
    "borderpad": 0,
    "handlelength": 1.8,
    "handleheight": 1.1,
}
TITLE_LETTERS = 32

MARK_OFFSET_PT, MARK_PADDING_PT = (4, 4), 2


def period_map_svg(layers: MapLayers, caption: Caption, *, period: Period, language: Language) -> str:
    """Give the map of a period as an ``<svg>`` element, 175 by 112 mm.

    Parameters
    ----------
    layers
        ``release_areas`` and the districts' ``released_m2`` are those of the period; nothing is added up here.
    caption
        The account, the sources, and whether the records are made up.

    Returns
    -------
    svg
        Letters are outlines, so that it looks alike in browser and PDF; the same records give the same bytes.
    """
    require_wgs84(layers.districts)
    with drawing():
        figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN))
        FigureCanvasAgg(figure)
        axes = figure.add_axes(MAP_BOX)
        classes = area_classes(layers.districts.released_m2)
        _draw(axes, layers, classes)
        marks = _mark_releases(axes, layers.release_areas)
        named = _projected(layers.districts).sort_values("released_m2", ascending=False)
        write_names(axes, Room(axes, figure.dpi, taken=marks), named, language=language, size=6.5)
        _add_scale_bar(axes)
        _add_legend(figure, layers, classes=classes, language=language)
        _write_statements(figure, layers, caption, period=period, language=language)
        return svg_element(figure)


# --- ground and records -------------------------------------------------------------------------------------------


def _draw(axes: Axes, layers: MapLayers, classes: AreaClasses) -> None:
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, color=OUTSIDE_COLOR, zorder=-2))
    districts = _projected(layers.districts)
    colors = [NOT_AFFECTED_COLOR if not area > 0 else classes.color(area) for area in districts.released_m2]
    districts.plot(ax=axes, color=colors, edgecolor="#8A8A8A", linewidth=0.4, zorder=0)
    _projected(layers.country).boundary.plot(ax=axes, color="#5F6B76", linewidth=0.8, zorder=1)
    releases = _projected(layers.release_areas)
    for method, symbol in RELEASE_SYMBOLS.items():
        chosen = releases[releases.release_method == method].geometry
        draw_areas(axes, chosen, symbol, line_factor=SMALL_LINE_FACTOR)
    hazards = _projected(layers.hazardous_areas)
    for (kind, status), symbol in HAZARD_SYMBOLS.items():
        if status != HazardStatus.CLOSED:
            chosen = hazards[(hazards.classification == kind) & (hazards.status == status)].geometry
            draw_areas(axes, chosen, symbol, line_factor=SMALL_LINE_FACTOR)
    _frame(axes, _projected(_focus(layers)))


def _projected(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame[frame.geometry.notna()].to_crs(EQUAL_AREA)


def _mark_releases(axes: Axes, releases: gpd.GeoDataFrame) -> list[Bbox]:
    """Mark the ground of each task and method beside it, for the polygons of a week are specks on paper.

    The marks' boxes are given back, in the units of the sheet.
    """
    marks = []
    ground = _projected(merged(releases, ["task_code", "release_method"]))
    for method, symbol in RELEASE_SYMBOLS.items():
        points = ground[ground.release_method == method].geometry.representative_point()
        box = {"boxstyle": "circle,pad=0.2", "facecolor": symbol.fill, "edgecolor": symbol.outline.color}
        for x, y in zip(points.x, points.y, strict=True):
            mark = axes.annotate(
                symbol.letter,
                (x, y),
                xytext=MARK_OFFSET_PT,
                textcoords="offset points",
                bbox=box | {"linewidth": 0.7},
                size=4.5,
                weight="bold",
                ha="center",
                va="center",
                zorder=MARKS_RANK,
            )
            marks.append(mark.get_window_extent().padded(MARK_PADDING_PT))
    return marks


def _focus(layers: MapLayers) -> gpd.GeoDataFrame:
    """Give what the sheet has to show: districts with figures of the period, else recorded hazard, else the country."""
    affected = layers.districts[(layers.districts.released_m2 > 0) & layers.districts.geometry.notna()]
    hazards = layers.hazardous_areas[layers.hazardous_areas.geometry.notna()]
    return next((frame for frame in (affected, hazards) if not frame.empty), layers.country)


def _frame(axes: Axes, focus: gpd.GeoDataFrame) -> None:
    """Show the focus with a margin, widened to the shape of the map's box."""
    west, south, east, north = focus.total_bounds
    ratio = (MAP_BOX[2] * WIDTH_IN) / (MAP_BOX[3] * HEIGHT_IN)
    height = 1.1 * max(north - south, (east - west) / ratio)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - height * ratio / 2, x + height * ratio / 2)
    axes.set_ylim(y - height / 2, y + height / 2)


# --- around the map -----------------------------------------------------------------------------------------------


def _add_scale_bar(axes: Axes) -> None:
    """Add a bar of a round length, about a fifth of the map's width, and north."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    length_km = max(step for step in (1, 2, 5, 10, 20, 50, 100) if step * 1000 <= max((east - west) / 5, 1000))
    x, y = west + (east - west) * 0.03, south + (north - south) * 0.04
    axes.plot([x, x + length_km * 1000], [y, y], color=INK, linewidth=1.5, zorder=LABELS_RANK, solid_capstyle="butt")
    axes.text(x, y + (north - south) * 0.012, f"{length_km} km", size=6, va="bottom", zorder=LABELS_RANK)
    axes.annotate(
        "N",
        (0.965, 0.97),
        (0.965, 0.88),
        xycoords="axes fraction",
        textcoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 0.8},
        ha="center",
        va="center",
    )


def _add_legend(figure: Figure, layers: MapLayers, *, classes: AreaClasses, language: Language) -> None:
    """List what is drawn, and only that, beside the map."""
    _ = translator(language)
    blocks = [
        (_("Released in the period, by method"), list(_release_handles(layers.release_areas, language))),
        (_("Hazardous areas"), list(_hazard_handles(layers.hazardous_areas, language))),
        (_("Released in the period, by district, hectares"), list(_class_handles(classes, language))),
    ]
    top = MAP_BOX[1] + MAP_BOX[3]
    for title, handles in blocks:
        if handles:
            legend = figure.legend(
                handles=handles,
                title=fill(title, TITLE_LETTERS),
                loc="upper left",
                bbox_to_anchor=(MAP_BOX[2] + 0.015, top),
                **LEGEND,
            )
            top = legend.get_window_extent().transformed(figure.transFigure.inverted()).y0 - 0.02


def _release_handles(releases: gpd.GeoDataFrame, language: Language) -> Iterator[Line2D]:
    for method, symbol in RELEASE_SYMBOLS.items():
        if (releases[releases.geometry.notna()].release_method == method).any():
            yield Line2D(
                [],
                [],
                linestyle="none",
                marker="o",
                markersize=5,
                markerfacecolor=symbol.fill,
                markeredgecolor=symbol.outline.color,
                label=fill(f"{symbol.letter}  {method.label(language)}", TITLE_LETTERS - 4),
            )


def _hazard_handles(hazards: gpd.GeoDataFrame, language: Language) -> Iterator[Patch]:
    for kind in (HazardClass.CHA, HazardClass.SHA, HazardClass.INDICATION):
        chosen = hazards[(hazards.classification == kind) & (hazards.status != HazardStatus.CLOSED)]
        if not chosen.empty:
            symbol = HAZARD_SYMBOLS[kind, HazardStatus.OPEN]
            yield Patch(**matplotlib_style(symbol), label=fill(kind.label(language), TITLE_LETTERS - 4))


def _class_handles(classes: AreaClasses, language: Language) -> Iterator[Patch]:
    for color, words in classes.legend(language):
        facecolor = NOT_AFFECTED_COLOR if color == NONE_COLOR else color
        yield Patch(facecolor=facecolor, edgecolor="#8A8A8A", linewidth=0.4, label=words)


def _write_statements(
    figure: Figure, layers: MapLayers, caption: Caption, *, period: Period, language: Language
) -> None:
    """Write beneath the map what has to be known to read it, and that no record is not safety."""
    what = [period_text(period.start, period.end, language), *facts(caption, language)[1:]]
    demonstration = [demonstration_statement(language)] if caption.is_demonstration else []
    small: dict[str, Any] = {"size": 5.5, "color": "#545B62", "va": "center"}
    figure.text(0, 0.095, " ".join([safety_statement(language), *demonstration]), size=7, weight="bold", va="center")
    figure.text(0, 0.065, " · ".join(what), **small)
    figure.text(0, 0.04, " · ".join(sources(caption)), **small)
    figure.text(0, 0.015, " ".join(notes(layers, language)), **small)
