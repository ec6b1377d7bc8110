"""Records whose dates, completeness or sense is in doubt."""

from tests.gis.breaking.case import Case, Feature, around, collection, hazard, organisation, release, square, task

CERTIFIED = {"basis": "certified", "accepted_on": "2025-11-01"}


def one(kind: str, layer: str, breaking: Feature, near: Feature, *, says: str = "") -> Case:
    """Show a kind on one record alone."""
    return Case(
        kind=kind,
        layer=layer,
        breaking=collection(breaking),
        near=collection(near),
        says=says,
        surroundings=around(),
    )


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
    one(
        "work-after-report",
        "release_areas",
        release(reported_on="2025-10-19"),
        release(reported_on="2025-10-20"),
        says="`effective_date` is 20 October 2025, but the report was written on 19 October 2025",
    ),
    one("report-late", "release_areas", release(reported_on="2025-10-23"), release(reported_on="2025-10-22")),
    one(
        "report-late",
        "release_areas",
        release(work_date_from="2025-10-14", reported_on="2025-10-28"),
        release(work_date_from="2025-10-14", reported_on="2025-10-27"),
        says="8 days after the work of 20 October 2025; 7 are allowed",
    ),
    among(
        "work-before-task",
        release(task_code="T-0"),
        release(code="RA-2", task_code="T-1"),
        tasks=[task(code="T-0", issued_on="2025-10-21"), task(code="T-1", issued_on="2025-10-20")],
    ),
    Case(
        kind="task-before-hazard",
        layer="tasks",
        breaking=collection(task(started_on="2024-05-01", hazardous_area_codes=["HA-0"])),
        near=collection(task(started_on="2024-05-02", hazardous_area_codes=["HA-0"])),
        says="started on 1 May 2024, before HA-0 was identified on 2 May 2024",
        surroundings=around({"hazardous_areas": [hazard(code="HA-0")]}),
    ),
    Case(
        kind="task-before-hazard",
        layer="tasks",
        breaking=collection(task(started_on="2024-05-01", hazardous_area_codes=["HA-0"])),
        near=collection(
            task(started_on="2024-05-01", hazardous_area_codes=["HA-2"]),
            task(code="T-2", task_type="ts", started_on="2024-05-01", hazardous_area_codes=["HA-0"]),
        ),
        surroundings=around(
            {"hazardous_areas": [hazard(code="HA-0", origin="new"), hazard(code="HA-2", origin="split")]}
        ),
    ),
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
        "release-incomplete",
        "release_areas",
        release(release_method="cancelled"),
        release(release_method="cancelled", survey_report="NTS-4"),
        says="`survey_report` is missing for land released as cancelled (NTS)",
    ),
    one(
        "certified-release-incomplete",
        "release_areas",
        release(release_method="reduced", **CERTIFIED),
        release(release_method="reduced", survey_report="TS-7", **CERTIFIED),
    ),
    one(
        "cleared-without-deminers",
        "release_areas",
        release(deminers=0),
        release(deminers=1),
        says="9,488 m² are reported as cleared, with 0 deminers",
    ),
    one(
        "handed-over-uncertified",
        "release_areas",
        release(handed_over_on="2025-11-02"),
        release(handed_over_on="2025-11-02", qc_state="passed", **CERTIFIED),
        says="handed over on 2 November 2025",
    ),
    one(
        "handed-over-uncertified",
        "release_areas",
        release(handed_over_on="2025-11-02"),
        release(handed_over_on="2025-11-02", release_method="cancelled"),
    ),
    one(
        "handed-over-without-qc",
        "release_areas",
        release(handed_over_on="2025-11-02", qc_state="conditional", **CERTIFIED),
        release(handed_over_on="2025-11-02", qc_state="passed", **CERTIFIED),
        says="(conditional)",
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
    # From 22 August to 21 November are 91 days.
    one(
        "area-idle",
        "hazardous_areas",
        hazard(status="worked_on", status_changed_on="2026-08-22"),
        hazard(status="worked_on", status_changed_on="2026-08-23"),
        says="nothing was reported since 22 August 2026, 91 days ago",
    ),
    Case(
        kind="area-idle",
        layer="hazardous_areas",
        breaking=collection(hazard(status="worked_on")),
        near=collection(hazard(code="HA-2", status="worked_on")),
        says="nothing was reported since 1 August 2026",
        surroundings=around(
            {
                "hazardous_areas": [
                    hazard(remaining_m2=9_000, last_work_on="2026-08-01"),
                    hazard(code="HA-2", remaining_m2=9_000, last_work_on="2026-09-01"),
                ]
            }
        ),
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
CASES = (*DATES, *RELEASES, *FIGURES, *HAZARDS, *TASKS)
