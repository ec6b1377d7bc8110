"""Frames as GeoJSON features with short properties, their values printed in the reader's language.

A popup is a code and a few printed fields; their labels stand once in the page, not in every feature.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
import shapely

from gis.codelists import (
    ActivityType,
    Basis,
    Codelist,
    ContaminationClass,
    DisposalState,
    Language,
    TaskStatus,
)
from gis.crs import require_wgs84
from gis.language import translator
from gis.text import area_ha_text, area_m2_text, date_text, number_text

DECIMALS = 6
"""Of drawn coordinates: 0.1 m, finer than any outline here."""

Feature = dict[str, Any]


def feature_collection(frame: gpd.GeoDataFrame, properties: Iterable[Mapping[str, Any]]) -> Feature:
    """Give a FeatureCollection of the rows that have a geometry.

    Parameters
    ----------
    frame
        In EPSG:4326, geometries of any kind; rows without one are left out.
    properties
        One for each row of the frame; empty values are left out.
    """
    require_wgs84(frame)
    shapes = shapely.transform(frame.geometry.array, lambda coordinates: coordinates.round(DECIMALS))
    is_drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {k: v for k, v in row.items() if v}, "geometry": orjson.loads(shape)}
            for shape, row, is_shown in zip(shapely.to_geojson(shapes), properties, is_drawn, strict=True)
            if is_shown
        ],
    }


def field_labels(language: Language) -> dict[str, str]:
    """Give the labels of a popup's fields, in the order in which they are printed."""
    _ = translator(language)
    return {
        "class": _("Contamination"),
        "status": _("Status"),
        "kind": _("Kind of work"),
        "quantity": _("How many"),
        "model": _("Model"),
        "found": _("Found"),
        "became": _("What became of it"),
        "disposed": _("Disposed of"),
        "released": _("Released"),
        "area": _("Area"),
        "on": _("Date"),
        "period": _("Dates"),
        "identified": _("Identified"),
        "basis": _("Basis"),
        "by": _("Organisation"),
        "task": _("Task"),
        "district": _("District"),
        "count": _("Releases"),
    }


def hazard_properties(areas: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of each hazardous area."""
    return _rows(
        areas,
        **{"class": _labels(areas.contamination_class, ContaminationClass, language)},
        area=_areas(areas.area_m2, language),
        identified=_dates(areas.identified_on, language),
        by=_texts(areas.organisation),
        district=_texts(areas.district_code),
    )


def task_properties(tasks: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of each task."""
    return _rows(
        tasks,
        kind=_labels(tasks.task_type, ActivityType, language),
        status=_labels(tasks.status, TaskStatus, language),
        by=_texts(tasks.organisation),
    )


def release_properties(releases: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of each released area."""
    return _rows(
        releases,
        area=_areas(releases.area_m2, language),
        on=_dates(releases.effective_date, language),
        basis=_labels(releases.basis, Basis, language),
        by=_texts(releases.organisation),
        task=_texts(releases.task_code),
    )


def find_properties(items: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of each explosive item."""
    return _rows(
        items,
        quantity=_printed(items.quantity, lambda count: number_text(count, language)),
        model=_texts(items.model),
        found=_dates(items.found_on, language),
        became=_labels(items.disposal_state, DisposalState, language),
        disposed=_dates(items.disposed_on, language),
        by=_texts(items.organisation),
        task=_texts(items.task_code),
    )


def area_words(area_m2: float, language: Language) -> str:
    """Give an area in both units.

    >>> area_words(100_977, "en")
    '100,977 m² (10.1 ha)'
    """
    return f"{area_m2_text(area_m2, language)} m² ({area_ha_text(area_m2, language)} ha)"


def _rows(frame: gpd.GeoDataFrame, **columns: list[str]) -> list[dict[str, str]]:
    ids = {"id": _texts(frame["id"])} if "id" in frame.columns else {}
    named = {"code": _texts(frame.code), **ids, **columns}
    return [dict(zip(named, values, strict=True)) for values in zip(*named.values(), strict=True)]


def _printed(values: pd.Series, write: Callable[[Any], str]) -> list[str]:
    """Print each value, equal ones only once; missing values become empty."""
    printed = {value: write(value) for value in values.dropna().unique()}
    return [printed.get(value, "") for value in values]


def _texts(values: pd.Series) -> list[str]:
    return _printed(values, str)


def _dates(values: pd.Series, language: Language) -> list[str]:
    return _printed(values, lambda value: date_text(value, language))


def _areas(values_m2: pd.Series, language: Language) -> list[str]:
    return _printed(values_m2, lambda value: area_words(value, language))


def _labels(codes: pd.Series, codelist: type[Codelist], language: Language) -> list[str]:
    return _printed(codes, lambda code: codelist(code).label(language))
