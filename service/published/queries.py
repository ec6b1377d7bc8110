"""What the database knows of published figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from gis.codelists import FigurePrecision, PublishedKind
from gis.published import EVERYBODY, AreaUnit, PublishedArea, PublishedFigure
from service.problems import WrongParameter
from service.tables import published_figure

SAME = ("kind", "period_from", "period_to", "key", "source")
MOST_ROWS = 4_000
"""Of one statement, whose parameters PostgreSQL counts with 16 bits."""
PLAIN = ("period_from", "period_to", "key", "ap_mine", "at_mine", "uxo", "source", "note")


@dataclass(frozen=True, kw_only=True)
class StoredFigure:
    """A published figure as it was imported."""

    id: UUID
    figure: PublishedFigure


def published_figures(session: Session, at: datetime | None = None) -> Sequence[StoredFigure]:
    """Give the figures that were known at an instant, or that hold now: kinds in their order, the latest days first."""
    column, kinds = published_figure.c, list(PublishedKind)
    same = [column[name] for name in SAME]
    told = select(published_figure).ext(distinct_on(*same)).order_by(*same, column.told_at.desc())
    rows = session.execute(told if at is None else told.where(column.told_at <= at))
    return sorted(
        map(_stored, rows),
        key=lambda row: (
            kinds.index(row.figure.kind),
            -row.figure.period_to.toordinal(),
            row.figure.period_from,
            row.figure.key,
            row.figure.source,
        ),
    )


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
