from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from gis.layers import LAYERS_BY_NAME
from gis.outlines import read_outlines
from tests.strategies import multipolygons, polygons

RELEASES, TASKS = LAYERS_BY_NAME["release_areas"], LAYERS_BY_NAME["tasks"]
RING = [[46.95, 39.95], [46.951, 39.95], [46.951, 39.951], [46.95, 39.95]]


def polygon(*rings: Any) -> dict[str, Any]:  # noqa: ANN401 - coordinates of any kind
    return {"type": "Polygon", "coordinates": list(rings)}


def kind_of(geometry: object) -> str | None:
    _, faults = read_outlines([geometry], RELEASES)
    return faults[0][1].kind if faults else None


@given(st.lists(polygons() | multipolygons() | st.none(), max_size=5))
def test_what_is_written_is_read_back_the_same(drawn: list[BaseGeometry | None]) -> None:
    written = [None if geometry is None else shapely.geometry.mapping(geometry) for geometry in drawn]
    outlines, faults = read_outlines([_as_json(geometry) for geometry in written], RELEASES)
    assert faults == []
    assert all(
        (one is None and other is None) or shapely.equals_identical(one, other)
        for one, other in zip(outlines, drawn, strict=True)
    )


def _as_json(value: Any) -> Any:  # noqa: ANN401 - a mapping with tuples
    if isinstance(value, dict):
        return {name: _as_json(inner) for name, inner in value.items()}
    return [_as_json(inner) for inner in value] if isinstance(value, tuple | list) else value


def test_a_task_may_be_a_polygon_a_line_or_a_point() -> None:
    line = {"type": "LineString", "coordinates": RING}
    lines = {"type": "MultiLineString", "coordinates": [RING, RING]}
    point = {"type": "Point", "coordinates": [46.95, 39.95, 300]}
    outlines, faults = read_outlines([polygon(RING), line, lines, point, None], TASKS)
    assert [None if one is None else one.geom_type for one in outlines] == [
        "Polygon",
        "LineString",
        "MultiLineString",
        "Point",
        None,
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (polygon(RING), None),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, None),
        ({"type": "MultiPolygon", "coordinates": [[], [RING]]}, "geometry-empty"),
        (polygon([[*position, height] for height, position in enumerate(RING)]), None),  # closed but for its height
        (polygon(), "geometry-empty"),
        (polygon([]), "geometry-empty"),
        (polygon(RING[:3], []), "geometry-empty"),
        (polygon(RING[:3], RING[:1]), "ring-too-short"),
        (polygon(RING, RING[:3]), "ring-not-closed"),
        (polygon(RING[0]), "coordinates-malformed"),
        (polygon([[46.95], *RING[1:]]), "coordinates-malformed"),
        (polygon([["46.95", 39.95], *RING[1:]]), "coordinates-as-text"),
        (polygon([[None, 39.95], *RING[1:]]), "coordinates-malformed"),
        (polygon([{"x": 46.95}] * 4), "coordinates-malformed"),
        ({"type": "Polygon", "coordinates": {}}, "coordinates-malformed"),
        ({"type": "Polygon"}, "coordinates-malformed"),
        ({"type": ["Polygon"], "coordinates": [RING]}, "geometry-of-wrong-kind"),
        ({"type": "FeatureCollection", "features": []}, "geometry-of-wrong-kind"),
        ([RING], "coordinates-malformed"),
        ("POLYGON EMPTY", "coordinates-malformed"),
    ],
)
def test_raw_json_is_looked_at_before_it_is_drawn(geometry: object, kind: str | None) -> None:
    assert kind_of(geometry) == kind


def test_a_ring_that_is_not_closed_is_closed_to_be_shown() -> None:
    (outline,), _ = read_outlines([polygon(RING[:3])], RELEASES)
    assert outline.equals(shapely.Polygon(RING))
