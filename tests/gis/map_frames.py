"""Small frames for maps: two districts, one without boundary, and a few records of every kind."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import geopandas as gpd
import shapely
from shapely import Polygon

from gis.codelists import Account
from gis.maps.frames import Caption, MapLayers


def square(lon: float, lat: float, side_deg: float = 0.002) -> Polygon:
    """Give a square by its south-western corner."""
    return shapely.box(lon, lat, lon + side_deg, lat + side_deg)


def frame(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """Give a frame in WGS 84."""
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def records(given: list[dict[str, object]] | None, example: dict[str, object]) -> gpd.GeoDataFrame:
    """Give a frame of the records, of the example when nothing is said, with its columns also when there are none."""
    rows = [example] if given is None else given
    return frame([example, *rows]).iloc[1:].reset_index(drop=True)


def hazard(code: str, classification: str = "cha", status: str = "open", **other: object) -> dict[str, object]:
    """Give a hazardous area near Aghdam."""
    return {
        "id": f"id-{code}",
        "code": code,
        "classification": classification,
        "status": status,
        "contamination_class": "ap_mines",
        "area_m2": 38_000.0,
        "identified_on": date(2024, 3, 1),
        "organisation": "ANAMA",
        "district_code": "AGM",
        "geometry": square(46.93, 39.99),
    } | other


def release(code: str, release_method: str = "cleared", **other: object) -> dict[str, object]:
    """Give a released area near Aghdam."""
    return {
        "id": f"id-{code}",
        "code": code,
        "release_method": release_method,
        "basis": "operational",
        "effective_date": date(2026, 11, 12),
        "area_m2": 12_345.0,
        "organisation": "ANAMA",
        "task_code": "T-1",
        "geometry": square(46.931, 39.991, 0.001),
    } | other


def task(code: str, **other: object) -> dict[str, object]:
    """Give a task near Aghdam."""
    return {
        "id": f"id-{code}",
        "code": code,
        "task_type": "clearance",
        "status": "active",
        "organisation": "ANAMA",
        "geometry": square(46.93, 39.99, 0.003),
    } | other


def layers(
    *,
    hazards: list[dict[str, object]] | None = None,
    releases: list[dict[str, object]] | None = None,
    tasks: list[dict[str, object]] | None = None,
    released_m2: tuple[float, float] = (1_200_000.0, 0.0),
) -> MapLayers:
    """Give the frames of a map: Aghdam and Fuzuli side by side, Aghdara without a boundary."""
    districts = [
        ("AGM", "Aghdam", "Ağdam", released_m2[0], square(46.7, 39.8, 0.5)),
        ("FUZ", "Fuzuli", "Füzuli", released_m2[1], square(47.2, 39.8, 0.5)),
        ("AGD", "Aghdara", "Ağdərə", 50_000.0, None),
    ]
    columns = ("code", "name_en", "name_az", "released_m2", "geometry")
    place = {"name_en": "Agdam", "name_az": "Ağdam şəhəri", "rank": 2, "population": 42_000}
    return MapLayers(
        country=frame([{"geometry": shapely.box(46.7, 39.8, 47.7, 40.3)}]),
        districts=frame([dict(zip(columns, district, strict=True)) for district in districts]),
        places=frame([place | {"geometry": shapely.Point(46.95, 39.99)}]),
        hazardous_areas=records(hazards, hazard("HA-1")),
        tasks=records(tasks, task("T-1")),
        release_areas=records(releases, release("RA-1")),
    )


CAPTION = Caption(
    as_of=date(2026, 11, 15),
    as_known_at=datetime(2026, 11, 16, 4, 0, tzinfo=UTC),
    zone=ZoneInfo("Asia/Baku"),
    account=Account.OPERATIONAL,
    sources=("Boundaries: Natural Earth",),
    is_demonstration=True,
)
