"""Release areas of any number for measuring: plausible, valid, about 16 % of their ground overlapping a neighbour."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import orjson
import shapely

WEST, SOUTH = 46.50, 39.45
METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT = 85_900.0, 111_050.0  # near 39.6° N; only the sizes depend on it
STEP_M = 62.0
RADIUS_M = 38.0
CORNERS = 12
HAZARD_STEPS = 25
FIRST_DAY = date(2024, 1, 1)
DAYS = 700


def release_areas(count: int, seed: int = 1) -> bytes:
    """Give a GeoJSON file of release areas of some 4,500 m² each, laid out on a square."""
    random = np.random.default_rng(seed)
    polygons = _outlines(_centres(count), random)
    days = random.integers(0, DAYS, count)
    methods = random.choice(["cleared", "reduced", "cancelled"], count, p=[0.8, 0.15, 0.05])
    features = [
        _feature(
            polygon,
            code=f"RA-B-{number:07}",
            release_method=str(method),
            effective_date=(FIRST_DAY + timedelta(days=int(day))).isoformat(),
            depth_cleared_cm=20,
            asset="manual",
        )
        for number, (polygon, day, method) in enumerate(zip(polygons, days, methods, strict=True))
    ]
    return _collection(features)


def hazardous_areas(count: int) -> bytes:
    """Give a GeoJSON file of hazardous areas that cover the ground of so many release areas, edge to edge."""
    side = int(np.ceil(np.sqrt(count)))
    lon_step, lat_step = STEP_M / METRES_PER_DEGREE_LON, STEP_M / METRES_PER_DEGREE_LAT
    features: list[dict[str, object]] = []
    for row in range(0, side, HAZARD_STEPS):
        for column in range(0, side, HAZARD_STEPS):
            west, south = WEST + (column - 0.5) * lon_step, SOUTH + (row - 0.5) * lat_step
            polygon = shapely.box(west, south, west + HAZARD_STEPS * lon_step, south + HAZARD_STEPS * lat_step)
            features.append(
                _feature(
                    polygon,
                    code=f"HA-B-{len(features):05}",
                    classification="cha",
                    contamination_types=["ap_mine"],
                    identified_on="2023-06-01",
                )
            )
    return _collection(features)


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """Write both files and give their paths: hazardous areas, release areas."""
    hazards, releases = folder / "hazardous_areas.geojson", folder / "release_areas.geojson"
    hazards.write_bytes(hazardous_areas(count))
    releases.write_bytes(release_areas(count))
    return hazards, releases


def _centres(count: int) -> np.ndarray:
    side = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(count), side)
    return np.stack([column, row], axis=1) * STEP_M


def _outlines(centres: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Give uneven closed outlines about centres in metres, in degrees."""
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radii = RADIUS_M * random.uniform(0.85, 1.15, (len(centres), CORNERS))
    corners = centres[:, None, :] + radii[:, :, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    degrees = corners / [METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT] + [WEST, SOUTH]
    outlines: np.ndarray = shapely.polygons(np.round(degrees, 7))
    return outlines


def _feature(polygon: shapely.Polygon, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(polygon), "properties": properties}


def _collection(features: list[dict[str, object]]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": features})
