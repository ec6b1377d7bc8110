"""From a question to a map: rows, released ground from the ledger, frames, page."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, ContaminationType, Language, contamination_class
from gis.crs import WGS84
from gis.language import translator
from gis.maps import Caption, MapLayers, PageHost, overview_map
from seeds import base_map
from service.instance import is_demonstration
from service.maps import queries
from service.maps.queries import MapQuestion, Rows
from service.problems import WrongParameter
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion

STATIC = Path(__file__).parents[1] / "web" / "static"
"""The files that pages bring in: `vendor/` from packages, `map/` ours."""
ACCOUNT = Account.OPERATIONAL
"""The account of the shaded districts: all approved work, as on the first page of the bulletin."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": (
        *("id", "code", "classification", "status", "contamination_class"),
        *("area_m2", "identified_on", "organisation", "district_code"),
    ),
    "tasks": ("id", "code", "task_type", "status", "organisation"),
    "release_areas": (
        *("id", "code", "release_method", "basis", "effective_date"),
        *("area_m2", "organisation", "task_code"),
    ),
    "districts": ("code", "name_en", "name_az", "released_m2"),
}
"""What the frames of `MapLayers` hold, also when there is no row."""


def overview_page(session: Session, question: MapQuestion, *, language: Language, host: PageHost) -> str:
    """Give the overview as a page of its own.

    Raises
    ------
    WrongParameter
        If the district is unknown, or the state of knowledge lies in the future.
    """
    layers = map_layers(session, question, language)
    caption = map_caption(session, question, layers=layers, language=language)
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
    hazards = _frame("hazardous_areas", _classed(queries.hazardous_areas(session, question)))
    frames = {
        "hazardous_areas": hazards.assign(district_code=hazards.district_code.map(named)),
        "tasks": _frame("tasks", queries.tasks(session, question)),
        "release_areas": _frame("release_areas", queries.release_areas(session, question)),
    }
    return MapLayers(
        country=_background("country"),
        places=_background("places"),
        districts=districts,
        withheld=queries.withheld_layers(session, question),
        **{name: frame.assign(organisation=frame.organisation.map(organisations)) for name, frame in frames.items()},
    )


def map_caption(session: Session, question: MapQuestion, *, layers: MapLayers, language: Language) -> Caption:
    """Give what stands on a map beside its symbols."""
    _ = translator(language)
    chosen = layers.districts[layers.districts.code == question.district_code]
    return Caption(
        as_of=question.as_of,
        account=ACCOUNT,
        scope=next(iter(chosen[f"name_{language}"]), ""),
        sources=(_("Boundaries: Natural Earth (public domain)"), _("Places: GeoNames (CC BY 4.0)")),
        is_demonstration=is_demonstration(session),
    )


def _districts(session: Session, question: MapQuestion) -> gpd.GeoDataFrame:
    """Give the districts with what the ledger says was released in each; none of it is nought, not missing."""
    rows = queries.districts(session, question)
    _refuse_unknown_district(question.district_code, [row["code"] for row in rows])
    asked = ProgressQuestion(
        start=question.released_from,
        end=question.as_of,
        by=(Dimension.DISTRICT,),
        account=ACCOUNT,
        as_known_at=question.as_known_at,
    )
    released_m2 = {row["district"]: row["area_m2"] for row in progress(session, asked).rows}
    return _frame("districts", [{**row, "released_m2": released_m2.get(row["code"], 0.0)} for row in rows])


def _refuse_unknown_district(code: str | None, known: Sequence[str]) -> None:
    if code is not None and code not in known:
        raise WrongParameter(
            f"No district has the code “{code}”. Allowed: {', '.join(known)}.",
            f"“{code}” kodlu rayon yoxdur. İcazə verilənlər: {', '.join(known)}.",
            parameter="district",
            allowed=list(known),
        )


def _classed(rows: Rows) -> Rows:
    """Give hazardous areas the class that their contamination types count under."""
    return [{**row, "contamination_class": _class(row["contamination_types"])} for row in rows]


def _class(types: Iterable[str] | None) -> ContaminationClass:
    return contamination_class(frozenset(map(ContaminationType, types or ())))


def _frame(layer: str, rows: Rows) -> gpd.GeoDataFrame:
    columns: dict[str, Any] = {name: pd.Series([row[name] for row in rows], dtype=object) for name in COLUMNS[layer]}
    return gpd.GeoDataFrame(columns, geometry=shapely.from_wkb([row["geometry"] for row in rows]), crs=WGS84)


def _background(name: Literal["country", "places"]) -> gpd.GeoDataFrame:
    return gpd.read_file(BytesIO(base_map(name)))
