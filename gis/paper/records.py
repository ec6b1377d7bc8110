"""Records on paper: the symbols of the screen, at sizes that print, and nothing hazardous too small to be seen."""

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from gis.codelists import HazardClass, HazardStatus, ReleaseMethod
from gis.paper.labels import Room, words_at
from gis.paper.layout import PT_PER_MM
from gis.paper.view import View
from gis.symbology import (
    HAZARD_SYMBOLS,
    INK,
    RELEASE_SYMBOLS,
    TASK_PLACE_SYMBOL,
    TASK_SYMBOL,
    AreaSymbol,
    Outline,
    matplotlib_style,
)

AREAS = 2
"""The dimension of polygons."""
SPECK_MM = 0.45
"""Released ground smaller than this is drawn as a dot of this size."""
MARKED_MM = 3.2
"""A hazardous area smaller than this gets a marker; those of one class that stand as near share one."""
MARKER_MM = 3.0
SIMPLIFIED_MM = 0.04
"""Less than the width of a line: what is simplified by it looks the same."""
MERGED_BELOW_MM = 4.0
"""Releases whose middle size is less are drawn as one ground of their method."""
LINE_FACTOR, SMALL_LINE_FACTOR = 0.8, 0.3
"""Lines on paper are finer than on a screen, and so fine around what is small that they do not cover it."""
THIN_MM = 1.6
MOST_WORDS = 400
"""So many outlines of a layer get letters and codes, the largest first: more have no room on any paper."""
MOST_MARKERS = 400
"""Of a class; where there would be more, those that share one stand further apart, so that numbers can be read."""
MARKS_RANK = 70
LABELS_RANK = 80
STATUS_ORDER = (
    HazardStatus.OPEN,
    HazardStatus.WORKED_ON,
    HazardStatus.SUSPENDED,
    HazardStatus.DRAFT,
    HazardStatus.CLOSED,
)
"""Of areas that share a marker the first of these gives its ring."""
CLASS_ORDER = (HazardClass.INDICATION, HazardClass.SHA, HazardClass.CHA)


@dataclass(frozen=True)
class Canvas:
    """The map's axes, the ground that they show, and what is free for words on them."""

    axes: Axes
    view: View
    room: Room
    text_pt: float


# --- areas --------------------------------------------------------------------------------------------------------


def draw_areas(axes: Axes, areas: gpd.GeoSeries, symbol: AreaSymbol, *, line_factor: float = LINE_FACTOR) -> None:
    """Draw polygons and lines by a symbol, as one path."""
    if areas.empty:
        return
    style = matplotlib_style(symbol)
    style["linewidth"] *= line_factor
    axes.add_artist(PathPatch(path_of(areas.array), zorder=symbol.rank, **style))  # unlike a patch it is not measured


def draw_outlines(canvas: Canvas, areas: gpd.GeoDataFrame, symbol: AreaSymbol) -> None:
    """Draw areas each by itself, thin ones with finer lines."""
    thin = is_thin(areas, canvas.view) & (shapely.get_dimensions(areas.geometry.array) == AREAS)
    draw_areas(canvas.axes, shown(areas[~thin], canvas.view), symbol)
    draw_areas(canvas.axes, shown(areas[thin], canvas.view), symbol, line_factor=SMALL_LINE_FACTOR)


def path_of(geometries: NDArray[np.object_]) -> Path:
    """Give polygons and lines as one path: rings closed, holes wound against their outlines."""
    parts = shapely.get_parts(geometries)
    is_area = shapely.get_dimensions(parts) == AREAS
    lines = np.concatenate([shapely.get_rings(shapely.orient_polygons(parts[is_area])), parts[~is_area]])
    corners, of_line = shapely.get_coordinates(lines, return_index=True)
    starts = np.flatnonzero(np.diff(of_line, prepend=-1))
    codes = np.full(len(corners), Path.LINETO, dtype=Path.code_type)
    codes[starts] = Path.MOVETO
    ends = np.append(starts[1:], len(corners)) - 1
    codes[ends[shapely.is_closed(lines)[of_line[ends]]]] = Path.CLOSEPOLY
    return Path(corners, codes)


def sizes_mm(areas: gpd.GeoDataFrame, view: View) -> NDArray[np.float64]:
    """Give how large each looks on paper: the longer side of its bounds."""
    west, south, east, north = areas.geometry.bounds.to_numpy().T
    return np.asarray(np.maximum(east - west, north - south) / view.m_per_mm)


def is_thin(areas: gpd.GeoDataFrame, view: View) -> NDArray[np.bool_]:
    """Say of each area that lines of full width would cover it."""
    length = np.maximum(areas.geometry.length.to_numpy(), 1e-9)
    return np.asarray(2 * areas.geometry.area.to_numpy() / length / view.m_per_mm < THIN_MM)


def shown(areas: gpd.GeoDataFrame, view: View) -> gpd.GeoSeries:
    """Give the ground of areas within the frame, as fine as paper shows it."""
    margin_m = 5 * view.m_per_mm
    left, bottom, right, top = view.left - margin_m, view.bottom - margin_m, view.right + margin_m, view.top + margin_m
    clipped = shapely.clip_by_rect(areas.geometry.array, left, bottom, right, top)
    fine = shapely.simplify(clipped, SIMPLIFIED_MM * view.m_per_mm, preserve_topology=True)
    return gpd.GeoSeries(fine[~shapely.is_empty(fine)], crs=areas.crs)


# --- released ground ----------------------------------------------------------------------------------------------


def draw_releases(canvas: Canvas, releases: gpd.GeoDataFrame) -> None:
    """Draw released ground by its method; what would be too small to be seen is a dot."""
    sizes = sizes_mm(releases, canvas.view)
    is_merged = len(releases) > 0 and np.median(sizes) < MERGED_BELOW_MM
    for method in ReleaseMethod:
        symbol, is_chosen = RELEASE_SYMBOLS[method], (releases.release_method == method).to_numpy()
        chosen = releases[is_chosen]
        chosen = _merged(chosen, canvas.view) if is_merged and not chosen.empty else shown(chosen, canvas.view)
        draw_areas(canvas.axes, chosen, symbol, line_factor=SMALL_LINE_FACTOR if is_merged else LINE_FACTOR)
        _draw_specks(canvas, releases[is_chosen & (sizes < SPECK_MM)], symbol)


def _merged(releases: gpd.GeoDataFrame, view: View) -> gpd.GeoSeries:
    """Give releases as one ground; squares that count them share whole edges, which makes joining them quick."""
    is_square = (releases.code == "").to_numpy()
    squares = shapely.coverage_union_all(releases.geometry.array[is_square])
    outlines = shapely.union_all(shapely.make_valid(shown(releases[~is_square], view).array))
    return shown(gpd.GeoDataFrame(geometry=[shapely.union(squares, outlines)], crs=releases.crs), view)


def _draw_specks(canvas: Canvas, areas: gpd.GeoDataFrame, symbol: AreaSymbol) -> None:
    middles = areas.geometry.centroid
    side_pt = SPECK_MM * PT_PER_MM
    canvas.axes.scatter(
        middles.x,
        middles.y,
        s=side_pt**2,
        marker="s",
        color=symbol.outline.color,
        linewidths=0,
        zorder=symbol.rank,
    )


# --- hazard -------------------------------------------------------------------------------------------------------


def draw_hazards(canvas: Canvas, hazards: gpd.GeoDataFrame) -> None:
    """Draw hazardous areas, confirmed above suspected: as outlines with their letter, or as markers if too small."""
    is_marked = needs_marker(hazards, canvas.view)
    for kind in CLASS_ORDER:
        for status in reversed(STATUS_ORDER):
            is_chosen = (hazards.classification == kind) & (hazards.status == status)
            draw_outlines(canvas, hazards[is_chosen], hazard_symbol(kind, status))
    _letter(canvas, hazards[~is_marked])
    for kind in CLASS_ORDER:
        _draw_markers(canvas, hazards[is_marked & (hazards.classification == kind)], kind)


def needs_marker(hazards: gpd.GeoDataFrame, view: View) -> NDArray[np.bool_]:
    """Say of each area that its outline would be overlooked: it is short, or as thin as a line."""
    return (sizes_mm(hazards, view) < MARKED_MM) | is_thin(hazards, view)


def hazard_symbol(kind: HazardClass, status: HazardStatus) -> AreaSymbol:
    """Give the symbol of an area; a closed one is drawn as an outline, for its ground is hazardous no more."""
    symbol = HAZARD_SYMBOLS[kind, status]
    return replace(symbol, fill=None) if status is HazardStatus.CLOSED else symbol


def _letter(canvas: Canvas, hazards: gpd.GeoDataFrame) -> None:
    """Write the letter of its class into each outline, the largest first, and its code where there is room."""
    hazards = hazards.iloc[(-hazards.geometry.area).argsort()[:MOST_WORDS]]
    middles = shown(hazards, canvas.view).representative_point() if len(hazards) else gpd.GeoSeries()
    letters = hazards.classification.map(lambda kind: HAZARD_SYMBOLS[kind, HazardStatus.OPEN].letter)
    rows = zip(middles, letters, hazards.code, strict=False) if len(middles) == len(hazards) else ()
    for middle, letter, code in rows:
        place, size = (middle.x, middle.y), canvas.text_pt
        name = words_at(canvas.axes, place, letter, size=size, weight="bold", zorder=LABELS_RANK)
        if canvas.room.place(name, [(0, 0)]):
            below = words_at(canvas.axes, place, code, size=size * 0.8, zorder=LABELS_RANK)
            canvas.room.place(below, [(0, -size * 1.15), (0, size * 1.15)])


def _draw_markers(canvas: Canvas, areas: gpd.GeoDataFrame, kind: HazardClass) -> None:
    """Draw a marker for each area; those that would lie on one another share one that says how many they are."""
    if areas.empty:
        return
    groups = marker_groups(areas, MARKED_MM * canvas.view.m_per_mm)
    for status in STATUS_ORDER:
        symbol, chosen = hazard_symbol(kind, status), groups[groups.status == status]
        draw_marker(canvas.axes, chosen.x, chosen.y, symbol=symbol)
        canvas.room.take_around(chosen.x, chosen.y, MARKER_MM * PT_PER_MM / 2)
    shared = groups[groups.record_count > 1]
    for x, y, count in zip(shared.x, shared.y, shared.record_count, strict=True):
        _write_count(canvas, (x, y), count)


def marker_groups(areas: gpd.GeoDataFrame, cell_m: float) -> pd.DataFrame:
    """Give the markers of areas of one class: `x`, `y`, `record_count` and the `status` that comes first."""
    middles = areas.geometry.representative_point()
    points = pd.DataFrame(
        {
            "x": middles.x.to_numpy(),
            "y": middles.y.to_numpy(),
            "record_count": areas.record_count.to_numpy(),
            "status": [STATUS_ORDER.index(status) for status in areas.status],
        }
    )
    cells = [np.floor(points.x / cell_m), np.floor(points.y / cell_m)]
    groups = points.groupby(cells).agg({"x": "mean", "y": "mean", "record_count": "sum", "status": "min"})
    if len(groups) > MOST_MARKERS:
        return marker_groups(areas, 1.25 * cell_m)
    return groups.assign(status=[STATUS_ORDER[place] for place in groups.status]).reset_index(drop=True)


def draw_marker(axes: Axes, x: ArrayLike, y: ArrayLike, *, symbol: AreaSymbol) -> None:
    """Draw the round marker of a symbol, as the screen has it: a white ground, the fill, the ring, the letter."""
    across_pt = MARKER_MM * PT_PER_MM
    rank = MARKS_RANK + symbol.rank / 100
    axes.scatter(x, y, s=across_pt**2, color="white", linewidths=0, zorder=rank)
    style = _ring(symbol.outline)
    axes.scatter(x, y, s=(across_pt * 0.86) ** 2, color=[(symbol.fill or "white", 0.9)], zorder=rank, **style)
    letter = f"$\\mathdefault{{{symbol.letter}}}$"
    axes.scatter(x, y, s=(across_pt * 0.46) ** 2, marker=letter, color=INK, linewidths=0.2, zorder=rank)


def _ring(outline: Outline) -> dict[str, Any]:
    return {
        "edgecolors": outline.color,
        "linewidths": outline.width_px * 0.5,
        "linestyles": [(0, tuple(length * 0.6 for length in outline.dash_px)) if outline.dash_px else "solid"],
    }


def _write_count(canvas: Canvas, at: tuple[float, float], count: int) -> None:
    shift = MARKER_MM * PT_PER_MM * 0.5
    words_at(canvas.axes, at, str(count), size=canvas.text_pt * 0.75, weight="bold", zorder=LABELS_RANK).xyann = (
        shift,
        shift,
    )


# --- tasks --------------------------------------------------------------------------------------------------------


def draw_tasks(canvas: Canvas, tasks: gpd.GeoDataFrame) -> None:
    """Draw tasks by their ground, their course or their place, each with its code where there is room."""
    is_place = (tasks.geometry.geom_type == "Point").to_numpy()
    draw_outlines(canvas, tasks[~is_place], TASK_SYMBOL)
    places = tasks[is_place].geometry
    canvas.axes.scatter(
        places.x,
        places.y,
        s=(1.6 * PT_PER_MM) ** 2,
        facecolor=TASK_PLACE_SYMBOL.fill,
        edgecolor=TASK_PLACE_SYMBOL.outline.color,
        linewidths=0.8,
        zorder=MARKS_RANK,
    )
    canvas.room.take_around(places.x, places.y, PT_PER_MM)
    large = tasks[~is_place & (sizes_mm(tasks, canvas.view) > 3 * MARKED_MM)]
    large = large.iloc[(-large.geometry.area).argsort()[:MOST_WORDS]]
    for outline, code in zip(large.geometry, large.code, strict=True):
        x, y = max(shapely.get_coordinates(outline.intersection(canvas.view.frame)).tolist(), key=lambda xy: xy[1])
        name = words_at(
            canvas.axes,
            (x, y),
            code,
            size=canvas.text_pt * 0.85,
            color=TASK_SYMBOL.outline.color,
            zorder=LABELS_RANK,
        )
        canvas.room.place(name, [(0, 4), (0, -4), (0, 9)])
