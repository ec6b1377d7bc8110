"""The records behind a figure: what it is told of, or what is missing from it."""

from typing import Any

from sqlalchemy import ColumnElement, Double, Integer, Select, cast, func, literal, null, select
from sqlalchemy.orm import Session

from gis.layers import Layer
from service.quality.completeness import CHECKS_BY_NAME
from service.quality.declared import BULK_LOADED, Figure
from service.quality.finds import polygons_without_find
from service.quality.population import RELEASES, district, organisation, population
from service.quality.questions import TIMES, QualityQuestion, RecordBehind
from service.quality.stretch import stretch
from service.quality.timeliness import is_reviewed, record_times_days, timed
from service.tables import IDENTITIES, VERSIONS


def records_behind(
    session: Session, question: QualityQuestion, figure: Figure, *, offset: int = 0, limit: int | None = None
) -> list[RecordBehind]:
    """Give the records behind a figure, the slowest first where it is a time, else by their day, the latest first."""
    layer, statement = _of(question, figure)
    if layer is RELEASES and limit is not None:
        among = stretch(session, question, figure, offset=offset, limit=limit)
        # By their days first: with how long they took in one condition, all that hold now are looked through.
        told = statement.where(among.is_of_its_days()).offset(0).subquery("told")
        statement = select(told).where(among.holds(told.c.elapsed_days, told.c.day))
        offset -= among.before_count
    row = statement.selected_columns
    order = (row.elapsed_days.desc().nulls_last(), row.day.desc(), row.code)
    rows = session.execute(statement.order_by(*order).offset(offset).limit(limit))
    return [RecordBehind(layer=layer.name, **row) for row in rows.mappings()]


def reported_m2(session: Session, question: QualityQuestion, figure: Figure) -> float:
    """Add up what was reported of the ground of the releases behind a figure."""
    _, statement = _of(question, figure)
    return float(session.scalar(select(func.sum(statement.subquery().c.area_reported_m2))) or 0)


def _of(question: QualityQuestion, figure: Figure) -> tuple[Layer, Select[Any]]:
    """Give the layer and the statement, with how long each record took, if the figure is a time."""
    name = figure.name
    check = CHECKS_BY_NAME.get(name)
    layer = check.layer if check else RELEASES
    elapsed: ColumnElement[Any] = literal(None, Integer)
    if check:
        version = VERSIONS[layer.name]
        statement = population(layer, question, *_told(layer)).where(check.should(version), ~check.says(version))
    elif figure in TIMES:
        elapsed = record_times_days(question)[name]
        statement = timed(question, *_told(layer)).where(is_reviewed())
    elif figure == BULK_LOADED:
        statement = timed(question, *_told(layer)).where(~is_reviewed())
    else:
        statement = polygons_without_find(question, *_told(layer))
    reported = VERSIONS[layer.name].c.area_reported_m2 if layer is RELEASES else cast(null(), Double)
    statement = statement.add_columns(elapsed.label("elapsed_days"), reported.label("area_reported_m2"))
    return layer, statement


def _told(layer: Layer) -> list[ColumnElement[Any]]:
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    code = select(identity.c.code).where(identity.c.id == version.c[f"{layer.singular}_id"]).scalar_subquery()
    day = version.c[layer.dated_by[0]].label("day")
    return [code.label("code"), organisation.c.code.label("organisation"), district.c.code.label("district"), day]
