"""What the database knows of published figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from gis.codelists import FigurePrecision, PublishedKind
from gis.published import EVERYBODY, AreaUnit, PublishedArea, PublishedFigure
from service.problems import WrongParameter
from service.tables import published_figure

SAME = ("kind", "period_from", "period_to", "key", "source")
PLAIN = ("period_from", "period_to", "key", "ap_mine", "at_mine", "uxo", "source", "note")


@dataclass(frozen=True, kw_only=True)
class StoredFigure:
    """A published figure as it was imported."""

    id: UUID
    figure: PublishedFigure


def published_figures(session: Session, at: datetime | None = None) -> Sequence[StoredFigure]:
    """Give the figures that were known at an instant, or that hold now: kinds in their order, the latest days first."""
    stored = published_figure.c
    is_known = func.upper_inf(stored.recorded) if at is None else stored.recorded.contains(at)
    kinds = list(PublishedKind)
    rows = [_stored(row) for row in session.execute(select(published_figure).where(is_known))]
    return sorted(
        rows,
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


def close_figures(session: Session, ids: Iterable[UUID], at: datetime) -> None:
    """End what held, because a correction takes its place."""
    stored = published_figure.c
    closed = func.tstzrange(func.lower(stored.recorded), at)
    session.execute(update(published_figure).where(stored.id.in_(list(ids))).values(recorded=closed))


def store_figures(session: Session, figures: Iterable[PublishedFigure], *, at: datetime, imported_by_id: UUID) -> None:
    """Store figures that hold from an instant."""
    origin = {"recorded": Range(at, None), "imported_by_id": imported_by_id}
    if rows := [_columns(figure) | origin for figure in figures]:
        session.execute(insert(published_figure), rows)


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
