"""Records as the frames that maps are drawn from."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from gis.codelists import ContaminationClass, ContaminationType, Language, contamination_class
from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from gis.maps import MapLayers
from seeds import base_map
from service.maps import queries
from service.maps.caption import ACCOUNT, refuse_unknown_district
from service.maps.queries import ALL, COLUMNS, PRINTED, MapQuestion, Only
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion

EVERYTHING_SINCE = date(1900, 1, 1)


def map_layers(session: Session, question: MapQuestion, language: Language) -> MapLayers:
    """Give the frames of a map; organisations and districts by their names in the reader's language.

    Raises
    ------
    WrongParameter
        If the district is unknown.
    """
    districts = _released_by_district(session, question)
    refuse_unknown_district(question.selection.district_code, list(districts.code))
    frames = {name: told_frame(session, question, name, language=language) for name in PRINTED}
    return MapLayers(
        country=gpd.read_file(BytesIO(base_map("country"))),
        places=gpd.read_file(BytesIO(base_map("places"))),
        districts=districts,
        withheld=queries.withheld_layers(session, question, PRINTED),
        **frames,
    )


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


def _released_by_district(session: Session, question: MapQuestion) -> gpd.GeoDataFrame:
    """Give the districts with what the ledger says was released in each; none of it is nought, not missing."""
    asked = ProgressQuestion(
        start=question.selection.from_on or EVERYTHING_SINCE,
        end=question.selection.to_on or question.moment.as_of,
        by=(Dimension.DISTRICT,),
        account=ACCOUNT,
        as_known_at=question.moment.as_known_at,
    )
    released_m2 = {row["district"]: row["area_m2"] for row in progress(session, asked).rows}
    districts = record_frame(session, question, "districts")
    return districts.assign(released_m2=[released_m2.get(code, 0.0) for code in districts.code])


def _class(types: Iterable[str] | None) -> ContaminationClass:
    return contamination_class(frozenset(map(ContaminationType, types or ())))
