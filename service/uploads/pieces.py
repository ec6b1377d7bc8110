"""Ground cut into pieces by the boxes of features, so that a file of any size is laid beside itself piece by piece."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

PIECE_SIZE: Final = 10_000
"""Features that are at home in one piece: what bounds memory, with their neighbours."""
MOST_NEIGHBOURS: Final = 100_000
"""Of one piece; a piece with more is halved."""

Boxes = NDArray[np.float64]
Rows = NDArray[np.int64]


def pieces(bounds: Boxes) -> Iterator[tuple[Rows, Rows]]:
    """Give the rows at home in each piece of ground, and those rows with their neighbours, in order.

    Parameters
    ----------
    bounds
        West, south, east, north of each feature; NaN where nothing is drawn: at home in some piece, near nothing.
    """
    waiting = _tiles(bounds)[::-1]
    while waiting:
        home = waiting.pop()
        near = _touching(bounds, home)
        if len(near) > MOST_NEIGHBOURS and len(home) > 1:
            waiting += [home[len(home) // 2 :], home[: len(home) // 2]]
            continue
        # A single feature over more than so many others is compared with the first of them.
        yield home, np.union1d(home, near[:MOST_NEIGHBOURS])


def _tiles(bounds: Boxes) -> list[Rows]:
    """Cut features into pieces: slices from west to east, each cut from south to north."""
    centres = (bounds[:, :2] + bounds[:, 2:]) / 2
    slice_count = max(1, round((len(bounds) / PIECE_SIZE) ** 0.5))
    tiles = []
    for strip in np.array_split(np.argsort(centres[:, 0], kind="stable"), slice_count):
        northwards = strip[np.argsort(centres[strip, 1], kind="stable")]
        tiles += np.array_split(northwards, max(1, -(-len(strip) // PIECE_SIZE)))
    return [tile for tile in tiles if len(tile)]


def _touching(bounds: Boxes, home: Rows) -> Rows:
    """Give the rows of boxes that touch one of the boxes at home."""
    drawn: Rows = home[~np.isnan(bounds[home, 0])]
    if not len(drawn):
        return drawn
    west, south = bounds[drawn, :2].min(axis=0)
    east, north = bounds[drawn, 2:].max(axis=0)
    is_close = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    close: Rows = np.flatnonzero(is_close)
    if len(close) == len(drawn):
        return close
    tree = shapely.STRtree(_boxes(bounds, drawn))
    some = np.array_split(close, -(-len(close) // MOST_NEIGHBOURS))  # so many boxes at once
    touching: Rows = np.concatenate([rows[np.unique(tree.query(_boxes(bounds, rows))[0])] for rows in some])
    return touching


def _boxes(bounds: Boxes, rows: Rows) -> NDArray[np.object_]:
    boxes: NDArray[np.object_] = np.asarray(shapely.box(*bounds[rows].T), dtype=object)
    return boxes
