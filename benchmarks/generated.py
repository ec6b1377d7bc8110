"""Records of any number for measuring: plausible, valid, about 15 % of the released ground overlapping a neighbour.

The ground is a lattice of plots. Every third plot of every third row is left free of the first releases: there, between
eight neighbours, an upload of a later week works.
"""

from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

WEST, SOUTH = 46.50, 39.45
METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT = 85_900.0, 111_050.0  # near 39.6° N; only the sizes depend on it
STEP_M = 62.0
RADIUS_M = 38.6
CORNERS = 12
FEWEST_CORNERS, MOST_CORNERS = 4, 39
"""Vertices are one more: the last is the first again."""
CLOSE_RADIUS_M = 28.0
HAZARD_STEPS = 27
"""A hazardous area holds the square of so many plots: 648 releases and 81 free plots."""
FREE_STEP = 3
FIRST_DAY = date(2024, 1, 1)
DAYS = 700
WEEK = 7
UPLOAD_COUNT = 1_000
BACK_DATED_COUNT, CORRECTED_COUNT = 100, 50
METHODS = {"cleared": 0.8, "reduced": 0.15, "cancelled": 0.05}
TYPES = (["ap_mine"], ["ap_mine", "av_mine"], ["cmr"])

Plots = NDArray[np.int64]
"""Numbers of plots, row by row of the lattice."""


def release_areas(count: int) -> gpd.GeoDataFrame:
    """Give the first releases, of some 4,500 m² each, on days of two years."""
    random = np.random.default_rng(1)
    plots = _worked(count)
    return _releases(plots, _days(random, count), side=_side(count), random=random)


def many_cornered(count: int) -> gpd.GeoDataFrame:
    """Give release areas of 5 to 40 vertices, with the area that was reported; some touch a neighbour's ground."""
    random = np.random.default_rng(4)
    releases = release_areas(count)
    row, column = np.divmod(_worked(count), _side(count))
    corners = random.integers(FEWEST_CORNERS, MOST_CORNERS, count, endpoint=True)
    owner = np.repeat(np.arange(count), corners)
    angles = 2 * np.pi * (np.arange(len(owner)) - (np.cumsum(corners) - corners)[owner]) / corners[owner]
    radii = CLOSE_RADIUS_M * random.uniform(0.85, 1.15, len(owner))
    metres = np.stack([column, row], axis=1)[owner] * STEP_M
    metres += radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    degrees = np.round(metres / [METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT] + [WEST, SOUTH], 7)
    outlines = shapely.polygons(shapely.linearrings(degrees, indices=owner))
    reported_m2 = shapely.area(outlines) * METRES_PER_DEGREE_LON * METRES_PER_DEGREE_LAT
    return releases.assign(area_reported_m2=reported_m2.round()).set_geometry(gpd.GeoSeries(outlines, crs=4326))


def late_upload(count: int) -> gpd.GeoDataFrame:
    """Give a week's upload on free plots, all of it dated after the first releases."""
    random = np.random.default_rng(2)
    return _releases(_free(count, random)[:UPLOAD_COUNT], _last_week(random), side=_side(count), random=random)


def mixed_upload(count: int) -> gpd.GeoDataFrame:
    """Give a week's upload of which some is dated back, and some says anew what the first releases said."""
    random = np.random.default_rng(3)
    corrected = random.choice(count, CORRECTED_COUNT, replace=False)
    added = UPLOAD_COUNT - CORRECTED_COUNT
    days = _last_week(random)
    days[: BACK_DATED_COUNT + CORRECTED_COUNT] = _days(random, BACK_DATED_COUNT + CORRECTED_COUNT)
    plots = np.concatenate([_worked(count)[corrected], _free(count, random)[:added]])
    upload = _releases(plots, days, side=_side(count), random=random)
    upload["revision_reason"] = ["Measured again"] * CORRECTED_COUNT + [None] * added
    return upload


def hazardous_areas(count: int) -> gpd.GeoDataFrame:
    """Give hazardous areas that cover the ground of so many release areas, edge to edge."""
    starts = np.arange(0, _side(count), HAZARD_STEPS)
    column, row = (axis.ravel() for axis in np.meshgrid(starts, starts))
    width, height = HAZARD_STEPS * STEP_M / METRES_PER_DEGREE_LON, HAZARD_STEPS * STEP_M / METRES_PER_DEGREE_LAT
    west = WEST + (column - 0.5) * STEP_M / METRES_PER_DEGREE_LON
    south = SOUTH + (row - 0.5) * STEP_M / METRES_PER_DEGREE_LAT
    number = np.arange(len(west))
    return gpd.GeoDataFrame(
        {
            "code": [f"HA-B-{n:05}" for n in number],
            "classification": np.where(number % 3 == 0, "sha", "cha"),
            "contamination_types": [TYPES[n % len(TYPES)] for n in number],
            "identified_on": "2023-06-01",
        },
        geometry=shapely.box(west, south, west + width, south + height),
        crs=4326,
    )


def write(frame: gpd.GeoDataFrame, file: Path) -> Path:
    """Write a frame as GeoJSON, or in another format by the file's name, and give the file."""
    if file.suffix == ".geojson":
        file.write_text(frame.to_json(drop_id=True, na="drop"), encoding="utf-8")
    else:
        frame.to_file(file)
    return file


# --- plots --------------------------------------------------------------------------------------------------------


def _side(count: int) -> int:
    """Give the plots along an edge of the lattice that has room for so many releases."""
    return int(np.ceil(np.sqrt(count * FREE_STEP**2 / (FREE_STEP**2 - 1)))) + 1


def _is_free(plots: Plots, side: int) -> NDArray[np.bool_]:
    row, column = np.divmod(plots, side)
    is_free: NDArray[np.bool_] = (row % FREE_STEP == 1) & (column % FREE_STEP == 1)
    return is_free


def _worked(count: int) -> Plots:
    side = _side(count)
    plots = np.arange(side**2)
    return plots[~_is_free(plots, side)][:count]


def _free(count: int, random: np.random.Generator) -> Plots:
    """Give the free plots between the first releases, in any order."""
    plots = np.arange(_worked(count)[-1])
    return random.permutation(plots[_is_free(plots, _side(count))])


def _days(random: np.random.Generator, count: int) -> Plots:
    return random.integers(0, DAYS, count)


def _last_week(random: np.random.Generator) -> Plots:
    return DAYS + random.integers(0, WEEK, UPLOAD_COUNT)


def _releases(plots: Plots, days: Plots, *, side: int, random: np.random.Generator) -> gpd.GeoDataFrame:
    row, column = np.divmod(plots, side)
    methods = random.choice(list(METHODS), len(plots), p=list(METHODS.values()))
    return gpd.GeoDataFrame(
        {
            "code": [f"RA-B-{plot:07}" for plot in plots],
            "release_method": methods,
            "effective_date": pd.Series(days).map({day: _date(day) for day in set(days)}),
            "depth_cleared_cm": 20,
            "asset": "manual",
        },
        geometry=_outlines(np.stack([column, row], axis=1) * STEP_M, random),
        crs=4326,
    )


def _date(day: int) -> str:
    return (FIRST_DAY + timedelta(days=int(day))).isoformat()


def _outlines(centres: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.object_]:
    """Give uneven closed outlines about centres in metres, in degrees."""
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radii = RADIUS_M * random.uniform(0.85, 1.15, (len(centres), CORNERS))
    corners = centres[:, None, :] + radii[:, :, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    degrees = corners / [METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT] + [WEST, SOUTH]
    outlines: NDArray[np.object_] = shapely.polygons(np.round(degrees, 7))
    return outlines
