"""The ground beneath the records: the country, its districts and its places, with their names."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from gis.codelists import Language
from gis.paper.labels import UP_AND_DOWN, Room, around, words_at
from gis.paper.records import LABELS_RANK, Canvas, draw_areas, path_of, shown
from gis.symbology import DISTRICT_SYMBOL

LAND_COLOR = "#FCFCFA"
OUTSIDE_COLOR = "#E3E7EA"
COUNTRY_LINE_COLOR = "#5F6B76"
DISTRICT_NAME_COLOR = "#4A5158"
CAPITAL_RANK, TOWN_RANK = 1, 2
PLACES_PER_SHEET = 60
"""More would hide what the map is about."""


def draw_country(canvas: Canvas, country: gpd.GeoDataFrame) -> None:
    """Draw the country's ground and outline."""
    canvas.axes.set_facecolor(OUTSIDE_COLOR)
    land = canvas.view.projected(country)
    if land.empty:
        return
    path = path_of(shown(land, canvas.view).array)
    canvas.axes.add_patch(PathPatch(path, facecolor=LAND_COLOR, edgecolor="none", zorder=-2))
    canvas.axes.add_patch(PathPatch(path, facecolor="none", edgecolor="white", linewidth=2.6, zorder=-1.5))
    dashes = (0, (9, 2, 1.5, 2))
    canvas.axes.add_patch(
        PathPatch(path, facecolor="none", edgecolor=COUNTRY_LINE_COLOR, linewidth=0.9, linestyle=dashes, zorder=-1)
    )


def draw_districts(canvas: Canvas, districts: gpd.GeoDataFrame) -> None:
    """Draw the boundaries of districts; what two share is one line."""
    drawn = canvas.view.projected(districts)
    if not drawn.empty:
        outlines = shapely.line_merge(shapely.union_all(drawn.geometry.boundary.array))
        lines = gpd.GeoSeries([outlines], crs=drawn.crs)
        draw_areas(canvas.axes, shown(lines.to_frame("geometry"), canvas.view), DISTRICT_SYMBOL, line_factor=0.6)


def name_districts(canvas: Canvas, districts: gpd.GeoDataFrame, language: Language) -> None:
    """Write the names of districts, the largest first, into what is seen of each."""
    drawn = canvas.view.projected(districts)
    seen = drawn.assign(geometry=drawn.geometry.intersection(canvas.view.frame))
    write_names(
        canvas.axes,
        canvas.room,
        seen.iloc[(-seen.geometry.area).argsort()],
        language=language,
        size=canvas.text_pt * 1.05,
        color=DISTRICT_NAME_COLOR,
        style="italic",
    )


def write_names(axes: Axes, room: Room, areas: gpd.GeoDataFrame, *, language: Language, **style: object) -> None:
    """Write the name of each area at its middle, clear of what is taken; one without room is left out."""
    middles = areas.geometry.representative_point()
    for middle, name in zip(middles, _names(areas, language), strict=True):
        room.place(words_at(axes, (middle.x, middle.y), name, zorder=LABELS_RANK, **style), UP_AND_DOWN)


def draw_places(canvas: Canvas, places: gpd.GeoDataFrame, language: Language) -> None:
    """Draw the towns and villages that matter most on the sheet, each with its name beside it."""
    drawn = canvas.view.projected(places).sort_values(["rank", "population"], ascending=[True, False])
    drawn = drawn.head(PLACES_PER_SHEET)
    for place, name in zip(drawn.itertuples(), _names(drawn, language), strict=True):
        is_town = place.rank <= TOWN_RANK
        size = canvas.text_pt * (0.95 if is_town else 0.85)
        at = (place.geometry.x, place.geometry.y)
        words = words_at(
            canvas.axes,
            at,
            name,
            size=size,
            weight="bold" if place.rank <= CAPITAL_RANK else "normal",
            color="#30363C",
            zorder=LABELS_RANK - 1,
        )
        if canvas.room.place(words, around(size * 0.62, canvas.room.width_pt(words))):
            look: dict[str, Any] = {
                "facecolor": "#30363C" if is_town else "white",
                "edgecolor": "#30363C",
                "linewidths": 0.6,
            }
            canvas.axes.scatter(*at, s=(size * 0.42) ** 2, marker="s" if place.rank == 1 else "o", zorder=1, **look)


def _names(frame: gpd.GeoDataFrame, language: Language) -> Iterable[str]:
    names: Iterable[str] = frame["name_az" if language == "az" else "name_en"]
    return names
