"""The features of a file set aside on disk, so that they can be laid beside each other without being all in memory."""

import pickle
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any, Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks import Surroundings
from gis.crs import WGS84
from gis.issues import Issue, completed
from gis.layers import Kind, Layer
from gis.measure import area_m2
from service.uploads.pieces import Boxes, Rows, pieces

NOT_COMPARED: Final = frozenset({"geometry", "properties", "source_row", "source_outline"})
"""Columns of a frame that no check across features looks at, or that are kept in another form."""
PLACED_AT_ONCE: Final = 5_000


class Spooled:
    """The features of one file: boxes and keys in memory, all else in a temporary file of pickled rows.

    The file is written and read by this process alone: that is why pickle will do.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.file = TemporaryFile(prefix="landrelease-")  # noqa: SIM115 - closed with this
        self.ends = array("q", [0])
        self.columns: list[str] = []
        self.parts: list[tuple[Rows, Boxes, dict[str, list[Any]]]] = []
        self.one: dict[str, dict[Any, Any]] = {}

    def __enter__(self) -> Self:
        """Give itself, for as long as it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the temporary file go."""
        self.file.close()

    def __len__(self) -> int:
        """Give the number of features."""
        return len(self.ends) - 1

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Set the features of a part aside; parts come in the order of the file."""
        self.columns = [name for name in frame.columns if name not in NOT_COMPARED]
        outlines = frame.geometry.to_numpy()
        end = self.ends[-1]
        for row in zip(shapely.to_wkb(outlines), *(frame[name] for name in self.columns), strict=True):
            end += self.file.write(pickle.dumps(row, pickle.HIGHEST_PROTOCOL))
            self.ends.append(end)
        self.parts.append((frame.index.to_numpy(dtype=np.int64), shapely.bounds(outlines), self._keys(frame)))

    def pieces(self) -> Iterator[tuple[Rows, gpd.GeoDataFrame]]:
        """Give the positions at home in each piece of ground, and the features there with their neighbours."""
        for home, rows in pieces(np.concatenate([np.empty((0, 4)), *(bounds for _, bounds, _ in self.parts)])):
            yield self.positions[home], self._frame(rows)

    def keys(self) -> pd.DataFrame:
        """Give all features without outlines, by the fields of the layer, with their `area_m2`."""
        nothing = np.full(len(self), None)  # one for all fields that nobody filled
        filled = {name for _, _, keys in self.parts for name in keys}
        held = {
            field.name: _objects(self._key(field.name), len(self)) if field.name in filled else nothing
            for field in self.layer.fields
        }
        areas = np.fromiter(self._key("area_m2"), dtype=float, count=len(self))
        return pd.DataFrame({**held, "area_m2": areas}, index=self.positions, copy=False)

    def with_renewed(self, around: Surroundings) -> Surroundings:
        """Add to what is known around a piece which approved records come again anywhere in the file."""
        published = around.published.get(self.layer.name)
        if published is None or published.empty:
            return around
        codes = published["code"].dropna().to_numpy()
        is_here = np.isin(_hashes(codes), self.code_hashes)
        return replace(around, renewed_codes=frozenset(codes[is_here].tolist()))

    def placed(self, issues: Sequence[Issue]) -> Iterator[Issue]:
        """Give issues that were found by keys with the code and the place of their features."""
        for first in range(0, len(issues), PLACED_AT_ONCE):
            some = issues[first : first + PLACED_AT_ONCE]
            found = np.unique([issue.index for issue in some if issue.index is not None]).astype(np.int64)
            yield from completed(some, self._frame(np.searchsorted(self.positions, found)))

    @cached_property
    def positions(self) -> Rows:
        """Give the position in the file of each feature."""
        return np.concatenate([np.empty(0, dtype=np.int64), *(positions for positions, _, _ in self.parts)])

    @cached_property
    def code_hashes(self) -> Rows:
        """Give the hashes of all codes of the file: 64 bits each, where the codes would be many times that."""
        return np.unique(_hashes(self._key("code")))

    def _frame(self, rows: Rows) -> gpd.GeoDataFrame:
        """Give some of the features as they were set aside."""
        read = [self._row(row) for row in rows.tolist()]
        outlines, *columns = zip(*read, strict=True) if read else ([], *([] for _ in self.columns))
        held = dict(zip(self.columns, map(list, columns), strict=True))
        frame = pd.DataFrame(held, index=self.positions[rows], dtype=object)
        return gpd.GeoDataFrame(frame, geometry=shapely.from_wkb(list(outlines)), crs=WGS84)

    def _row(self, row: int) -> tuple[Any, ...]:
        self.file.seek(self.ends[row])
        held: tuple[Any, ...] = pickle.loads(self.file.read(self.ends[row + 1] - self.ends[row]))  # noqa: S301 - ours
        return held

    def _keys(self, frame: gpd.GeoDataFrame) -> dict[str, list[Any]]:
        """Give the columns of a part that hold something, equal values as one object; lists of texts are no keys."""
        filled = [f.name for f in self.layer.fields if f.kind != Kind.TEXTS and frame[f.name].notna().any()]
        keys = {name: self._shared(name, frame[name]) for name in filled if name != "code"}
        drawn = frame.geometry.where(frame.geometry.is_valid)
        return {"code": frame["code"].tolist(), **keys, "area_m2": area_m2(drawn).tolist()}

    def _shared(self, name: str, column: Iterable[Any]) -> list[Any]:
        one = self.one.setdefault(name, {})
        return [one.setdefault(tuple(value) if isinstance(value, list) else value, value) for value in column]

    def _key(self, name: str) -> Iterator[Any]:
        for positions, _, keys in self.parts:
            yield from keys.get(name) or [None] * len(positions)


def _hashes(codes: Iterable[object]) -> Rows:
    return np.fromiter(map(hash, codes), dtype=np.int64)


def _objects(values: Iterable[Any], count: int) -> NDArray[np.object_]:
    """Give values as an array of themselves; lists among them stay lists."""
    held = np.empty(count, dtype=object)
    for place, value in enumerate(values):
        held[place] = value
    return held
