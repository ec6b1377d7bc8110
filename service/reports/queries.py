"""What reports ask of the database, besides the areas, which only `service.progress` adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from gis.codelists import OrganisationType
from service.figures.items import Known
from service.reports.names import Name
from service.reports.scope import ScopeKind
from service.sql import statement
from service.tables import IDENTITIES, VERSIONS

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class InReview:
    """What had come in and was not approved when the figures were made."""

    upload_count: int
    feature_count: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for approval: uploads, the features in them, and the square metres of releases, gross.

    Attributes
    ----------
    area_of_period_m2
        Of work on the days that were asked for.
    """

    upload_count: int
    feature_count: int
    area_m2: float
    area_of_period_m2: float


def approved_work(session: Session, known: Known) -> Rows:
    """Give who worked where, by how many people it was approved, and how many releases each row stands for."""
    return [dict(row) for row in session.execute(statement("report_work"), vars(known)).mappings()]


def quality_control(session: Session, known: Known) -> Rows:
    """Give how many releases are in which `qc_state`, by `basis`: `release_count`, and the `area_m2` they freed."""
    return [dict(row) for row in session.execute(statement("report_quality_control"), vars(known)).mappings()]


def submunitions_by_model(session: Session, known: Known) -> dict[str, int]:
    """Give how many submunitions of each model that is told were disposed of."""
    days = {"from_on": known.from_on, "to_on": known.to_on, "as_known_at": known.as_known_at}
    return {row.model: row.quantity for row in session.execute(statement("submunitions_by_model"), days)}


def in_review(session: Session, at: datetime) -> InReview:
    """Give how many uploads waited for approval at an instant, and how many new or changed features they held."""
    return InReview(**session.execute(statement("report_in_review"), {"at": at}).mappings().one())


def waiting(session: Session, known: Known) -> tuple[Waiting | None, dict[str, Waiting]]:
    """Give what waits for approval, in all and by the codes of districts; that of no district has an empty code."""
    rows = session.execute(statement("report_waiting"), vars(known)).mappings().all()
    told = {
        (row["is_all"], row["district"] or ""): Waiting(
            **{name: value for name, value in row.items() if name not in {"is_all", "district"}}
        )
        for row in rows
    }
    in_all = next((waits for (is_all, _), waits in told.items() if is_all), None)
    return in_all, {code: waits for (is_all, code), waits in told.items() if not is_all}


def district_names(session: Session, at: datetime) -> dict[str, Name]:
    """Give the names of the districts by code, as known at an instant."""
    rows = _known(session, "districts", at)
    return {row.code: Name(code=row.code, en=row.name_en, az=row.name_az) for row in rows}


def organisations(session: Session, at: datetime) -> dict[str, tuple[Name, OrganisationType]]:
    """Give the names and kinds of the organisations by code, as known at an instant."""
    rows = _known(session, "organisations", at)
    names = [Name(code=row.code, en=row.name_en, az=row.name_az or row.name_en) for row in rows]
    return {name.code: (name, OrganisationType(row.type)) for name, row in zip(names, rows, strict=True)}


def names_of(session: Session, kind: ScopeKind, at: datetime) -> Mapping[str, Name]:
    """Give the names of what a report can be made for, by code, as known at an instant."""
    match kind:
        case ScopeKind.DISTRICT:
            return district_names(session, at)
        case ScopeKind.ORGANISATION:
            return {code: name for code, (name, _) in organisations(session, at).items()}
        case ScopeKind.PROJECT:
            return project_names(session, at)
        case ScopeKind.COUNTRY:
            return {}


def project_names(session: Session, at: datetime) -> dict[str, Name]:
    """Give the names of the projects by code, as known at an instant."""
    rows = _known(session, "projects", at)
    return {row.code: Name(code=row.code, en=row.name_en, az=row.name_az or row.name_en) for row in rows}


def _known(session: Session, layer: str, at: datetime) -> Sequence[Row[Any]]:
    """Give the names, and the type if there is one, of a layer as known at an instant, in the order of their codes."""
    identity, version = IDENTITIES[layer], VERSIONS[layer]
    columns = [column for column in version.c if column.name in {"name_en", "name_az", "type"}]
    joined = select(identity.c.code, *columns).join(version, version.c[f"{identity.name}_id"] == identity.c.id)
    return session.execute(joined.where(version.c.recorded.contains(at)).order_by(identity.c.code)).all()
