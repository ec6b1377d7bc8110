"""The releases that figures of released ground are added up from, one by one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from gis.codelists import Account, QcState, ReleaseMethod, Visibility
from service.figures.items import Known
from service.sql import statement


class Told(StrEnum):
    """What is told of each release: what its work yielded, its quality control, or what became known of it late."""

    WORK = "work"
    QUALITY_CONTROL = "quality_control"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class ReleasesQuestion:
    """Which releases are asked for.

    Attributes
    ----------
    known
        The days, the scope and the state of knowledge; organisations are separated by commas.
    account
        Of the ground; of quality control also the basis of the releases.
    qc_state, methods
        Only these; missing: all.
    known_since
        The instant since which ground counts as late.
    audience
        The visibilities of the records that are listed; others are counted only.
    """

    known: Known
    audience: tuple[Visibility, ...]
    told: Told = Told.WORK
    account: Account = Account.OPERATIONAL
    qc_state: QcState | None = None
    methods: tuple[ReleaseMethod, ...] = ()
    known_since: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Give it by the names of the statement's parameters."""
        return vars(self.known) | {
            "told": self.told,
            "account": self.account,
            "qc_state": self.qc_state,
            "methods": list(self.methods) or None,
            "known_since": self.known_since,
            "is_of_some": bool(self.known.organisation or self.known.project),
            "audience": list(self.audience),
        }


@dataclass(frozen=True, kw_only=True)
class Release:
    """One release behind a figure.

    Attributes
    ----------
    counted_m2
        What it adds to the figure, each square metre once; of what came late less than nothing where it was taken away.
    worked_m2, is_polygon, has_find, deminers
        Its ground with every pass, whether it has an outline of its own, whether anything was found in it, and how many
        worked in it; missing where work is not told.
    """

    code: str
    release_method: ReleaseMethod
    day: date
    qc_state: QcState
    district: str | None
    organisation: str | None
    task: str | None
    counted_m2: float
    worked_m2: float | None
    is_polygon: bool | None
    has_find: bool | None
    deminers: int | None


@dataclass(frozen=True, kw_only=True)
class ReleasesFound:
    """Releases, and the sums of all that were asked for, listed or hidden.

    Attributes
    ----------
    hidden_count
        Those that who asks may not see.
    taken_m2
        Of the ground what was taken away.
    cleared_worked_m2, polygon_count, without_find_count
        Of the cleared ones: their ground with every pass, how many have an outline, and in how many nothing was found.
    """

    releases: tuple[Release, ...]
    release_count: int
    hidden_count: int
    area_m2: float
    taken_m2: float
    cleared_worked_m2: float
    polygon_count: int
    without_find_count: int

    @property
    def listed_count(self) -> int:
        """Give how many may be listed, on this page of the list or another."""
        return self.release_count - self.hidden_count


def releases_behind(session: Session, question: ReleasesQuestion, *, limit: int, offset: int = 0) -> ReleasesFound:
    """Give the releases behind a figure, the latest first."""
    values = question.values | {"limit": limit, "offset": offset}
    rows = [dict(row) for row in session.execute(statement("releases_behind"), values).mappings()]
    sums = {name: rows[0][name] for name in ReleasesFound.__dataclass_fields__ if name != "releases"}
    told = ({name: row[name] for name in Release.__dataclass_fields__} for row in rows if row["code"] is not None)
    return ReleasesFound(releases=tuple(_release(one) for one in told), **sums)


def _release(row: dict[str, Any]) -> Release:
    coded = {"release_method": ReleaseMethod(row["release_method"]), "qc_state": QcState(row["qc_state"])}
    return Release(**(row | coded))
