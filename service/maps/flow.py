"""From a question to a map: rows, released ground from the ledger, frames, page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, ContaminationType, Language, contamination_class
from gis.crs import WGS84
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.maps import Caption, MapLayers, PageHost, overview_map
from seeds import base_map
from service.instance import is_demonstration
from service.maps import queries
from service.maps.queries import MapQuestion
from service.problems import WrongParameter
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion

STATIC = Path(__file__).parents[1] / "web" / "static"
"""The files that pages bring in: `vendor/` from packages, `map/` ours."""
EVERYTHING_SINCE = date(1900, 1, 1)
ACCOUNT = Account.OPERATIONAL
"""The account of the shaded districts: all approved work, as on the first page of the bulletin."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": (
        *("id", "code", "classification", "status", "contamination_types"),
        *("area_m2", "identified_on", "organisation", "district_code"),
    ),
    "tasks": ("id", "code", "task_type", "status", "organisation"),
    "release_areas": (
        *("id", "code", "release_method", "basis", "effective_date"),
        *("area_m2", "organisation", "task_code"),
    ),
    "districts": ("code", "name_en", "name_az"),
}
"""What the frames of `MapLayers` are made of."""
RECORDS = tuple(name for name in COLUMNS if name != "districts")


def overview_page(
    session: Session, question: MapQuestion, *, language: Language, host: PageHost, zone: ZoneInfo
) -> str:
    """Give the overview as a page of its own; instants are printed in a time zone.

    Raises
    ------
    WrongParameter
        If the district is unknown, or the state of knowledge lies in the future.
    """
    layers = map_layers(session, question, language)
    caption = map_caption(session, question, layers=layers, language=language, zone=zone)
    drawn = overview_map(layers, caption, language=language, host=host, shown=question.shown)
    page: str = drawn.get_root().render()
    return page


def map_layers(session: Session, question: MapQuestion, language: Language) -> MapLayers:
    """Give the frames of a map; organisations and districts by their names in the reader's language.

    Raises
    ------
    WrongParameter
        If the district is unknown, or the state of knowledge lies in the future.
    """
    districts = _districts(session, question)
    organisations = queries.organisation_names(session, question, language)
    named = dict(zip(districts.code, districts[f"name_{language}"], strict=True))
    frames = {name: _frame(session, question, name) for name in RECORDS}
    hazards = frames["hazardous_areas"]
    frames["hazardous_areas"] = hazards.assign(
        contamination_class=hazards.contamination_types.map(_class), district_code=hazards.district_code.map(named)
    )
    return MapLayers(
        country=_background("country"),
        places=_background("places"),
        districts=districts,
        withheld=queries.withheld_layers(session, question, RECORDS),
        **{name: frame.assign(organisation=frame.organisation.map(organisations)) for name, frame in frames.items()},
    )


def map_caption(
    session: Session, question: MapQuestion, *, layers: MapLayers, language: Language, zone: ZoneInfo
) -> Caption:
    """Give what stands on a map beside its symbols."""
    _ = translator(language)
    chosen = layers.districts[layers.districts.code == question.selection.district_code]
    return Caption(
        as_of=question.moment.as_of,
        as_known_at=question.moment.as_known_at,
        zone=zone,
        account=ACCOUNT,
        scope=next(iter(chosen[f"name_{language}"]), ""),
        sources=(_("Boundaries: Natural Earth (public domain)"), _("Places: GeoNames (CC BY 4.0)")),
        is_demonstration=is_demonstration(session),
    )


def _districts(session: Session, question: MapQuestion) -> gpd.GeoDataFrame:
    """Give the districts with what the ledger says was released in each; none of it is nought, not missing."""
    districts = _frame(session, question, "districts")
    _refuse_unknown_district(question.selection.district_code, list(districts.code))
    asked = ProgressQuestion(
        start=question.selection.from_on or EVERYTHING_SINCE,
        end=question.selection.to_on or question.moment.as_of,
        by=(Dimension.DISTRICT,),
        account=ACCOUNT,
        as_known_at=question.moment.as_known_at,
    )
    released_m2 = {row["district"]: row["area_m2"] for row in progress(session, asked).rows}
    return districts.assign(released_m2=[released_m2.get(code, 0.0) for code in districts.code])


def _refuse_unknown_district(code: str | None, known: Sequence[str]) -> None:
    if code is not None and code not in known:
        raise WrongParameter(
            f"No district has the code “{code}”. Allowed: {', '.join(known)}.",
            f"“{code}” kodlu rayon yoxdur. İcazə verilənlər: {', '.join(known)}.",
            parameter="district",
            allowed=list(known),
        )


def _class(types: Iterable[str] | None) -> ContaminationClass:
    return contamination_class(frozenset(map(ContaminationType, types or ())))


def _frame(session: Session, question: MapQuestion, name: str) -> gpd.GeoDataFrame:
    """Give the records of a layer; the columns are there also when there is no row."""
    rows = queries.records_shown(session, question, LAYERS_BY_NAME[name], columns=COLUMNS[name])
    columns: dict[str, Any] = {name: pd.Series([row[name] for row in rows], dtype=object) for name in COLUMNS[name]}
    return gpd.GeoDataFrame(columns, geometry=shapely.from_wkb([row["geometry"] for row in rows]), crs=WGS84)


def _background(name: Literal["country", "places"]) -> gpd.GeoDataFrame:
    return gpd.read_file(BytesIO(base_map(name)))
