"""The map of a period: what is drawn where, what it says, and that it stays small however much there is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from gis.codelists import Language, ReleaseMethod
from gis.language import LANGUAGES
from gis.period_map import PeriodGround, focus, period_map_svg
from gis.period_map.ground import course
from gis.period_map.labels import Room, draw_marks
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX, view_of
from gis.periods import week
from gis.symbology import RELEASE_SYMBOLS
from tests.gis.map_frames import CAPTION, frame, hazard, layers, records, release, square

WEEK = week("2026-W46")
SVG = "{http://www.w3.org/2000/svg}"
AGHDAM = (46.7, 39.8, 47.2, 40.2)


def ground(
    *,
    releases: list[dict[str, object]] | None = None,
    hazards: list[dict[str, object]] | None = None,
    released_m2: tuple[float, float] = (1_200_000.0, 0.0),
    notes: Sequence[str] = (),
) -> PeriodGround:
    """Give two districts, one without boundary, with a release and a hazardous area unless others are given."""
    return PeriodGround(
        view=view_of(AGHDAM),
        notes=tuple(notes),
        country=np.array([shapely.box(46, 39, 48, 41)]),
        districts=layers(released_m2=released_m2).districts,
        hazards=records(hazards, hazard("HA-1")),
        releases=records(releases, release("RA-1")),
    )


def svg(shown: PeriodGround, language: Language = "en") -> str:
    return period_map_svg(shown, CAPTION, period=WEEK, language=language)


def written(drawing: str) -> list[str]:
    """Give the texts of a drawing in their order."""
    return [text.text or "" for text in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def test_the_same_ground_gives_the_same_bytes() -> None:
    assert svg(ground()) == svg(ground())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_well_formed_and_has_no_style_that_a_strict_policy_refuses(language: Language) -> None:
    drawing = ET.fromstring(svg(ground(), language))  # noqa: S314 - our own drawing
    assert drawing.tag == f"{SVG}svg"
    assert not [one for one in drawing.iter() if "style" in one.attrib or one.tag == f"{SVG}style"]


def test_it_says_period_account_sources_and_that_no_record_is_not_safety() -> None:
    text = " | ".join(written(svg(ground(notes=["Aghdara has no boundary yet."]))))
    assert "9–15 November 2026 · as known at 16 November 2026, 08:00 · Operational account" in text
    assert "WGS 84 (EPSG:4326) · Boundaries: Natural Earth" in text
    assert "No record here does not mean that the ground is safe. Demonstration" in text
    assert "Aghdara has no boundary yet." in text


def test_its_legend_lists_only_what_is_drawn() -> None:
    text = written(svg(ground(releases=[release("RA-1", "reduced")], hazards=[hazard("HA-1", "sha")])))
    assert "Reduced (TS)" in text
    assert "Suspected hazardous area" in text
    assert "Cleared" not in text
    assert "Confirmed hazardous area" not in text


def test_districts_are_named_in_the_language_of_the_report() -> None:
    shown = ground()
    renamed = replace(shown, districts=shown.districts.assign(name_az="Başqa"))
    assert "Başqa" in written(svg(renamed, "az"))
    assert svg(shown) == svg(renamed)


def test_a_week_without_work_still_gives_a_map() -> None:
    assert "none recorded" in written(svg(ground(hazards=[], releases=[], released_m2=(0, 0))))


def test_closed_areas_are_no_hazard_any_more() -> None:
    closed = ground(hazards=[hazard("HA-1", status="closed")])
    assert "Confirmed hazardous area" not in written(svg(closed))
    assert svg(closed) == svg(replace(closed, hazards=closed.hazards.iloc[:0]))


def test_places_lie_where_the_scale_says() -> None:
    """Ten kilometres to the east, by the geodesic, are as many pixels as the view has for them."""
    view = view_of(AGHDAM)
    lon, lat, _ = Geod(ellps="WGS84").fwd(46.95, 40.0, 90, 10_000)
    here, there = shapely.get_coordinates(view.placed(shapely.points([(46.95, 40.0), (lon, lat)])))
    assert np.hypot(*(there - here)) * view.m_per_px == pytest.approx(10_000, rel=2e-3)
    assert there[0] > here[0]


def test_everything_that_is_to_be_shown_lies_within_the_frame() -> None:
    corners = shapely.get_coordinates(view_of(AGHDAM).placed(np.array([shapely.box(*AGHDAM)])))
    assert corners.min() >= 0
    assert (corners <= (MAP_WIDTH_PX, MAP_HEIGHT_PX)).all()


def test_the_focus_is_where_work_was_done_else_elsewhere() -> None:
    districts = layers(released_m2=(5.0, 0.0)).districts
    assert focus(districts, (0, 0, 1, 1)) == tuple(districts[districts.released_m2 > 0].total_bounds)
    assert focus(districts.assign(released_m2=0.0), (0, 0, 1, 1)) == (0, 0, 1, 1)


def test_what_is_too_small_to_be_seen_is_a_square_and_holes_stay_open() -> None:
    assert course([shapely.box(10, 10, 10.1, 10.1)]) == "M9 9h1.8v1.8h-1.8z"
    ring = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    assert course([ring]).count("Z") == 2
    assert course([]) == ""


def test_names_and_marks_do_not_lie_on_one_another() -> None:
    room = Room()
    assert room.take(200, 200, width=50, height=10)
    assert not room.take(240, 205, width=50, height=10)
    assert room.take(251, 200, width=50, height=10)
    assert not room.take(MAP_WIDTH_PX - 10, 200, width=50, height=10)


def test_where_marks_are_crowded_the_one_of_what_most_of_it_is_lies_on_top() -> None:
    """Of a dozen cleared places and one that was cancelled among them both are marked, and far away it has room."""
    cleared = shapely.points([(100 + 0.5 * step, 100) for step in range(12)])
    letter = f">{RELEASE_SYMBOLS[ReleaseMethod.CANCELLED].letter}<"
    for x, is_beneath in ((103, True), (150, False)):
        releases = {ReleaseMethod.CLEARED: cleared, ReleaseMethod.CANCELLED: shapely.points([(x, 100)])}
        marks = draw_marks(releases, Room())
        assert [letter in one for one in marks] == [is_beneath, not is_beneath]


def test_ten_thousand_releases_are_drawn_small() -> None:
    rows = [
        {"release_method": "cleared", "geometry": square(46.7 + column / 200, 39.8 + row / 250, 0.0005)}
        for column in range(100)
        for row in range(100)
    ]
    drawn = svg(replace(ground(), releases=frame(rows)))
    assert len(drawn) < 500_000
    assert len(re.findall("<circle", drawn)) < 1_000


def test_names_are_written_as_text_and_never_as_markup() -> None:
    shown = ground()
    evil = gpd.GeoDataFrame(shown.districts.assign(name_en="<script>&"))
    assert "<script>&" in written(svg(replace(shown, districts=evil)))
