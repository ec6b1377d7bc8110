"""A large file is checked in parts, by pieces of ground and by its keys: together they say what the whole says."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.checks import Scope, Surroundings, check
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.normalise import normalise
from gis.read import read_whole
from tests.gis.breaking.case import TODAY, Feature, around, collection, hazard, organisation, release, square
from tests.strategies import examples

FEW = settings(max_examples=examples(12), deadline=None)
PLACES = st.builds(
    lambda east, north, size: square(46.95 + east / 2000, 39.95 + north / 2000, size / 2000),
    *(st.integers(0, 5), st.integers(0, 3), st.integers(1, 3)),
)
TYPES = st.sampled_from([["ap_mine"], ["cmr"], None])
DAYS = st.sampled_from(["2025-10-20", "2025-10-21", "2024-05-01"])
RELEASES = st.builds(
    release,
    PLACES,
    effective_date=DAYS,
    target_types=TYPES,
    basis=st.sampled_from(["operational", "certified"]),
    release_method=st.sampled_from(["cleared", "cancelled"]),
)
HAZARDS = st.builds(
    hazard,
    PLACES,
    contamination_types=st.sampled_from([["ap_mine"], ["cmr"]]),
    status=st.sampled_from(["open", "closed"]),
    classification=st.sampled_from(["sha", "cha"]),
    parent_codes=st.sampled_from([None, ["R-0"], ["R-1", "F-2"]]),
)
FILES = {"release_areas": RELEASES, "hazardous_areas": HAZARDS}


def frame_of(tmp: Any, layer: str, features: Iterable[Feature]) -> gpd.GeoDataFrame:  # noqa: ANN401 - a factory
    path = tmp.mktemp("file") / "file.geojson"
    path.write_bytes(collection(*features))
    return normalise(read_whole(path, LAYERS_BY_NAME[layer]).frame, LAYERS_BY_NAME[layer]).frame


def coded(features: Iterable[Feature], letter: str) -> list[Feature]:
    return [
        {**feature, "properties": {**feature["properties"], "code": f"{letter}-{number}"}}
        for number, feature in enumerate(features)
    ]


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (issue.index or 0, issue.kind, repr(issue.values)))


@pytest.mark.parametrize("layer", FILES)
@FEW
@given(data=st.data())
def test_pieces_of_ground_give_the_issues_of_the_whole(
    layer: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    features = data.draw(st.lists(FILES[layer], min_size=1, max_size=8))
    known = {name: coded(data.draw(st.lists(FILES[name], max_size=4)), "R") for name in FILES}
    homes = data.draw(st.lists(st.integers(0, 2), min_size=len(features), max_size=len(features)))
    frame = frame_of(tmp_path_factory, layer, coded(features, "F"))
    surroundings = around({name: held for name, held in known.items() if held})
    whole = check(frame, LAYERS_BY_NAME[layer], surroundings, scopes={Scope.NEAR})
    pieces = [issue for home in set(homes) for issue in of_piece(frame, layer, surroundings, homes, home=home)]
    assert in_order(pieces) == in_order(whole)


def of_piece(
    frame: gpd.GeoDataFrame, layer: str, surroundings: Surroundings, homes: list[int], *, home: int
) -> list[Issue]:
    """Check the features at home and those whose boxes touch theirs, and keep the issues of those at home."""
    at_home = pd.Series(homes) == home
    boxes = shapely.box(*frame.bounds.to_numpy().T)
    near = shapely.STRtree(boxes).query(boxes[at_home], predicate="intersects")[1]
    piece = frame.iloc[sorted(set(near), reverse=True)]  # in whatever order they come
    issues = check(piece, LAYERS_BY_NAME[layer], surroundings, scopes={Scope.NEAR})
    return [issue for issue in issues if issue.index is not None and at_home[issue.index]]


def test_a_record_that_comes_again_in_another_piece_is_not_compared_with_its_old_version(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    frame = frame_of(tmp_path_factory, "release_areas", [release(code="F-1")])
    old = around({"release_areas": [release(code="R-1", basis="operational", effective_date="2025-10-19")]})
    apart = Surroundings(
        today=TODAY, districts=old.districts, published=old.published, renewed_codes=frozenset({"R-1"})
    )
    found = [check(frame, LAYERS_BY_NAME["release_areas"], known, scopes={Scope.NEAR}) for known in (old, apart)]
    assert [[issue.kind for issue in issues] for issues in found] == [["outlines-overlap"], []]


def test_a_file_by_its_keys_needs_no_outlines(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = {"release_method": "undetermined", "geometry_source": "none", "area_reported_m2": 100_977}
    features = [release(None, code="A", target_types=["cmr"], **told), release(None, code="B", **told), release()]
    frame = frame_of(tmp_path_factory, "release_areas", features)
    slim = pd.DataFrame(frame.drop(columns=["geometry", "properties"])).assign(
        area_m2=[float("nan"), float("nan"), 9480.0]
    )
    (issue,) = check(slim, LAYERS_BY_NAME["release_areas"], around(), scopes={Scope.WHOLE})
    assert (issue.kind, issue.index, issue.feature_code, issue.location) == ("figure-told-twice", 1, "B", None)


def test_a_link_within_the_layer_may_lead_to_any_place_in_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    features = [organisation(successor_code="B"), organisation(code="B", successor_code="C")]
    frame = frame_of(tmp_path_factory, "organisations", features)
    layer = LAYERS_BY_NAME["organisations"]
    alone = [issue for n in (0, 1) for issue in check(frame.loc[[n]], layer, around(), scopes={Scope.ALONE})]
    (issue,) = check(frame.drop(columns="geometry").assign(area_m2=None), layer, around(), scopes={Scope.WHOLE})
    assert (alone, issue.index, dict(issue.values)) == ([], 1, {"code": "C", "layer": "organisations"})


def test_what_is_left_out_without_records_is_told_once_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    frame = frame_of(tmp_path_factory, "release_areas", [release()])
    layer, nothing = LAYERS_BY_NAME["release_areas"], Surroundings.none(TODAY)
    kinds = {scope: [issue.kind for issue in check(frame, layer, nothing, scopes={scope})] for scope in Scope}
    assert kinds == {Scope.ALONE: [], Scope.NEAR: [], Scope.WHOLE: ["checks-left-out"]}
