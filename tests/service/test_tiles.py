"""Tiles as GDAL reads them: what may be seen, as of a day and as known at an instant, and no hazard ever too small."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS
from tests.service.files import LEAST, Headers
from tests.service.records import approve, square, withdraw

HAZARD = {
    "code": "HA-1",
    "classification": "sha",
    "contamination_types": ["ap_mine"],
    "identified_on": date(2025, 1, 6),
    "visibility": "public",
    "geometry": square(0, 0, width=4),
}
RELEASE = {
    "code": "RA-1",
    "release_method": "cleared",
    "effective_date": date(2025, 10, 20),
    "depth_cleared_cm": 20,
    "geometry": square(0, 0),
}
SHAPES = {
    "speck": square(0, 0, width=0.01, height=0.01),  # of about a metre
    "corridor": square(0, 0, width=60, height=0.02),  # 5 km long and 2 m wide
    "island and speck": shapely.MultiPolygon([square(0, 0, width=20, height=20), square(25, 0, width=0.01)]),
}


Read = Callable[..., gpd.GeoDataFrame]


def tile_of(zoom: int, lon: float = 46.9005, lat: float = 39.6005) -> str:
    """Give the tile of a place, by the formula of the tile map service turned round with pyproj's projection."""
    place = gpd.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(3857).iloc[0]
    half_m = 20_037_508.342789244
    side_m = 2 * half_m / 2**zoom
    return f"{zoom}/{int((place.x + half_m) // side_m)}/{int((half_m - place.y) // side_m)}"


@pytest.fixture
def read(client: TestClient, tmp_path: Path) -> Read:
    """Give what reads a tile of a layer with GDAL, in degrees."""

    def read_tile(layer: str, *, tile: str = "", headers: Headers | None = None, **asked: str) -> gpd.GeoDataFrame:
        address = tile or tile_of(15)
        answer = client.get(f"/tiles/{layer}/{address}.mvt", params=asked, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
        file = tmp_path / f"{address}.mvt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer.content)
        return gpd.read_file(file).to_crs(4326) if answer.content else gpd.GeoDataFrame()

    return read_tile


# --- no hazard is ever too small ----------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [0, 4, 7, 10, 13, 16, 19, 22])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_hazard_is_in_the_tiles_of_every_zoom_with_class_and_status(
    session: Session, read: Read, shape: str, zoom: int
) -> None:
    approve(session, hazardous_areas=[HAZARD | {"geometry": SHAPES[shape]}])
    middle = SHAPES[shape].representative_point()
    (area,) = read("hazardous_areas", tile=tile_of(zoom, middle.x, middle.y)).itertuples()
    assert (area.code, area.classification, area.status) == ("HA-1", "sha", "open")
    ground, drawn = gpd.GeoSeries([SHAPES[shape], area.geometry], crs=4326).to_crs(3857)
    west, south, east, north = ground.bounds
    unit_m = 40_075_016.7 / 2**zoom / 4096  # a sixteenth of a pixel
    is_wide = max(east - west, north - south) >= 32 * 16 * unit_m
    assert drawn.geom_type == ("Point" if not is_wide else drawn.geom_type)
    assert drawn.distance(ground) <= 2 * unit_m
    if is_wide:
        assert (
            drawn.hausdorff_distance(shapely.clip_by_rect(ground, *drawn.bounds)) <= 13 * unit_m
        )  # thickened by half a pixel, to sharp corners


def test_a_corridor_is_drawn_in_each_tile_that_it_crosses(session: Session, read: Read) -> None:
    approve(session, hazardous_areas=[HAZARD | {"geometry": SHAPES["corridor"]}])
    tiles = {tile_of(14, 46.9 + step / 1_000, 39.60001) for step in range(60)}
    assert len(tiles) > 2
    for tile in tiles:
        assert list(read("hazardous_areas", tile=tile).code) == ["HA-1"]


def test_what_is_larger_than_a_pixel_keeps_its_outline(session: Session, read: Read) -> None:
    ground = square(3, 3)
    approve(session, release_areas=[RELEASE | {"geometry": ground}])
    (drawn,) = read("release_areas", tile=tile_of(15, 46.9035, 39.6035)).geometry
    assert drawn.symmetric_difference(ground).area < 0.02 * ground.area


# --- what is in a tile --------------------------------------------------------------------------------------------


def test_features_carry_what_stands_in_their_row(session: Session, read: Read) -> None:
    approve(session, release_areas=[RELEASE])
    (release,) = read("release_areas").to_dict("records")
    assert (release["code"], release["release_method"], release["basis"]) == ("RA-1", "cleared", "operational")
    assert release["effective_date"] == "2025-10-20"
    assert release["area_m2"] == pytest.approx(9536.041, rel=1e-6)


@pytest.mark.parametrize("layer", [layer.name for layer in LAYERS if layer.shapes])
def test_every_layer_with_a_geometry_has_tiles(
    session: Session, read: Read, holder: Callable[..., Headers], layer: str
) -> None:
    least = HAZARD if layer == "hazardous_areas" else LEAST[layer]
    record = least | {"geometry": shapely.Point(46.9, 39.6) if layer == "eo_items" else square(0, 0)}
    approve(session, **{layer: [record]})
    tile = tile_of(12, 46.9, 39.6)
    assert list(read(layer, tile=tile, headers=holder(Role.ANALYST)).code) == [record["code"]]


def test_lines_and_points_stay_what_they_are(session: Session, read: Read, holder: Callable[..., Headers]) -> None:
    line = shapely.LineString([(46.9, 39.6), (46.91, 39.61)])
    shapes = {"T-1": line, "T-2": shapely.Point(46.905, 39.605)}
    least = {"task_type": "clearance", "organisation": "MOD", "status": "active"}
    approve(session, tasks=[least | {"code": code, "geometry": shape} for code, shape in shapes.items()])
    tasks = read("tasks", tile=tile_of(12, 46.905, 39.605), headers=holder(Role.ANALYST))
    assert tasks.set_index("code").geometry.geom_type.to_dict() == {"T-1": "LineString", "T-2": "Point"}


def test_everyone_sees_their_own(session: Session, read: Read, holder: Callable[..., Headers]) -> None:
    hidden = {"HA-2": "internal", "HA-3": "restricted"}
    approve(session, hazardous_areas=[HAZARD, *(HAZARD | {"code": c, "visibility": v} for c, v in hidden.items())])
    assert list(read("hazardous_areas").code) == ["HA-1"]
    assert list(read("hazardous_areas", headers=holder(Role.VIEWER)).code) == ["HA-1"]
    assert list(read("hazardous_areas", headers=holder(Role.ANALYST)).code) == ["HA-1", "HA-2"]


def test_a_tile_is_of_a_day_and_of_an_instant(session: Session, read: Read) -> None:
    stamp = approve(session, release_areas=[RELEASE])
    withdraw(session, "release_areas", "RA-1")
    approve(session, release_areas=[RELEASE | {"code": "RA-2"}])
    assert list(read("release_areas").code) == ["RA-2"]
    assert list(read("release_areas", as_known_at=stamp.isoformat()).code) == ["RA-1"]
    assert read("release_areas", as_of="2025-10-19").empty
    assert list(read("release_areas", as_of="2025-10-20").code) == ["RA-2"]


# --- kept and asked about -----------------------------------------------------------------------------------------


def test_a_tile_that_is_kept_is_not_sent_again_until_something_changed(client: TestClient, session: Session) -> None:
    approve(session, release_areas=[RELEASE])
    address = f"/tiles/release_areas/{tile_of(15)}.mvt"
    first = client.get(address)
    kept = {"if-none-match": first.headers["etag"]}
    again = client.get(address, headers=kept)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert first.headers["cache-control"] == "public, no-cache"
    assert client.get(f"{address}?as_of=2025-10-20", headers=kept).status_code == 200
    approve(session, release_areas=[RELEASE | {"code": "RA-2"}])
    assert client.get(address, headers=kept).status_code == 200


def test_what_one_reader_keeps_is_not_taken_for_another_s(client: TestClient, holder: Callable[..., Headers]) -> None:
    address, analyst = "/tiles/hazardous_areas/0/0/0.mvt", holder(Role.ANALYST)
    public, internal = client.get(address), client.get(address, headers=analyst)
    assert internal.headers["cache-control"] == "private, no-cache"
    assert public.headers["etag"] != internal.headers["etag"]
    assert public.headers["vary"] == "authorization, cookie, accept-encoding"


def test_a_tile_is_sent_packed_to_who_can_unpack_it(client: TestClient, session: Session) -> None:
    rows = [RELEASE | {"code": f"RA-{n}", "geometry": square(n % 8, n // 8, width=0.5)} for n in range(64)]
    approve(session, release_areas=rows)
    address = f"/tiles/release_areas/{tile_of(14)}.mvt"
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


# --- narrowed -----------------------------------------------------------------------------------------------------


def test_records_are_narrowed_by_what_is_said_of_them(session: Session, read: Read) -> None:
    names = {"name_en": "-", "name_az": "-"}
    approve(session, districts=[{"code": "AGM", "geometry": square(-1, -1, width=3, height=3), **names}])
    approve(session, organisations=[{"code": "MOD", "type": "mod", "name_en": "-"}])
    approve(session, tasks=[{"code": "T-1", "task_type": "clearance", "organisation": "MOD", "status": "active"}])
    told = {"district_code": "AGM", "organisation": "MOD", "task_code": "T-1", "release_method": "reduced"}
    far = {"code": "RA-2", "geometry": square(10, 10)}
    approve(session, release_areas=[RELEASE | told, RELEASE | far], hazardous_areas=[HAZARD])
    for asked in ({"district": "AGM"}, {"organisation": "MOD"}, {"task": "T-1"}, {"method": "reduced"}):
        for zoom in (9, 12):
            found = read("release_areas", tile=tile_of(zoom), **asked)
            assert list(found.release_method) == ["reduced"]
    release = read("release_areas", tile=tile_of(12), task="T-1").iloc[0]
    assert (release.organisation, release.task_code) == ("MOD", "T-1")
    assert read("hazardous_areas", classification="cha").empty
    assert len(read("hazardous_areas", classification="sha")) == 1


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("roads/0/0/0.mvt", "There are no tiles of “roads”. Allowed: districts, hazardous_areas, "),
        ("organisations/0/0/0.mvt", "There are no tiles of “organisations”."),
        (
            "release_areas/1/2/0.mvt",
            "There is no tile 1/2/0. Allowed: z from 0 to 22, x and y from 0 to 2^z − 1, here 1.",
        ),
        ("release_areas/1/0/2.mvt", "There is no tile 1/0/2."),
        ("release_areas/23/0/0.mvt", "There is no tile 23/0/0."),
        ("release_areas/-1/0/0.mvt", "There is no tile -1/0/0."),
        ("release_areas/0/-1/0.mvt", "There is no tile 0/-1/0."),
        ("release_areas/99999999999999999999/0/0.mvt", "There is no tile 99999999999999999999/0/0."),
        ("release_areas/a/0/0.mvt", "There is no tile a/0/0. Allowed: z from 0 to 22"),
        ("release_areas/0/0/0.5.mvt", "There is no tile 0/0/0.5."),
        ("release_areas/0/0/0.mvt?as_of=2026-11-22", "2026-11-22 lies in the future."),
        ("release_areas/0/0/0.mvt?as_of=2026-13-01", "“as_of”"),
        ("release_areas/0/0/0.mvt?bbox=1", "“bbox”"),
        ("release_areas/0/0/0.mvt?district=XX", "No district has the code “XX”."),
        ("hazardous_areas/0/0/0.mvt?organisation=XX", "No organisation has the code “XX”."),
        ("release_areas/0/0/0.mvt?task=XX", "No task has the code “XX”."),
        ("release_areas/0/0/0.mvt?as_known_at=2126-01-01T00:00:00Z", "Nothing is known as of 2126"),
        ("release_areas/0/0/0.mvt?method=bought", "bought"),
    ],
)
def test_what_is_no_tile_is_refused_by_name(client: TestClient, path: str, said: str) -> None:
    answer = client.get(f"/tiles/{path}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/wrong-parameter")
    assert said in answer.json()["detail"]
