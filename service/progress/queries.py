"""The figures of progress and contamination, added up from the ledger; nothing else adds up square metres."""

from collections.abc import Iterable
from datetime import datetime
from math import fsum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
    Numeric,
    Select,
    Text,
    and_,
    cast,
    collate,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, HazardClass, contamination_class
from service.ledger.flow import SLIVER_M2, wait_for_changes
from service.problems import WrongParameter
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Dimension,
    Progress,
    ProgressQuestion,
    Row,
    StockDimension,
)
from service.sql import statement
from service.tables import IDENTITIES, VERSIONS, ledger_entry

district, organisation, task = IDENTITIES["districts"], IDENTITIES["organisations"], IDENTITIES["tasks"]
release_version, task_version = VERSIONS["release_areas"], VERSIONS["tasks"]


def _label(template: str) -> ColumnElement[str]:
    return func.to_char(ledger_entry.c.effective_date, literal_column(f"'{template}'"))


DIMENSIONS: dict[Dimension, ColumnElement[Any]] = {
    Dimension.DISTRICT: district.c.code,
    Dimension.DAY: _label("YYYY-MM-DD"),
    Dimension.WEEK: _label('IYYY-"W"IW'),
    Dimension.MONTH: _label("YYYY-MM"),
    Dimension.QUARTER: _label('YYYY-"Q"Q'),
    Dimension.YEAR: _label("YYYY"),
    Dimension.METHOD: ledger_entry.c.release_method,
    Dimension.CONTAMINATION_CLASS: ledger_entry.c.contamination_class,
    Dimension.ORGANISATION: organisation.c.code,
    Dimension.TASK: task.c.code,
}
AREA_M2 = cast(func.sum(cast(ledger_entry.c.area_m2, Numeric)), Double).label("area_m2")
"""Summed as decimals: whatever the order of rows, not a digit differs."""


def known_at(session: Session, asked: datetime | None) -> datetime:
    """Give the state of knowledge to answer from: the last committed change unless another instant is asked for.

    Raises
    ------
    WrongParameter
        If the instant lies in the future or before the first record.
    """
    known = session.execute(statement("progress_known")).one()
    if asked is None:
        return known.last_at or known.present_at  # type: ignore[no-any-return] # rows are untyped
    if asked >= known.present_at or (known.first_at and asked < known.first_at):
        allowed = f"{(known.first_at or asked).isoformat()} – {known.present_at.isoformat()}"
        raise WrongParameter(
            f"Nothing is known as of {asked.isoformat()}. Allowed: {allowed}.",
            f"{asked.isoformat()} anına məlumat yoxdur. İcazə verilən aralıq: {allowed}.",
            parameter="as_known_at",
            allowed=allowed,
        )
    if known.last_at is None or asked > known.last_at:
        wait_for_changes(session)
    return asked


# --- progress -----------------------------------------------------------------------------------------------------


def progress(session: Session, question: ProgressQuestion) -> Progress:
    """Add up the ground released in a period.

    Raises
    ------
    WrongParameter
        If a district is unknown, or `as_known_at` is not an instant of the past.
    """
    _refuse_unknown_districts(session, question.district_codes)
    as_known_at = known_at(session, question.as_known_at)
    rows = [dict(row) for row in session.execute(_progress_rows(question, as_known_at)).mappings()]
    without_geometry = session.execute(
        statement("progress_without_geometry"),
        {
            "account": question.account,
            "as_known_at": as_known_at,
            "start": question.start,
            "end": question.end,
            "district_codes": _list(question.district_codes),
            "release_methods": _list(question.release_methods),
        },
    )
    return Progress(
        rows=tuple(rows),
        total_m2=fsum(row["area_m2"] for row in rows),
        area_without_geometry_m2=without_geometry.scalar_one(),
        account=question.account,
        as_known_at=as_known_at,
    )


def _progress_rows(question: ProgressQuestion, as_known_at: datetime) -> Select[Any]:
    asked = [DIMENSIONS[dimension].label(dimension) for dimension in question.by]
    entry = ledger_entry.c
    rows = (
        select(*asked, AREA_M2)
        .select_from(_entries(question, as_known_at))
        .where(
            entry.account == question.account,
            entry.effective_date.between(question.start, question.end),
            entry.recorded.contains(as_known_at),
        )
        .group_by(*asked)
        .having(func.count() > 0)
        .order_by(*(collate(cast(dimension, Text), "C") for dimension in asked))
    )
    if question.district_codes is not None:
        rows = rows.where(district.c.code.in_(question.district_codes))
    if question.release_methods is not None:
        rows = rows.where(entry.release_method.in_(question.release_methods))
    return rows


def _entries(question: ProgressQuestion, as_known_at: datetime) -> FromClause:
    """Join to the entries what the question names; a release without organisation is its task's."""
    entries = ledger_entry.outerjoin(district)
    if not {Dimension.ORGANISATION, Dimension.TASK} & set(question.by):
        return entries
    return (
        entries.join(
            release_version,
            and_(
                release_version.c.release_area_id == ledger_entry.c.release_area_id,
                release_version.c.recorded.contains(as_known_at),
            ),
        )
        .outerjoin(task, task.c.id == release_version.c.task_id)
        .outerjoin(
            task_version, and_(task_version.c.task_id == task.c.id, task_version.c.recorded.contains(as_known_at))
        )
        .outerjoin(
            organisation,
            organisation.c.id == func.coalesce(release_version.c.organisation_id, task_version.c.organisation_id),
        )
    )


def _refuse_unknown_districts(session: Session, codes: Iterable[str] | None) -> None:
    known = set(session.scalars(select(district.c.code))) if codes is not None else set()
    for code in codes or ():
        if code not in known:
            raise WrongParameter(
                f"No district has the code “{code}”. Allowed: {', '.join(sorted(known))}.",
                f"“{code}” kodlu rayon yoxdur. İcazə verilənlər: {', '.join(sorted(known))}.",
                parameter="district",
                allowed=sorted(known),
            )


def _list(values: Iterable[str] | None) -> list[str] | None:
    return None if values is None else [str(value) for value in values]


# --- contamination ------------------------------------------------------------------------------------------------


def contamination(
    session: Session, question: ContaminationQuestion, *, district_tolerance_m: float = 3_000
) -> Contamination:
    """Add up the stock at the end of a day.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    as_known_at = known_at(session, question.as_known_at)
    cells = session.execute(
        statement("contamination"),
        {
            "as_of": question.as_of,
            "as_known_at": as_known_at,
            "is_by_district": StockDimension.DISTRICT in question.by,
            "district_tolerance_m": district_tolerance_m,
            "sliver_m2": SLIVER_M2,
        },
    ).all()
    stock = [_stock(cell, question.account) for cell in cells if _types(cell, question.account)]
    rows = _grouped(stock, question.by)
    certified = [cell for cell in cells if cell.certified_types]
    return Contamination(
        rows=rows,
        total_m2=fsum(cell.area_m2 for cell in cells if _types(cell, question.account)),
        untouched_m2=fsum(cell.area_m2 for cell in certified if cell.operational_types),
        awaiting_acceptance_m2=fsum(cell.area_m2 for cell in certified if not cell.operational_types),
        certified_stock_m2=fsum(cell.area_m2 for cell in certified),
        account=question.account,
        as_known_at=as_known_at,
    )


def _types(cell: Any, account: Account) -> list[str]:  # noqa: ANN401 - a row of the statement
    return getattr(cell, f"{account.value}_types") or []


def _stock(cell: Any, account: Account) -> dict[str, Any]:  # noqa: ANN401 - a row of the statement
    is_cha = getattr(cell, f"is_{account.value}_cha")
    return {
        StockDimension.CLASSIFICATION: (HazardClass.CHA if is_cha else HazardClass.SHA).value,
        StockDimension.CONTAMINATION_CLASS: contamination_class(
            frozenset(map(ContaminationType, _types(cell, account)))
        ).value,
        StockDimension.DISTRICT: cell.district,
        "area_m2": cell.area_m2,
    }


def _grouped(stock: list[dict[str, Any]], by: tuple[StockDimension, ...]) -> tuple[Row, ...]:
    groups: dict[tuple[str | None, ...], list[float]] = {}
    for cell in stock:
        groups.setdefault(tuple(cell[dimension] for dimension in by), []).append(cell["area_m2"])
    return tuple(
        {**dict(zip(map(str, by), key, strict=True)), "area_m2": fsum(areas)}
        for key, areas in sorted(groups.items(), key=lambda group: [(value is None, value or "") for value in group[0]])
    )
