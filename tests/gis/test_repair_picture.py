"""Pictures of repairs."""

import re

import shapely

from gis.repair_picture import EDGE_PX, HEIGHT_PX, WIDTH_PX, repair_svg

SQUARE = shapely.box(46.9, 39.6, 46.901, 39.601)
CROSSING = shapely.Polygon([(46.9, 39.6), (46.901, 39.601), (46.901, 39.6), (46.9, 39.601)])


def numbers(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", svg)]


def test_both_outlines_are_drawn_to_one_scale_inside_the_picture_north_above() -> None:
    svg = repair_svg(CROSSING, shapely.make_valid(CROSSING))
    assert svg.count("<path") == 2
    assert all(
        EDGE_PX - 0.1 <= x <= WIDTH_PX - EDGE_PX + 0.1 and EDGE_PX - 0.1 <= y <= HEIGHT_PX - EDGE_PX + 0.1
        for x, y in numbers(svg)
    )
    north = repair_svg(SQUARE, shapely.union(SQUARE, shapely.box(46.9, 39.602, 46.9005, 39.603)))
    assert min(numbers(north), key=lambda position: position[1])[1] < HEIGHT_PX / 4


def test_of_an_outline_that_moved_far_only_where_it_goes_is_drawn() -> None:
    swapped = shapely.transform(SQUARE, lambda xy: xy[:, ::-1])
    svg = repair_svg(swapped, SQUARE)
    assert svg.count("<path") == 1
    assert len(numbers(svg)) == 5


def test_what_is_empty_leaves_no_trace() -> None:
    assert "<path" not in repair_svg(shapely.Polygon(), shapely.MultiPolygon())
    assert repair_svg(SQUARE, shapely.MultiPolygon()).count("<path") == 2
