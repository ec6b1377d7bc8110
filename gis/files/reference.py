"""The coordinate system of an opened file: as it says, as a person says, or as the coordinates themselves show."""

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gis.answers import Answers
from gis.crs import CANDIDATES, EXTENT, SWAPPED, WGS84, WITHOUT_ZONE
from gis.files.source import Part, Source
from gis.issues import Issue
from gis.mapping.understood import CrsCandidate

FITTING_SHARE: Final = 0.9
"""How many of a file's places have to lie where records are expected: one may be wrong without hiding the rest."""
SAMPLE_COUNT: Final = 500
PLACE_COUNT: Final = 20
LON_LAT: Final = "WGS 84, lon lat"
LAT_LON: Final = "WGS 84, lat lon"
"""Names of orders that are the same in every language."""

Positions = NDArray[np.float64]


class Reference(NamedTuple):
    """In which system a file's coordinates are.

    Attributes
    ----------
    crs
        Missing when it has to be asked.
    is_swapped
        Whether the file gives latitude or northing first.
    candidates
        To choose from, when it has to be asked or the file's own word is doubtful.
    """

    crs: CRS | None
    is_swapped: bool
    candidates: list[CrsCandidate]
    issues: list[Issue]


def crs_of(source: Source, sample: Part, answers: Answers) -> Reference:
    """Find out in which system a file's coordinates are.

    Parameters
    ----------
    sample
        Some of its features, outlines as the file has them.
    answers
        What a person says holds over what the file says.
    """
    if source.is_placed:
        return Reference(source.crs, is_swapped=False, candidates=crs_candidates(source.unplaced), issues=[])
    if answers.crs:
        return _answered(answers.crs)
    positions = _positions(sample)
    if not len(positions):
        return Reference(source.crs or WGS84, is_swapped=False, candidates=[], issues=[])
    if source.crs is None:
        return _found_out(positions)
    if _is_doubtful(source.crs, positions):
        return _asked(positions)
    return Reference(source.crs, is_swapped=False, candidates=[], issues=[])


def _is_doubtful(crs: CRS, positions: Positions) -> bool:
    """Say whether a file's own word cannot be right: degrees that are none, or metres where degrees would fit."""
    if crs.is_geographic:
        return _share(~_in_degrees(positions)) >= FITTING_SHARE
    return _share(_in_extent(positions)) >= FITTING_SHARE


def crs_candidates(positions: Iterable[tuple[float, float]]) -> list[CrsCandidate]:
    """Give the systems in which places would lie where records are expected, each with some of the places in degrees.

    Parameters
    ----------
    positions
        Pairs as a file has them; also tried the other way round.

    >>> [candidate.crs for candidate in crs_candidates([(39.99, 46.93)])]
    ['swapped']
    """
    pairs = np.asarray(list(positions), dtype=float).reshape(-1, 2)
    systems = {4326: LON_LAT, **CANDIDATES, **WITHOUT_ZONE}
    tried = [_candidate(epsg, name, pairs, is_swapped=swap) for swap in (False, True) for epsg, name in systems.items()]
    return [candidate for candidate in tried if candidate]


def _answered(answer: str) -> Reference:
    """Take a person at their word."""
    name = answer.removesuffix(SWAPPED).strip()
    try:
        crs = CRS(name) if name else WGS84
    except CRSError:
        unknown = Issue(kind="crs-answer-unknown", values={"crs": answer})
        return Reference(None, is_swapped=False, candidates=[], issues=[unknown])
    return Reference(crs, is_swapped=answer.endswith(SWAPPED), candidates=[], issues=[])


def _found_out(positions: Positions) -> Reference:
    """Take coordinates of a file that says nothing for degrees if they lie where records are expected; else ask."""
    if _share(_in_extent(positions)) < FITTING_SHARE:
        return _asked(positions)
    assumed = Issue(kind="crs-assumed", values={"crs": "WGS 84 (EPSG:4326)"})
    return Reference(WGS84, is_swapped=False, candidates=[], issues=[assumed])


def _asked(positions: Positions) -> Reference:
    """Ask for the system, with what the coordinates would allow."""
    pairs = [(float(x), float(y)) for x, y in positions]
    candidates = crs_candidates(pairs)
    names = ", ".join(f"{candidate.crs} ({candidate.name})" for candidate in candidates[:3])
    decimals = 4 if _in_degrees(positions[:1]).all() else 0
    x, y = (f"{value:.{decimals}f}" for value in pairs[0])
    kind = "crs-unknown" if candidates else "crs-unrecognised"
    issue = Issue(kind=kind, values={"x": x, "y": y, "crs": names or None})
    return Reference(None, is_swapped=False, candidates=candidates, issues=[issue])


def _candidate(epsg: int, name: str, positions: Positions, *, is_swapped: bool) -> CrsCandidate | None:
    """Give a system as a candidate if enough of the places lie where records are expected."""
    turned = positions[:, ::-1] if is_swapped else positions
    degrees = np.column_stack(_to_degrees(epsg).transform(turned[:, 0], turned[:, 1]))
    is_in = _in_extent(degrees)
    if _share(is_in) < FITTING_SHARE:
        return None
    is_wgs84 = epsg == WGS84.to_epsg()
    order = " ".join([*([] if is_swapped and is_wgs84 else [f"EPSG:{epsg}"]), *([SWAPPED] if is_swapped else [])])
    turned_name = LAT_LON if is_wgs84 else f"{name}, N E"
    places = [(round(float(lon), 6), round(float(lat), 6)) for lon, lat in degrees[is_in][:PLACE_COUNT]]
    return CrsCandidate(crs=order, name=turned_name if is_swapped else name, places=places)


@cache
def _to_degrees(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, WGS84, always_xy=True)


def _positions(sample: Part) -> Positions:
    """Give one place of each of some features spread over the sample: the middle of its box."""
    step = max(1, len(sample.outlines) // SAMPLE_COUNT)
    bounds = shapely.bounds(sample.outlines[::step]).reshape(-1, 4)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    return middles[np.isfinite(middles).all(axis=1)]


def _in_extent(positions: Positions) -> NDArray[np.bool_]:
    west, south, east, north = EXTENT
    lon, lat = positions[:, 0], positions[:, 1]
    is_in: NDArray[np.bool_] = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return is_in


def _in_degrees(positions: Positions) -> NDArray[np.bool_]:
    is_in: NDArray[np.bool_] = np.abs(positions).max(axis=1) <= 180  # noqa: PLR2004 - degrees, in either order
    return is_in


def _share(holds: NDArray[np.bool_]) -> float:
    return float(holds.mean()) if len(holds) else 0.0
