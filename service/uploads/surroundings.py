"""What the checks of a file need to know from the database."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import false, or_
from sqlalchemy.orm import Session

from gis.checks import Surroundings
from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from service.records.queries import (
    boxes_around,
    current_frame,
    has_code,
    is_near,
    is_undrawn_of_day,
    known_codes,
)
from service.uploads.queries import remaining_m2

SMALL_LAYERS = frozenset({"districts", "organisations"})
"""Layers of which every code is known to the checks, so that they can offer the nearest."""

NOT_LOOKED_AT = frozenset({"districts", "eo_items"})
"""Layers whose approved records no other layer's check looks at; districts look at none, for they cover all."""


def districts(session: Session) -> gpd.GeoDataFrame:
    """Give the districts that hold now."""
    return current_frame(session, LAYERS_BY_NAME["districts"])


def surroundings(
    session: Session, frame: gpd.GeoDataFrame, *, layer: Layer, today: date, tolerance_m: float
) -> Surroundings:
    """Give what is known around a normalised file: approved records near it or named by it, and known codes."""
    named = {other.name: _codes_named(frame, layer, other) for other in LAYERS}
    published = {
        other.name: _published(session, frame, layer=other, codes=named[other.name])
        for other in LAYERS
        if layer.name != "districts" and (other == layer or other.name not in NOT_LOOKED_AT)
    }
    if layer.name == "hazardous_areas":
        hazards = published[layer.name]
        left_m2 = remaining_m2(session, frame["code"].dropna().unique().tolist(), today)
        published[layer.name] = hazards.assign(remaining_m2=hazards["code"].map(left_m2).astype(float))
    return Surroundings(
        today=today,
        districts=districts(session),
        published=published,
        known_codes={
            other.name: known_codes(session, other, None if other.name in SMALL_LAYERS else named[other.name])
            for other in LAYERS
        },
        district_tolerance_m=tolerance_m,
    )


def _published(session: Session, frame: gpd.GeoDataFrame, *, layer: Layer, codes: set[str]) -> gpd.GeoDataFrame:
    is_named = has_code(layer, codes)
    near = is_near(layer, boxes_around(frame.geometry)) if layer.shapes else false()
    is_alike = is_undrawn_of_day(layer, _undrawn_days(frame)) if layer.name == "release_areas" else false()
    return current_frame(session, layer, or_(near, is_named, is_alike))


def _undrawn_days(frame: gpd.GeoDataFrame) -> set[date]:
    """Give the days of the releases without outline in a file of any layer."""
    return set(frame.loc[frame.geometry.isna(), "effective_date"].dropna()) if "effective_date" in frame else set()


def _codes_named(frame: gpd.GeoDataFrame, layer: Layer, other: Layer) -> set[str]:
    """Give the codes of another layer that a file names, and its own."""
    columns = [field.name for field in layer.fields if field.layer == other.name]
    own = ["code"] if layer == other else []
    return {code for name in (*columns, *own) for code in _codes(frame[name])}


def _codes(column: "pd.Series[Any]") -> Iterable[str]:
    """Give the codes in a column of codes or of lists of codes."""
    return column.explode().dropna().astype(str).unique()
