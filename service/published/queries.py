"""What the database knows of published figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, insert, select
from sqlalchemy.orm import Session

from gis.codelists import FigurePrecision, PublishedKind
from gis.periods import Period, PeriodUnit
from gis.published import EVERYBODY, AreaUnit, PublishedArea, PublishedFigure
from service.problems import WrongParameter
from service.tables import person, published_figure, published_withdrawal

SAME = ("kind", "period_from", "period_to", "key", "source")
MOST_ROWS = 4_000
"""Of one statement, whose parameters PostgreSQL counts with 16 bits."""
PLAIN = ("period_from", "period_to", "key", "ap_mine", "at_mine", "uxo", "source", "note")


@dataclass(frozen=True, kw_only=True)
class StoredFigure:
    """A published figure as it was imported."""

    id: UUID
    figure: PublishedFigure


@dataclass(frozen=True, kw_only=True)
class Version:
    """A published figure with what became of it.

    Attributes
    ----------
    corrected_at
        When another one of the same kind, days, key and source took its place.
    withdrawn_at, withdrawn_by, reason
        Missing unless somebody withdrew it.
    """

    stored: StoredFigure
    told_at: datetime
    told_by: str
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    reason: str | None

    @property
    def holds(self) -> bool:
        """Tell whether it is neither corrected nor withdrawn."""
        return self.corrected_at is None and self.withdrawn_at is None


def published_figures(session: Session, at: datetime | None = None) -> Sequence[StoredFigure]:
    """Give the figures that held at an instant, or that hold now: kinds in their order, the latest days first."""
    return [version.stored for version in published_versions(session, at) if version.holds]


def published_versions(session: Session, at: datetime | None = None) -> Sequence[Version]:
    """Give every figure that was ever told until an instant, or until now, in the same order; of one the last first."""
    kinds = list(PublishedKind)
    return sorted(
        map(_version, session.execute(_told(at).order_by(published_figure.c.told_at.desc()))),
        key=lambda version: (
            kinds.index(version.stored.figure.kind),
            -version.stored.figure.period_to.toordinal(),
            version.stored.figure.period_from,
            version.stored.figure.key,
            version.stored.figure.source,
        ),
    )


def _told(at: datetime | None) -> Select[Any]:
    """Select what was told until an instant, with what had become of it by then."""
    column, withdrawal, withdrawer = published_figure.c, published_withdrawal.c, person.alias("withdrawer")
    corrected_at = func.lead(column.told_at).over(partition_by=[column[name] for name in SAME], order_by=column.told_at)
    is_its = and_(withdrawal.figure_id == column.id, *([] if at is None else [withdrawal.told_at <= at]))
    told = (
        select(
            published_figure,
            person.c.name.label("told_by"),
            corrected_at.label("corrected_at"),
            withdrawal.told_at.label("withdrawn_at"),
            withdrawer.c.name.label("withdrawn_by"),
            withdrawal.reason,
        )
        .join(person, person.c.id == column.imported_by_id)
        .outerjoin(published_withdrawal, is_its)
        .outerjoin(withdrawer, withdrawer.c.id == withdrawal.withdrawn_by_id)
    )
    return told if at is None else told.where(column.told_at <= at)


def weeks_of_their_own(stored: Iterable[StoredFigure]) -> list[Period]:
    """Give the weeks that were published of the whole country with days that are no ISO week, the latest first."""
    weeks = (
        one.figure.period
        for one in stored
        if (one.figure.kind, one.figure.key) == (PublishedKind.WEEK, EVERYBODY)
        and one.figure.period.unit is PeriodUnit.DAYS
    )
    return list(dict.fromkeys(weeks))


def total_until(stored: Iterable[StoredFigure], last_on: date) -> StoredFigure | None:
    """Give the published total of everybody until a day, if one is known.

    Raises
    ------
    WrongParameter
        If several are known.
    """
    totals = [
        one
        for one in stored
        if (one.figure.kind, one.figure.key, one.figure.period_to) == (PublishedKind.CUMULATIVE, EVERYBODY, last_on)
    ]
    if len(totals) > 1:
        raise WrongParameter(
            f"Cumulative figures open with the published total until {last_on}, of which several are known. Nothing "
            "was stored. Leave LANDRELEASE_CUMULATIVE_OPENING empty or correct the published figures.",
            f"Yekunlar {last_on} tarixinədək dərc olunmuş cəmlə başlayır, belə cəm isə bir neçədir. Heç nə "
            "saxlanılmadı. LANDRELEASE_CUMULATIVE_OPENING parametrini boş saxlayın və ya dərc olunmuşları düzəldin.",
            parameter="cumulative_opening",
        )
    return next(iter(totals), None)


def store_figures(session: Session, figures: Sequence[PublishedFigure], imported_by_id: UUID) -> None:
    """Store figures, which hold from now on; those of one file came at one instant."""
    rows = [_columns(figure) | {"imported_by_id": imported_by_id} for figure in figures]
    for first in range(0, len(rows), MOST_ROWS):
        session.execute(insert(published_figure).values(rows[first : first + MOST_ROWS]))


def store_withdrawal(session: Session, figure_id: UUID, *, reason: str, withdrawn_by_id: UUID) -> None:
    """Store that a figure holds no more from now on, and why."""
    values = {"figure_id": figure_id, "reason": reason, "withdrawn_by_id": withdrawn_by_id}
    session.execute(insert(published_withdrawal).values(values))


def _version(row: Row[Any]) -> Version:
    told = ("told_at", "told_by", "corrected_at", "withdrawn_at", "withdrawn_by", "reason")
    return Version(stored=_stored(row), **{name: getattr(row, name) for name in told})


def _stored(row: Row[Any]) -> StoredFigure:
    area = row.area is not None and PublishedArea(
        number=row.area, unit=AreaUnit(row.area_unit), precision=FigurePrecision(row.precision)
    )
    plain = {name: getattr(row, name) for name in PLAIN}
    return StoredFigure(id=row.id, figure=PublishedFigure(kind=PublishedKind(row.kind), area=area or None, **plain))


def _columns(figure: PublishedFigure) -> dict[str, Any]:
    area = figure.area
    return {
        "kind": figure.kind,
        **{name: getattr(figure, name) for name in PLAIN},
        "area": area and area.number,
        "area_unit": area and area.unit,
        "precision": area and area.precision,
    }
