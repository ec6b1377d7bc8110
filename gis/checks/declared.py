"""Which check looks at which layers, when, and for which rule: the whole of what records are checked by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gis.checks import (
    dates,
    figures,
    finds,
    ground,
    hazards,
    items,
    links,
    outlines,
    overlaps,
    personal,
    places,
    releases,
    tasks,
    work,
)
from gis.checks.batch import Batch
from gis.issues import Issue


class Scope(StrEnum):
    """How much of a file a check has to see at once.

    Attributes
    ----------
    ALONE
        One record and what it names or stands on: any part of the file will do.
    NEAR
        A record and the ground around it: all records, of the file and approved, whose boxes touch its own.
    WHOLE
        The file by its keys: codes, teams, days, figures. No outline is needed, only `area_m2`.
    """

    ALONE = "alone"
    NEAR = "near"
    WHOLE = "whole"


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes
    ----------
    needs_records
        Whether it is left out when nothing but the file is at hand. The others still look at approved records if they
        are given.
    """

    find: Callable[[Batch], Iterable[Issue]]
    layers: tuple[str, ...]
    scope: Scope
    rules: tuple[str, ...]
    needs_records: bool = False


ALONE, NEAR, WHOLE = Scope.ALONE, Scope.NEAR, Scope.WHOLE

RELEASES, HAZARDS, TASKS, ITEMS = ("release_areas",), ("hazardous_areas",), ("tasks",), ("eo_items",)
AREAS = (*HAZARDS, *RELEASES)
WORK = (*HAZARDS, *TASKS, *RELEASES, *ITEMS)
DRAWN = ("districts", *WORK)
LINKING = ("projects", "project_phases", *WORK)
EVERY = ("districts", "organisations", *LINKING)

CHECKS: tuple[Check, ...] = (
    Check(outlines.outline_is_valid, DRAWN, ALONE, ("GEO-01",)),
    Check(places.place_is_expected, DRAWN, ALONE, ("GEO-02",)),
    Check(places.district_is_right, WORK, ALONE, ("GEO-03",), needs_records=True),
    Check(outlines.area_as_reported, AREAS, ALONE, ("GEO-05",)),
    Check(overlaps.outline_is_its_own, AREAS, NEAR, ("GEO-06",)),
    Check(overlaps.ground_is_its_own, AREAS, NEAR, ("GEO-07",)),
    Check(overlaps.districts_are_apart, ("districts",), NEAR, ("GEO-07",)),
    Check(outlines.parts_are_apart, ("districts", *AREAS, *TASKS), ALONE, ("GEO-08",)),
    Check(outlines.edges_are_short, (*AREAS, *TASKS), ALONE, ("GEO-08",)),
    Check(outlines.size_is_plausible, (*AREAS, *TASKS), ALONE, ("GEO-10",)),
    Check(tasks.task_is_drawn, TASKS, ALONE, ("GEO-10",)),
    Check(ground.release_is_in_its_hazard, RELEASES, ALONE, ("GEO-11",), needs_records=True),
    Check(ground.hazard_is_not_released, HAZARDS, NEAR, ("GEO-12",), needs_records=True),
    Check(dates.dates_are_past, ("project_phases", *WORK), ALONE, ("DAT-01", "DAT-03")),
    Check(dates.work_is_before_report, RELEASES, ALONE, ("DAT-01",)),
    Check(dates.acceptance_is_dated, RELEASES, ALONE, ("DAT-01",)),
    Check(dates.dates_in_order, EVERY, ALONE, ("DAT-02",)),
    Check(tasks.task_follows_hazard, TASKS, ALONE, ("DAT-02",), needs_records=True),
    Check(dates.report_is_in_time, RELEASES, ALONE, ("DAT-03",)),
    Check(dates.work_follows_order, RELEASES, ALONE, ("DAT-03",), needs_records=True),
    Check(work.day_is_reported_once, RELEASES, WHOLE, ("DAT-04",)),
    Check(releases.release_is_complete, RELEASES, ALONE, ("REL-02",)),
    Check(releases.method_fits_task, RELEASES, ALONE, ("REL-03",), needs_records=True),
    Check(releases.cancelled_ground_was_surveyed, RELEASES, NEAR, ("REL-03",), needs_records=True),
    Check(releases.release_is_determined, RELEASES, ALONE, ("REL-04",)),
    Check(work.day_is_like_others, RELEASES, WHOLE, ("REL-05",)),
    Check(work.days_differ, RELEASES, WHOLE, ("REL-05",)),
    Check(releases.cleared_ground_had_deminers, RELEASES, ALONE, ("REL-05",)),
    Check(work.completion_agrees_with_days, RELEASES, WHOLE, ("REL-06",), needs_records=True),
    Check(figures.figure_is_told_once, RELEASES, WHOLE, ("REL-07",)),
    Check(figures.ground_is_told_once, RELEASES, NEAR, ("REL-07",)),
    Check(finds.cluster_ground_has_finds, RELEASES, NEAR, ("REL-08",), needs_records=True),
    Check(items.item_is_counted, ITEMS, ALONE, ("EO-01",)),
    Check(items.item_is_placed, ITEMS, ALONE, ("EO-02",)),
    Check(items.item_is_in_its_task, ITEMS, ALONE, ("EO-02",), needs_records=True),
    Check(finds.find_is_expected, ITEMS, NEAR, ("EO-03",), needs_records=True),
    Check(finds.suspected_area_is_without_finds, HAZARDS, NEAR, ("EO-03",), needs_records=True),
    Check(finds.release_is_without_finds, RELEASES, NEAR, ("EO-03",), needs_records=True),
    Check(releases.cancelled_ground_held_nothing, RELEASES, ALONE, ("EO-03",)),
    Check(hazards.evidence_is_enough, HAZARDS, ALONE, ("HAZ-01",)),
    Check(hazards.area_is_closed_in_time, HAZARDS, ALONE, ("HAZ-02",), needs_records=True),
    Check(hazards.area_is_not_forgotten, HAZARDS, ALONE, ("HAZ-03",), needs_records=True),
    Check(tasks.task_is_issued, TASKS, ALONE, ("TSK-01",)),
    Check(tasks.task_organisation_is_accredited, TASKS, ALONE, ("TSK-01",), needs_records=True),
    Check(tasks.release_organisation_is_accredited, RELEASES, ALONE, ("TSK-01",), needs_records=True),
    Check(ground.work_is_in_its_task, RELEASES, ALONE, ("TSK-01",), needs_records=True),
    Check(work.task_is_within_plan, RELEASES, WHOLE, ("TSK-01",), needs_records=True),
    Check(releases.handover_is_certified, RELEASES, ALONE, ("QC-01",)),
    Check(personal.texts_are_impersonal, EVERY, ALONE, ("VIC-02",)),
    Check(personal.columns_are_impersonal, EVERY, ALONE, ("IMP-03",)),
    Check(links.links_are_known, LINKING, ALONE, ("IMP-01",), needs_records=True),
    Check(links.own_links_are_known, ("organisations", *HAZARDS), WHOLE, ("IMP-01",), needs_records=True),
    Check(links.districts_are_known, WORK, ALONE, ("IMP-01",), needs_records=True),
)
"""Every check, by rule; so a feature's issues are told."""
