"""Maps on paper: they say what has to be known to read them, fit their paper, and lose no hazard."""

import re
from dataclasses import replace
from itertools import product
from math import cos, radians
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.figure import Figure
from pyproj import Geod

from gis.codelists import Language
from gis.language import LANGUAGES
from gis.maps.frames import MapLayers
from gis.paper.graticule import angle_text, graticule, metric_grid
from gis.paper.labels import Room, words_at
from gis.paper.layout import Orientation, Paper, SheetForm, layout_of
from gis.paper.page import width_mm, wrapped
from gis.paper.records import MOST_MARKERS, marker_groups, needs_marker, path_of
from gis.paper.sheet import SheetOrder, map_sheet, sheet_view
from gis.paper.turning import turning_points
from gis.paper.view import view_of
from tests.gis.map_frames import CAPTION, frame, hazard, layers, release, square, task

A_DISTRICT = (46.7, 39.8, 47.2, 40.3)
THE_COUNTRY = (44.77, 38.39, 50.63, 41.89)


def svg(shown: MapLayers, language: Language = "en", **order: object) -> str:
    asked = SheetOrder(**order)  # type: ignore[arg-type] # fields of an order
    return map_sheet(shown, CAPTION, asked, language=language, form=SheetForm.SVG).decode()


def written(drawing: str) -> str:
    """Give the texts, which Matplotlib notes beside their outlines."""
    return " | ".join(comment.strip() for comment in re.findall(r"<!--(.*?)-->", drawing, re.DOTALL))


# --- what it says -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_in_both_languages_that_no_record_is_not_safety(language: Language) -> None:
    text = written(svg(layers(), language)).replace(" | ", " ")
    assert "No record here does not mean that the ground is safe." in text
    assert "Burada qeydin olmaması ərazinin təhlükəsiz olması demək deyil." in text


def test_a_sheet_says_date_account_knowledge_scale_projection_and_sources() -> None:
    text = written(svg(layers(), bounds=A_DISTRICT))
    assert "As of 15 November 2026 · as known at 16 November 2026, 08:00 · Operational account" in text
    assert "Scale 1:400,000 on A4" in text
    assert "WGS 84 (EPSG:4326) · Boundaries: Natural Earth · Drawn in UTM 38N (EPSG:32638)" in text
    assert "Demonstration: the records are made up." in text


def test_the_legend_lists_only_what_is_within_the_frame_with_its_count() -> None:
    shown = layers(
        hazards=[hazard("HA-1"), hazard("HA-2"), hazard("HA-3", "sha", geometry=square(47.5, 40.2))],
        releases=[release("RA-1", "reduced"), release("RA-2", "cleared", geometry=square(47.5, 40.2))],
        tasks=[],
    )
    text = written(svg(shown, bounds=(46.9, 39.9, 47.0, 40.0)))
    assert "Confirmed hazardous area · Open | 2" in text
    assert "Reduced (TS) | 1" in text
    assert "Suspected" not in text
    assert "Cleared" not in text
    assert "Work |" not in text


def test_what_comes_summed_is_counted_as_what_it_stands_for() -> None:
    shown = layers(releases=[release("RA-1")])
    shown = replace(shown, release_areas=shown.release_areas.assign(record_count=1_234))
    assert "Cleared | 1,234" in written(svg(shown))


def test_what_is_not_drawn_is_told() -> None:
    text = written(svg(layers(hazards=[hazard("HA-1", status="closed")]), notes=("Something is left out.",)))
    assert "Something is left out. No boundary yet, so not drawn: Aghdara." in text
    assert "Closed hazardous areas are not drawn: 1." in text
    assert "Hazard |" not in text


def test_an_empty_map_is_a_map_of_the_country() -> None:
    text = written(svg(layers(hazards=[], tasks=[], releases=[])))
    assert "Scale 1:500,000 on A4" in text
    assert "Administrative" in text
    assert "Hazard |" not in text


# --- the sheet ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "orientation", "size_mm"),
    [
        (Paper.A4, Orientation.PORTRAIT, (210, 297)),
        (Paper.A4, Orientation.LANDSCAPE, (297, 210)),
        (Paper.A3, Orientation.PORTRAIT, (297, 420)),
        (Paper.A3, Orientation.LANDSCAPE, (420, 297)),
    ],
)
def test_a_sheet_is_as_large_as_its_paper(paper: Paper, orientation: Orientation, size_mm: tuple[float, float]) -> None:
    drawing = ET.fromstring(svg(layers(), paper=paper, orientation=orientation))  # noqa: S314 - our own drawing
    for side, length in zip(("width", "height"), size_mm, strict=True):
        assert float(drawing.attrib[side].removesuffix("pt")) / 72 * 25.4 == pytest.approx(length, abs=0.01)


@pytest.mark.parametrize(("paper", "orientation"), list(product(Paper, Orientation)))
def test_the_parts_of_a_sheet_lie_on_it_and_apart(paper: Paper, orientation: Orientation) -> None:
    layout = layout_of(paper, orientation, footer_lines=6)
    boxes = [layout.title, layout.map, *layout.columns, layout.bearings, layout.footer]
    drawn = [shapely.box(box.left, box.bottom, box.right, box.top) for box in boxes]
    assert shapely.box(0, 0, layout.width_mm, layout.height_mm).covers(shapely.union_all(drawn))
    assert shapely.union_all(drawn).area == pytest.approx(sum(one.area for one in drawn))
    assert layout.map.width * layout.map.height > 0.45 * layout.width_mm * layout.height_mm


def test_a_sheet_needs_no_font_and_keeps_to_a_strict_policy() -> None:
    drawing = svg(layers())
    assert "<text" not in drawing
    assert not re.search(r"<style|\bstyle=", drawing)


@pytest.mark.parametrize("form", SheetForm)
def test_the_same_records_give_the_same_bytes(form: SheetForm) -> None:
    first, second = (map_sheet(layers(), CAPTION, SheetOrder(), language="az", form=form) for _ in range(2))
    assert first == second


def test_a_pdf_holds_its_fonts() -> None:
    content = map_sheet(layers(), CAPTION, SheetOrder(), language="az", form=SheetForm.PDF)
    fonts = set(re.findall(rb"/BaseFont /([\w+-]+)", content))
    assert fonts
    assert content.count(b"/FontFile2") >= 1
    assert b"/Type3" not in content


def test_lines_are_broken_where_they_would_leave_their_column() -> None:
    words = "Partlayıcı sursatların zərərsizləşdirilməsi üzrə təsdiqlənmiş təhlükəli ərazilər"
    lines = wrapped(words, 50, 6.5)
    assert " ".join(lines) == words
    assert len(lines) > 1
    assert all(width_mm(line, 6.5) <= 50 for line in lines)


# --- the ground ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bounds", [A_DISTRICT, THE_COUNTRY, (46.9300, 39.9900, 46.9302, 39.9901)])
def test_a_view_shows_all_that_is_asked_for_at_a_round_scale(bounds: tuple[float, float, float, float]) -> None:
    view = sheet_view(SheetOrder(), bounds)
    west, south, east, north = view.bounds
    assert (west, south) < bounds[:2]
    assert (east, north) > bounds[2:]
    digits = str(view.scale).rstrip("0")
    assert digits in {"1", "125", "15", "2", "25", "3", "4", "5", "6", "75"}


def test_the_scale_holds_on_the_ground() -> None:
    view = sheet_view(SheetOrder(), A_DISTRICT)
    middle = gpd.GeoSeries.from_xy([view.left, view.right], [(view.bottom + view.top) / 2] * 2, crs=view.crs).to_crs(
        "EPSG:4326"
    )
    (west, east) = middle
    _, _, length_m = Geod(ellps="WGS84").inv(west.x, west.y, east.x, east.y)
    width_mm = layout_of(Paper.A4, Orientation.LANDSCAPE, footer_lines=4).map.width
    assert length_m / (width_mm / 1000) == pytest.approx(view.scale, rel=1e-3)


def test_wide_ground_is_drawn_equal_area_and_narrow_ground_in_its_utm_zone() -> None:
    assert "Albers" in sheet_view(SheetOrder(), THE_COUNTRY).crs_name
    assert sheet_view(SheetOrder(), A_DISTRICT).crs.to_epsg() == 32638
    assert sheet_view(SheetOrder(), (49.5, 40.2, 50.0, 40.5)).crs.to_epsg() == 32639


def test_north_is_turned_by_the_convergence_of_the_grid() -> None:
    view = sheet_view(SheetOrder(), (46.9, 39.9, 47.0, 40.0))
    convergence_deg = (46.95 - 45) * np.sin(radians(39.95))  # of UTM 38N, whose middle is 45° E
    assert view.north_deg() == pytest.approx(-convergence_deg, abs=0.01)


def test_the_graticule_meets_each_edge_with_round_figures_in_order() -> None:
    view = sheet_view(SheetOrder(), A_DISTRICT)
    lines = graticule(view)
    figures = {
        edge: [c.label for c in sorted(lines.crossings, key=lambda c: c.at) if c.edge == edge]
        for edge in ("bottom", "top", "left", "right")
    }
    assert figures["left"] == ["39°50\N{PRIME}N", "40°N", "40°10\N{PRIME}N", "40°20\N{PRIME}N"]
    assert figures["bottom"][:2] == ["46°30\N{PRIME}E", "46°40\N{PRIME}E"]
    assert all(figures.values())
    assert all(line.within(view.frame.buffer(1)) for line in lines.lines)


def test_angles_are_written_with_as_much_as_they_have() -> None:
    assert angle_text(47 * 3600, is_lon=True) == "47°E"
    assert angle_text(40 * 3600 + 5 * 60 + 7, is_lon=False) == "40°05\N{PRIME}07\N{DOUBLE PRIME}N"


def test_the_metric_grid_is_of_whole_steps_and_only_of_utm() -> None:
    grid = metric_grid(sheet_view(SheetOrder(), A_DISTRICT))
    assert grid is not None
    assert all(metres % grid.step_m == 0 for metres in (*grid.eastings, *grid.northings))
    assert grid.label(660_000) == "660"
    assert metric_grid(sheet_view(SheetOrder(), THE_COUNTRY)) is None


# --- the records --------------------------------------------------------------------------------------------------


def test_every_hazard_too_small_to_be_seen_is_in_a_marker() -> None:
    places = [(46.9 + 0.003 * n, 39.9 + 0.002 * (n % 7)) for n in range(60)]
    specks = frame([hazard(f"HA-{n}", geometry=square(*place, 1e-5)) for n, place in enumerate(places)])
    view = sheet_view(SheetOrder(), THE_COUNTRY)
    drawn = view.projected(specks.assign(record_count=1))
    assert needs_marker(drawn, view).all()
    groups = marker_groups(drawn, 3.2 * view.m_per_mm)
    assert groups.record_count.sum() == 60
    assert 1 < len(groups) < 60


def test_markers_stand_further_apart_where_they_would_be_very_many() -> None:
    places = [(46.0 + 0.02 * n, 39.0 + 0.02 * m) for n in range(40) for m in range(40)]
    specks = frame([hazard(f"HA-{n}", geometry=square(*place, 1e-5)) for n, place in enumerate(places)])
    groups = marker_groups(specks.to_crs("EPSG:32638").assign(record_count=1), 100)
    assert groups.record_count.sum() == 1_600
    assert MOST_MARKERS / 2 < len(groups) <= MOST_MARKERS


def test_squares_that_count_are_one_ground_with_an_outline() -> None:
    corners = [(n, m) for n in range(3) for m in range(3) if (n, m) != (1, 1)]
    squares = [release("", geometry=square(46.9 + 0.01 * n, 39.9 + 0.01 * m, 0.01)) for n, m in corners]
    shown = layers(hazards=[], tasks=[], releases=squares)
    drawing = svg(replace(shown, release_areas=shown.release_areas.assign(record_count=5)), bounds=A_DISTRICT)
    assert "Cleared | 40" in written(drawing)


def test_a_shared_marker_has_the_ring_of_the_most_urgent() -> None:
    areas = frame([hazard("HA-1", status="suspended"), hazard("HA-2", status="open"), hazard("HA-3", status="draft")])
    groups = marker_groups(areas.to_crs("EPSG:32638").assign(record_count=1), 1_000)
    assert list(groups.status) == ["open"]


def test_a_long_thin_hazard_is_marked_and_a_large_one_is_not() -> None:
    view = sheet_view(SheetOrder(), A_DISTRICT)
    areas = frame(
        [
            hazard("HA-1", geometry=shapely.box(46.8, 39.9, 47.0, 39.9003)),
            hazard("HA-2", geometry=square(46.8, 39.9, 0.1)),
        ]
    )
    assert list(needs_marker(view.projected(areas), view)) == [True, False]


def test_a_path_keeps_holes_open() -> None:
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))
    path = path_of(np.array([ring, shapely.LineString([(5, 5), (6, 6)])]))
    outline, hole = (shapely.LinearRing(np.asarray(path.vertices)[start : start + 5]) for start in (0, 5))
    assert (outline.is_ccw, hole.is_ccw) == (True, False)
    assert np.asarray(path.codes).tolist() == [1, 2, 2, 2, 79, 1, 2, 2, 2, 79, 1, 2]


def test_words_never_overlap_and_never_leave_the_map() -> None:
    axes = (figure := Figure(figsize=(2, 2))).add_axes((0, 0, 1, 1))
    room, boxes = Room(axes, figure.dpi), []
    for n in range(30):
        words = words_at(axes, (0.1 + 0.03 * n, 0.5), f"Place {n}", size=6)
        if room.place(words, [(0, 0), (0, 9), (0, -9)]):
            boxes.append(words.get_window_extent())
    assert 3 < len(boxes) < 30
    assert all(not box.count_overlaps([other for other in boxes if other is not box]) for box in boxes)
    assert all(axes.get_window_extent().contains(*corner) for box in boxes for corner in (box.min, box.max))


# --- turning points -----------------------------------------------------------------------------------------------


def test_turning_points_are_numbered_in_the_order_of_the_outline_without_its_end() -> None:
    outline = shapely.Polygon([(46.93, 39.99), (46.932, 39.99), (46.932, 39.992), (46.93, 39.99)])
    points = turning_points(outline, sheet_view(SheetOrder(), outline.bounds).crs)
    assert [(point.number, point.lon, point.lat) for point in points] == [
        (1, 46.93, 39.99),
        (2, 46.932, 39.99),
        (3, 46.932, 39.992),
    ]
    easting_m = points[1].easting_m - points[0].easting_m
    assert easting_m == pytest.approx(0.002 * 111_320 * cos(radians(39.99)), rel=3e-3)


def test_a_sheet_about_a_task_lists_its_corners() -> None:
    subject = frame([task("T-1", geometry=square(46.93, 39.99))])
    text = written(svg(layers(), bounds=tuple(subject.total_bounds), subject=subject))
    assert "Turning points" in text
    for number, corner in enumerate(shapely.get_coordinates(subject.geometry.iloc[0])[:4], start=1):
        assert f"{number} | {corner[0]:.6f} | {corner[1]:.6f}" in text


def test_corners_without_room_are_counted() -> None:
    angles = np.linspace(0, 2 * np.pi, 401)[:-1]
    wheel = shapely.Polygon(np.column_stack([46.93 + 0.01 * np.cos(angles), 39.99 + 0.01 * np.sin(angles)]))
    subject = frame([task("T-1", geometry=wheel)])
    text = written(svg(layers(), bounds=wheel.bounds, subject=subject))
    listed = [int(number) for number in re.findall(r"\| (\d+) \| 46\.\d{6} \|", text)]
    more = re.search(r"and (\d+) more", text)
    assert more
    assert listed == list(range(1, len(listed) + 1))
    assert len(listed) + int(more[1]) == 400


def test_a_closed_area_is_drawn_when_the_sheet_is_about_it() -> None:
    subject = frame([hazard("HA-1", status="closed")])
    text = written(svg(layers(hazards=[hazard("HA-1", status="closed")]), subject=subject))
    assert "Confirmed hazardous area · Closed" in text
    assert "are not drawn: 1" not in text


def test_a_single_point_is_shown_with_ground_around_it() -> None:
    view = view_of((46.93, 39.99, 46.93, 39.99), layout_of(Paper.A4, Orientation.LANDSCAPE, footer_lines=4).map)
    assert view.scale == 1_000
