"""A small ledger in which most happens to ground, and what the audit finds in it."""

from datetime import date

from shapely import Polygon
from sqlalchemy.orm import Session

from service.audit.checks import CHECKS
from service.audit.findings import Finding, Outcome
from service.audit.flow import audit
from service.audit.queries import Asked
from tests.service.histories import EDGE_DEG
from tests.service.records import approve
from tests.service.records import square as outline

ASKED = Asked(days=(date(2021, 3, 31), date(2021, 12, 31), date(2026, 11, 21)))
DISTRICT = {"name_en": "-", "name_az": "-"}
AREA = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": date(2020, 1, 1)}
RELEASE = {"release_method": "cleared", "basis": "operational", "depth_cleared_cm": 20, "asset": ["manual"]}


def square(column: float, row: float, **size: float) -> Polygon:
    """Give a rectangle as `outline` does, with edges short enough for planar cuts and geodesic areas to agree."""
    return outline(column, row, **size).segmentize(EDGE_DEG)


def record_most(session: Session) -> None:
    """Record overlaps, areas of several types, one re-opened and one closed, and work outside recorded hazard."""
    approve(
        session,
        districts=[
            {"code": "AGM", "geometry": square(-2, -2, width=8, height=12), **DISTRICT},
            {"code": "FUZ", "geometry": square(6, -2, width=8, height=12), **DISTRICT},
        ],
    )
    approve(
        session,
        hazardous_areas=[
            AREA | {"code": "HA-1", "geometry": square(0, 0, width=8, height=2)},
            AREA
            | {"code": "HA-2", "geometry": square(0, 4, width=4, height=2), "contamination_types": ["ap_mine", "erw"]},
            AREA
            | {
                "code": "HA-3",
                "geometry": square(3, 4, width=4, height=2),
                "classification": "sha",
                "contamination_types": ["cmr"],
            },
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-1", "geometry": square(0, 0, width=3), "effective_date": date(2021, 2, 1)},
            RELEASE
            | {
                "code": "RA-2",
                "geometry": square(2, 0, width=6),
                "effective_date": date(2021, 3, 1),
                "basis": "certified",
                "accepted_on": date(2021, 5, 1),
            },
            RELEASE
            | {
                "code": "RA-3",
                "geometry": square(1, 4, width=3),
                "effective_date": date(2021, 4, 1),
                "target_types": ["erw"],
            },
            RELEASE | {"code": "RA-4", "geometry": square(1, 3, width=2, height=2), "effective_date": date(2021, 6, 1)},
            RELEASE
            | {
                "code": "RA-5",
                "geometry": square(9, 5, width=2),
                "effective_date": date(2021, 6, 2),
                "district_code": "FUZ",
                "release_method": "cancelled",
            },
        ],
    )
    approve(
        session,
        hazardous_areas=[
            AREA
            | {
                "code": "HA-4",
                "geometry": square(1, 0, width=1),
                "identified_on": date(2021, 8, 1),
                "reopens_released": True,
                "origin": "recontaminated",
            },
            AREA
            | {
                "code": "HA-1",
                "geometry": square(0, 0, width=8, height=2),
                "status": "closed",
                "status_changed_on": date(2022, 1, 1),
                "close_reason": "mixed_release",
            },
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-6", "geometry": square(1, 0, width=1), "effective_date": date(2021, 9, 1)}
        ],
    )


def found(session: Session) -> dict[str, tuple[Finding, ...]]:
    """Give what each check finds, without those that find nothing."""
    outcomes: list[Outcome] = list(audit([session.connection()], ASKED))
    assert [outcome.check for outcome in outcomes] == list(CHECKS)
    return {outcome.check.name: outcome.findings for outcome in outcomes if outcome.findings}
