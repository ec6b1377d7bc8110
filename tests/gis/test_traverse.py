"""Tables of turning points: where their points lie, how traverses close, and what is said of bad rows."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from shapely import Polygon

from gis.files.source import Part
from gis.files.turning_points import gathered, is_turning_points
from gis.issues import KINDS, Issue, sentence
from gis.issues.traverse_kinds import TRAVERSE_KINDS
from gis.language import LANGUAGES
from gis.mapping import Answers
from gis.measure import area_m2
from gis.outlines import OutlineFault
from gis.traverse import USUAL, Allowance
from gis.traverse.columns import ALIASES
from gis.traverse.places import UnreadablePlaceError, angle_deg, place_of_mgrs
from gis.traverse.point import BearingReference

GEODESIC = Geod(ellps="WGS84")
TO_UTM_38N = Transformer.from_crs(4326, 32638, always_xy=True)
TRUE = Answers(bearing_reference="true")
START = (46.9, 39.6)
Row = dict[str, Any]


def part_of(rows: list[Row], answers: Answers = TRUE, allowed: Allowance = USUAL) -> Part:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    (part,) = gathered(enumerate(rows), columns=columns, answers=answers, allowed=allowed)
    return part


def outline_of(rows: list[Row], answers: Answers = TRUE) -> Polygon:
    (outline,) = part_of(rows, answers).outlines
    assert isinstance(outline, Polygon)
    return outline


def faults_of(rows: list[Row], answers: Answers = TRUE) -> dict[str, OutlineFault]:
    part = part_of(rows, answers)
    issues = [
        Issue(kind=f.kind, index=i, values=f.values, location=getattr(f, "location", None)) for i, f in part.faults
    ]
    said = [sentence(issue, language) for issue in issues for language in LANGUAGES]
    assert [text for text in said if re.search(r"\{\w+\}| \?|`\?`", text)] == []
    return {fault.kind: fault for _, fault in part.faults}  # type: ignore[misc] # those of rows have no place


def start(**more: object) -> Row:
    return {"Polygon ID": "RA-1", "Point": "SP", "Longitude": START[0], "Latitude": START[1], **more}


def leg(point: str, bearing: object, distance: object, **more: object) -> Row:
    return {"Polygon ID": "RA-1", "Point": point, "Bearing": bearing, "Distance (m)": distance, **more}


def square(last_m: float = 100, *, more: Row | None = None) -> list[Row]:
    """Give a traverse round a square of a hectare; its last leg back to the start may be off."""
    legs = [leg("TP1", 0, 100), leg("TP2", 90, 100), leg("TP3", 180, 100), leg("SP", 270, last_m)]
    return [start(), *({**row, **(more or {})} for row in legs)]


def walked(legs: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Follow legs of true bearing and metres with pyproj."""
    lon, lat = START
    for bearing_deg, distance_m in legs:
        lon, lat, _ = GEODESIC.fwd(lon, lat, bearing_deg, distance_m)
        yield lon, lat


def corners(outline: Polygon) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(outline)[:-1].tolist()]


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(GEODESIC.inv(*one, *other)[2])


# --- which tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "is_so"),
    [
        (["Polygon ID", "Point type", "From", "Bearing", "Distance"], True),
        (["Poliqon", "Nöqtə", "Azimut (°)", "Məsafə (m)"], True),
        (["code", "vertex", "lon", "lat", "release_method"], True),
        (["Ərazi kodu", "Dönüş nöqtəsi", "MGRS"], True),
        (["Polygon ID", "Nöqtə №", "Easting", "Northing", "Zone"], True),
        (["code", "lon", "lat", "release_method"], False),
        (["No", "code", "x", "y"], False),
        (["code", "release_method", "area_reported_m2"], False),
        (["code", "wkt", "vertex"], False),
    ],
)
def test_tables_of_turning_points_are_known_by_their_columns(columns: list[str], is_so: bool) -> None:  # noqa: FBT001
    assert is_turning_points(columns) == is_so


# --- coordinates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("39°38'12.5\"N", 39 + 38 / 60 + 12.5 / 3600),
        ("39° 38\u2032 12,5\u2033", 39 + 38 / 60 + 12.5 / 3600),
        ("39 38 12.5", 39 + 38 / 60 + 12.5 / 3600),
        ("39:38:12", 39 + 38 / 60 + 12 / 3600),
        ("39d38m12s", 39 + 38 / 60 + 12 / 3600),
        ("N 39°38.208'", 39.6368),
        ("39,6368", 39.6368),
        ("-39°30'", -39.5),
        ("46°30'W", -46.5),
        (46.9, 46.9),
    ],
)
def test_angles_are_read_in_every_notation(text: object, degrees: float) -> None:
    assert angle_deg(text) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize("text", ["", "north", "39°61'", "39 38 60", "1 2 3 4", "39..5", None])
def test_what_is_no_angle_is_refused(text: object) -> None:
    with pytest.raises(UnreadablePlaceError):
        angle_deg(text)


@pytest.mark.parametrize(
    ("text", "utm", "zone"),
    [
        # Examples of FGDC-STD-011-2001 (Washington) and of handbooks (Honolulu); metres by the scheme of letters:
        # in zones 3n the columns S to Z are 100 to 800 km, in zones 3n + 1 A to H, in 3n + 2 J to R; in even zones row
        # F is 0 km, repeating every 2,000. The middle of a square of 1 m, of 10 m.
        ("18SUJ2337106519", (323371.5, 4306519.5), 32618),
        ("4QFJ12345678", (612345, 2356785), 32604),
        ("38S PJ 63131 85087", (663131.5, 4385087.5), 32638),
    ],
)
def test_mgrs_names_a_square_of_utm(text: str, utm: tuple[int, int], zone: int) -> None:
    x, y = Transformer.from_crs(4326, zone, always_xy=True).transform(*place_of_mgrs(text))
    assert (x, y) == pytest.approx(utm, abs=0.1)


@pytest.mark.parametrize("text", ["38SPJ1", "38IPJ6313185087", "61SPJ6313185087", "38SZZ11", "Ağdam"])
def test_what_is_no_mgrs_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePlaceError):
        place_of_mgrs(text)


def vertices(*places: tuple[float, float]) -> list[Row]:
    return [
        {"code": "RA-1", "vertex": number, "lon": lon, "lat": lat} for number, (lon, lat) in enumerate(places, start=1)
    ]


TRIANGLE = [(46.9, 39.6), (46.901, 39.6), (46.901, 39.601)]


def test_vertices_by_coordinates_make_the_polygon_that_they_are_the_corners_of() -> None:
    part = part_of(vertices(*TRIANGLE), Answers())
    assert part.outlines[0].equals(Polygon(TRIANGLE))
    assert part.faults == []
    assert part.properties == [{"code": "RA-1"}]


def test_utm_needs_its_zone_from_the_table_or_the_analyst() -> None:
    utm = [TO_UTM_38N.transform(*place) for place in TRIANGLE]
    rows = [
        {"code": "RA-1", "vertex": i, "Easting": f"{x:.3f}", "Northing": f"{y:.3f}"} for i, (x, y) in enumerate(utm)
    ]
    fault = faults_of(rows, Answers())["point-without-system"]
    assert KINDS[fault.kind].asks == "crs"
    in_zone = [{**row, "UTM zone": "38S"} for row in rows]  # the band, not the hemisphere
    for outline in (outline_of(rows, Answers(crs="EPSG:32638")), outline_of(in_zone, Answers())):
        assert max(map(apart_m, corners(outline), TRIANGLE)) < 0.01


def test_parts_and_rings_make_multipolygons_and_holes() -> None:
    west = [(46.9, 39.6), (46.91, 39.6), (46.91, 39.61), (46.9, 39.61)]
    hole = [(46.902, 39.602), (46.904, 39.602), (46.904, 39.604)]
    east = [(x + 0.1, y) for x, y in west]
    rows = [
        {"code": "RA-1", "part": part, "ring": ring, "vertex": number, "lon": lon, "lat": lat}
        for part, ring, places in ((1, 1, west), (1, 2, hole), (2, 1, east))
        for number, (lon, lat) in enumerate(places)
    ]
    (outline,) = part_of(rows).outlines
    assert outline.equals(shapely.MultiPolygon([Polygon(west, [hole]), Polygon(east)]))


# --- bearings and distances ---------------------------------------------------------------------------------------


def test_a_traverse_leads_from_the_reference_point_over_the_benchmark_to_the_start_and_round() -> None:
    reference = {"Polygon ID": "HA-7", "Point": "RP", "Longitude": "46°54'00\"E", "Latitude": "39°36'00\"N"}
    legs = [("BM", 45.5, 120.0), ("SP", 80.0, 35.0), ("TP1", 10.0, 200.0), ("TP2", 100.0, 150.0), ("TP3", 195.0, 190.0)]
    outline = outline_of([reference, *({**leg(*one), "Polygon ID": None} for one in legs)])
    expected = list(walked([one[1:] for one in legs]))[1:]
    assert max(map(apart_m, corners(outline), expected)) < 1e-6


def test_grid_bearings_follow_the_grid_of_utm() -> None:
    """The second computation is plain trigonometry in the grid, at the scale that the grid has there."""
    x, y = TO_UTM_38N.transform(*START)
    scale = 0.9996 * (1 + (x - 500_000) ** 2 / (2 * 6_378_000**2))
    expected = [(x, y)]
    legs = [(0.0, 100.0), (90.0, 100.0), (200.0, 80.0)]
    for bearing_deg, distance_m in legs:
        x += scale * distance_m * math.sin(math.radians(bearing_deg))
        y += scale * distance_m * math.cos(math.radians(bearing_deg))
        expected.append((x, y))
    rows = [start(), *(leg(f"TP{number}", *one) for number, one in enumerate(legs, start=1))]
    drawn = [TO_UTM_38N.transform(*place) for place in corners(outline_of(rows, Answers(bearing_reference="grid")))]
    assert max(math.dist(one, other) for one, other in zip(drawn, expected, strict=True)) < 0.005


def test_magnetic_bearings_get_the_declination_added() -> None:
    magnetic = Answers(bearing_reference="magnetic", declination_deg=6.5)
    outline = outline_of([start(), leg("TP1", 353.5, 100), leg("TP2", 83.5, 100), leg("TP3", 173.5, 100)], magnetic)
    true = outline_of([start(), leg("TP1", 0, 100), leg("TP2", 90, 100), leg("TP3", 180, 100)])
    assert max(map(apart_m, corners(outline), corners(true))) < 1e-6


def test_the_north_of_bearings_is_asked_for_unless_a_column_says_it() -> None:
    fault = faults_of(square(), Answers())["bearing-reference-missing"]
    assert KINDS[fault.kind].asks == "bearing_reference"
    fault = faults_of(square(), Answers(bearing_reference="magnetic"))["declination-missing"]
    assert KINDS[fault.kind].asks == "declination_deg"
    assert faults_of(square(more={"North reference": "True"}), Answers()) == {}
    assert faults_of(square(more={"Azimutun növü": "maqnit", "Declination": 6.1}), Answers()) == {}
    renamed = [
        {("Maqnit azimutu" if key == "Bearing" else key): value for key, value in row.items()} for row in square()
    ]
    assert set(faults_of(renamed, Answers())) == {"declination-missing"}


def test_points_may_be_measured_from_any_point_before_them() -> None:
    rows = [
        start(),
        leg("TP1", 0, 100, From="SP"),
        leg("TP2", 45, 100 * math.sqrt(2), From="SP"),
        leg("TP3", 90, 100, From="SP"),
    ]
    expected = list(walked([(0, 100)])) + list(walked([(45, 100 * math.sqrt(2))])) + list(walked([(90, 100)]))
    assert max(map(apart_m, corners(outline_of(rows))[1:], expected)) < 1e-6
    assert faults_of(rows) == {}  # no leg follows another, so that there is nothing to close
    rows[2]["From"] = "TP9"
    assert faults_of(rows)["leg-from-unknown-point"].values == {"point": "TP2", "row_count": 4, "origin": "TP9"}


def test_a_traverse_by_bearing_says_that_it_is_one() -> None:
    assert part_of(square()).properties[0]["geometry_source"] == "traverse"
    said = part_of([{**row, "geometry_source": "survey_gnss"} for row in square()])
    assert said.properties[0]["geometry_source"] == "survey_gnss"


# --- closing ------------------------------------------------------------------------------------------------------


def test_a_traverse_that_closes_is_left_as_it_is() -> None:
    assert faults_of(square()) == {}
    ((outline,), expected) = (part_of(square()).outlines, [START, *walked([(0, 100), (90, 100), (180, 100)])])
    assert max(map(apart_m, corners(outline), expected)) < 1e-6
    assert area_m2(gpd.GeoSeries([outline], crs=4326)).item() == pytest.approx(10_000, rel=1e-4)


@pytest.mark.parametrize(
    ("last_m", "kind"),
    [
        (100.04, None),  # less than 5 cm
        (102.4, "traverse-closed"),
        (97.6, "traverse-closed"),
        (102.6, "traverse-closing-poorly"),  # over half of the 5 m that are allowed on some 400 m
        (104.9, "traverse-closing-poorly"),
        (105.1, "traverse-not-closing"),
    ],
)
def test_a_misclosure_is_graded_by_what_is_allowed(last_m: float, kind: str | None) -> None:
    faults = faults_of(square(last_m))
    assert set(faults) == ({kind} if kind else set())
    if kind:
        values = faults[kind].values
        assert values["misclosure_m"] == pytest.approx(abs(last_m - 100), abs=0.01)
        assert values["perimeter_m"] == pytest.approx(300 + last_m, abs=0.01)
        assert values["limit_m"] == 5
        assert faults[kind].location == START


def test_on_a_long_perimeter_one_per_cent_is_allowed() -> None:
    legs = [leg("TP1", 0, 500), leg("TP2", 90, 500), leg("TP3", 180, 500)]
    nearly = faults_of([start(), *legs, leg("SP", 270, 519)])["traverse-closing-poorly"]
    assert nearly.values["limit_m"] == pytest.approx(20.19, abs=0.01)
    assert set(faults_of([start(), *legs, leg("SP", 270, 521)])) == {"traverse-not-closing"}


def test_what_is_allowed_is_for_the_installation_to_say() -> None:
    strict, lenient = (Allowance(misclosure_m=m, misclosure_pct=pct) for m, pct in ((1, 0.1), (5, 4)))
    graded = [{fault.kind for _, fault in part_of(square(106), TRUE, allowed).faults} for allowed in (strict, lenient)]
    assert graded == [{"traverse-not-closing"}, {"traverse-closed"}]


def test_a_small_misclosure_is_shared_out_by_distance_and_a_large_one_is_not() -> None:
    """Off by 2 m to the west after 402 m: the corners move east by their share of the way."""
    shares = [0, 100 / 402, 200 / 402, 300 / 402]
    exact = [START, *walked([(0, 100), (90, 100), (180, 100)])]
    expected = [GEODESIC.fwd(lon, lat, 90, 2 * share)[:2] for (lon, lat), share in zip(exact, shares, strict=True)]
    assert max(map(apart_m, corners(outline_of(square(102))), expected)) < 0.002
    assert max(map(apart_m, corners(outline_of(square(106))), exact)) < 1e-6


@pytest.mark.parametrize("last", ["SP", "EP", "TP4"])
def test_the_last_leg_is_known_by_its_name_or_by_where_it_ends(last: str) -> None:
    rows = [*square()[:-1], leg(last, 270, 98)]
    assert set(faults_of(rows)) == {"traverse-closed"}
    assert len(corners(outline_of(rows))) == 4


def test_a_traverse_without_a_last_leg_is_closed_with_an_edge_and_told() -> None:
    assert set(faults_of(square()[:-1])) == {"traverse-without-last-leg"}
    assert len(corners(outline_of(square()[:-1]))) == 4


# --- bad rows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"Bearing": 361}, "bearing-out-of-range"),
        ({"Bearing": -1}, "bearing-out-of-range"),
        ({"Bearing": 360}, None),
        ({"Bearing": 0}, None),
        ({"Distance (m)": 0}, "distance-not-positive"),
        ({"Distance (m)": -5}, "distance-not-positive"),
        ({"Distance (m)": 0.1}, None),
        ({"Distance (m)": "1,250"}, "distance-ambiguous"),
        ({"Distance (m)": "125,5"}, None),
        ({"Distance (m)": "far"}, "point-unreadable"),
        ({"Distance (m)": None}, "point-unreadable"),
        ({"Bearing": "90°30'"}, None),
        ({"bearing_unit": "mils"}, "bearing-unit-unknown"),
        ({"bearing_unit": "gradians"}, None),
        ({"North reference": "sideways"}, "bearing-reference-unknown"),
        ({"Point type": "Turning Point"}, None),
        ({"Point type": "Dönüş nöqtəsi"}, None),
        ({"Point type": "Corner"}, "point-type-unknown"),
        ({"Bearing": None, "Distance (m)": None}, "point-without-place"),
        ({"Longitude": 46.9, "Latitude": "39°70'"}, "point-unreadable"),
        ({"Longitude": 46.9}, "point-unreadable"),
        ({"Longitude": 46.95, "Latitude": 39.6}, "point-placed-twice"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_the_point_and_the_row(changed: Row, kind: str | None) -> None:
    about_closing = {"traverse-not-closing", "traverse-without-last-leg", "traverse-closed", "traverse-closing-poorly"}
    rows = square()
    rows[2] |= changed
    faults = faults_of(rows)
    assert set(faults) - about_closing == ({kind} if kind else set())
    if kind:
        assert (faults[kind].values["point"], faults[kind].values["row_count"]) == ("TP2", 4)


def test_gradians_are_400_to_a_circle() -> None:
    gradians = [
        {**row, "bearing_unit": "gon"} for row in (leg("TP1", 0, 100), leg("TP2", 100, 100), leg("TP3", 200, 100))
    ]
    degrees = [leg("TP1", 0, 100), leg("TP2", 90, 100), leg("TP3", 180, 100)]
    assert outline_of([start(), *gradians]).equals(outline_of([start(), *degrees]))


def test_feet_are_not_taken_for_metres() -> None:
    rows = [{key.replace("(m)", "(ft)"): value for key, value in row.items()} for row in square()]
    assert faults_of(rows)["distance-unit-unknown"].values["unit"] == "ft"


def test_a_decimal_sign_that_was_answered_settles_distances() -> None:
    rows = [{**row, "Distance (m)": "100,000"} if row["Point"] == "TP1" else row for row in square()]
    assert set(faults_of(rows)) == {"distance-ambiguous"}
    assert faults_of(rows, Answers(bearing_reference="true", decimal=",")) == {}


def test_a_traverse_needs_coordinates_to_begin_from() -> None:
    assert set(faults_of(square()[1:])) == {"traverse-without-start"}
    with_reference = [{**row, "RP lon": START[0], "RP lat": START[1]} for row in square()[1:-1]]
    assert set(faults_of(with_reference)) == {"traverse-without-last-leg"}


def test_two_points_are_no_outline() -> None:
    assert set(faults_of(vertices(*TRIANGLE[:2]))) == {"ring-too-short"}


def test_points_are_drawn_by_their_numbers_and_disorder_is_told() -> None:
    rows = vertices(*TRIANGLE, (46.9, 39.601))
    moved = [rows[0], rows[2], rows[1], rows[3]]
    faults = faults_of(moved)
    assert faults["vertices-out-of-order"].values == {"point": "3", "row_count": 3}
    assert outline_of(moved).equals(outline_of(rows))


def test_missing_and_repeated_numbers_are_told() -> None:
    rows = vertices(*TRIANGLE, (46.9005, 39.6015), (46.9, 39.601))
    assert faults_of([*rows[:2], *rows[3:]])["vertex-numbers-missing"].values == {"numbers": "3"}
    rows[3]["vertex"] = 3
    fault = faults_of(rows)["vertex-number-repeated"]
    assert fault.values == {"point": "3", "row_count": 5, "first_row_count": 4}


def test_the_first_vertex_again_at_the_end_closes_the_ring() -> None:
    rows = vertices(*TRIANGLE, TRIANGLE[0])
    assert faults_of(rows) == {}
    rows[-1]["vertex"] = 1
    assert faults_of(rows) == {}
    assert outline_of(rows).equals(Polygon(TRIANGLE))


# --- polygons -----------------------------------------------------------------------------------------------------


def test_rows_of_a_polygon_may_stand_apart_and_codes_only_in_its_first_row() -> None:
    one = [{**row, "code": "RA-1" if number == 0 else None} for number, row in enumerate(vertices(*TRIANGLE))]
    two = [{**row, "code": "RA-2"} for row in vertices(*[(x + 1, y) for x, y in TRIANGLE])]
    part = part_of([*one[:2], two[0], {**one[2], "code": "RA-1"}, *two[1:]])
    assert [outline.bounds[0] for outline in part.outlines] == [46.9, 47.9]
    assert [row["code"] for row in part.properties] == ["RA-1", "RA-2"]
    assert part.rows == [0, 2]


def test_a_polygon_has_the_first_value_of_its_rows_and_another_one_is_told() -> None:
    rows = [{**row, "release_method": None, "effective_date": "2025-10-20"} for row in vertices(*TRIANGLE)]
    rows[1]["release_method"] = "cleared"
    rows[2]["effective_date"] = "2025-10-21"
    part = part_of(rows)
    assert part.properties == [{"code": "RA-1", "release_method": "cleared", "effective_date": "2025-10-20"}]
    ((index, fault),) = part.faults
    assert (index, fault.kind) == (0, "polygon-values-differ")
    assert fault.values == {"column": "effective_date", "stated": "2025-10-20", "value": "2025-10-21", "row_count": 4}


def test_a_table_of_many_polygons_comes_in_parts() -> None:
    rows = [{**row, "code": f"RA-{number}"} for number in range(1_500) for row in vertices(*TRIANGLE)]
    parts = list(gathered(enumerate(rows), columns=list(rows[0]), answers=Answers(), allowed=USUAL))
    assert [(part.first, len(part)) for part in parts] == [(0, 1_000), (1_000, 500)]
    assert parts[1].rows is not None
    assert parts[1].rows[0] == 3_000


def test_every_kind_about_turning_points_is_met_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [kind.name for kind in TRAVERSE_KINDS if f'"{kind.name}"' not in source] == []


def cells() -> st.SearchStrategy[Any]:
    """Draw what stands in cells: good values more often than anything else."""
    numbers = st.floats(-400, 400) | st.integers(-10, 10_000_000) | st.floats()
    texts = st.sampled_from(
        ["SP", "TP1", "RP", "39°38'12.5\"N", "38S", "38SPJ6313185087", "1,250", "magnetic", "−", "nan"]
    )
    return st.none() | numbers | texts | st.text(max_size=8) | st.booleans() | st.dates()


@settings(deadline=None, max_examples=150)
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from([names[0] for names in ALIASES.values()]), cells(), max_size=2)
        | st.fixed_dictionaries({"bearing": st.floats(0, 360), "distance": st.floats(0.01, 1e8)}),
        max_size=8,
    ),
    reference=st.sampled_from([None, "true", "magnetic", "grid"]),
    crs=st.sampled_from([None, "swapped", "EPSG:32638", "EPSG:28408", "EPSG:4284"]),
)
def test_no_table_raises_and_every_outline_is_of_numbers(
    rows: list[Row], reference: BearingReference | None, crs: str | None
) -> None:
    columns = [names[0] for names in ALIASES.values()]
    answers = Answers(bearing_reference=reference, declination_deg=5, crs=crs)
    begun = [{"lon": 46.9, "lat": 39.6, "bearing": 10, "distance": 90}, *rows]
    for part in gathered(enumerate(begun), columns=columns, answers=answers, allowed=USUAL):
        faulty = {index for index, _ in part.faults}
        for index, outline in enumerate(part.outlines):
            assert outline is not None or index in faulty
            assert np.isfinite(shapely.get_coordinates(outline)).all()
