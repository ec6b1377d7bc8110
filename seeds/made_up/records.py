"""The layers' records: codes given out in order of time, links by code, fields named as in the layers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from gis.codelists import (
    EvidenceSummary,
    HazardClass,
    HazardOrigin,
    HazardStatus,
    TaskStatus,
)
from seeds.made_up.features import Feature
from seeds.made_up.ground import area_m2, grown, outline
from seeds.made_up.hazards import Hazard, Sites
from seeds.made_up.outcome import Closing, Task
from seeds.made_up.teams import AGENCY, ORGANISATIONS

MADE_UP = (
    "Made up for the demonstration; no real ground is described. Nümayiş üçün uydurulub; real ərazini təsvir etmir."
)
AROUND_WORK_M = 0.1
"""An outline is drawn round the ground to be searched: no edge of a day's work sticks out by a rounding."""
UNMAPPED = (("KAL", 180_000), ("LAC", 95_000), ("XVD", 240_000))


class Codes:
    """Gives out codes: kind, district, year and a number that counts up within them."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def next(self, kind: str, district: str, year: int) -> str:
        """Give the next code, such as `HA-AGM-2021-0042`."""
        stem = f"{kind}-{district}-{year}"
        self._given[stem] += 1
        return f"{stem}-{self._given[stem]:04}"


def organisations() -> Iterator[Feature]:
    """Give the made-up operators."""
    for organisation in ORGANISATIONS:
        yield Feature(
            properties={
                "code": organisation.code,
                "type": organisation.type,
                "name_en": organisation.name_en,
                "name_az": organisation.name_az,
                "mandated_by_law": organisation.is_mandated,
                "valid_from": date(2021, 1, 1),
                "remarks": MADE_UP,
            }
        )


def hazard_codes(sites: Sites, codes: Codes) -> dict[Hazard, str]:
    """Give every hazardous area its code."""
    return {hazard: codes.next("HA", hazard.district, hazard.identified_on.year) for hazard in sites.hazards}


def hazardous_areas(known: Mapping[Hazard, str], tasks: Iterable[Task]) -> Iterator[Feature]:
    """Give every hazardous area as it stands while work goes on; closing comes in an upload of its own."""
    worked_on: dict[Hazard, list[date]] = defaultdict(list)
    for task in tasks:
        if task.work:
            for hazard in task.order.hazards:
                worked_on[hazard].append(task.work.started_on)
    for hazard in known:
        yield _hazardous_area(hazard, known, min(worked_on[hazard], default=None))


def _hazardous_area(hazard: Hazard, known: Mapping[Hazard, str], begun_on: date | None) -> Feature:
    is_confirmed = hazard.classification is HazardClass.CHA
    ring = grown(outline(hazard.belt), AROUND_WORK_M)
    properties = {
        "code": known[hazard],
        "classification": hazard.classification,
        "status": HazardStatus.WORKED_ON if begun_on else HazardStatus.OPEN,
        "status_changed_on": begun_on or hazard.identified_on,
        "contamination_types": hazard.types,
        "identified_on": hazard.identified_on,
        "evidence_summary": EvidenceSummary.BOTH if is_confirmed else EvidenceSummary.INDIRECT,
        "parent_codes": (known[hazard.parent],) if hazard.parent else (),
        "origin": hazard.origin,
        "reopens_released": hazard.origin is HazardOrigin.RECONTAMINATED,
        "area_reported_m2": round(area_m2(ring), -2),
        "district_code": hazard.district,
        "organisation": AGENCY.code,
        "priority": "high" if is_confirmed else "medium",
        "priority_basis": "idp_resettlement" if is_confirmed else "socio_economic",
        "geometry_source": "survey_gnss" if is_confirmed else "digitised",
        "accuracy_m": 1 if is_confirmed else 10,
        "visibility": "public",
        "remarks": MADE_UP,
    }
    return Feature(properties=properties, shapes=(ring,))


def unmapped_areas(codes: Codes, identified_on: date) -> Iterator[Feature]:
    """Give suspected areas known by their size only."""
    for district, reported_m2 in UNMAPPED:
        yield Feature(
            properties={
                "code": codes.next("HA", district, identified_on.year),
                "classification": HazardClass.SHA,
                "contamination_types": ("unknown",),
                "identified_on": identified_on,
                "evidence_summary": EvidenceSummary.INDIRECT,
                "origin": HazardOrigin.NEW,
                "area_reported_m2": reported_m2,
                "district_code": district,
                "organisation": AGENCY.code,
                "geometry_source": "none",
                "visibility": "public",
                "remarks": MADE_UP,
            }
        )


def closed_areas(
    closings: Iterable[Closing], standing: Mapping[str, Feature], known: Mapping[Hazard, str]
) -> Iterator[Feature]:
    """Give the new versions of the hazardous areas that are closed."""
    for closing in closings:
        before = standing[known[closing.hazard]]
        yield Feature(
            properties={
                **before.properties,
                "status": HazardStatus.CLOSED,
                "status_changed_on": closing.day,
                "close_reason": closing.reason,
                "revision_reason": "Nothing is left of it in the certified account",
            },
            shapes=before.shapes,
        )


def task_codes(tasks: Iterable[Task], codes: Codes, last_day: date) -> dict[Task, str]:
    """Give every task its code, by the year of its order."""
    return {task: codes.next("TK", task.order.hazards[0].district, (task.issued_on or last_day).year) for task in tasks}


def task_features(
    known: Mapping[Task, str], hazards: Mapping[Hazard, str], phases: Mapping[Task, str]
) -> Iterator[Feature]:
    """Give the tasks of the teams."""
    for task, code in known.items():
        properties = {
            "code": code,
            "task_type": task.order.craft.activity,
            "organisation": task.organisation.code,
            "project_phase_code": phases.get(task),
            "status": task.status,
            "hazardous_area_codes": tuple(hazards[hazard] for hazard in task.order.hazards),
            "methods_planned": task.order.craft.assets,
            "depth_required_cm": task.order.craft.depth_cm,
            "issued_on": task.issued_on,
            "started_on": task.started_on,
            "suspended_on": task.suspended_on,
            "completed_on": task.completed_on,
            "accepted_on": task.accepted_on,
            "handed_over_on": task.handed_over_on,
            "planned_area_m2": round(sum(area_m2(ring) for ring in task.order.outlines)),
            "priority": "high" if task.status is TaskStatus.ACTIVE else "medium",
            "priority_basis": "idp_resettlement",
            "district_code": task.order.hazards[0].district,
            "visibility": "public",
            "remarks": MADE_UP,
        }
        yield Feature(properties=properties, shapes=task.order.outlines)
