"""Releases counted from the squares that each change keeps: a million records answer as quickly as a thousand."""

from dataclasses import replace
from math import atan, degrees, pi, sinh
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME
from service.ledger.known import known_at
from service.maps.queries import MapQuestion
from service.records.queries import is_current
from service.records.selection import EVERYTHING
from service.tables import CELL_ZOOM, VERSIONS, release_cell

version, cell = VERSIONS["release_areas"].c, release_cell.c


def are_counted(session: Session, question: MapQuestion) -> bool:
    """Say whether the squares hold what is asked: what is known now of all days of work, narrowed by method alone."""
    is_whole = replace(question.selection, methods=(), classifications=()) == EVERYTHING
    if not is_whole or question.moment.as_known_at < known_at(session, None):
        return False
    is_later = is_current(LAYERS_BY_NAME["release_areas"]) & (version.effective_date > question.moment.as_of)
    return not session.scalar(select(exists(select(version.id).where(is_later))))


def counted_releases(session: Session, question: MapQuestion) -> list[Row[Any]]:
    """Count the releases that have an outline by `release_method`: `drawn_count` and the first and last square."""
    counted = select(
        cell.release_method,
        func.sum(cell.release_count).label("drawn_count"),
        func.min(cell.x).label("first_x"),
        func.max(cell.x).label("last_x"),
        func.min(cell.y).label("first_y"),
        func.max(cell.y).label("last_y"),
    )
    shown = counted.where(_is_asked(question), cell.release_count > 0, cell.visibility.in_(question.moment.audience))
    return list(session.execute(shown.group_by(cell.release_method)))


def undrawn_count(session: Session, question: MapQuestion) -> int:
    """Count the releases that have no outline."""
    shown = _undrawn(question).where(version.visibility.in_(question.moment.audience))
    return session.scalar(select(func.count()).select_from(shown.subquery())) or 0


def has_withheld(session: Session, question: MapQuestion) -> bool:
    """Say whether some releases are not shown to the reader."""
    squares = select(cell.x).where(cell.release_count > 0, cell.visibility.not_in(question.moment.audience))
    undrawn = _undrawn(question).where(version.visibility.not_in(question.moment.audience))
    return bool(session.scalar(select(exists(squares) | exists(undrawn))))


def square_bounds(row: Row[Any]) -> tuple[float, float, float, float]:
    """Give west, south, east and north of the squares from the first to the last."""
    return _lon(row.first_x), _lat(row.last_y + 1), _lon(row.last_x + 1), _lat(row.first_y)


def _undrawn(question: MapQuestion) -> Any:  # noqa: ANN401 - SQLAlchemy's generics say less than the name
    methods = question.selection.methods
    undrawn = select(version.id).where(is_current(LAYERS_BY_NAME["release_areas"]), version.ground.is_(None))
    return undrawn.where(version.release_method.in_(methods)) if methods else undrawn


def _is_asked(question: MapQuestion) -> ColumnElement[bool]:
    methods = question.selection.methods
    return cell.release_method.in_(methods) if methods else cell.release_method.is_not(None)


def _lon(x: int) -> float:
    return x / (1 << CELL_ZOOM) * 360 - 180


def _lat(y: int) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * y / (1 << CELL_ZOOM)))))
