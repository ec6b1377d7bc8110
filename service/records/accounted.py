"""What the ledger says of one record: its entries, what is left of its ground, and when that was worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session

from gis.codelists import Account, LedgerCause
from service.records.related import SHARES_GROUND, Subject
from service.sql import statement
from service.tables import IDENTITIES, VERSIONS, hazard_piece, ledger_entry

entry = ledger_entry.c
CAUSER = {"release_areas": entry.release_area_id, "hazardous_areas": entry.hazardous_area_id}
"""By which column an entry names the record that is its cause."""
WORK = (LedgerCause.RELEASED, LedgerCause.PARTLY_RELEASED)


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What is left of a hazardous area in one account."""

    account: Account
    remaining_m2: float


def entries(session: Session, subject: Subject) -> list[Row[Any]]:
    """Give the entries that a record caused, those that hold first, by account and day.

    Columns: those of the ledger with districts by their codes, `recorded_from`, and `recorded_until`, which is missing
    while the entry held at the moment's state of knowledge.
    """
    at, until = subject.moment.as_known_at, func.upper(entry.recorded)
    told: Select[Any] = select(
        *(column for column in entry if column.name not in {"geom", "recorded"} and "_id" not in column.name),
        *(_district(name) for name in ("district_id", "district_before_id", "district_after_id")),
        func.lower(entry.recorded).label("recorded_from"),
        case((until <= at, until)).label("recorded_until"),
    ).where(CAUSER[subject.layer] == subject.id, func.lower(entry.recorded) <= at)
    order = (entry.account, entry.effective_date, entry.cause, entry.id)
    parts = [told.where(func.upper_inf(entry.recorded)), told.where(~func.upper_inf(entry.recorded))]
    found = [row for part in parts for row in session.execute(part.order_by(*order))]
    return sorted(found, key=lambda row: row.recorded_until is not None)


def released_of_task(session: Session, subject: Subject) -> Sequence[Row[Any]]:
    """Add up what the releases of a task count: `account`, `cause`, `release_method`, `area_m2`, first and last day."""
    version = VERSIONS["release_areas"].c
    is_known = version.recorded.contains(subject.moment.as_known_at)
    of_task = select(version.release_area_id).where(version.task_id == subject.id, is_known)
    if subject.moment.is_present:
        of_task = of_task.where(func.upper_inf(version.recorded))
    causes = (LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE)
    return _added_up(
        session, subject, entry.release_area_id.in_(of_task) & entry.cause.in_(causes), area_m2=entry.area_m2
    )


def worked(session: Session, subject: Subject) -> Sequence[Row[Any]]:
    """Add up the work on the ground of a hazardous area: `account`, `cause`, `release_method`, `area_m2`, days."""
    piece = hazard_piece.c
    of_area = (piece.hazardous_area_id == subject.id) & piece.recorded.contains(subject.moment.as_known_at)
    ground = select(func.ST_Union(piece.geom).label("geom")).where(of_area).cte("ground").prefix_with("materialized")
    outline = select(ground.c.geom).scalar_subquery()
    within = func.ST_CollectionExtract(func.ST_Intersection(entry.geom, outline), 3)
    is_on_it = entry.geom.op("&&")(outline) & func.ST_Relate(entry.geom, outline, SHARES_GROUND)
    is_work = is_on_it & entry.class_before.is_not(None) & entry.cause.in_(WORK)
    return _added_up(session, subject, is_work, area_m2=func.ground_area_m2(func.ST_Multi(within)))


def remaining(session: Session, subject: Subject) -> list[Remaining]:
    """Give what is left of a hazardous area at the end of the moment's day, in each account."""
    moment = subject.moment
    values = {"hazardous_area_id": subject.id, "as_of": moment.as_of, "at": moment.as_known_at}
    rows = session.execute(statement("record_remaining"), values)
    return [Remaining(account=Account(row.account), remaining_m2=row.remaining_m2) for row in rows]


def _added_up(
    session: Session, subject: Subject, condition: ColumnElement[bool], *, area_m2: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    grouped = (entry.account, entry.cause, entry.release_method)
    told = select(
        *grouped,
        func.count(entry.release_area_id.distinct()).label("release_count"),
        func.sum(area_m2).label("area_m2"),
        func.min(entry.effective_date).label("first_on"),
        func.max(entry.effective_date).label("last_on"),
    ).where(entry.recorded.contains(subject.moment.as_known_at), condition)
    if subject.moment.is_present:
        told = told.where(func.upper_inf(entry.recorded))
    return session.execute(told.group_by(*grouped).order_by(*grouped)).all()


def _district(name: str) -> ColumnElement[str | None]:
    identity = IDENTITIES["districts"].alias(f"of_{name}")
    return select(identity.c.code).where(identity.c.id == entry[name]).scalar_subquery().label(name.removesuffix("_id"))
