"""The figures of data quality, a pass over each layer; what they are told of is in `service.quality.population`."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, tuple_
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME, Layer
from service.quality.completeness import CHECKS, Check, Listing
from service.quality.declared import BULK_LOADED, WITHOUT_FIND, Figure
from service.quality.finds import HAS_FIND, cleared_polygons
from service.quality.population import RELEASES, population, told_of
from service.quality.questions import TIMES, QualityQuestion, Value
from service.quality.timeliness import is_reviewed, timed, times_days
from service.tables import VERSIONS

Columns = Sequence[ColumnElement[Any]]
WHOLE_PCT = 100
FEW_DAYS = timedelta(weeks=2)
CHECKED_LAYERS = tuple(LAYERS_BY_NAME[name] for name in dict.fromkeys(check.layer.name for check in CHECKS))


def timeliness(session: Session, question: QualityQuestion) -> Iterator[Value]:
    """Give the median days that releases took, and how many were loaded without review."""
    medians = [
        func.percentile_cont(0.5).within_group(days).filter(is_reviewed()) for days in times_days(question).values()
    ]
    counts = [func.count().filter(is_reviewed()), func.count().filter(~is_reviewed())]
    for row in _grouped(session, question, RELEASES, records=timed(question), figures=[*counts, *medians]):
        whose, (reviewed_count, loaded_count, *days) = _whose(row, question), tuple(row)[2:]
        for figure, median in zip(TIMES, days, strict=True):
            yield Value(figure=figure, **whose, value=median, part_count=None, whole_count=reviewed_count)
        count = reviewed_count + loaded_count
        yield Value(figure=BULK_LOADED, **whose, value=loaded_count, part_count=None, whole_count=count)


def completeness(session: Session, question: QualityQuestion) -> Iterator[Value]:
    """Give the share of the records that say what they should."""
    for layer in CHECKED_LAYERS:
        checks = [check for check in CHECKS if check.layer == layer]
        records, says = _listed(layer, question, checks)
        counts = [count for check in checks for count in _counts(check, says[check.figure.name])]
        for row in _grouped(session, question, layer, records=records, figures=counts):
            for place, check in enumerate(checks):
                whole, part = tuple(row)[2 + 2 * place : 4 + 2 * place]
                yield _share(check.figure, _whose(row, question), part=part, whole=whole)


def without_find(session: Session, question: QualityQuestion) -> Iterator[Value]:
    """Give the share of cleared polygons in which nothing was found."""
    counts = [func.count(), func.count().filter(~HAS_FIND)]
    for row in _grouped(session, question, RELEASES, records=cleared_polygons(question), figures=counts):
        whole, part = tuple(row)[2:]
        yield _share(WITHOUT_FIND, _whose(row, question), part=part, whole=whole)


def _listed(
    layer: Layer, question: QualityQuestion, checks: Sequence[Check]
) -> tuple[Select[Any], dict[str, ColumnElement[bool]]]:
    """Select the records asked about, and give by figure the condition that they say what they should.

    What lists hold is looked up for the records of a few days, and else joined: a million would take half a minute.
    """
    is_short = question.end - question.start <= FEW_DAYS
    id_ = VERSIONS[layer.name].c.id
    records, says = population(layer, question), dict[str, ColumnElement[bool]]()
    for check in checks:
        if isinstance(check.says, Listing) and not is_short:
            versions = check.says.versions
            records = records.outerjoin(versions, versions.c.version_id == id_)
            says[check.figure.name] = versions.c.version_id.is_not(None)
        else:
            says[check.figure.name] = check.says()
    return records, says


def _counts(check: Check, is_said: ColumnElement[bool]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.count().filter(check.should()), func.count().filter(check.should(), is_said)


def _grouped(
    session: Session, question: QualityQuestion, layer: Layer, *, records: Select[Any], figures: Columns
) -> list[Row[Any]]:
    """Tell figures of all records together and by the dimension, in one pass: whether all, the value, the figures."""
    by = told_of(layer, question.by)
    told = records.add_columns(func.grouping(by) == 1, by, *figures)
    return list(session.execute(told.group_by(func.grouping_sets(tuple_(), tuple_(by))).order_by(by)))


def _share(figure: Figure, whose: dict[str, Any], *, part: int, whole: int) -> Value:
    value = WHOLE_PCT * part / whole if whole else None
    return Value(figure=figure, **whose, value=value, part_count=part, whole_count=whole)


def _whose(row: Row[Any], question: QualityQuestion) -> dict[str, Any]:
    """Give what a row is told of."""
    is_all, value = tuple(row)[:2]
    return {"by": None if is_all else question.by, "told_of": value}
