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
from gis.checks.batch import MEASURES
from gis.columns import objects
from gis.crs import WGS84
from gis.issues import Issue, completed
from gis.layers import Layer
from service.uploads.pieces import Boxes, Rows, pieces

SIDES: Final = 4
PLACED_AT_ONCE: Final = 5_000
FIRST_FIELD: Final = 1 + len(MEASURES)
"""Where the fields begin in a row: the outline and its measures stand before them."""


class Spooled:
    """The features of one file: their boxes in memory, all else in temporary files, as pickled rows and keys.

    The files are written and read by this process alone: that is why pickle will do.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.rows = TemporaryFile(prefix="landrelease-")  # noqa: SIM115 - closed with this
        self.keyed = TemporaryFile(prefix="landrelease-")  # noqa: SIM115 - as above
        self.filled: list[str] = []
        self.ends = array("q", [0])
        self.sides = array("d")
        self.hashes = array("q")
        self.part_positions: list[Rows] = []

    def __enter__(self) -> Self:
        """Give itself, for as long as it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the temporary files go."""
        self.rows.close()
        self.keyed.close()

    def __len__(self) -> int:
        """Give the number of features."""
        return len(self.ends) - 1

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Set the measured features of a part aside; parts come in the order of the file."""
        outlines = frame.geometry.to_numpy()
        names = [field.name for field in self.layer.fields if field.name not in self.filled]
        is_filled = dict(frame[names].notna().any())
        self.filled += [name for name in names if name == "code" or is_filled[name]]
        columns = {name: frame[name].tolist() for name in self.filled}
        measures = (frame[name].tolist() for name in MEASURES)
        end = self.ends[-1]
        for row in zip(shapely.to_wkb(outlines), *measures, *columns.values(), strict=True):
            end += self.rows.write(pickle.dumps(row, pickle.HIGHEST_PROTOCOL))
            self.ends.append(end)
        self.sides.frombytes(shapely.bounds(outlines).tobytes())
        self.hashes.extend(map(hash, columns["code"]))
        self.part_positions.append(frame.index.to_numpy(dtype=np.int64))
        pickle.dump(columns | {"area_m2": frame["area_m2"].to_numpy()}, self.keyed, pickle.HIGHEST_PROTOCOL)

    def pieces(self) -> Iterator[tuple[Rows, gpd.GeoDataFrame]]:
        """Give the positions at home in each piece of ground, and the features there with their neighbours."""
        bounds: Boxes = np.frombuffer(self.sides).reshape(-1, SIDES)
        for home, rows in pieces(bounds):
            yield self.positions[home], self._frame(rows)

    def keys(self) -> pd.DataFrame:
        """Give all features without outlines, by the fields of the layer, with their `area_m2`; equal values once."""
        held = {name: np.full(len(self), None) for name in self.filled} | {"area_m2": np.empty(len(self))}
        same: dict[str, dict[Any, Any]] = {name: {} for name in self.filled}
        self.keyed.seek(0)
        first = 0
        for positions in self.part_positions:
            place = slice(first, first := first + len(positions))
            for name, values in pickle.load(self.keyed).items():  # noqa: S301 - written above
                held[name][place] = values if name in {"code", "area_m2"} else _shared(values, same[name])
        nothing = np.full(len(self), None)  # one for all fields that nobody filled
        columns = {field.name: held.get(field.name, nothing) for field in self.layer.fields}
        return pd.DataFrame({**columns, "area_m2": held["area_m2"]}, index=self.positions, copy=False)

    def with_renewed(self, around: Surroundings) -> Surroundings:
        """Add to what is known around a piece which approved records come again anywhere in the file."""
        published = around.published.get(self.layer.name)
        if published is None or published.empty:
            return around
        codes = published["code"].dropna().to_numpy()
        is_here = np.isin(np.fromiter(map(hash, codes), dtype=np.int64), self.code_hashes)
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
        return np.concatenate([np.empty(0, dtype=np.int64), *self.part_positions])

    @cached_property
    def code_hashes(self) -> Rows:
        """Give the hashes of all codes of the file: 64 bits each, where the codes would be many times that."""
        return np.unique(np.frombuffer(self.hashes, dtype=np.int64))

    def _frame(self, rows: Rows) -> gpd.GeoDataFrame:
        """Give some of the features as they were set aside."""
        read = [self._row(row) for row in rows.tolist()]
        measures = {name: np.array([row[place] for row in read]) for place, name in enumerate(MEASURES, start=1)}
        held = {name: objects([row[place] for row in read]) for place, name in enumerate(self.filled, FIRST_FIELD)}
        nothing = np.full(len(read), None)
        columns = {field.name: held.get(field.name, nothing) for field in self.layer.fields}
        frame = pd.DataFrame(columns | measures, index=self.positions[rows], copy=False)
        return gpd.GeoDataFrame(frame, geometry=shapely.from_wkb([row[0] for row in read]), crs=WGS84)

    def _row(self, row: int) -> tuple[Any, ...]:
        """Give a feature's outline and fields; those that were filled first in a later part are missing in it."""
        self.rows.seek(self.ends[row])
        held: tuple[Any, ...] = pickle.loads(self.rows.read(self.ends[row + 1] - self.ends[row]))  # noqa: S301 - ours
        return (*held, *[None] * (FIRST_FIELD + len(self.filled) - len(held)))


def _shared(values: Iterable[Any], same: dict[Any, Any]) -> NDArray[np.object_]:
    """Give values with equal ones as one object."""
    return objects([same.setdefault(tuple(value) if isinstance(value, list) else value, value) for value in values])
