"""Explosive items, each counted once however many reports name it (domain.md 8.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from gis.periods import Period
from service.sql import statement

Lots = Sequence[Mapping[str, Any]]
"""Rows of `eo_category`, `is_hazardous`, `quantity` and what they are told apart by."""
ALWAYS = date(1, 1, 1)


class Scope(StrEnum):
    """Whose work a figure is of, when it is told apart."""

    ORGANISATION = "organisation"
    TASK = "task"
    PROJECT_PHASE = "project_phase"
    PROJECT = "project"


@dataclass(frozen=True, kw_only=True)
class Known:
    """Days of work, both included, as they were known at an instant.

    Attributes
    ----------
    district, organisation, project
        Only the work in this district, of this organisation, or of the tasks of this project; missing: all.
    """

    from_on: date
    to_on: date
    as_known_at: datetime
    district: str | None = None
    organisation: str | None = None
    project: str | None = None

    @property
    def narrowed(self) -> dict[str, str | None]:
        """Give the codes that they are narrowed to, by their names."""
        return {"district": self.district, "organisation": self.organisation, "project": self.project}

    @property
    def scope(self) -> dict[str, str]:
        """Give the one code that they are narrowed to, as reports store it; nothing for everybody's work."""
        return {name: code for name, code in self.narrowed.items() if code}


def disposed_items(session: Session, known: Known) -> Lots:
    """Give what was disposed of, a row for each `week` and category."""
    if known.scope:
        return disposed_items_by_place(session, known)
    return [dict(row) for row in session.execute(statement("eo_disposed_weeks"), vars(known)).mappings()]


def disposed_items_in(session: Session, periods: Sequence[Period], at: datetime) -> list[Lots]:
    """Give for each period what everybody disposed of in it, as known at an instant, a row for each category."""
    days = {"first_days": [period.start for period in periods], "last_days": [period.end for period in periods]}
    rows = session.execute(statement("eo_disposed_in"), days | {"as_known_at": at}).mappings().all()
    return [[dict(row) for row in rows if row["place"] == place] for place in range(1, len(periods) + 1)]


def disposed_items_by_place(session: Session, known: Known) -> Lots:
    """Give the same told apart by the codes of `district`, `organisation` and `project`, which takes longer."""
    return [dict(row) for row in session.execute(statement("eo_disposed"), vars(known)).mappings()]


def found_items(session: Session, known: Known, by: Scope | None = None) -> Lots:
    """Give the items that were found, whatever became of them, with the code of the `scope` that is asked for."""
    days = {"start": known.from_on, "end": known.to_on}
    values = days | known.narrowed | {"as_known_at": known.as_known_at, "by": by}
    return [dict(row) for row in session.execute(statement("eo_found"), values).mappings()]
