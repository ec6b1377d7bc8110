import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS, Transformer

from gis.layers import LAYERS_BY_NAME
from gis.placing import Geometries, placed

RELEASES, ORGANISATIONS = LAYERS_BY_NAME["release_areas"], LAYERS_BY_NAME["organisations"]
UTM = CRS.from_epsg(32638)
SQUARE = shapely.box(46.95, 39.95, 46.951, 39.951)


def array(*geometries: shapely.Geometry | None) -> Geometries:
    made = np.full(len(geometries), None, dtype=object)
    made[:] = geometries
    return made


def test_what_is_in_degrees_and_wanted_stays_the_same_object() -> None:
    place = placed(array(SQUARE, None), RELEASES, width_m=None, crs=CRS.from_epsg(4326), is_swapped=False)
    assert place.outlines[0] is SQUARE
    assert (place.faults, place.drawn.tolist()) == ([], [None, None])


def test_another_system_is_brought_to_degrees_and_kept_as_it_was_drawn() -> None:
    to_utm = Transformer.from_crs(4326, UTM, always_xy=True)
    drawn = shapely.transform(SQUARE, lambda lon_lat: np.column_stack(to_utm.transform(*lon_lat.T)))
    place = placed(array(drawn), RELEASES, width_m=None, crs=UTM, is_swapped=False)
    assert shapely.equals_exact(place.outlines[0], SQUARE, tolerance=1e-9)
    kept = shapely.from_wkb(place.drawn[0])
    assert (shapely.get_srid(kept), shapely.equals_identical(shapely.set_srid(kept, 0), drawn)) == (32638, True)


def test_swapped_axes_are_turned() -> None:
    swapped = shapely.transform(SQUARE, lambda lon_lat: lon_lat[:, ::-1])
    place = placed(array(swapped), RELEASES, width_m=None, crs=None, is_swapped=True)
    assert shapely.equals_exact(place.outlines[0], SQUARE)
    assert place.drawn[0] is not None


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (shapely.Point(46.95, 39.95), "point-for-outline"),
        (shapely.GeometryCollection([SQUARE]), "geometry-collection"),
        (shapely.Polygon(), "geometry-empty"),
        (shapely.box(665_000, 4_427_000, 665_100, 4_427_100), "coordinates-projected"),
        (shapely.box(246, 40, 247, 41), "coordinates-not-degrees"),
        (shapely.box(-1e308, -1e308, 1e308, 1e308), "coordinates-not-degrees"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(geometry: shapely.Geometry, kind: str) -> None:
    place = placed(array(SQUARE, geometry), RELEASES, width_m=None, crs=None, is_swapped=False)
    assert [(position, fault.kind) for position, fault in place.faults] == [(1, kind)]
    assert [one is None for one in place.outlines] == [False, True]


def test_a_layer_without_outlines_takes_none() -> None:
    place = placed(array(SQUARE, None), ORGANISATIONS, width_m=None, crs=None, is_swapped=False)
    assert [(position, fault.kind) for position, fault in place.faults] == [(0, "geometry-not-wanted")]


def test_a_line_with_a_width_becomes_its_strip_and_is_kept() -> None:
    line = shapely.LineString([[46.95, 39.95], [46.96, 39.95]])
    place = placed(array(line, SQUARE), RELEASES, width_m=pd.Series([10.0, None]), crs=None, is_swapped=False)
    assert [one.geom_type for one in place.outlines] == ["Polygon", "Polygon"]
    assert shapely.equals_identical(shapely.set_srid(shapely.from_wkb(place.drawn[0]), 0), line)
    assert place.drawn[1] is None
