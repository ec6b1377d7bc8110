"""What an opened file is: its layers, its coordinate system, and its features as they stand in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from gis.issues import Issue
from gis.outlines import Faults


@dataclass(frozen=True, kw_only=True)
class Part:
    """Features that follow one another in a file.

    Attributes
    ----------
    first
        Position of the first of them, from 0.
    properties
        For each feature its columns as the file names them; values of JSON's kinds, and dates where the file has them.
    outlines
        Shapely geometries in the file's coordinate system, of any kind, heights included; None where the feature has
        none or it is beyond reading.
    faults
        What is wrong with features and their geometries, each with its position in the file.
    shared
        For each feature without an outline of its own the one that it shares with others of its row; None: there is
        none such in the part.
    rows
        For each feature its row in the file, from 0, where rows were split or gathered; None: its position.
    fields
        For each feature its values under the names of the layer's fields, once the columns are understood.
    asked
        Fields that the whole file lacks: the file is asked for them once, and none of its features is.
    bytes_read
        How much of the file has been read up to here, for progress.
    issues
        About the file as a whole, found while it was read; an error on the way is told by a last part.
    """

    first: int
    properties: list[dict[str, Any]]
    outlines: NDArray[np.object_]
    faults: Faults = field(default_factory=list)
    shared: NDArray[np.object_] | None = None
    rows: list[int] | None = None
    fields: list[dict[str, Any]] | None = None
    asked: frozenset[str] = frozenset()
    bytes_read: int = 0
    issues: tuple[Issue, ...] = ()

    def __len__(self) -> int:
        """Give the number of features."""
        return len(self.properties)


@dataclass(frozen=True, kw_only=True)
class SourceLayer:
    """One layer, table or sheet inside a file.

    Attributes
    ----------
    feature_count
        Missing where only reading to the end would tell.
    """

    name: str
    geometry_type: str | None
    feature_count: int | None


@dataclass(frozen=True, kw_only=True)
class Source:
    """An opened file.

    Attributes
    ----------
    format
        As people call it: `GeoJSON`, `GeoPackage`, `Shapefile`, `CSV`.
    layers
        All that could be read; more than one has to be chosen from.
    layer_name
        The one that is read; missing when the choice is still open or nothing can be read.
    crs
        As the file says it; missing when it does not. GeoJSON without a `crs` member says WGS 84 (RFC 7946).
    is_placed
        Whether outlines are in `crs` whatever a person answers: the answer was used in making them.
    place_columns
        Columns from which outlines were made: nothing else is read from them unless a person says so.
    unplaced
        Some of the coordinates that nothing says the system of, where outlines are placed.
    codes
        Coded domains that the file itself explains: column → code as text → its name. Values stay codes.
    issues
        About the file as a whole. When one is an error, there are no parts.
    parts
        Reads from the beginning each time it is called; memory is bounded by one part.
    """

    format: str
    layers: tuple[SourceLayer, ...] = ()
    layer_name: str | None = None
    crs: CRS | None = None
    is_placed: bool = False
    unplaced: tuple[tuple[float, float], ...] = ()
    place_columns: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    parts: Callable[[], Iterator[Part]] = lambda: iter(())
