"""Making outlines of what files write as WKB or WKT, and saying what keeps some from being made."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.outlines import Faults, OutlineFault
from gis.values import shown

Written = NDArray[np.object_]


def drawn(written: Written, parse: Callable[..., Any]) -> tuple[NDArray[np.object_], Faults]:
    """Give the outlines that are written down, None where there is none or it cannot be drawn, and why not.

    Parameters
    ----------
    parse
        `shapely.from_wkb` or `shapely.from_wkt`.

    Returns
    -------
    outlines
        A ring that does not close is closed, so that it can be shown beside its fault.
    faults
        By position.
    """
    with np.errstate(invalid="ignore"):  # texts may say that a coordinate is no number
        outlines = np.array(parse(written, on_invalid="ignore"), dtype=object)
    faults: Faults = []
    is_written = np.array([one is not None for one in written], dtype=bool)
    for at in np.flatnonzero(shapely.is_missing(outlines) & is_written).tolist():
        outlines[at] = parse(written[at], on_invalid="fix")
        kind = "coordinates-malformed" if outlines[at] is None else "ring-not-closed"
        faults.append((at, _fault(kind, written[at])))
    for kind, is_wrong in (
        ("geometry-empty", shapely.is_empty(outlines)),
        ("coordinates-malformed", _infinite(outlines)),
    ):
        faults += [(at, _fault(kind, written[at])) for at in np.flatnonzero(is_wrong).tolist()]
        outlines[is_wrong] = None
    return outlines, sorted(faults, key=lambda fault: fault[0])


def _infinite(outlines: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say which outlines have coordinates that are no numbers."""
    positions, owners = shapely.get_coordinates(outlines, return_index=True)
    is_infinite = np.zeros(len(outlines), dtype=bool)
    is_infinite[owners[~np.isfinite(positions).all(axis=1)]] = True
    return is_infinite


def _fault(kind: str, written: str | bytes) -> OutlineFault:
    return OutlineFault(kind, {"found": shown(written) if isinstance(written, str) else "WKB"})
