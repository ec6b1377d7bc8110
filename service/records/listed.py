"""Records as a list: page by page in an order, of a box or of everywhere, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from gis.layers import Layer
from service.problems import WrongParameter
from service.records.queries import is_current
from service.records.selection import EVERYTHING, Moment, Selection
from service.records.standing import standing
from service.tables import IDENTITIES

MOST_COUNTED: Final = 10_000
"""More are not counted: what is said then is that there are more."""
SEPARATOR: Final = "~"
LEAST_DAY: Final = date.min


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    LARGEST = "largest"
    CODE = "code"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box in degrees; what touches it is in view."""

    west: float
    south: float
    east: float
    north: float

    def envelope(self) -> ColumnElement[Any]:
        """Give the box as PostGIS has it."""
        return func.ST_MakeEnvelope(self.west, self.south, self.east, self.north, 4326)


@dataclass(frozen=True, kw_only=True)
class ListQuestion:
    """Which records are listed.

    Attributes
    ----------
    condition
        What else must be true of a record's version.
    after
        The mark of the record behind which the page begins, as `Listed.after` gave it.
    """

    layer: Layer
    moment: Moment
    selection: Selection = EVERYTHING
    box: Box | None = None
    condition: ColumnElement[bool] | None = None
    order: Order = Order.NEWEST
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of a list.

    Attributes
    ----------
    rows
        Each with `id`, `code`, the layer's fields, `area_m2` where it has one, and of its geometry `lon` and `lat` of a
        point on it and its bounds, `west`, `south`, `east`, `north`; all missing where it has none.
    after
        The mark behind which the next page begins; missing on the last one.
    """

    rows: Sequence[Mapping[str, Any]]
    after: str | None


def listed_count(session: Session, question: ListQuestion) -> int:
    """Count the records of a list; one more than `MOST_COUNTED` stands for more."""
    shown = select(literal(1)).select_from(_shown(question).subquery("shown")).limit(MOST_COUNTED + 1)
    return session.execute(select(func.count()).select_from(shown.subquery("counted"))).scalar_one()


def listed(session: Session, question: ListQuestion, *, count: int) -> Listed:
    """Give one page of a list; from how many there are follows the quicker road.

    Raises
    ------
    WrongParameter
        If the mark of the page is none that this order gives.
    """
    if not count and question.after is None:
        return Listed(rows=(), after=None)
    marks = session.execute(_marks(question, is_small=count <= MOST_COUNTED)).all()
    page = marks[: question.limit]
    last = page[-1] if len(marks) > question.limit else None
    rows = _told(session, question, [mark.id for mark in page])
    return Listed(rows=rows, after=f"{last.key}{SEPARATOR}{last.code}" if last else None)


def _shown(question: ListQuestion) -> Select[Any]:
    box = question.box.envelope() if question.box else None
    shown = standing(question.layer, question.moment, question.selection, box=box)
    return shown if question.condition is None else shown.where(question.condition)


def _marks(question: ListQuestion, *, is_small: bool) -> Select[Any]:
    """Select `id`, `code` and the key of the order, one more than a page holds.

    Few are found by their place and then sorted; of many the index of the order is followed until a page is full.
    """
    asked = _shown(question)
    if question.moment.is_present and not is_small:
        asked = asked.where(is_current(question.layer))  # of these alone the order has an index
    shown = asked.subquery("shown")
    found = select(shown.c.id, shown.c.code, _key(question, shown.c).label("key"))
    if is_small:
        few = found.cte("found").prefix_with("materialized")
        found = select(few.c.id, few.c.code, few.c.key)
    code, key = found.selected_columns["code"], found.selected_columns["key"]
    if question.after is not None:
        found = found.where(_is_behind(question, key, code))
    order = (code,) if question.order is Order.CODE else (key.desc(), code)
    return found.order_by(*order).limit(question.limit + 1)


def _key(question: ListQuestion, record: ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]) -> ColumnElement[Any]:
    """Give what an order sorts by; what is not known comes last."""
    layer = question.layer
    match question.order:
        case Order.CODE:
            return record["code"]
        case Order.LARGEST if "area_m2" in record:
            return func.coalesce(record["area_m2"], 0.0)
        case _ if layer.dated_by:
            days = [record[name] for name in layer.dated_by]
            is_sure = any(layer.field(name).is_required for name in layer.dated_by)
            return days[0] if is_sure else func.coalesce(*days, LEAST_DAY)
        case _:
            return literal(LEAST_DAY)


def _is_behind(question: ListQuestion, key: ColumnElement[Any], code: ColumnElement[str]) -> ColumnElement[bool]:
    told, _, last_code = (question.after or "").partition(SEPARATOR)
    if question.order is Order.CODE:
        return code > last_code
    read = float if question.order is Order.LARGEST else date.fromisoformat
    try:
        last = read(told)
    except ValueError:
        raise WrongParameter(
            f"“{question.after}” is no mark of a page of this list. Leave it out to begin with the first page.",
            f"“{question.after}” bu siyahının səhifə nişanı deyil. Birinci səhifədən başlamaq üçün onu çıxarın.",
            parameter="after",
        ) from None
    return or_(key < last, and_(key == last, code > last_code))


def _told(session: Session, question: ListQuestion, ids: Sequence[UUID]) -> list[Mapping[str, Any]]:
    """Give what is told of records, in the order of their ids."""
    layer = question.layer
    shown = _shown(question).where(IDENTITIES[layer.name].c.id.in_(ids)).subquery("shown")
    columns = [column for column in shown.c if column.name != "geom"]
    place = _place(shown.c.geom) if "geom" in shown.c else []
    rows: dict[UUID, Mapping[str, Any]] = {
        row["id"]: dict(row) for row in session.execute(select(*columns, *place)).mappings()
    }
    return [rows[one] for one in ids]


def _place(geom: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Give a point on a geometry, and its bounds."""
    inside = func.ST_PointOnSurface(geom)
    sides = {"west": func.ST_XMin, "south": func.ST_YMin, "east": func.ST_XMax, "north": func.ST_YMax}
    bounds = [side(geom).label(name) for name, side in sides.items()]
    return [func.ST_X(inside).label("lon"), func.ST_Y(inside).label("lat"), *bounds]
