from pathlib import Path
from typing import Protocol

import geopandas as gpd
import numpy as np
import pytest

from gis.checks import CHECKS, Surroundings, check
from gis.crs import WrongCrs
from gis.issues import Issue, word
from gis.layers import LAYERS, LAYERS_BY_NAME
from gis.normalise import normalise
from gis.read import read_whole
from gis.repairs import REPAIRS
from tests.gis.breaking.case import (
    TODAY,
    around,
    collection,
    hazard,
    issues_of,
    outline,
    phase,
    release,
    square,
)

ALONE = Surroundings.none(TODAY)
RELEASES = LAYERS_BY_NAME["release_areas"]


class Issues(Protocol):
    """Gives the issues of features as a file of a layer, but for the one that says what was left out."""

    def __call__(self, *features: object, layer: str = ..., surroundings: Surroundings = ...) -> list[Issue]: ...


@pytest.fixture
def issues(tmp_path: Path) -> Issues:
    def of(*features: object, layer: str = "release_areas", surroundings: Surroundings = ALONE) -> list[Issue]:
        path = tmp_path / "file.geojson"
        path.write_bytes(collection(*features))
        return [i for i in issues_of(path, layer, surroundings) if i.kind != "checks-left-out"]

    return of


def test_every_layer_has_its_checks() -> None:
    assert {name for one in CHECKS for name in one.layers} == {layer.name for layer in LAYERS}


def test_no_check_is_declared_twice() -> None:
    assert len({one.find for one in CHECKS}) == len(CHECKS)


def test_a_plan_may_lie_ahead_and_what_happened_may_not(issues: Issues) -> None:
    ahead = phase(planned_start="2027-03-01", planned_end="2027-02-28", actual_start="2026-11-22")
    found = issues(ahead, layer="project_phases")
    assert [(issue.kind, issue.field) for issue in found] == [
        ("date-in-future", "actual_start"),
        ("dates-out-of-order", "planned_end"),
    ]


def test_a_file_in_order_has_no_issue(issues: Issues) -> None:
    assert issues(release(), release(square(46.952), code="RA-2"), surroundings=around()) == []


def test_an_outline_that_crosses_itself_is_told_where_with_what_mending_it_would_change(issues: Issues) -> None:
    bow_tie = outline([46.95, 39.95], [46.951, 39.951], [46.951, 39.95], [46.95, 39.951])
    (issue,) = issues(release(bow_tie))
    assert issue.location == pytest.approx((46.9505, 39.9505))
    assert issue.repair == "make_valid"
    # The two wings cancel as drawn; mended they are half the square of 85.4 by 111.0 m.
    assert issue.values["before_m2"] == pytest.approx(0, abs=1)
    assert issue.values["after_m2"] == pytest.approx(85.4 * 111.0 / 2, rel=0.005)
    assert word(issue, "en").startswith(
        "Feature 1 (RA-1): the outline crosses or touches itself near 46.9505, 39.9505."
    )


def test_swapped_axes_are_mended_by_the_repair_that_is_offered(issues: Issues) -> None:
    swapped = square(39.95, 46.95)
    (issue,) = issues(release(swapped))
    assert (issue.kind, issue.repair) == ("coordinates-swapped", "swap_axes")
    drawn = gpd.GeoSeries.from_wkt(["POLYGON ((39.95 46.95, 39.951 46.95, 39.951 46.951, 39.95 46.95))"])
    (mended,) = REPAIRS["swap_axes"](np.asarray(drawn.to_numpy()))
    assert mended.bounds == pytest.approx((46.95, 39.95, 46.951, 39.951))


def test_an_overlap_is_told_once_of_the_later_feature_with_the_largest_neighbour(issues: Issues) -> None:
    found = issues(
        release(),
        release(square(46.9512), code="RA-2"),
        release(square(46.9507), code="RA-3", effective_date="2025-10-21"),
    )
    (issue,) = found
    assert (issue.index, issue.values["other_code"], issue.values["others_count"]) == (2, "RA-2", 1)
    assert issue.values["overlap_m2"] == pytest.approx(0.5 * 85.4 * 111.0, rel=0.005)  # half a square
    assert issue.location is not None
    assert 46.9512 < issue.location[0] < 46.9517


def test_published_records_come_before_the_file(issues: Issues) -> None:
    known = around({"release_areas": [release(code="RA-0", basis="operational")]})
    (issue,) = issues(release(square(46.9505)), surroundings=known)
    assert (issue.index, issue.values["other_code"]) == (0, "RA-0")


def test_a_figure_told_again_is_named_by_its_place_in_the_file_after_those_published(issues: Issues) -> None:
    undrawn = {"release_method": "undetermined", "geometry_source": "none", "area_reported_m2": 100_977}
    known = around({"release_areas": [release(None, code="RA-0", basis="operational", **undrawn)]})
    found = issues(release(), release(None, code="RA-2", target_types=["cmr"], **undrawn), surroundings=known)
    (issue,) = (issue for issue in found if issue.kind == "figure-told-twice")
    assert (repr(issue.index), issue.values) == ("1", {"other_code": "RA-0", "same_m2": 100_977})


def test_a_new_version_is_not_compared_with_the_one_it_replaces(issues: Issues) -> None:
    known = around({"release_areas": [release(basis="operational")]})
    assert issues(release(square(46.9505)), surroundings=known) == []


def test_a_certified_completion_may_lie_over_the_days_that_led_to_it(issues: Issues) -> None:
    days = [release(square(46.95 + n / 1000), code=f"RA-{n}") for n in range(3)]
    whole = outline([46.95, 39.95], [46.953, 39.95], [46.953, 39.951], [46.95, 39.951])
    completion = release(whole, code="RA-9", basis="certified", accepted_on="2025-11-01")
    assert issues(*days, completion) == []


def test_open_areas_of_two_classes_may_lie_over_each_other(issues: Issues) -> None:
    confirmed = hazard(code="HA-2", classification="cha", evidence_summary="direct")
    closed = hazard(code="HA-3", status="closed", identified_on="2023-01-01")
    kinds = {issue.kind for issue in issues(hazard(), confirmed, closed, layer="hazardous_areas")}
    assert kinds == {"outline-shared"}


def test_outlines_that_cannot_be_laid_over_others_do_not_hinder_the_rest(issues: Issues) -> None:
    bow_tie = outline([46.95, 39.95], [46.951, 39.951], [46.951, 39.95], [46.95, 39.951])
    found = issues(release(bow_tie), release(square(0, 0), code="RA-2"), release(code="RA-3"), surroundings=around())
    assert [(issue.index, issue.kind) for issue in found] == [(0, "outline-crosses-itself"), (1, "location-at-zero")]


def test_without_a_database_one_issue_names_the_rules_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    path.write_bytes(collection(release()))
    (issue,) = issues_of(path, "release_areas", ALONE)
    assert issue.kind == "checks-left-out"
    assert issue.values == {"rules": "DAT-03, EO-03, GEO-03, GEO-11, IMP-01, REL-03, REL-06, REL-08, TSK-01"}


def test_issues_come_in_the_order_of_the_file(issues: Issues) -> None:
    features = [release(square(46.9 + n / 500), code=f"RA-{n}", asset=None) for n in range(20)]
    features[7]["properties"]["effective_date"] = "2027-01-01"
    found = issues(*features)
    assert [issue.index for issue in found] == [*range(7), 7, *range(7, 20)]
    assert [issue.kind for issue in found if issue.index == 7] == ["date-in-future", "release-incomplete"]


def test_indexes_are_those_of_the_frame(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    path.write_bytes(collection(release(), release(square(46.952), code="RA-2", effective_date="2027-01-01")))
    frame = normalise(read_whole(path, RELEASES).frame, RELEASES).frame
    found = check(frame.loc[[1]], RELEASES, around())
    assert [(issue.index, issue.feature_code) for issue in found] == [(1, "RA-2")]


def test_a_frame_in_metres_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    path.write_bytes(collection(release()))
    frame = normalise(read_whole(path, RELEASES).frame, RELEASES).frame
    with pytest.raises(WrongCrs):
        check(frame.to_crs(32638), RELEASES, ALONE)
