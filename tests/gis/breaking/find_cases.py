"""Explosive items whose count, place or day is in doubt, and ground that finds speak against."""

from tests.gis.breaking.case import Case, around, collection, hazard, item, point, release, square, task
from tests.gis.breaking.record_cases import one

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
    # The task ends at 46.951 E; 0.0006 degrees beyond are 51.2 m, 0.00057 are 48.7 m.
    Case(
        kind="item-outside-task",
        layer="eo_items",
        breaking=collection(item(point(46.9516), task_code="T-0")),
        near=collection(item(point(46.95157), task_code="T-0")),
        says="51 m outside the planned outline of task T-0; 50 m are allowed",
        surroundings=around({"tasks": [task(code="T-0")]}),
    ),
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
    one(
        "items-in-cancelled",
        "release_areas",
        release(release_method="cancelled", ap_mine=1, uxo=2),
        release(release_method="cancelled", ap_mine=0),
        says="items reported with ground that is cancelled, where survey should find no evidence: 3",
    ),
    Case(
        kind="release-over-finds",
        breaking=collection(release(release_method="cancelled")),
        near=collection(release()),
        says="released as cancelled (NTS): EO-0, near",
        surroundings=around({"eo_items": [item(code="EO-0")]}),
    ),
    Case(
        kind="release-over-finds",
        breaking=collection(release(effective_date="2025-10-19")),
        near=collection(release(effective_date="2025-10-20")),
        surroundings=around({"eo_items": [item(code="EO-0", found_on="2025-10-20")]}),
    ),
    Case(
        kind="release-over-finds",
        breaking=collection(release(release_method="cancelled")),
        near=collection(release(square(46.952), release_method="cancelled")),
        surroundings=around({"eo_items": [item(code="EO-0"), item(point(46.9525), code="EO-1", is_hazardous=False)]}),
    ),
    Case(
        kind="suspected-area-with-finds",
        layer="hazardous_areas",
        breaking=collection(hazard()),
        near=collection(hazard(classification="cha", evidence_summary="direct")),
        says="finds are on record in this suspected area: EO-0",
        surroundings=around({"eo_items": [item(code="EO-0")]}),
    ),
    # The ground within 50 m of a corner is a quarter of a circle, 1,963 m² or 21 % of the square; of the middle of an
    # edge it is half a circle less what is beyond the sides, 38 %.
    Case(
        kind="cluster-class-unproven",
        breaking=collection(release(target_types=["cmr"], task_code="T-0")),
        near=collection(release(square(46.953), code="RA-2", target_types=["cmr"], task_code="T-2")),
        says="finds cover 21 % of it (submunitions and 50 m around them; 25 % expected)",
        surroundings=around(
            {
                "tasks": [task(code="T-0"), task(square(46.953), code="T-2")],
                "eo_items": [
                    item(point(46.95, 39.95), code="EO-0", eo_category="submunition"),
                    item(point(46.9535, 39.95), code="EO-2", eo_category="submunition"),
                ],
            }
        ),
    ),
    # Half of a task is no whole task; another class says what it is.
    Case(
        kind="cluster-class-unproven",
        breaking=collection(release(target_types=["cmr", "erw"], task_code="T-0")),
        near=collection(
            release(square(46.9502), target_types=["cmr"], task_code="T-0"),
            release(code="RA-2", effective_date="2025-10-21", target_types=["cmr", "ap_mine"], task_code="T-0"),
        ),
        surroundings=around({"tasks": [task(code="T-0")]}),
    ),
)
CASES = ITEMS
