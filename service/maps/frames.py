"""Records as the frames that maps are drawn from."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from gis.codelists import ContaminationClass, ContaminationType, Language, contamination_class
from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from service.maps import queries
from service.maps.queries import ALL, COLUMNS, MapQuestion, Only


def told_frame(
    session: Session, question: MapQuestion, name: str, *, language: Language, code: str | None = None
) -> gpd.GeoDataFrame:
    """Give the records of a layer, all or one, with organisations and districts by their names."""
    frame = record_frame(session, question, name, only=Only(code=code))
    named = {"organisation": queries.names(session, question, "organisations", language=language)}
    if "district_code" in frame:
        named["district_code"] = queries.names(session, question, "districts", language=language)
    told = frame.assign(**{column: frame[column].map(names) for column, names in named.items()})
    if "contamination_types" in told:
        told = told.assign(contamination_class=told.contamination_types.map(_class))
    return told


def record_frame(session: Session, question: MapQuestion, name: str, *, only: Only = ALL) -> gpd.GeoDataFrame:
    """Give the records of a layer; the columns are there also when there is no row."""
    rows = queries.records_shown(session, question, LAYERS_BY_NAME[name], columns=COLUMNS[name], only=only)
    columns: dict[str, Any] = {name: pd.Series([row[name] for row in rows], dtype=object) for name in COLUMNS[name]}
    return gpd.GeoDataFrame(columns, geometry=shapely.from_wkb([row["geometry"] for row in rows]), crs=WGS84)


def _class(types: Iterable[str] | None) -> ContaminationClass:
    return contamination_class(frozenset(map(ContaminationType, types or ())))
