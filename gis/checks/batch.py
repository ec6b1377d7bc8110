"""The records of one file as checks see them: measured once, with what is known around them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks.surroundings import Surroundings
from gis.crs import EXTENT, WGS84
from gis.issues import Issue
from gis.layers import Layer
from gis.measure import area_m2, in_metres
from gis.thresholds import Thresholds

Values = Mapping[str, str | float | int | None]
Place = tuple[float, float]

ACCURACY_M = {"survey_gnss": 1.0, "traverse": 3.0, "digitised": 10.0, "map_record": 50.0, "approximate": 200.0}
"""How far an outline of a source may be off; of an unknown source as little as of the best."""


@dataclass(frozen=True)
class Batch:
    """What checks are run on.

    Attributes
    ----------
    given
        The normalised frame. Checks by key are content without outlines, if its `area_m2` says how large each is.
    """

    given: gpd.GeoDataFrame
    layer: Layer
    surroundings: Surroundings

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        """Give the records measured.

        Columns beside the layer's: `metres` (the geometry in an equal-area projection), `area_m2`, `perimeter_m` (to
        half a per cent) and `is_sound` (valid, and where records are expected): only sound outlines are measured and
        laid over others. In the order of the file, so that comparing depends on positions alone.
        """
        return measured(self.given if self.given.index.is_monotonic_increasing else self.given.sort_index())

    @cached_property
    def sound(self) -> gpd.GeoDataFrame:
        """Give the records whose outline can be laid over others."""
        return self.frame[self.frame["is_sound"]]

    @cached_property
    def summed(self) -> pd.DataFrame:
        """Give the records with `area_m2`, with or without outlines, in the order of the file; every field a column."""
        names = [*self.layer.fields_by_name, "area_m2"]
        summed: pd.DataFrame = self.given if "area_m2" in self.given else self.frame
        if not summed.index.is_monotonic_increasing:
            summed = summed.sort_index()
        # Without a copy where it can be: of a million records one takes hundreds of megabytes.
        return summed if {*names} <= {*summed.columns} else summed.reindex(columns=names)

    @property
    def thresholds(self) -> Thresholds:
        """Give the values that the rules leave to the installation."""
        return self.surroundings.thresholds

    def published(self, layer_name: str) -> gpd.GeoDataFrame:
        """Give the approved records of a layer by code, but for those that this file brings in a new version."""
        records = self.surroundings.published.get(layer_name)
        if records is None or records.empty:
            return _none()
        is_kept = records["code"].notna()
        if layer_name == self.layer.name:
            is_kept &= ~records["code"].isin(self.given["code"])
            is_kept &= ~records["code"].isin(self.surroundings.renewed_codes)
        return records[is_kept].drop_duplicates("code").sort_values("code").reset_index(drop=True)

    def published_sound(self, layer_name: str) -> gpd.GeoDataFrame:
        """Give the approved records of a layer that can be laid over others, measured."""
        if layer_name not in self._measured:
            records = measured(self.published(layer_name))
            sound = records if records.empty else records[records["is_sound"]].reset_index(drop=True)
            self._measured[layer_name] = sound
        return self._measured[layer_name]

    @cached_property
    def same_boxes(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Say of the approved sound outlines of the layer, and of those of the file, whether another has the same box.

        Only those can be one outline; to normalise outlines costs more.
        """
        published, new = self.published_sound(self.layer.name), self.sound
        boxes = shapely.bounds(np.concatenate([published.geometry.to_numpy(), new.geometry.to_numpy()]))
        is_same = pd.DataFrame(boxes).duplicated(keep=False).to_numpy()
        return is_same[: len(published)], is_same[len(published) :]

    @cached_property
    def _measured(self) -> dict[str, gpd.GeoDataFrame]:
        """Keep what was measured: several checks ask for the same records."""
        return {}


@cache
def _none() -> gpd.GeoDataFrame:
    """Give no records, as measured ones are; of most layers there are none near a file."""
    return measured(gpd.GeoDataFrame({"code": []}, geometry=gpd.GeoSeries([], crs=WGS84), crs=WGS84))


MEASURES: Final = ("area_m2", "perimeter_m", "is_valid", "is_sound")


def measured(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add `metres`, `area_m2`, `perimeter_m`, `is_valid` and `is_sound`; what is measured already is not again."""
    if "metres" in frame:
        return frame
    outlines, metres = frame.geometry.to_numpy(), in_metres(frame.geometry)
    projected = pd.Series(metres, index=frame.index, dtype=object)
    if set(MEASURES) <= set(frame.columns):
        return frame.assign(metres=projected)
    west, south, east, north = EXTENT
    bounds = shapely.bounds(outlines)
    is_expected = ((bounds >= [west, south, west, south]) & (bounds <= [east, north, east, north])).all(axis=1)
    is_valid = shapely.is_valid(outlines)
    # The projection can tie a knot of a hair's breadth; so it is asked for validity as well.
    is_sound = is_expected & is_valid & shapely.is_valid(metres)
    # Unsound outlines are left out of measuring: their areas mean nothing, and some have none on the ellipsoid.
    sound = frame.geometry.where(pd.Series(is_sound, index=frame.index), None)
    return frame.assign(
        metres=projected,
        area_m2=area_m2(sound, projected=np.where(is_sound, metres, np.array(None))),
        perimeter_m=shapely.length(metres),
        is_valid=is_valid,
        is_sound=is_sound,
    )


def found(
    kind: str,
    hits: pd.DataFrame,
    values: Iterable[Values] | None = None,
    *,
    field: str | None = None,
    places: Sequence[Place | None] | None = None,
) -> list[Issue]:
    """Give an issue of a kind for each row, with its values and place by order."""
    return [
        Issue(kind=kind, index=int(index), field=field, values=filled, location=place)
        for index, filled, place in zip(hits.index.tolist(), values or repeat({}), places or repeat(None), strict=False)
    ]


def broken(
    kind: str,
    records: pd.DataFrame,
    is_broken: "pd.Series[bool] | NDArray[np.bool_]",
    *,
    told: Callable[[pd.DataFrame], Iterable[Values]] | None = None,
    field: str | None = None,
) -> list[Issue]:
    """Give an issue of a kind for each record that breaks a rule; what is told of them is asked only where any does."""
    if not is_broken.any():
        return []
    hits = records[is_broken]
    return found(kind, hits, told(hits) if told else None, field=field)


def each(**columns: Iterable[Any]) -> list[Values]:
    """Give columns as rows of values, numbers as Python's own."""
    plain = [column.tolist() if isinstance(column, pd.Series | np.ndarray) else column for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*plain, strict=True)]


def joined(codes: "pd.Series[str]") -> "pd.Series[str]":
    """Give one text for each index of a series in which few stand more than once, codes in order."""
    is_several = codes.index.duplicated(keep=False)
    if not is_several.any():
        return codes.sort_index()
    several = codes[is_several].sort_values().groupby(level=0).agg(", ".join)
    texts: pd.Series[str] = pd.concat([codes[~is_several], several]).sort_index()
    return texts


def few(codes: "pd.Series[str]") -> str:
    """Name some codes, and say how many more there are."""
    names = sorted(set(codes))
    return ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")  # noqa: PLR2004 - three are enough


def ordinals(dates: "pd.Series[Any]") -> "pd.Series[float]":
    """Give dates as day numbers that can be compared, NaN where missing."""
    which, days = pd.factorize(dates.to_numpy(dtype=object))  # a hundred thousand rows hold a few hundred days
    numbers = np.array([*(day.toordinal() for day in days), np.nan])
    return pd.Series(numbers[which], index=dates.index, dtype=float)


def accuracy_m(records: pd.DataFrame) -> "pd.Series[float]":
    """Give how far outlines may be off: as stated, or as their source has it, else 1 m."""
    source = column(records, "geometry_source").map(ACCURACY_M).astype(float)
    stated = pd.to_numeric(column(records, "accuracy_m"))
    return stated.fillna(source).fillna(1.0)


def column(records: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """Give a column, empty where the records have none of the name."""
    return records[name] if name in records.columns else pd.Series(None, index=records.index, dtype=object)
