"""Where the demonstration lies: the districts of the base files and the lines that were fought over.

The lines are rough and from general knowledge. No real hazardous area is described.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely

from seeds.made_up.ground import Metres, to_plane

DISTRICTS = Path(__file__).parents[1] / "base" / "districts.geojson"

AGHDARA = shapely.box(46.5, 40.05, 46.93, 40.42)
"""Where operators state Ağdərə, which has no outline in the base files: degrees."""
CEDED_TO_AGHDARA = frozenset({"TAR", "KAL", "AGM"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line along which hazardous areas lie, and how many of each kind.

    Attributes
    ----------
    waypoints
        Longitude and latitude.
    spread_m
        The typical distance of a minefield from the line.
    minefield_count, vehicle_field_count, battle_area_count
        Suspected areas with rows inside; anti-vehicle fields; strike areas and battlefields.
    """

    waypoints: tuple[tuple[float, float], ...]
    spread_m: float
    minefield_count: int
    vehicle_field_count: int
    battle_area_count: int


LINES = (
    Line(  # the former line of contact, from the foot of the Murov range to the Araz
        waypoints=(
            (46.70, 40.43),
            (46.79, 40.39),
            (46.86, 40.33),
            (46.96, 40.26),
            (47.00, 40.19),
            (47.02, 40.11),
            (47.06, 40.02),
            (47.08, 39.94),
            (47.15, 39.86),
            (47.20, 39.78),
            (47.26, 39.69),
            (47.29, 39.61),
            (47.27, 39.53),
            (47.23, 39.47),
        ),
        spread_m=1_300,
        minefield_count=22,
        vehicle_field_count=6,
        battle_area_count=5,
    ),
    Line(  # the hills behind Fuzuli
        waypoints=((46.98, 39.48), (47.03, 39.53), (47.06, 39.60), (47.04, 39.70)),
        spread_m=1_500,
        minefield_count=3,
        vehicle_field_count=0,
        battle_area_count=2,
    ),
    Line(  # along the Araz
        waypoints=((47.16, 39.42), (47.04, 39.31), (46.97, 39.23), (46.86, 39.18), (46.76, 39.13), (46.62, 39.09)),
        spread_m=900,
        minefield_count=5,
        vehicle_field_count=3,
        battle_area_count=2,
    ),
    Line(  # up the Hakari valley
        waypoints=((46.62, 39.22), (46.60, 39.34), (46.56, 39.46), (46.52, 39.54), (46.40, 39.68)),
        spread_m=700,
        minefield_count=2,
        vehicle_field_count=1,
        battle_area_count=1,
    ),
    Line(  # below the Murov range
        waypoints=((45.98, 40.03), (46.08, 40.14), (46.28, 40.20)),
        spread_m=900,
        minefield_count=2,
        vehicle_field_count=0,
        battle_area_count=1,
    ),
    Line(  # from Shusha past Khankendi to Askeran
        waypoints=((46.66, 39.68), (46.72, 39.74), (46.72, 39.85), (46.80, 39.93), (46.87, 39.97)),
        spread_m=1_200,
        minefield_count=2,
        vehicle_field_count=0,
        battle_area_count=3,
    ),
)


@cache
def _districts() -> tuple[list[str], shapely.STRtree]:
    features = [
        feature
        for feature in json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]
        if feature["geometry"] is not None
    ]
    outlines = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return [feature["properties"]["code"] for feature in features], shapely.STRtree(outlines)


def district_at(lon: float, lat: float) -> str | None:
    """Give the code of the district that an operator would state at a place; None outside the country."""
    codes, tree = _districts()
    point = shapely.Point(lon, lat)
    found = tree.query(point, predicate="within").tolist()
    if not found:
        return None
    code = codes[found[0]]
    return "AGD" if code in CEDED_TO_AGHDARA and AGHDARA.contains(point) else code


def is_inside(degrees: Metres) -> bool:
    """Say whether every position (n, 2) lies in some district."""
    _, tree = _districts()
    found = tree.query(shapely.points(degrees), predicate="within")[0]
    return len(np.unique(found)) == len(degrees)


def course(line: Line) -> shapely.LineString:
    """Give a line in the plane, its corners rounded."""
    corners = to_plane(np.array(line.waypoints))
    for _ in range(3):  # Chaikin's corner cutting
        quarter, three_quarters = corners[:-1] * 0.75 + corners[1:] * 0.25, corners[:-1] * 0.25 + corners[1:] * 0.75
        corners = np.concatenate([corners[:1], np.stack([quarter, three_quarters], 1).reshape(-1, 2), corners[-1:]])
    return shapely.LineString(corners)
