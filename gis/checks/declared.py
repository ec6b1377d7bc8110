"""Which check looks at which layers, when, and for which rule: the whole of what records are checked by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gis.checks import dates, figures, ground, hazards, items, links, outlines, overlaps, places, releases, tasks
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


AREAS = ("hazardous_areas", "release_areas")
WORK = ("hazardous_areas", "tasks", "release_areas", "eo_items")
DRAWN = ("districts", *WORK)
LISTED = ("organisations", "projects", "project_phases")
ALONE, NEAR, WHOLE = Scope.ALONE, Scope.NEAR, Scope.WHOLE

CHECKS: tuple[Check, ...] = (
    Check(outlines.outline_is_valid, DRAWN, ALONE, ("GEO-01",)),
    Check(places.place_is_expected, DRAWN, ALONE, ("GEO-02",)),
    Check(places.district_is_right, WORK, ALONE, ("GEO-03",), needs_records=True),
    Check(outlines.area_as_reported, AREAS, ALONE, ("GEO-05",)),
    Check(overlaps.outline_is_its_own, AREAS, NEAR, ("GEO-06",)),
    Check(overlaps.ground_is_its_own, AREAS, NEAR, ("GEO-07",)),
    Check(outlines.size_is_plausible, ("hazardous_areas", "tasks", "release_areas"), ALONE, ("GEO-10",)),
    Check(ground.release_is_in_its_hazard, ("release_areas",), ALONE, ("GEO-11",), needs_records=True),
    Check(ground.hazard_is_not_released, ("hazardous_areas",), NEAR, ("GEO-12",), needs_records=True),
    Check(dates.dates_are_past, ("project_phases", *WORK), ALONE, ("DAT-01", "DAT-03")),
    Check(dates.dates_in_order, ("districts", *LISTED, *WORK), ALONE, ("DAT-02",)),
    Check(dates.acceptance_is_dated, ("release_areas",), ALONE, ("DAT-01",)),
    Check(releases.release_is_complete, ("release_areas",), ALONE, ("REL-02",)),
    Check(releases.method_fits_task, ("release_areas",), ALONE, ("REL-03",), needs_records=True),
    Check(releases.cancelled_ground_was_surveyed, ("release_areas",), NEAR, ("REL-03",), needs_records=True),
    Check(releases.release_is_determined, ("release_areas",), ALONE, ("REL-04",)),
    Check(figures.figure_is_told_once, ("release_areas",), WHOLE, ("REL-07",)),
    Check(figures.ground_is_told_once, ("release_areas",), NEAR, ("REL-07",)),
    Check(items.item_is_counted, ("eo_items",), ALONE, ("EO-01",)),
    Check(items.item_is_placed, ("eo_items",), ALONE, ("EO-02",)),
    Check(ground.find_is_expected, ("eo_items",), NEAR, ("EO-03",), needs_records=True),
    Check(hazards.evidence_is_enough, ("hazardous_areas",), ALONE, ("HAZ-01",)),
    Check(hazards.area_is_closed_in_time, ("hazardous_areas",), ALONE, ("HAZ-02",), needs_records=True),
    Check(tasks.task_is_issued, ("tasks",), ALONE, ("TSK-01",)),
    Check(tasks.task_organisation_is_accredited, ("tasks",), ALONE, ("TSK-01",), needs_records=True),
    Check(tasks.release_organisation_is_accredited, ("release_areas",), ALONE, ("TSK-01",), needs_records=True),
    Check(ground.work_is_in_its_task, ("release_areas",), ALONE, ("TSK-01",), needs_records=True),
    Check(links.links_are_known, ("projects", "project_phases", *WORK), ALONE, ("IMP-01",), needs_records=True),
    Check(links.own_links_are_known, ("organisations", "hazardous_areas"), WHOLE, ("IMP-01",), needs_records=True),
    Check(links.districts_are_known, WORK, ALONE, ("IMP-01",), needs_records=True),
)
"""Every check, in the order in which a feature's issues are told."""
