"""A year of records on the grid of `tests.service.ground`, with a case of everything that a balance tells."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tests.service.ground import Area, Freed, Rect, area_record, release_record
from tests.service.records import approve, square
from tests.service.versions import Record

AP, AV, CMR, ERW = (frozenset({kind}) for kind in ("ap_mine", "av_mine", "cmr", "erw"))
AREAS = [
    Area("HA-01", "2024-03-01", Rect(0, 0, 4), AP | CMR),
    Area("HA-02", "2024-03-01", Rect(7, 0, 4.5), CMR, "sha"),  # in both districts
    Area("HA-03", "2025-03-01", Rect(0, 1, 2), AV, "sha", until="2025-07-01", is_succeeded=True),
    Area("HA-04", "2025-07-01", Rect(0, 1), AV, is_successor=True),
    Area("HA-05", "2024-03-01", Rect(3, 1), AP, until="2025-08-01"),  # nothing was released on it
    Area("HA-06", "2025-09-01", Rect(12, 0, 2), AP, "sha"),
    Area("HA-07", "2024-05-01", Rect(16, 0), CMR),
    Area("HA-08", "2023-05-01", Rect(14, 1, 2), ERW, "sha"),
    Area("HA-09", "2026-02-01", Rect(18, 1), AP),  # after the year
    Area("HA-10", "2024-03-01", Rect(6, 1), CMR, until="2025-11-01"),  # all of it was cleared before
]
CERTIFIED = [
    Freed("RA-01", "2025-04-01", Rect(0, 0), "cleared"),
    Freed("RA-02", "2025-05-01", Rect(1, 0, 1.5), "cleared", AP),  # the cluster remnants stay
    Freed("RA-03", "2025-05-10", Rect(2, 0), "reduced"),
    Freed("RA-04", "2025-06-01", Rect(9, 0, 2), "cancelled"),
    Freed("RA-05", "2025-06-02", Rect(8, 0), "undetermined"),
    Freed("RA-06", "2025-06-03", Rect(18, 0), "cleared", CMR),  # outside recorded hazard
    Freed("RA-07", "2024-12-31", Rect(14, 1), "cleared"),  # before the year
    Freed("RA-08", "2026-01-01", Rect(16, 0), "cleared"),  # after it
    Freed("RA-09", "2025-10-01", Rect(6, 1), "cleared"),
]
"""By the day of acceptance, in whose account they are."""
WORKED_ON = "2024-11-30"
"""The day of work of all that was accepted later; nothing counts by it."""
FORMS: dict[str, dict[str, Any]] = {"RA-04": {"basis": "operational"}}
ITEMS: list[dict[str, Any]] = [
    {"code": "EO-1", "eo_category": "submunition", "quantity": 3, "model": "9N235", "place": (1, 0)},
    {"code": "EO-2", "eo_category": "submunition", "quantity": 2, "model": "9N210", "place": (12, 0)},
    {"code": "EO-3", "eo_category": "submunition", "quantity": 4, "model": None, "place": (12.5, 0)},
    {"code": "EO-4", "eo_category": "ap_mine", "quantity": 7, "model": "PMN-2", "place": (0.25, 0)},
    {"code": "EO-5", "eo_category": "ap_improvised", "quantity": 1, "model": None, "place": (13, 0)},
    {"code": "EO-6", "eo_category": "av_mine", "quantity": 5, "model": "TM-57", "place": (13, 1)},
    {"code": "EO-7", "eo_category": "uxo", "quantity": 11, "model": None, "place": (3, 0)},
    {
        "code": "EO-8",
        "eo_category": "submunition",
        "quantity": 90,
        "model": "9N235",
        "place": (1, 0),
        "on": "2026-01-01",
    },
    {"code": "EO-9", "eo_category": "submunition", "quantity": 60, "model": "9N235", "place": (1, 0), "state": "found"},
]


def approve_year(session: Session) -> datetime:
    """Approve the year, and give the stamp."""
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=11, height=4)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(10, -1, width=11, height=4)},
        ],
    )
    first = [area for area in AREAS if not area.is_successor]
    approve(session, hazardous_areas=[*(_told(area, status="open") for area in first), WITHOUT_OUTLINE])
    return approve(
        session,
        release_areas=[*map(_accepted, CERTIFIED), *OTHERS],
        eo_items=[_item(**item) for item in ITEMS],
        hazardous_areas=[
            *(_told(area, status="closed", **CLOSED[area.code]) for area in AREAS if area.until),
            *(_told(area, origin="upgrade", parent_codes=["HA-03"]) for area in AREAS if area.is_successor),
        ],
    )


CLOSED = {
    area.code: {"close_reason": "upgraded" if area.is_succeeded else "all_cleared", "status_changed_on": area.until}
    for area in AREAS
    if area.until
}
INTERNAL = "HA-07"
WITHOUT_OUTLINE = {
    "code": "HA-11",
    "classification": "sha",
    "contamination_types": ["cmr"],
    "identified_on": "2025-02-02",
    "area_reported_m2": 250_000,
    "district_code": "FUZ",
    "status": "open",
}
NOT_ACCEPTED = Freed("RA-21", "2025-10-01", Rect(12, 0), "cleared")
OPERATIONAL = [*(one if one.code in FORMS else one._replace(day=WORKED_ON) for one in CERTIFIED), NOT_ACCEPTED]
"""By the day of work."""
OTHERS = [
    {
        "code": "RA-20",
        "effective_date": "2025-06-04",
        "release_method": "undetermined",
        "basis": "certified",
        "accepted_on": "2025-06-04",
        "geometry_source": "none",
        "area_reported_m2": 100_977,
        "district_code": "AGM",
    },
    release_record(NOT_ACCEPTED),
]


def _told(area: Area, **fields: Any) -> Record:  # noqa: ANN401 - fields of a record
    return area_record(
        area, **{"visibility": "internal" if area.code == INTERNAL else "public", "status": "open"} | fields
    )


def _accepted(one: Freed) -> Record:
    if one.code in FORMS:
        return {**release_record(one), **FORMS[one.code]}
    return {**release_record(one), "effective_date": WORKED_ON, "basis": "certified", "accepted_on": one.day}


def _item(
    code: str,
    eo_category: str,
    quantity: int,
    *,
    model: str | None,
    place: tuple[float, float],
    on: str = "2025-07-07",
    state: str = "destroyed_in_situ",
) -> Record:
    disposed = {
        "disposal_state": state,
        "disposed_on": on if state != "found" else None,
        "found_on": min(on, "2025-07-07"),
    }
    told = {"code": code, "eo_category": eo_category, "quantity": quantity, "model": model, **disposed}
    return {**told, "geometry": square(*place, width=0.1).centroid}
