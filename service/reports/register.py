"""The register of hazardous areas: which of them stood on a day, which were identified and closed in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from gis.codelists import ContaminationType, HazardClass, HazardStatus, Visibility
from gis.periods import Period
from service.sql import statement


@dataclass(frozen=True, kw_only=True)
class RegisteredArea:
    """A hazardous area as it stood, or ended, by the end of a day.

    Attributes
    ----------
    district
        The one that most of its ground lies in; missing where none is near.
    is_visible
        Whether those who are asked for may be told of it by itself.
    began_on, ended_on
        From when on and until when its ground counts as hazardous; an end is missing while it stands for all that is
        known.
    is_successor, is_succeeded
        Whether it took over from other areas, and whether others took over from it.
    area_m2, lon, lat
        Its size as outlined and a point on it; missing unless it stood on the day.
    """

    code: str
    district: str | None
    classification: HazardClass
    types: frozenset[ContaminationType]
    status: HazardStatus
    is_visible: bool
    began_on: date
    ended_on: date | None
    is_successor: bool
    is_succeeded: bool
    area_m2: float | None
    lon: float | None
    lat: float | None

    @property
    def stands(self) -> bool:
        """Tell whether it stood at the end of the day."""
        return self.area_m2 is not None

    def was_identified_in(self, period: Period) -> bool:
        """Tell whether it is new in a period, and not what became of others."""
        return not self.is_successor and period.start <= self.began_on <= period.end

    def was_closed_in(self, period: Period) -> bool:
        """Tell whether it was closed in a period, and not because others took over."""
        is_over = self.ended_on is not None and period.start <= self.ended_on <= period.end
        return is_over and not self.stands and not self.is_succeeded


def registered_areas(
    session: Session, as_of: date, at: datetime, *, audience: Sequence[Visibility] = (Visibility.PUBLIC,)
) -> list[RegisteredArea]:
    """Give the areas with an outline that had begun by the end of a day, as known at an instant, by code."""
    asked = {"as_of": as_of, "as_known_at": at, "audience": list(audience)}
    rows = session.execute(statement("register_areas"), asked).mappings()
    return [
        RegisteredArea(
            **{
                **row,
                "classification": HazardClass(row["classification"]),
                "types": frozenset(map(ContaminationType, row["types"])),
                "status": HazardStatus(row["status"]),
            }
        )
        for row in rows
    ]
