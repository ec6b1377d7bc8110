"""What work yields: ground cleared for each find, polygons without one, ground released without clearance (8.11)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, Rows, areas, items_by, total_m2
from gis.codelists import Account, ReleaseMethod
from gis.text import M2_PER_HA
from service.figures.items import Known, Scope, found_items
from service.ledger.known import known_at
from service.sql import statement

WHOLE_PCT = 100


@dataclass(frozen=True, kw_only=True)
class EfficiencyQuestion:
    """Whose work to look at, in which period; missing `as_known_at` means the last committed change.

    Attributes
    ----------
    district
        Only the work that is counted in this district; missing: all.
    """

    start: date
    end: date
    by: Scope | None = None
    account: Account = Account.OPERATIONAL
    as_known_at: datetime | None = None
    district: str | None = None


@dataclass(frozen=True, kw_only=True)
class Efficiency:
    """What the work of one scope yielded.

    Attributes
    ----------
    scope
        The code of whose work it is; missing for what a record does not say, and where all is told together.
    released
        Net, each square metre once.
    cleared_worked_m2
        Cleared ground as it was worked: every pass where the release says so, else its net.
    hazardous_item_count
        Explosive items found in the period, each once, without small arms ammunition.
    cleared_polygon_count, without_find_count
        Cleared polygons of the account itself, and those in which nothing was found.
    """

    scope: str | None
    released: Areas
    cleared_worked_m2: float
    hazardous_item_count: int
    cleared_polygon_count: int
    without_find_count: int

    @property
    def cleared_m2_per_item(self) -> float | None:
        """Give the ground cleared for each hazardous item."""
        return self.cleared_worked_m2 / self.hazardous_item_count if self.hazardous_item_count else None

    @property
    def item_count_per_ha(self) -> float | None:
        """Give the hazardous items on each hectare cleared."""
        return self.hazardous_item_count * M2_PER_HA / self.cleared_worked_m2 if self.cleared_worked_m2 else None

    @property
    def without_find_share_pct(self) -> float | None:
        """Give the share of cleared polygons in which nothing was found."""
        return (
            WHOLE_PCT * (self.without_find_count / self.cleared_polygon_count) if self.cleared_polygon_count else None
        )

    @property
    def not_cleared_share_pct(self) -> float | None:
        """Give the share of reduced and cancelled ground in all that was released."""
        not_cleared_m2 = self.released.reduced_m2 + self.released.cancelled_m2
        return WHOLE_PCT * (not_cleared_m2 / self.released.released_m2) if self.released.released_m2 else None


@dataclass(frozen=True, kw_only=True)
class Efficiencies:
    """A row for each scope that worked or found something, by code."""

    rows: tuple[Efficiency, ...]
    account: Account
    as_known_at: datetime


def efficiency(session: Session, question: EfficiencyQuestion) -> Efficiencies:
    """Give what the work of a period yielded.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    as_known_at = known_at(session, question.as_known_at)
    asked = vars(question) | {"as_known_at": as_known_at}
    worked: dict[Hashable, list[Mapping[str, Any]]] = {}
    for row in session.execute(statement("efficiency"), asked).mappings():
        worked.setdefault(row["scope"], []).append(dict(row))
    known = Known(from_on=question.start, to_on=question.end, as_known_at=as_known_at, district=question.district)
    found = items_by("scope", found_items(session, known, question.by))
    scopes = sorted({*worked, *found}, key=lambda scope: (scope is None, str(scope)))
    return Efficiencies(
        rows=tuple(_efficiency(scope, worked.get(scope, []), found.get(scope)) for scope in scopes),
        account=question.account,
        as_known_at=as_known_at,
    )


def _efficiency(scope: Hashable, worked: Rows, found: Items | None) -> Efficiency:
    rows = list(worked)
    cleared = [row for row in rows if row["method"] == ReleaseMethod.CLEARED]
    return Efficiency(
        scope=None if scope is None else str(scope),
        released=areas(rows),
        cleared_worked_m2=total_m2(row["worked_m2"] for row in cleared),
        hazardous_item_count=found.total if found else 0,
        cleared_polygon_count=sum(row["polygon_count"] for row in cleared),
        without_find_count=sum(row["without_find_count"] for row in cleared),
    )
