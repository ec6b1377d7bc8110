from collections.abc import Callable
from datetime import date

import geopandas as gpd
import pytest

import seeds
from gis.layers import LAYERS_BY_NAME
from gis.read import read_whole
from seeds import SeedFile

MADE_ON = date(2026, 11, 21)  # a Saturday: the last complete week ends on Sunday, 15 November

Frames = dict[str, gpd.GeoDataFrame]


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes], gpd.GeoDataFrame]:
    """Read a seed file as an upload would, and refuse one about which there is anything to say."""

    def read_clean(layer: str, content: bytes) -> gpd.GeoDataFrame:
        path = tmp_path_factory.mktemp("seed") / "file.geojson"
        path.write_bytes(content)
        reading = read_whole(path, LAYERS_BY_NAME[layer])
        assert not reading.issues
        return reading.frame

    return read_clean


@pytest.fixture(scope="session")
def files() -> tuple[SeedFile, ...]:
    return seeds.demonstration(MADE_ON)


@pytest.fixture(scope="session")
def frames(files: tuple[SeedFile, ...], read: Callable[[str, bytes], gpd.GeoDataFrame]) -> Frames:
    """Give the layers of the demonstration before anything is closed, and `closed`."""
    *opening, closing = files
    return {file.layer: read(file.layer, file.content) for file in opening} | {
        "closed": read(closing.layer, closing.content)
    }


@pytest.fixture(scope="session")
def districts(read: Callable[[str, bytes], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return read("districts", seeds.base_files()[0].content)
