import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from gis.answers import Answers
from gis.crs import CANDIDATES, WGS84, WITHOUT_ZONE, system_of
from gis.files import Part, Source
from gis.files.reference import Reference, crs_candidates, crs_of

AGHDAM = (46.93, 39.99)
FUZULI = (47.15, 39.60)
PROJECTED = {**CANDIDATES, **WITHOUT_ZONE}


def drawn(epsg: int, *, is_swapped: bool = False) -> list[tuple[float, float]]:
    transform = Transformer.from_crs(4326, epsg, always_xy=True).transform
    places = [transform(*place) for place in (AGHDAM, FUZULI)]
    return [(y, x) for x, y in places] if is_swapped else places


def read(positions: list[tuple[float, float]], crs: CRS | None = None, answer: str | None = None) -> Reference:
    outlines = np.array([shapely.Point(position) for position in positions], dtype=object)
    part = Part(first=0, properties=[{} for _ in positions], outlines=outlines)
    return crs_of(Source(format="CSV", crs=crs), part, Answers(crs=answer))


@pytest.mark.parametrize("epsg", PROJECTED)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_a_projected_file_is_offered_its_system_with_its_places(epsg: int, is_swapped: bool) -> None:  # noqa: FBT001 - a case
    reference = read(drawn(epsg, is_swapped=is_swapped))
    assert reference.crs is None
    assert [issue.kind for issue in reference.issues] == ["crs-unknown"]
    offered = {candidate.crs: candidate for candidate in reference.candidates}
    places = offered[f"EPSG:{epsg}{' swapped' if is_swapped else ''}"].places
    np.testing.assert_allclose(places, [AGHDAM, FUZULI], atol=1e-5)


def test_degrees_where_records_are_expected_need_no_question() -> None:
    reference = read([AGHDAM] * 9 + [(0.0, 0.0)])
    assert reference.crs == WGS84
    assert [issue.kind for issue in reference.issues] == ["crs-assumed"]


def test_latitude_first_is_asked_where_nothing_is_stated() -> None:
    reference = read([AGHDAM[::-1], FUZULI[::-1]])
    assert [candidate.crs for candidate in reference.candidates] == ["swapped"]
    assert reference.candidates[0].places == [AGHDAM, FUZULI]


def test_coordinates_that_fit_nothing_are_asked_without_candidates() -> None:
    reference = read([(12.5, 41.9)])
    assert (reference.crs, reference.candidates) == (None, [])
    assert [issue.kind for issue in reference.issues] == ["crs-unrecognised"]


def test_a_stated_system_holds_wherever_it_lies() -> None:
    assert read([(12.5, 41.9)], WGS84) == Reference(WGS84, is_swapped=False, candidates=[], issues=[])
    utm = CRS.from_epsg(32638)
    assert read(drawn(32638), utm).crs == utm


def test_metres_are_not_degrees_whatever_the_file_says() -> None:
    reference = read(drawn(32638), WGS84)
    assert reference.crs is None
    assert "EPSG:32638" in [candidate.crs for candidate in reference.candidates]


@pytest.mark.parametrize(
    ("answer", "epsg", "is_swapped"),
    [("EPSG:28408", 28408, False), ("swapped", 4326, True), ("EPSG:32639 swapped", 32639, True)],
)
def test_an_answer_holds(answer: str, epsg: int, is_swapped: bool) -> None:  # noqa: FBT001 - a case
    reference = read([AGHDAM], WGS84, answer)
    assert reference.crs is not None
    assert (reference.crs.to_epsg(), reference.is_swapped) == (epsg, is_swapped)


def test_an_answer_that_is_no_system_is_asked_again() -> None:
    assert [issue.kind for issue in read([AGHDAM], None, "EPSG:99999").issues] == ["crs-answer-unknown"]


def test_a_file_without_geometry_is_not_asked() -> None:
    part = Part(first=0, properties=[{}], outlines=np.array([None], dtype=object))
    assert crs_of(Source(format="CSV"), part, Answers()).issues == []


def test_the_same_place_stated_and_guessed_lies_in_the_same_place() -> None:
    assert crs_candidates(drawn(28408))[0].crs == "EPSG:28408"


def test_the_text_of_a_prj_is_known_by_its_number() -> None:
    esri = CRS.from_epsg(32638).to_wkt("WKT1_ESRI")
    found = system_of(CRS.from_wkt(esri))
    assert found is not None
    assert found.to_epsg() == 32638
    assert system_of(CRS.from_wkt('LOCAL_CS["Undefined Cartesian SRS"]')) is None
