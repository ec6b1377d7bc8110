"""Records whose dates, completeness or sense is in doubt."""

from tests.gis.breaking.case import Case, Feature, around, collection, hazard, item, organisation, release, square, task

CERTIFIED = {"basis": "certified", "accepted_on": "2025-11-01"}


def one(kind: str, layer: str, breaking: Feature, near: Feature) -> Case:
    """Show a kind on one record alone."""
    return Case(kind=kind, layer=layer, breaking=collection(breaking), near=collection(near), surroundings=around())


def among(kind: str, breaking: Feature, near: Feature, **published: list[Feature]) -> Case:
    """Show a kind on one release among published records."""
    return Case(kind=kind, breaking=collection(breaking), near=collection(near), surroundings=around(published))


DATES = (
    one("date-in-future", "release_areas", release(effective_date="2026-11-22"), release(effective_date="2026-11-21")),
    one("date-long-ago", "release_areas", release(effective_date="1990-12-31"), release(effective_date="1991-01-01")),
    one(
        "dates-out-of-order",
        "release_areas",
        release(work_date_from="2025-10-21"),
        release(work_date_from="2025-10-20"),
    ),
    one(
        "dates-out-of-order",
        "tasks",
        task(issued_on="2025-03-02", completed_on="2025-03-01"),
        task(issued_on="2025-03-01", completed_on="2025-03-01"),
    ),
    one("date-missing", "release_areas", release(basis="certified"), release(**CERTIFIED)),
)
RELEASES = (
    one("release-incomplete", "release_areas", release(asset=...), release()),
    one(
        "release-incomplete",
        "release_areas",
        release(release_method="reduced"),
        release(release_method="reduced", criteria="TS-7"),
    ),
    one(
        "certified-release-incomplete",
        "release_areas",
        release(depth_cleared_cm=None, **CERTIFIED),
        release(**CERTIFIED),
    ),
    among(
        "method-unlike-task",
        release(task_code="T-0", release_method="cancelled"),
        release(task_code="T-0", release_method="reduced"),
        tasks=[task(code="T-0")],
    ),
    among(
        "cancelled-in-confirmed",
        release(release_method="cancelled"),
        release(release_method="cancelled", criteria="NTS-4"),
        hazardous_areas=[hazard(code="HA-0", classification="cha")],
    ),
    one("method-undetermined", "release_areas", release(release_method="undetermined"), release()),
    one(
        "release-without-geometry",
        "release_areas",
        release(None, geometry_source="none", area_reported_m2=955),
        release(geometry_source="approximate", area_reported_m2=955),
    ),
)
FIGURE_2020 = {"release_method": "undetermined", "geometry_source": "none", "area_reported_m2": 100_977}
FIGURES = (
    # Mined land and cluster munition land of one year and size: once one figure, once two.
    Case(
        kind="figure-told-twice",
        breaking=collection(
            release(None, target_types=["ap_mine", "av_mine"], **FIGURE_2020),
            release(None, code="RA-2", target_types=["cmr"], **FIGURE_2020),
        ),
        near=collection(
            release(None, target_types=["ap_mine", "av_mine"], **FIGURE_2020),
            release(None, code="RA-2", target_types=["cmr"], **{**FIGURE_2020, "area_reported_m2": 100_978}),
        ),
    ),
    # What was said with an outline is the same figure; of another day it is another pass.
    Case(
        kind="figure-told-twice",
        breaking=collection(release(target_types=["ap_mine"]), release(code="RA-2")),
        near=collection(release(target_types=["ap_mine"]), release(code="RA-2", effective_date="2025-10-21")),
    ),
    # Against what is approved; another district's figure is another.
    among(
        "figure-told-twice",
        release(None, target_types=["cmr"], district_code="AGM", **FIGURE_2020),
        release(None, target_types=["cmr"], district_code="XCI", **FIGURE_2020),
        release_areas=[release(None, code="RA-0", basis="operational", district_code="AGM", **FIGURE_2020)],
    ),
)
HAZARDS = (
    one("evidence-missing", "hazardous_areas", hazard(evidence_summary=...), hazard()),
    one(
        "confirmed-on-indirect-evidence",
        "hazardous_areas",
        hazard(classification="cha"),
        hazard(classification="cha", evidence_summary="both"),
    ),
    one(
        "confirmed-closed-without-evidence",
        "hazardous_areas",
        hazard(classification="cha", status="closed"),
        hazard(classification="cha", status="closed", evidence_summary="direct"),
    ),
    # Perimeter 393 m × 1 m = 393 m², which is 4.1 % of the area, below the 5 % at most.
    Case(
        kind="closed-with-ground-left",
        layer="hazardous_areas",
        breaking=collection(hazard(status="closed", geometry_source="survey_gnss")),
        near=collection(hazard(status="closed", close_reason="upgraded")),
        surroundings=around({"hazardous_areas": [hazard(remaining_m2=400)]}),
    ),
    Case(
        kind="closed-with-ground-left",
        layer="hazardous_areas",
        breaking=collection(hazard(status="closed", geometry_source="survey_gnss")),
        near=collection(hazard(status="closed", geometry_source="digitised")),  # 5 %: 474 m²
        surroundings=around({"hazardous_areas": [hazard(remaining_m2=450)]}),
    ),
    Case(
        kind="open-with-nothing-left",
        layer="hazardous_areas",
        breaking=collection(hazard(status="worked_on")),
        near=collection(hazard(status="closed")),
        surroundings=around({"hazardous_areas": [hazard(remaining_m2=380)]}),
    ),
)
TASKS = (
    one("task-without-issue-date", "tasks", task(status="active"), task(status="planned")),
    Case(
        kind="organisation-not-accredited",
        layer="tasks",
        breaking=collection(task(started_on="2024-12-31")),
        near=collection(task(started_on="2025-01-01")),
        surroundings=around({"organisations": [organisation(valid_from="2025-01-01")]}),
    ),
    among(
        "organisation-not-accredited",
        release(organisation="OP", effective_date="2024-12-31"),
        release(organisation="MES", effective_date="2024-12-31"),
        organisations=[
            organisation(valid_from="2025-01-01", mandated_by_law=False),
            organisation(code="MES", valid_from="2025-01-01", mandated_by_law=True),
        ],
    ),
    among(
        "organisation-not-accredited-certified",
        release(organisation="OP", **CERTIFIED),
        release(organisation="OP"),
        organisations=[organisation(valid_to="2025-10-19")],
    ),
    # 5 % of the square's width of 0.001 degrees is 0.00005.
    among(
        "work-outside-task",
        release(square(46.95006), task_code="T-0"),
        release(square(46.95004), task_code="T-0"),
        tasks=[task(code="T-0")],
    ),
)
ITEMS = (
    one("quantity-not-positive", "eo_items", item(quantity=0), item(quantity=1)),
    one("disposed-before-found", "eo_items", item(disposed_on="2025-10-19"), item(disposed_on="2025-10-20")),
    one(
        "disposal-date-missing",
        "eo_items",
        item(disposal_state="neutralised"),
        item(disposal_state="neutralised", disposed_on="2025-10-20"),
    ),
    one("item-without-location", "eo_items", item(None), item(None, eo_category="uxo")),
    Case(
        kind="item-in-released-ground",
        layer="eo_items",
        breaking=collection(item(found_on="2025-10-21")),
        near=collection(item(found_on="2025-10-20")),
        surroundings=around({"release_areas": [release(code="RA-0", effective_date="2025-10-20")]}),
    ),
    Case(
        kind="item-in-released-ground",
        layer="eo_items",
        breaking=collection(item()),
        near=collection(item({"type": "Point", "coordinates": [46.9515, 39.9505]})),
        surroundings=around({"release_areas": [release(code="RA-0", release_method="cancelled")]}),
    ),
    Case(
        kind="item-in-suspected-area",
        layer="eo_items",
        breaking=collection(item()),
        near=collection(item({"type": "Point", "coordinates": [46.9515, 39.9505]})),
        surroundings=around({"hazardous_areas": [hazard(code="HA-0")]}),
    ),
    Case(
        kind="item-in-suspected-area",
        layer="eo_items",
        breaking=collection(item({"type": "Point", "coordinates": [46.9502, 39.9505]})),
        near=collection(item({"type": "Point", "coordinates": [46.9508, 39.9505]})),
        surroundings=around(
            {"hazardous_areas": [hazard(code="HA-0"), hazard(square(46.9505), code="HA-9", classification="cha")]}
        ),
    ),
)
CASES = (*DATES, *RELEASES, *FIGURES, *HAZARDS, *TASKS, *ITEMS)
