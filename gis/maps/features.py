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
    Language,
    TaskStatus,
)
from gis.crs import require_wgs84
from gis.language import translator
from gis.text import area_ha_text, area_m2_text, date_text, number_text, period_text

DECIMALS = 6
"""Of drawn coordinates: 0.1 m, finer than any outline here."""

SIMPLIFY_DEG = 0.00015

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


def merged_release_properties(merged: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of the releases of one task and method, drawn as one; no area, for overlaps count once."""
    return [
        {"code": task, "count": number_text(count, language), "period": period_text(first, last, language)}
        for task, count, first, last in zip(
            merged.task_code, merged.release_count, merged.first_on, merged.last_on, strict=True
        )
    ]


def district_properties(districts: gpd.GeoDataFrame, language: Language) -> list[dict[str, str]]:
    """Give what a popup says of each district; a missing figure says so, a zero is none recorded."""
    _ = translator(language)
    printed = [text or _("no figure") for text in _areas(districts.released_m2, language)]
    names = districts["name_az" if language == "az" else "name_en"]
    return [
        {"code": name, "released": _("none recorded") if area_m2 == 0 else text}
        for name, text, area_m2 in zip(names, printed, districts.released_m2, strict=True)
    ]


def area_words(area_m2: float, language: Language) -> str:
    """Give an area in both units.

    >>> area_words(100_977, "en")
    '100,977 m² (10.1 ha)'
    """
    return f"{area_m2_text(area_m2, language)} m² ({area_ha_text(area_m2, language)} ha)"


def merged_releases(releases: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the releases of each task and method as one simplified outline, for zooms at which days are specks.

    Returns
    -------
    merged
        ``task_code`` (empty: no task), ``release_method``, ``release_count``, ``first_on``, ``last_on`` and a geometry
        that is good for drawing below zoom 13 (simplified by 15 m), never for measuring.
    """
    drawn = releases[releases.geometry.notna()].assign(
        task_code=lambda frame: frame.task_code.fillna(""), release_count=1, first_on=releases.effective_date
    )
    merged = drawn.rename(columns={"effective_date": "last_on"})[
        ["task_code", "release_method", "release_count", "first_on", "last_on", "geometry"]
    ].dissolve(
        by=["task_code", "release_method"],
        aggfunc={"release_count": "sum", "first_on": "min", "last_on": "max"},
        as_index=False,
    )
    merged.geometry = merged.geometry.simplify(SIMPLIFY_DEG)
    return merged


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
