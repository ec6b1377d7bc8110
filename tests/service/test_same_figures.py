"""One question, one answer: map, list, tiles, progress and report tell the same count and the same square metres."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.crs import WGS84
from gis.measure import area_m2
from gis.text import area_ha_text
from tests.conftest import filled_engine
from tests.service.files import LEAST
from tests.service.records import approve, square

WEEK = {"from": "2026-11-09", "to": "2026-11-15"}
SQUARE_M2 = float(area_m2(gpd.GeoSeries([square(0, 0)], crs=WGS84)).iloc[0])
"""The ground of one square of the row that all releases lie in, by another way than the ledger's."""
QUESTIONS = [
    pytest.param({}, 5, 7, id="the week"),
    pytest.param({"method": "cleared"}, 3, 4, id="cleared"),
    pytest.param({"district": "FUZ"}, 3, 5, id="a district, with a release that is stated there against its ground"),
    pytest.param({"district": "AGM"}, 2, 2, id="a district, with a release that only its ground places there"),
    pytest.param({"organisation": "ANAMA"}, 2, 3, id="an organisation, with a release that is its task's"),
    pytest.param({"organisation": "MOD"}, 1, 3, id="an organisation in a task of another one"),
    pytest.param({"task": "T-1"}, 2, 4, id="a task"),
]
"""What is asked beside the week, how many releases that is, and how many squares they released."""
NAMED = {"organisation", "task"}
COUNTRY_TILE, NEAR_TILE = "6/40/24", "9/322/194"
"""Of 46.9, 39.6: round it and for the whole of the country."""


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve a week in two districts, with ground that is reported twice and ground of the week before.

    Of the week: RA-1 one square, RA-2 the same and a second one, RA-5 the first one again; in the other district RA-3
    two squares and RA-4 three. RA-1 states no district, and RA-5 the other one; RA-1 and RA-4 are of one task.
    """

    def release(code: str, column: float, width: float, **fields: str | None) -> dict[str, object]:
        day = {"effective_date": "2026-11-11", "district_code": "AGM"}
        return LEAST["release_areas"] | day | {"code": code, "geometry": square(column, 0, width=width)} | fields

    approve(
        session,
        districts=[
            LEAST["districts"] | {"geometry": shapely.box(46.7, 39.5, 46.905, 40)},
            LEAST["districts"]
            | {
                "code": "FUZ",
                "name_en": "Fuzuli",
                "name_az": "Füzuli",
                "geometry": shapely.box(46.905, 39.5, 47.2, 40),
            },
        ],
        organisations=[LEAST["organisations"], LEAST["organisations"] | {"code": "MOD", "type": "mod"}],
        tasks=[LEAST["tasks"]],
        hazardous_areas=[
            LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=20)}
        ],
        release_areas=[
            release("RA-0", 3, 1, effective_date="2026-11-04"),
            release("RA-1", 0, 1, effective_date="2026-11-10", district_code=None, task_code="T-1"),
            release("RA-2", 0, 2, release_method="reduced"),
            release("RA-3", 10, 2, release_method="cancelled", district_code="FUZ", organisation="ANAMA"),
            release("RA-4", 13, 3, district_code="FUZ", task_code="T-1", organisation="MOD"),
            release("RA-5", 0, 1, effective_date="2026-11-13", district_code="FUZ"),
        ],
    )


@pytest.fixture
def tile(client: TestClient, tmp_path: Path) -> Callable[..., gpd.GeoDataFrame]:
    """Give what reads a tile of releases with GDAL."""

    def read(address: str, asked: dict[str, str]) -> gpd.GeoDataFrame:
        file = tmp_path / f"{address}.mvt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(client.get(f"/tiles/release_areas/{address}.mvt", params=asked).content)
        return gpd.read_file(file)

    return read


@pytest.mark.parametrize(("more", "count", "squares"), QUESTIONS)
def test_map_list_tiles_progress_and_page_agree(
    client: TestClient,
    tile: Callable[..., gpd.GeoDataFrame],
    *,
    more: dict[str, str],
    count: int,
    squares: int,
) -> None:
    asked, expected_m2 = WEEK | more, squares * SQUARE_M2

    counts = client.get("/maps/contents", params=asked).json()["counts"]
    assert sum(n for line, n in counts.items() if line.startswith("released-")) == count
    drawn = client.get("/maps/features/release_areas", params=asked).json()["features"]
    assert len(drawn) == count
    listed = client.get("/map/list", params=asked | {"layer": "release_areas"}).text
    assert len(re.findall(r'id="open-RA-\d"', listed)) == count
    for address in (COUNTRY_TILE, NEAR_TILE):
        cells = tile(address, asked)
        assert cells["release_count"].sum() == count
        assert cells["released_m2"].sum() == pytest.approx(expected_m2, abs=0.5)

    assert progress_m2(client, asked) == pytest.approx(expected_m2, abs=0.5)
    if not more.keys() & NAMED:
        page = client.get("/progress", params=asked).text
        assert area_ha_text(expected_m2, "en") in page


def test_ground_on_both_sides_of_an_authoritative_border_counts_in_the_district_it_lies_in(
    session: Session, client: TestClient, tile: Callable[..., gpd.GeoDataFrame]
) -> None:
    border = 46.905
    halves = {"AGM": shapely.box(46.7, 39.5, border, 40), "FUZ": shapely.box(border, 39.5, 47.2, 40)}
    given = {"name_en": "-", "name_az": "-", "is_authoritative": True}
    approve(session, districts=[given | {"code": code, "geometry": half} for code, half in halves.items()])
    across = shapely.box(border - 0.001, 39.7, border + 0.002, 39.701)
    told = {"code": "RA-9", "geometry": across, "district_code": "AGM", "effective_date": "2026-11-03"}
    approve(session, release_areas=[LEAST["release_areas"] | told])
    for code, half in halves.items():
        asked = {"from": "2026-11-03", "to": "2026-11-03", "district": code}
        (cell,) = tile(COUNTRY_TILE, asked).itertuples()
        ground_m2 = float(area_m2(gpd.GeoSeries([across & half], crs=WGS84)).iloc[0])
        assert cell.release_count == 1
        assert cell.released_m2 == pytest.approx(ground_m2, rel=1e-5)
        assert progress_m2(client, asked) == pytest.approx(ground_m2, rel=1e-5)


def progress_m2(client: TestClient, asked: dict[str, str]) -> float:
    """Give what the figures say; what they cannot be narrowed to is a row of theirs."""
    (named,) = [*(asked.keys() & NAMED), None][:1]
    if named is None:
        return float(client.get("/api/v1/progress", params=asked).json()["total_m2"])
    rows = client.get("/api/v1/progress", params=WEEK | {"by": named}).json()["rows"]
    return float(next(row["area_m2"] for row in rows if row[named] == asked[named]))


def test_the_report_of_the_week_agrees_with_them(client: TestClient) -> None:
    content = client.get("/api/v1/reports/preview/weekly/2026-W46.json").json()["content"]
    cells = (cell for table in content["tables"] for row in table["rows"] for cell in row["cells"])
    m2 = {cell["key"]: cell["value"] for cell in cells}
    assert m2["key_figures/released/period"] == pytest.approx(7 * SQUARE_M2, abs=0.5)
    assert m2["key_figures/cleared/period"] == pytest.approx(4 * SQUARE_M2, abs=0.5)
    assert m2["by_district/FUZ/released"] == pytest.approx(5 * SQUARE_M2, abs=0.5)
