"""Whatever bytes come in, opening them gives features or reasons, and never raises."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.issues import word
from gis.language import LANGUAGES
from tests.gis.files.hostile import KML, PLACEMARK, RELEASE, geopackage, shapefile, workbook, zipped
from tests.gis.files.reading import everything
from tests.gis.files.test_formats import esri_json

TABLE = "Kod;Tarix;Rayon;WKT;lon;lat\nRA-1;20.10.2025;Şuşa;POINT (47 40);47;40\n".encode()
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SLOW = settings(QUICK, max_examples=6)
WHOLE = {
    "csv": lambda: TABLE,
    "kml": lambda: KML % (PLACEMARK * 3),
    "kmz": lambda: zipped(("doc.kml", KML % PLACEMARK)),
    "geojson": lambda: zipped(("areas.geojson", RELEASE)),
    "xlsx": workbook,
    "esri json": esri_json,
    "geopackage": geopackage,
    "shapefile": shapefile,
}
IN_A_PROCESS = ("esri json", "geopackage", "shapefile")


@cache
def whole(name: str) -> bytes:
    return WHOLE[name]()


def assert_opens_or_says_why(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        found = everything(content, Path(folder), name="areas")
    assert found.issues or found.source.layer_name is not None
    for issue in found.issues:
        assert all(word(issue, language) for language in LANGUAGES)


def changed(content: bytes, changes: list[tuple[float, int]], kept: float) -> bytes:
    """Change bytes at some places, and cut the end off."""
    made = bytearray(content)
    for place, byte in changes:
        made[int(place * (len(made) - 1))] = byte
    return bytes(made[: max(1, int(kept * len(made)))])


CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8)
KEPT = st.one_of(st.just(1.0), st.floats(0, 1))


@QUICK
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_opens_or_says_why(content)


@QUICK
@given(content=st.text(alphabet="{}[]<>\"',;\t\n\r aə1.:\x00kml", max_size=80))
def test_any_text(content: str) -> None:
    assert_opens_or_says_why(content.encode())


@pytest.mark.parametrize("name", sorted(set(WHOLE) - set(IN_A_PROCESS)))
@QUICK
@given(changes=CHANGES, kept=KEPT)
def test_any_damage(name: str, changes: list[tuple[float, int]], kept: float) -> None:
    assert_opens_or_says_why(changed(whole(name), changes, kept))


@pytest.mark.parametrize("name", IN_A_PROCESS)
@SLOW
@given(changes=CHANGES, kept=KEPT)
def test_any_damage_to_what_gdal_reads(name: str, changes: list[tuple[float, int]], kept: float) -> None:
    assert_opens_or_says_why(changed(whole(name), changes, kept))
