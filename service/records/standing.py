"""What of a layer stood at the end of a day, as it was known at an instant: what maps and tiles draw."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select, true

from gis.codelists import CloseReason, HazardStatus
from gis.layers import Layer
from service.records.queries import is_known, is_visible, records
from service.records.selection import EVERYTHING, Moment, Selection, is_selected
from service.tables import VERSIONS, hazard_piece

NEVER_HAZARDOUS = (CloseReason.DUPLICATE, CloseReason.DATA_ERROR)
"""Closing for these takes the record back: the ground was never in stock because of it."""
NOT_IN_WORK = (HazardStatus.DRAFT, HazardStatus.CLOSED)

version, piece = VERSIONS["hazardous_areas"], hazard_piece.c
drawn, earlier = version.alias("drawn"), version.alias("earlier")


def standing(
    layer: Layer,
    moment: Moment,
    selection: Selection = EVERYTHING,
    *,
    box: ColumnElement[Any] | None = None,
    fields: Collection[str] | None = None,
) -> Select[Any]:
    """Select the records that stood at the end of a day, all or those whose bounds touch a box.

    Columns: `id`, `code` and the layer's fields as `records` gives them, all or those that are named; `geom`, and
    `area_m2` where the layer has it.
    Of a hazardous area outline, area, classification and types are those of its ground on the day, and the status is
    the one that held then; one that was closed by then is given as it was last outlined.
    """
    is_asked = is_standing(layer, moment, selection)
    if layer.name == "hazardous_areas":
        return _hazardous_areas(layer, moment, selection, box=box, fields=fields).where(is_asked)
    outline, told = VERSIONS[layer.name].c, _told(layer, fields)
    shown = told.add_columns(*(outline[name] for name in ("geom", "area_m2") if name in outline)).where(is_asked)
    return shown if box is None else shown.where(outline.geom.intersects(box))


def is_standing(layer: Layer, moment: Moment, selection: Selection) -> ColumnElement[bool]:
    """Say of a version that it is among what is asked for; of hazard `standing` looks at the ground as well."""
    at = moment.as_known_at
    return and_(
        is_known(layer, at),
        is_visible(layer, moment.audience, None if moment.is_present else at),
        _has_begun(layer, moment.as_of),
        is_selected(layer, selection, at),
    )


def _has_begun(layer: Layer, as_of: date) -> ColumnElement[bool]:
    """Say of a version that its day had come; without any day it always had."""
    days = (VERSIONS[layer.name].c[name] for name in layer.dated_by)
    return func.coalesce(*days, as_of) <= as_of


def _told(layer: Layer, fields: Collection[str] | None) -> Select[Any]:
    """Select fields of every version of every record."""
    told = records(layer, fields)
    return told.with_only_columns(*(column for column in told.selected_columns if column.key != "geometry"))


# --- hazardous areas ----------------------------------------------------------------------------------------------


def _hazardous_areas(
    layer: Layer,
    moment: Moment,
    selection: Selection,
    *,
    box: ColumnElement[Any] | None,
    fields: Collection[str] | None,
) -> Select[Any]:
    ground, told = _ground_on(moment), _told(layer, fields)
    on_the_day = partial(_on_the_day, ground=ground, moment=moment)
    columns = {name: on_the_day(name, column) for name, column in told.selected_columns.items()} | {
        "geom": func.coalesce(ground.c.geom, version.c.geom),
        "area_m2": func.coalesce(func.ground_area_m2(ground.c.geom), version.c.area_m2),
    }
    is_mistake = (version.c.status == HazardStatus.CLOSED) & version.c.close_reason.in_(NEVER_HAZARDOUS)
    shown = told.with_only_columns(*(column.label(name) for name, column in columns.items()))
    shown = shown.join(ground, true()).where(is_mistake.is_not(True))
    if selection.classifications:
        classification = on_the_day("classification", version.c.classification)
        shown = shown.where(classification.in_(selection.classifications))
    if box is None:
        return shown
    # Pieces lie within what some version outlined, and only its bounds are indexed.
    return shown.where(
        version.c.hazardous_area_id.in_(select(drawn.c.hazardous_area_id).where(drawn.c.geom.intersects(box)))
    )


def _on_the_day(name: str, told: ColumnElement[Any], *, ground: FromClause, moment: Moment) -> ColumnElement[Any]:
    """Give a field as it was on the day, where days change it."""
    match name:
        case "classification":
            return func.coalesce(ground.c.classification, told)
        case "contamination_types":
            return func.coalesce(ground.c.types, told)
        case "status":
            return _status_on(moment.as_of)
        case _:
            return told


def _ground_on(moment: Moment) -> FromClause:
    """Give the ground of a hazardous area on the day, with what was said of it; empty when none of it stood."""
    has_begun = piece.hazardous_from <= moment.as_of
    has_not_ended = piece.hazardous_until.is_(None) | (piece.hazardous_until > moment.as_of)
    told = select(
        func.ST_Union(piece.geom).label("geom"),
        func.min(piece.classification).label("classification"),
        func.min(piece.types).label("types"),
    )
    is_of_area = piece.hazardous_area_id == version.c.hazardous_area_id
    is_known = piece.recorded.contains(moment.as_known_at)
    return told.where(is_of_area, is_known, has_begun, has_not_ended).lateral("ground")


def _status_on(as_of: date) -> ColumnElement[str]:
    """Give the status that held on a day: of the version, or when it changed later the one that was told before."""
    before = (
        select(earlier.c.status)
        .where(
            earlier.c.hazardous_area_id == version.c.hazardous_area_id,
            earlier.c.version < version.c.version,
            earlier.c.status.not_in(NOT_IN_WORK),
            func.coalesce(earlier.c.status_changed_on, earlier.c.identified_on) <= as_of,
        )
        .order_by(earlier.c.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    holds = func.coalesce(version.c.status_changed_on, version.c.identified_on) <= as_of
    return case((holds, version.c.status), else_=func.coalesce(before, HazardStatus.OPEN))
