import geopandas as gpd
import pytest
from pyproj import Transformer
from shapely import Point

from gis.crs import CANDIDATES, WrongCrs, in_extent, likely_crs, require_wgs84

AGHDAM = (46.93, 39.99)


@pytest.mark.parametrize("epsg", CANDIDATES)
def test_projected_coordinates_are_recognised_in_either_order(epsg: int) -> None:
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(*AGHDAM)
    for position in ((x, y), (y, x)):
        assert f"EPSG:{epsg}" in (likely_crs([position]) or "")


def test_coordinates_that_fit_no_system_are_not_guessed_at() -> None:
    assert likely_crs([(246.0, 40.0)]) is None


def test_all_positions_must_fit() -> None:
    assert likely_crs([(665_000.0, 4_427_000.0), (665_000.0, 9_427_000.0)]) is None


def test_the_extent_is_checked_longitude_first() -> None:
    assert in_extent(*AGHDAM)
    assert not in_extent(*reversed(AGHDAM))


def test_only_wgs84_passes_the_guard() -> None:
    require_wgs84(gpd.GeoSeries([Point(AGHDAM)], crs="EPSG:4326"))
    with pytest.raises(WrongCrs, match="EPSG:3857"):
        require_wgs84(gpd.GeoSeries([Point(AGHDAM)], crs="EPSG:3857"))
