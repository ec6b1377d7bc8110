"""Which records a figure is told of, and by what they are told apart."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select

from gis.layers import LAYERS_BY_NAME, Layer
from service.quality.questions import NOT_SAID, Dimension, QualityQuestion
from service.records.queries import is_known, is_visible
from service.tables import IDENTITIES, VERSIONS

RELEASES = LAYERS_BY_NAME["release_areas"]
task = VERSIONS["tasks"].alias("of_task")
organisation, district = (IDENTITIES[name].alias(f"its_{name}") for name in ("organisations", "districts"))


def population(layer: Layer, question: QualityQuestion, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the versions of a layer that are asked about: known, visible, of the period, of whom and where.

    The organisation is the one that the record states, else that of its task; the district is the stated one.
    """
    version = VERSIONS[layer.name]
    chosen = select(*columns).select_from(version)
    if "task_id" in version.c:
        chosen = chosen.outerjoin(task, and_(task.c.task_id == version.c.task_id, task_is_known(question)))
    chosen = chosen.outerjoin(organisation, organisation.c.id == organisation_id(layer))
    chosen = chosen.outerjoin(district, district.c.id == version.c.district_id)
    day = version.c[layer.dated_by[0]]
    asked = [
        is_known(layer, question.as_known_at),
        is_visible(layer, question.audience, question.as_known_at),
        day.between(question.start, question.end),
    ]
    return chosen.where(*asked, *narrowed(question, organisation.c.code, district.c.code))


def narrowed(
    question: QualityQuestion, organisation_code: ColumnElement[Any], district_code: ColumnElement[Any]
) -> list[ColumnElement[bool]]:
    """Say of what a record states that it is of whom and where was asked for."""
    said = ((organisation_code, question.organisation_code), (district_code, question.district_code))
    return [column.is_(None) if code == NOT_SAID else column == code for column, code in said if code]


def organisation_id(layer: Layer) -> ColumnElement[Any]:
    """Give the organisation of a record: the stated one, else that of its task."""
    version = VERSIONS[layer.name].c
    return (
        func.coalesce(version.organisation_id, task.c.organisation_id)
        if "task_id" in version
        else (version.organisation_id)
    )


def told_of(layer: Layer, by: Dimension) -> ColumnElement[Any]:
    """Give the value of a dimension."""
    match by:
        case Dimension.ORGANISATION:
            return organisation.c.code
        case Dimension.DISTRICT:
            return district.c.code
        case Dimension.MONTH:
            return func.to_char(VERSIONS[layer.name].c[layer.dated_by[0]], cast("YYYY-MM", String))


def task_is_known(question: QualityQuestion) -> ColumnElement[bool]:
    """Say of a task's version that it held at the instant that is asked for."""
    recorded, at = task.c.recorded, question.as_known_at
    return func.upper_inf(recorded) if at is None else recorded.contains(at)
