"""The records of a layer for a map in one file, from the finest that is known to squares that only count them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

import geopandas as gpd
import shapely
from sqlalchemy.orm import Session

from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.maps.drawn import drawn_features, line_keys
from gis.maps.features import Feature, feature_collection
from gis.maps.frames import MapLayer
from gis.maps.generalised import Generalised, merged, simplified
from gis.paper.view import Bounds
from gis.text import number_text, period_text
from service.maps.frames import record_frame, told_frame
from service.maps.queries import MapQuestion
from service.maps.sheet_records import M_PER_DEG, recorded_bounds, summed_records

SINGLE_LIMIT, MERGED_LIMIT = 10_000, 20_000
"""Records of a layer that are read one by one, and releases that are merged by task; beyond, squares count them.

To merge takes the longer the more of them touch: 20,000 side by side some seconds, 100,000 minutes.
"""
MERGED_PARTS = 20_000
"""More outlines than these have too many corners for a file, however coarse."""
TOLERANCES_M = (2, 5, 10, 20, 50, 100)
SIDES_M = (50, 100, 200, 500, 1_000, 2_000)
COVERING_SQUARES, MOST_SQUARES = 500_000, 30_000
DOUBLINGS = 5


@dataclass(frozen=True)
class Asked:
    """A question to a map, and the language of its words."""

    session: Session
    question: MapQuestion
    language: Language


@dataclass(frozen=True)
class Part:
    """The features of a layer, and what was left out to make them small enough."""

    features: Feature
    notes: tuple[str, ...] = ()


def recorded_parts(asked: Asked, layer: MapLayer, count: int) -> Iterator[Part]:
    """Give hazardous areas or tasks, each by itself, with ever coarser outlines; then as squares that count them."""
    if count <= SINGLE_LIMIT:
        frame = told_frame(asked.session, asked.question, layer, language=asked.language)
        yield Part(drawn_features(layer, frame, asked.language, is_told=True))
        for coarse in simplified(frame, TOLERANCES_M):
            features = drawn_features(layer, coarse.areas, asked.language, is_told=True)
            yield Part(features, (_simplified_words(coarse, layer, asked.language),))
    yield from _square_parts(asked, layer)


def released_parts(asked: Asked, count: int) -> Iterator[Part]:
    """Give releases each by itself, then those of a task and method as one, then as squares that count them."""
    layer = MapLayer.RELEASE_AREAS
    if count <= SINGLE_LIMIT:
        frame = told_frame(asked.session, asked.question, layer, language=asked.language)
        yield Part(drawn_features(layer, frame, asked.language, is_told=True))
    if count <= MERGED_LIMIT:
        releases = merged(record_frame(asked.session, asked.question, layer), ["task_code", "release_method"])
        told = _merged_words(releases, asked.language)
        is_hopeless = len(shapely.get_parts(releases.geometry.array)) > MERGED_PARTS
        for coarse in () if is_hopeless else simplified(releases, TOLERANCES_M):
            features = _merged_features(coarse.areas, asked.language)
            yield Part(features, (told, _simplified_words(coarse, layer, asked.language)))
    yield from _square_parts(asked, layer)


def _square_parts(asked: Asked, layer: MapLayer) -> Iterator[Part]:
    box = recorded_bounds(asked.session, asked.question, layer)
    if box is None:
        yield Part(feature_collection(record_frame(asked.session, asked.question, layer), []))
        return
    squares = summed_records(asked.session, asked.question, layer, box=box, cell_m=_first_side_m(box))
    for doublings in range(DOUBLINGS + 1):
        frame = squares.frame()
        if len(frame) <= MOST_SQUARES or doublings == DOUBLINGS:
            words = [_square_words(frame, layer, side_m=squares.side_m, language=asked.language)]
            yield Part(_square_features(frame, layer, asked.language), tuple(words if len(squares.table) else ()))
        squares = squares.doubled()


def _first_side_m(box: Bounds) -> int:
    """Give the side of the finest squares: so many of them cover a box that a page can count them."""
    west, south, east, north = box
    ground_m2 = (east - west) * cos(radians((south + north) / 2)) * (north - south) * M_PER_DEG**2
    return next((side for side in SIDES_M if ground_m2 / side**2 <= COVERING_SQUARES), SIDES_M[-1])


# --- features -----------------------------------------------------------------------------------------------------


def _merged_features(releases: gpd.GeoDataFrame, language: Language) -> Feature:
    """Give releases that are drawn as one; no area, for ground that two of them cover counts once."""
    _ = translator(language)
    properties = [
        {
            "code": f"{row.task_code or _('No task')} · {ReleaseMethod(row.release_method).label(language)}",
            "key": key,
            "task": row.task_code,
            "count": number_text(row.record_count, language),
            "period": period_text(row.first_on, row.last_on, language),
        }
        for row, key in zip(releases.itertuples(), line_keys(MapLayer.RELEASE_AREAS, releases), strict=True)
    ]
    return feature_collection(releases, properties)


def _square_features(squares: gpd.GeoDataFrame, layer: MapLayer, language: Language) -> Feature:
    """Give squares by their numbers, and the large records among them by their codes."""
    _ = translator(language)
    middles = squares.geometry.representative_point()
    properties = [
        {
            "code": code or _("Square {number}").format(number=place),
            "key": key,
            "count": number_text(count, language),
            "middle": [round(lon, 5), round(lat, 5)] if layer is MapLayer.HAZARDOUS_AREAS else None,
        }
        for place, (code, key, count, lon, lat) in enumerate(
            zip(squares.code, line_keys(layer, squares), squares.record_count, middles.x, middles.y, strict=True), 1
        )
    ]
    return feature_collection(squares, properties)


# --- words --------------------------------------------------------------------------------------------------------


def _merged_words(releases: gpd.GeoDataFrame, language: Language) -> str:
    _ = translator(language)
    return _("Released areas are drawn together by task and method: {count} as {outlines}.").format(
        count=number_text(int(releases.record_count.sum()), language), outlines=number_text(len(releases), language)
    )


def _simplified_words(coarse: Generalised, layer: MapLayer, language: Language) -> str:
    _ = translator(language)
    words = _("{layer}: outlines are simplified. None moved by more than {metres} m; the ground changes by {pct} %.")
    return words.format(
        layer=_layer_label(layer, language),
        metres=number_text(coarse.moved_m, language, decimals=1),
        pct=number_text(coarse.change_pct, language, decimals=3),
    )


def _square_words(squares: gpd.GeoDataFrame, layer: MapLayer, *, side_m: float, language: Language) -> str:
    _ = translator(language)
    summed = squares[squares.code == ""]
    words = _(
        "{layer}: {count} are drawn together, each in one of {squares} squares of {side} m; a square says how many."
    )
    return words.format(
        layer=_layer_label(layer, language),
        count=number_text(int(summed.record_count.sum()), language),
        squares=number_text(len(summed), language),
        side=number_text(side_m, language),
    )


def _layer_label(name: str, language: Language) -> str:
    layer = LAYERS_BY_NAME[name]
    return layer.az if language == "az" else layer.en
