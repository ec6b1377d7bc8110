"""Reading a file into a frame: features of unknown worth become typed rows and a list of what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.answers import Answers
from gis.columns import objects
from gis.crs import WGS84
from gis.files.opening import opened
from gis.files.source import Part
from gis.issues import Issue, completed
from gis.layers import Field, Kind, Layer
from gis.memory import no_cyclic_collection
from gis.outlines import Faults, OutlineFault
from gis.placing import Geometries, as_ewkb, placed
from gis.values import coerce_column, shown, without_country


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A frame and what was found while making it.

    Attributes
    ----------
    frame
        Index: the feature's position in the file, from 0. One column per field of the layer (`str`, `int`, `float`,
        `datetime.date`, `bool`, `list[str]`; None where missing), `properties` (as the file has them) and `geometry`
        in EPSG:4326. Empty when the file could not be read.
    issues
        In the order of the file; those about the file as a whole first.
    """

    frame: gpd.GeoDataFrame
    issues: list[Issue]


def read_whole(path: Path, layer: Layer) -> Reading:
    """Read a whole file, of any format, whose columns are named as the layer's fields.

    A field that is left out holds its default. What cannot be used is missing in the frame and told as an issue;
    nothing is raised for what a file holds.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    answers = Answers()
    with opened(path, name=path.name, layer=layer, answers=answers) as source:
        parts = list(source.parts())
    readings = [read_part(part, layer, crs=source.crs) for part in parts or [NOTHING]]
    frames = [reading.frame for reading in readings if len(reading.frame)] or [readings[0].frame]
    frame = frames[0] if len(frames) == 1 else pd.concat(frames)
    names = set().union(*(properties for part in parts for properties in part.properties))
    issues = [*source.issues, *(issue for reading in readings for issue in reading.issues), *_unknown(layer, names)]
    return Reading(frame=frame, issues=completed([*issues, *repeated_codes(frame["code"])], frame))


NOTHING: Final = Part(first=0, properties=[], outlines=np.array([], dtype=object))
MALFORMED: Final = frozenset({"feature-malformed", "collection-nested"})
"""Faults of what is no feature at all: nothing else is said of it."""
ASKED_FIELDS: Final = {"line-without-width": "width_m"}
"""Faults of geometries that a value of another field would mend."""
OUTLINE_FIELDS: Final = frozenset({"geometry_source", "area_reported_m2"})
"""Fields that say that there is no outline: while the file is asked for them, none of its features is told of one."""


@no_cyclic_collection()
def read_part(part: Part, layer: Layer, *, crs: CRS | None, is_swapped: bool = False) -> Reading:
    """Read features into a frame of typed columns, with outlines of the layer's kinds in EPSG:4326.

    Parameters
    ----------
    part
        Its `fields`, else its `properties`, hold values by the names of fields; what else they hold is left out.
    layer
        Whose fields and kinds of geometry are taken.
    crs
        Of the outlines; without it, coordinates that can be degrees are taken for them.
    is_swapped
        Whether outlines have latitude or northing first.
    """
    index = pd.RangeIndex(part.first, part.first + len(part))
    columns, faults = _columns(layer, part.properties if part.fields is None else part.fields, index)
    faulty = [issue for issue in faults if issue.field not in part.asked]
    place = placed(part.outlines, layer, width_m=columns.get("width_m"), crs=crs, is_swapped=is_swapped)
    frame = gpd.GeoDataFrame(
        {
            **_with_lengths(columns, place.length_m),
            "properties": pd.Series(objects(part.properties), index=index),
            "source_row": pd.Series(objects(_rows_of(part)), index=index),
            "source_outline": pd.Series(_drawn(place.drawn, part, crs), index=index, dtype=object),
        },
        geometry=gpd.GeoSeries(place.outlines, index=index, crs=WGS84),
        crs=WGS84,
    )
    malformed = {position for position, fault in part.faults if fault.kind in MALFORMED}
    broken = [(position, fault) for position, fault in part.faults if position in malformed]
    undrawn = [(position, fault) for position, fault in part.faults if position not in malformed]
    undrawn += [(part.first + position, fault) for position, fault in place.faults]
    if not part.asked & OUTLINE_FIELDS:
        unread = {issue.index for issue in faulty if issue.field in OUTLINE_FIELDS and issue.index is not None}
        undrawn += _missing_geometries(frame, layer, unread | {position for position, _ in (*broken, *undrawn)})
    issues = [issue for issue in (*faulty, *_issues(undrawn, "geometry")) if issue.index not in malformed]
    return Reading(frame=frame, issues=completed([*part.issues, *_issues(broken, None), *issues], frame))


def _rows_of(part: Part) -> Sequence[Any]:
    """Give the rows of the file, where they are not the positions."""
    return [None] * len(part) if part.rows is None else part.rows


# --- values -------------------------------------------------------------------------------------------------------


def _columns(
    layer: Layer, properties: list[dict[str, Any]], index: pd.RangeIndex
) -> tuple[dict[str, pd.Series], list[Issue]]:
    """Give the typed columns of a layer and the issues of their values."""
    columns, issues = {}, []
    held = frozenset[str]().union(*properties)
    for field in layer.fields:
        values, faults = coerce_column(field, _raws(field, properties, held))
        if field.name == "code" and layer.name == "districts":
            values = [without_country(value) if isinstance(value, str) else value for value in values]
        columns[field.name] = pd.Series(objects(values), index=index)
        issues += _issues([(index[position], fault) for position, fault in faults], field.name)
    return columns, issues


def _with_lengths(columns: dict[str, pd.Series], length_m: NDArray[np.float64]) -> dict[str, pd.Series]:
    """Fill the lengths of drawn lines where a file does not say them, to a centimetre."""
    is_line = ~np.isnan(length_m)
    if "length_m" not in columns or not is_line.any():
        return columns
    drawn = pd.Series(length_m.round(2), index=columns["length_m"].index, dtype=object)
    return columns | {"length_m": columns["length_m"].mask(columns["length_m"].isna() & is_line, drawn)}


def _raws(field: Field, properties: list[dict[str, Any]], held: frozenset[str]) -> Sequence[object]:
    """Give a field's raw values; a list may also stand under its name in the singular."""
    singular = field.name.removesuffix("s")
    if field.kind in {Kind.CODES, Kind.LINKS} and singular in held:
        return [one.get(singular) if one.get(field.name) is None else one[field.name] for one in properties]
    return [one.get(field.name) for one in properties] if field.name in held else [None] * len(properties)


def _issues(faults: Faults, field: str | None) -> list[Issue]:
    return [
        Issue(
            kind=fault.kind,
            index=index,
            field=ASKED_FIELDS.get(fault.kind, field),
            values=fault.values,
            location=getattr(fault, "location", None),
        )
        for index, fault in faults
    ]


def repeated_codes(codes: "pd.Series[Any]") -> list[Issue]:
    """Find codes that an earlier feature has."""
    first: dict[str, int] = {}
    issues = []
    for index, code in zip(codes.index.tolist(), codes, strict=True):
        if isinstance(code, str) and first.setdefault(code, index) != index:
            values = {"first_count": first[code] + 1}
            issues.append(Issue(kind="record-code-repeated", index=index, field="code", values=values))
    return issues


def _unknown(layer: Layer, names: set[str]) -> list[Issue]:
    """Name once per file the properties that are no fields."""
    lists = {field.name.removesuffix("s") for field in layer.fields if field.kind in {Kind.CODES, Kind.LINKS}}
    unknown = sorted(names - set(layer.fields_by_name) - lists)
    values = {"names": ", ".join(shown(name) for name in unknown[:30])}
    return [Issue(kind="properties-unknown", values=values)] if unknown else []


# --- geometries ---------------------------------------------------------------------------------------------------


def _drawn(drawn: Geometries, part: Part, crs: CRS | None) -> Geometries:
    """Give the outlines as they are in the file, and for features without one that which they share with others."""
    if part.shared is None:
        return drawn
    both = drawn.copy()
    is_shared = ~shapely.is_missing(part.shared)
    both[is_shared] = as_ewkb(part.shared, is_shared, crs)[is_shared]
    return both


def _missing_geometries(frame: gpd.GeoDataFrame, layer: Layer, told: set[int]) -> Faults:
    """Find records without the outline that they need; a release may say that there is none, with its area."""
    if not layer.is_geometry_required:
        return []
    is_missing = frame.geometry.isna() & ~frame.index.isin(told)
    if {"geometry_source", "area_reported_m2"} <= set(frame.columns):
        is_missing &= ~((frame["geometry_source"] == "none") & frame["area_reported_m2"].notna())
    return [(int(position), OutlineFault("geometry-missing", {})) for position in is_missing[is_missing].index]
