from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.checks import Surroundings, check
from gis.issues import Issue, word
from gis.language import LANGUAGES
from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from gis.normalise import normalise
from gis.read import Reading, read_whole
from tests.gis.breaking.case import (
    TODAY,
    around,
    breaking_issues,
    collection,
    hazard,
    issues_of,
    item,
    organisation,
    phase,
    project,
    release,
    square,
    task,
)
from tests.gis.breaking.file_cases import CASES as FILE_CASES
from tests.strategies import examples, json_values

RELEASES = LAYERS_BY_NAME["release_areas"]
ANYTHING = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(content: bytes, folder: Path, layer: Layer = RELEASES) -> Reading:
    path = folder / "named-wrongly.pdf"
    path.write_bytes(content)
    return read_whole(path, layer)


def kinds(issues: list[Issue]) -> list[str]:
    return [issue.kind for issue in issues]


# --- what a file holds --------------------------------------------------------------------------------------------


def test_an_area_that_cannot_be_read_does_not_make_the_outline_missing(tmp_path: Path) -> None:
    undrawn = {**release(geometry_source="none", area_reported_m2="12.345"), "geometry": None}
    without = {**release(code="RA-2", geometry_source="none"), "geometry": None}
    reading = read(collection(undrawn, without), tmp_path)
    assert [(issue.index, issue.kind) for issue in reading.issues] == [
        (0, "number-ambiguous"),
        (1, "geometry-missing"),
    ]


def test_a_frame_has_the_typed_fields_the_properties_and_the_geometry(tmp_path: Path) -> None:
    feature = release(area_reported_m2="1701,5", target_types="cmr, erw", district_code="AZ-AGM", colour="red")
    reading = read(collection(release(code="RA-0"), feature), tmp_path)
    row = reading.frame.loc[1]
    assert row["code"] == "RA-1"
    assert row["effective_date"] == date(2025, 10, 20)
    assert row["depth_cleared_cm"] == 20
    assert row["area_reported_m2"] == 1701.5
    assert row["target_types"] == ["cmr", "erw"]
    assert row["district_code"] == "AGM"
    assert row["task_code"] is None
    assert row["properties"] == feature["properties"]
    assert shapely.equals_identical(row.geometry, shapely.geometry.shape(square()))
    assert reading.frame.crs.to_epsg() == 4326
    assert list(reading.frame.index) == [0, 1]


def test_a_field_that_is_left_out_holds_its_default_and_what_was_said_can_be_told(tmp_path: Path) -> None:
    reading = read(collection(release(), release(code="RA-2", basis="operational")), tmp_path)
    assert reading.frame["basis"].tolist() == ["operational", "operational"]
    assert ["basis" in held for held in reading.frame["properties"]] == [False, True]


def test_a_list_may_stand_under_its_name_in_the_singular(tmp_path: Path) -> None:
    reading = read(collection(release(hazardous_area_code="HA-1;HA-2")), tmp_path)
    assert reading.frame["hazardous_area_codes"].tolist() == [["HA-1", "HA-2"]]
    assert reading.issues == []


@pytest.mark.parametrize(
    ("layer_name", "least"),
    [
        ("release_areas", release(asset=..., depth_cleared_cm=...)),
        ("hazardous_areas", hazard(evidence_summary=...)),
        ("tasks", task(None)),
        ("organisations", organisation()),
        ("projects", project()),
        ("project_phases", phase()),
        ("eo_items", item()),
        ("districts", release(None, code="AGM", name_az="Ağdam", name_en="Aghdam")),
    ],
)
def test_the_least_file_of_a_layer_has_no_error(layer_name: str, least: dict[str, Any], tmp_path: Path) -> None:
    reading = read(collection(least), tmp_path, LAYERS_BY_NAME[layer_name])
    assert set(kinds(reading.issues)) <= {"properties-unknown"}


def test_the_same_bytes_are_read_whatever_their_encoding(tmp_path: Path) -> None:
    text = collection(release(remarks="Ağdərə")).decode()
    encoded = [text.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32")]
    readings = [read(content, tmp_path) for content in encoded]
    assert [reading.frame["remarks"].tolist() for reading in readings] == [["Ağdərə"]] * 5
    assert [kinds(reading.issues) for reading in readings] == [
        [],
        ["file-with-byte-order-mark"],
        ["file-recoded"],
        ["file-recoded"],
        ["file-recoded"],
    ]


def test_every_issue_of_every_feature_is_listed_with_its_place(tmp_path: Path) -> None:
    broken = release(code="RA-9", release_method=None, effective_date="5/6/2025")
    unclosed = {"type": "Polygon", "coordinates": [square()["coordinates"][0][:-1]]}
    reading = read(collection(broken, 5, release(unclosed, passes=0)), tmp_path)
    assert [(issue.index, issue.kind, issue.field) for issue in reading.issues] == [
        (0, "release-method-missing", "release_method"),
        (0, "date-ambiguous", "effective_date"),
        (1, "feature-malformed", None),
        (2, "number-out-of-range", "passes"),
        (2, "ring-not-closed", "geometry"),
    ]
    assert [issue.feature_code for issue in reading.issues] == ["RA-9", "RA-9", None, "RA-1", "RA-1"]
    assert reading.issues[0].location == pytest.approx((46.9505, 39.9505))
    assert reading.issues[4].location == (46.95, 39.95)


def test_a_projected_file_is_told_what_it_looks_like(tmp_path: Path) -> None:
    ring = [[665_000, 4_427_000], [665_100, 4_427_000], [665_100, 4_427_100], [665_000, 4_427_000]]
    reading = read(collection(release({"type": "Polygon", "coordinates": [ring]})), tmp_path)
    (issue,) = reading.issues
    assert word(issue, "en") == (
        "Feature 1 (RA-1): the coordinates are not degrees: 665000, 4427000 looks like EPSG:32638 (UTM 38N). "
        "Export the layer in WGS 84 (EPSG:4326)."
    )
    assert reading.frame.geometry.isna().all()


def test_positions_with_a_fourth_number_and_of_mixed_length_are_read_flat(tmp_path: Path) -> None:
    ring = [[46.95, 39.95, 1, 9], [46.951, 39.95, 1], [46.951, 39.951], [46.95, 39.95, 1, 9]]
    reading = read(collection(release({"type": "Polygon", "coordinates": [ring]})), tmp_path)
    assert not reading.frame.geometry.has_z.any()
    assert kinds(reading.issues) == []


@pytest.mark.parametrize("case", FILE_CASES, ids=[f"{case.kind}-{n}" for n, case in enumerate(FILE_CASES)])
def test_what_is_wrong_with_a_file_as_a_whole_is_about_no_feature(case: Any) -> None:  # noqa: ANN401 - a case
    told = [issue for issue in breaking_issues(case) if issue.kind == case.kind and case.kind.startswith("file-")]
    assert [issue.index for issue in told] == [None] * len(told)


# --- whatever comes -----------------------------------------------------------------------------------------------


NEIGHBOURS = around({"release_areas": [release(code="RA-0", basis="operational")]})


def whole_way(content: bytes, folder: Path, layer: Layer) -> list[Issue]:
    """Take a file from its bytes to its sentences."""
    path = folder / "upload"
    path.write_bytes(content)
    issues = issues_of(path, layer.name, NEIGHBOURS)
    assert all(word(issue, language) for issue in issues for language in LANGUAGES)
    return issues


@ANYTHING
@given(content=st.binary(max_size=200))
def test_no_bytes_raise(content: bytes, tmp_path: Path) -> None:
    whole_way(content, tmp_path, RELEASES)


@ANYTHING
@given(document=json_values())
def test_no_json_raises(document: object, tmp_path: Path) -> None:
    content = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    assert whole_way(content, tmp_path, RELEASES)


def member(example_value: object) -> st.SearchStrategy[object]:
    """Draw what stands in place of a member: itself mostly, else any JSON."""
    return st.one_of(st.just(example_value), st.just(example_value), json_values())


GEOMETRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "LineString", "GeometryCollection"]),
        "coordinates": st.recursive(
            st.sampled_from([46.95, 39.95, 46.951, 39.951, 0, -132.3, -90, 180, "46.95", None, True, 1e308, 500_000]),
            lambda inner: st.lists(inner, max_size=6),
            max_leaves=40,
        ),
    }
)
EXAMPLES = {
    "districts": release(code="AGM", name_az="Ağdam", name_en="Aghdam"),
    "organisations": organisation(valid_from="2020-01-01", mandated_by_law=True),
    "projects": project(total_area_m2=64_000_000, executing_org="OP"),
    "project_phases": phase(planned_start="2025-01-01", spent_amount=3_090_000, currency="EUR"),
    "hazardous_areas": hazard(parent_codes=["HA-0"], area_reported_m2=9_480, accuracy_m=3),
    "tasks": task(issued_on="2025-01-01", started_on="2025-01-02", planned_area_m2=9_480),
    "release_areas": release(hazardous_area_codes=["HA-0"], task_code="T-1", district_code="AGM"),
    "eo_items": item(disposed_on="2025-10-21", is_hazardous=True, task_code="T-1"),
}


@st.composite
def nearly_right_files(draw: st.DrawFn) -> tuple[Layer, bytes]:
    """Draw a layer and a file of it, some of whose members are replaced by anything."""
    layer = draw(st.sampled_from(LAYERS))
    features = []
    for _ in range(draw(st.integers(1, 3))):
        model = EXAMPLES[layer.name]
        properties = {name: draw(member(value)) for name, value in model["properties"].items()}
        geometry = draw(st.one_of(member(model["geometry"]), GEOMETRIES))
        features.append({"type": "Feature", "properties": draw(member(properties)), "geometry": geometry})
    document = {"type": "FeatureCollection", "features": features}
    return layer, orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)


@settings(ANYTHING, max_examples=examples(40))
@given(drawn=nearly_right_files())
def test_no_nearly_right_file_raises(drawn: tuple[Layer, bytes], tmp_path: Path) -> None:
    layer, content = drawn
    whole_way(content, tmp_path, layer)


def test_a_frame_without_rows_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    for layer in LAYERS:
        reading = read(collection(), tmp_path, layer)
        normal = normalise(reading.frame, layer)
        assert kinds(reading.issues) == ["file-without-features"]
        assert normal.issues == check(normal.frame, layer, Surroundings.none(TODAY)) == []
