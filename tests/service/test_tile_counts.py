"""Tiles against the record: every release counted once, every hazard in its tile, however many and however small."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Engine, func, text
from sqlalchemy.orm import Session

from gis.codelists import DisposalState, EoCategory, Visibility
from gis.layers import LAYERS_BY_NAME
from service.ledger.known import known_at
from service.records.selection import EVERYTHING, Moment
from service.tiles.address import EXTENT, TILE_BYTES, TileAddress
from service.tiles.queries import tile
from service.tiles.question import TileQuestion
from tests.service.histories import ASKED_DAYS, PROPERTY, History, histories, play, rolled_back
from tests.service.records import approve, multiply, square
from tests.strategies import examples

TODAY = date(2026, 11, 21)
WEST, SOUTH, EAST, NORTH = 46.5, 39.3, 47.5, 40.0
"""What the records of these tests lie in."""
Read = Callable[[TileQuestion, Session], gpd.GeoDataFrame]
HAZARD: dict[str, Any] = {
    "code": "HA-1",
    "classification": "cha",
    "contamination_types": ["ap_mine"],
    "identified_on": date(2025, 1, 6),
    "geometry": square(0, 0),
}
RELEASE: dict[str, Any] = {
    "code": "RA-1",
    "release_method": "cleared",
    "effective_date": date(2025, 10, 20),
    "geometry": square(0, 0),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Give what draws a tile and reads it with GDAL, on the tile's own grid."""
    folder = tmp_path_factory.mktemp("tiles")

    def read_tile(question: TileQuestion, session: Session) -> gpd.GeoDataFrame:
        content = tile(session, question)
        assert len(content) <= TILE_BYTES
        file = folder / "tile.mvt"
        file.write_bytes(content)
        return gpd.read_file(file, engine="pyogrio") if content else gpd.GeoDataFrame()

    return read_tile


def asked(session: Session, layer: str, address: TileAddress, **selected: Any) -> TileQuestion:  # noqa: ANN401 - fields of the selection
    """Ask for what is known now of today."""
    as_of = selected.pop("as_of", TODAY)
    moment = Moment(as_of=as_of, as_known_at=known_at(session, None), audience=tuple(Visibility))
    selection = replace(EVERYTHING, **selected)
    return TileQuestion(
        layer=LAYERS_BY_NAME[layer], address=address, moment=moment, selection=selection, today=TODAY, is_present=True
    )


def addresses(zoom: int, west: float, south: float, east: float, north: float) -> Iterator[TileAddress]:
    """Give the tiles of a zoom over a box, by pyproj's projection."""
    corners = gpd.GeoSeries(shapely.points([west, east], [south, north]), crs=4326).to_crs(3857)
    half_m = 20_037_508.342789244
    side_m = 2 * half_m / 2**zoom
    columns = [int((corner.x + half_m) // side_m) for corner in corners]
    rows = [int((half_m - corner.y) // side_m) for corner in corners]
    for x, y in product(range(columns[0], columns[1] + 1), range(rows[1], rows[0] + 1)):
        yield TileAddress(z=zoom, x=x, y=y)


def everything(session: Session, read: Read, layer: str, zoom: int, **selected: Any) -> pd.DataFrame:  # noqa: ANN401 - fields of the selection
    """Give what is on all tiles of a zoom, each feature with its tile."""
    box = selected.pop("box", (WEST, SOUTH, EAST, NORTH))
    frames = [
        read(asked(session, layer, address, **selected), session).assign(tile=f"{address.x}/{address.y}")
        for address in addresses(zoom, *box)
    ]
    return pd.concat([frame for frame in frames if len(frame)] or [pd.DataFrame({"tile": []})])


# --- by the record, and by what is kept ---------------------------------------------------------------------------


@settings(PROPERTY, max_examples=examples(3))
@given(history=histories(), days=st.lists(ASKED_DAYS, min_size=2, max_size=2).map(sorted))
def test_both_roads_draw_the_same(country: Engine, read: Read, history: History, days: list[date]) -> None:
    """What holds now is read from current versions and from squares; all else from what stood: they agree."""
    with rolled_back(country) as session:
        play(session, history)
        for layer, zoom, selected in (
            ("release_areas", 7, {}),
            ("release_areas", 9, {"from_on": days[0], "to_on": days[1]}),
            ("release_areas", 9, {"from_on": days[0]}),
            ("release_areas", 9, {"to_on": days[1]}),
            ("release_areas", 16, {"to_on": days[1]}),
            ("hazardous_areas", 9, {}),
            ("hazardous_areas", 17, {}),
        ):
            for address in addresses(zoom, 46.9, 39.6, 46.91, 39.61):
                question = asked(session, layer, address, **selected)
                assert question.is_plain
                plain, stood = (drawn(read(q, session)) for q in (question, replace(question, is_present=False)))
                assert plain == stood


def drawn(features: gpd.GeoDataFrame) -> list[tuple[Any, ...]]:
    """Give the features of a tile in an order; outlines to a few units, for a union has other corners."""
    columns = [name for name in features.columns if name not in {"geometry", "released_m2", "area_m2"}]
    rows = [
        (
            *(str(row[name]) for name in columns),
            *(round(row.get(name, 0) or 0, 2) for name in ("released_m2", "area_m2")),
            [round(bound / 4) for bound in row["geometry"].bounds],
        )
        for _, row in features.iterrows()
    ]
    return sorted(rows, key=str)


@pytest.fixture
def spread(session: Session) -> Session:
    """Give releases of some weeks on several tiles; two of them overlap, so that the second frees less."""
    places = [(0, 0), (1, 0), (-300, 0), (0, -250), (400, 200), (2, 0)]
    approve(
        session,
        release_areas=[
            RELEASE
            | {
                "code": f"RA-{n}",
                "geometry": square(*place, width=1.5),
                "effective_date": date(2025, 10, 13) + timedelta(days=4 * n),
                "release_method": "reduced" if n % 2 else "cleared",
                "basis": "certified" if n == 4 else "operational",
            }
            for n, place in enumerate(places)
        ],
    )
    return session


@pytest.mark.parametrize("zoom", [3, 6, 8, 9])
@pytest.mark.parametrize(
    ("start", "end"), [("2025-10-13", "2025-11-02"), ("2025-10-15", "2025-10-29"), ("2025-10-18", "2025-10-22")]
)
def test_counts_and_areas_on_the_tiles_add_up_to_the_record_and_to_progress(
    spread: Session, client: TestClient, read: Read, zoom: int, start: str, end: str
) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    found = everything(spread, read, "release_areas", zoom, from_on=first, to_on=last)
    count = text("select count(*) from release_area_version where effective_date between :first and :last")
    assert found.release_count.sum() == spread.scalar(count, {"first": first, "last": last})
    progress = client.get("/api/v1/progress", params={"from": start, "to": end, "by": "method"}).json()
    by_method = found.groupby("release_method").released_m2.sum().to_dict()
    assert by_method == pytest.approx({row["method"]: row["area_m2"] for row in progress["rows"]})


def test_a_cell_is_a_point_in_the_middle_of_its_square(spread: Session, read: Read) -> None:
    found = everything(spread, read, "release_areas", 9)
    assert set(found.geometry.geom_type) == {"Point"}
    places = {(int(point.x) % 128, int(EXTENT - point.y) % 128) for point in found.geometry}
    assert places == {(64, 64)}  # GDAL turns the grid upside down
    assert not found.duplicated(["tile", "geometry", "release_method", "basis"]).any()


# --- each in one tile ---------------------------------------------------------------------------------------------


def test_every_small_hazard_is_a_point_on_exactly_one_tile(session: Session, read: Read) -> None:
    rows = [HAZARD | {"code": f"HA-{n}", "geometry": square(5 * (n % 8), 5 * (n // 8), width=0.2)} for n in range(64)]
    approve(session, hazardous_areas=rows)
    for zoom in (9, 12, 14, 15):
        found = everything(session, read, "hazardous_areas", zoom, box=(46.89, 39.59, 46.95, 39.65))
        assert sorted(found.code) == sorted(row["code"] for row in rows)
        assert set(found.geometry.geom_type) == {"Point"}


def test_neighbours_keep_the_edge_they_share(session: Session, read: Read) -> None:
    zigzag = [(46.90 + 0.0013 * (n % 2) + 0.00017 * n, 39.60 + 0.00071 * n) for n in range(15)]
    left = shapely.Polygon([(46.89, 39.60), *zigzag, (46.89, zigzag[-1][1])])
    right = shapely.Polygon([(46.92, 39.60), *zigzag, (46.92, zigzag[-1][1])])
    approve(session, release_areas=[RELEASE | {"code": c, "geometry": g} for c, g in (("L", left), ("R", right))])
    for zoom in (10, 12, 13):
        for address in addresses(zoom, 46.905, 39.605, 46.905, 39.605):
            shapes = read(asked(session, "release_areas", address), session).geometry
            together = shapely.union_all(shapes.to_numpy())
            assert isinstance(together, shapely.Polygon)
            assert len(together.interiors) == 0
            assert together.area == pytest.approx(shapes.area.sum())


# --- however many -------------------------------------------------------------------------------------------------


def test_a_tile_of_very_many_hazards_stays_small_and_counts_them_all(session: Session, read: Read) -> None:
    multiply(session, "hazardous_areas", HAZARD, 20_000, over_deg=0.1)
    found = everything(session, read, "hazardous_areas", 8)
    assert found.area_count.sum() == 20_001
    assert set(found.classification) == {"cha"}
    assert set(found.geometry.geom_type) == {"MultiPoint"}


def test_a_tile_of_many_large_hazards_stays_small_and_shows_them(session: Session, read: Read) -> None:
    circle = shapely.Point(46.9, 39.6).buffer(0.15, quad_segs=100)
    multiply(session, "hazardous_areas", HAZARD | {"geometry": circle}, 4_000, over_deg=0.02)
    counted = 0
    for address in addresses(10, 46.76, 39.5, 47.0, 39.7):
        found = read(asked(session, "hazardous_areas", address), session)
        assert set(found.classification) == {"cha"}
        counted += found.area_count.sum() if "area_count" in found else 0
    assert counted in {0, 4_001}


def test_a_tile_of_very_many_releases_counts_them_all(session: Session, read: Read) -> None:
    multiply(session, "release_areas", RELEASE, 9_000, over_deg=0.02)
    found = everything(session, read, "release_areas", 11, box=(46.90, 39.60, 46.92, 39.62))
    assert found.release_count.sum() == 9_001


FIND: dict[str, Any] = {
    "code": "EO-1",
    "eo_category": "submunition",
    "quantity": 3,
    "found_on": date(2025, 10, 20),
    "disposal_state": "destroyed_in_situ",
    "geometry": shapely.Point(46.9, 39.6),
}


def test_tiles_of_very_many_finds_stay_small_and_count_them_all(session: Session, read: Read) -> None:
    multiply(session, "eo_items", FIND, 20_000, over_deg=0.3)
    in_the_table = session.execute(text("select count(*), sum(quantity) from eo_item_version")).one()
    for zoom in (0, 6, 8):
        found = everything(session, read, "eo_items", zoom)
        assert (found.eo_item_count.sum(), found.quantity.sum()) == in_the_table == (20_001, 60_003)
        assert set(zip(found.eo_category, found.disposal_state, strict=True)) == {("submunition", "destroyed_in_situ")}


def test_a_tile_of_finds_of_every_kind_on_every_square_stays_small(session: Session, read: Read) -> None:
    def of_kind(number: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
        kinds = {"eo_category": (EoCategory, 1), "disposal_state": (DisposalState, len(EoCategory))}
        return {
            name: func.split_part(",".join(codes), ",", func.mod(number // repeated, len(codes)) + 1)
            for name, (codes, repeated) in kinds.items()
        }

    multiply(session, "eo_items", FIND, 60_000, over_deg=0.3, told=of_kind)
    found = everything(session, read, "eo_items", 9)
    assert (found.eo_item_count.sum(), found.quantity.sum()) == (60_001, 180_003)
    assert len(set(zip(found.eo_category, found.disposal_state, strict=True))) == len(EoCategory) * len(DisposalState)


def test_a_tile_of_finds_with_long_remarks_tells_less_of_each(session: Session, read: Read) -> None:
    rows = [FIND | {"code": f"EO-{n}", "remarks": f"{n} " * 700} for n in range(300)]
    approve(session, eo_items=rows)
    found = everything(session, read, "eo_items", 12)
    assert sorted(found.code) == sorted(row["code"] for row in rows)
    assert set(found.columns) == {"geometry", "tile", "code", "eo_category", "disposal_state", "quantity", "mvt_id"}


def test_a_tile_of_very_many_tasks_counts_their_grounds_and_their_places(session: Session, read: Read) -> None:
    approve(session, organisations=[{"code": "MOD", "type": "mod", "name_en": "-"}])
    task = {"code": "T-1", "task_type": "clearance", "organisation": "MOD", "status": "active"}
    multiply(session, "tasks", task | {"geometry": square(0, 0)}, 5_000, over_deg=0.3)
    approve(session, tasks=[task | {"code": "T-2", "geometry": shapely.Point(46.95, 39.65)}])
    found = everything(session, read, "tasks", 8)
    assert found.groupby("is_place").task_count.sum().to_dict() == {False: 5_001, True: 1}


def test_a_hazard_whose_last_version_has_no_outline_is_drawn_by_its_ground(session: Session, read: Read) -> None:
    approve(session, hazardous_areas=[HAZARD])
    approve(session, hazardous_areas=[HAZARD | {"geometry": None, "revision_reason": "Typed"}])
    found = everything(session, read, "hazardous_areas", 12)
    assert list(found.code) == ["HA-1"]
