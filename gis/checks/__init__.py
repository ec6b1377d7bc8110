"""What is wrong with a layer's records: rules over a normalised frame and what is known around it."""

from collections.abc import Callable, Iterable

import geopandas as gpd

from gis.checks import dates, figures, ground, hazards, items, links, outlines, overlaps, places, releases, tasks
from gis.checks.batch import Batch
from gis.checks.surroundings import Surroundings
from gis.crs import require_wgs84
from gis.issues import Issue, completed
from gis.layers import Layer
from gis.memory import no_cyclic_collection

__all__ = ["CHECKS", "Surroundings", "check"]

Check = Callable[[Batch], Iterable[Issue]]
DRAWN: tuple[Check, ...] = (outlines.outline_is_valid, places.place_is_expected)
CHECKS: dict[str, tuple[Check, ...]] = {
    "districts": (*DRAWN, dates.dates_in_order),
    "organisations": (dates.dates_in_order,),
    "projects": (),
    "project_phases": (dates.dates_are_past, dates.dates_in_order),
    "hazardous_areas": (
        *DRAWN,
        outlines.area_as_reported,
        outlines.size_is_plausible,
        overlaps.outline_is_its_own,
        overlaps.ground_is_its_own,
        dates.dates_are_past,
        dates.dates_in_order,
        hazards.evidence_is_enough,
    ),
    "tasks": (
        *DRAWN,
        outlines.size_is_plausible,
        dates.dates_are_past,
        dates.dates_in_order,
        tasks.task_is_issued,
    ),
    "release_areas": (
        *DRAWN,
        outlines.area_as_reported,
        outlines.size_is_plausible,
        overlaps.outline_is_its_own,
        overlaps.ground_is_its_own,
        dates.dates_are_past,
        dates.dates_in_order,
        dates.acceptance_is_dated,
        figures.figure_is_told_once,
        releases.release_is_complete,
        releases.release_is_determined,
    ),
    "eo_items": (*DRAWN, dates.dates_are_past, items.item_is_counted, items.item_is_placed),
}
"""The checks of each layer that need the file alone; those that compare also look at published records if given."""

AMONG_RECORDS: dict[str, dict[Check, str]] = {
    "organisations": {links.links_are_known: "IMP-01"},
    "projects": {links.links_are_known: "IMP-01"},
    "project_phases": {links.links_are_known: "IMP-01"},
    "hazardous_areas": {
        places.district_is_right: "GEO-03",
        ground.hazard_is_not_released: "GEO-12",
        hazards.area_is_closed_in_time: "HAZ-02",
        links.links_are_known: "IMP-01",
        links.districts_are_known: "IMP-01",
    },
    "tasks": {
        places.district_is_right: "GEO-03",
        tasks.task_organisation_is_accredited: "TSK-01",
        links.links_are_known: "IMP-01",
        links.districts_are_known: "IMP-01",
    },
    "release_areas": {
        places.district_is_right: "GEO-03",
        ground.release_is_in_its_hazard: "GEO-11",
        ground.work_is_in_its_task: "TSK-01",
        releases.method_fits_task: "REL-03",
        releases.cancelled_ground_was_surveyed: "REL-03",
        tasks.release_organisation_is_accredited: "TSK-01",
        links.links_are_known: "IMP-01",
        links.districts_are_known: "IMP-01",
    },
    "eo_items": {
        places.district_is_right: "GEO-03",
        ground.find_is_expected: "EO-03",
        links.links_are_known: "IMP-01",
        links.districts_are_known: "IMP-01",
    },
}
"""The checks of each layer that need districts or approved records, with their rules."""


@no_cyclic_collection()
def check(frame: gpd.GeoDataFrame, layer: Layer, surroundings: Surroundings) -> list[Issue]:
    """Give every issue that the rules of a layer find, in the order of the file.

    Parameters
    ----------
    frame
        As `gis.normalise.normalise` gives it.
    layer
        The layer whose rules hold.
    surroundings
        Today, the districts and the approved records near the file.

    Raises
    ------
    WrongCrs
        If the frame is not in EPSG:4326.
    """
    require_wgs84(frame)
    if frame.empty:
        return []
    among = AMONG_RECORDS.get(layer.name, {})
    batch = Batch.of(frame, layer, surroundings)
    checks = (*CHECKS[layer.name], *(among if surroundings.has_database else ()))
    issues = [issue for one in checks for issue in one(batch)]
    if among and not surroundings.has_database:
        rules = ", ".join(sorted(set(among.values())))
        issues.append(Issue(kind="checks-left-out", values={"rules": rules}))
    return completed(issues, frame)
