"""The features of a layer as GeoJSON, written by the database; the statement is made from the layer's fields."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, select, true
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Session

from gis.codelists import Visibility
from gis.layers import Layer
from service.records.queries import has_id_or_code, is_known, is_visible, records
from service.tables import IDENTITIES, VERSIONS

DECIMALS = 15
"""Enough for every coordinate to come back as the same number."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box in degrees, its sides included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, kw_only=True)
class ItemsQuestion:
    """Which features of a layer to give: at most so many, touching a box, with codes behind one in their order.

    They are given as they were known at an instant, by default as they are now.
    """

    limit: int
    box: Box | None = None
    after: str | None = None
    as_known_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of features.

    Attributes
    ----------
    features
        GeoJSON, each as a text.
    matched_count
        How many features all pages together have.
    next_after
        The code behind which the next page begins; missing on the last one.
    """

    features: list[str]
    matched_count: int
    next_after: str | None


def page(session: Session, layer: Layer, question: ItemsQuestion, *, audience: Collection[Visibility]) -> Page:
    """Give the features that an audience may see, in the order of their codes."""
    code = IDENTITIES[layer.name].c.code
    is_asked = _is_shown(layer, audience, question.as_known_at) & _touches(layer, question.box)
    is_behind = true() if question.after is None else code > question.after
    chosen = _with_outline(layer).where(is_asked, is_behind).order_by(code).limit(question.limit + 1)
    rows = session.execute(_features(layer, chosen)).all()
    return Page(
        features=[row.feature for row in rows[: question.limit]],
        matched_count=_count(session, layer, is_asked),
        next_after=rows[question.limit - 1].code if len(rows) > question.limit else None,
    )


def feature(
    session: Session, layer: Layer, asked: str, *, audience: Collection[Visibility], as_known_at: datetime | None = None
) -> str | None:
    """Give the feature of an id or a code, as known at an instant or now; None where the audience may see none."""
    chosen = _with_outline(layer).where(_is_shown(layer, audience, as_known_at), has_id_or_code(layer, asked))
    row = session.execute(_features(layer, chosen)).first()
    return row and row.feature


def withheld_count(
    session: Session, layer: Layer, *, audience: Collection[Visibility], as_known_at: datetime | None = None
) -> int:
    """Count the records of a whole layer that an audience may not see; of a box it would tell where they lie."""
    return _count(session, layer, is_known(layer, as_known_at) & ~is_visible(layer, audience, as_known_at))


def _with_outline(layer: Layer) -> Select[Any]:
    """Select records with their geometry and area, where the layer has them."""
    version = VERSIONS[layer.name]
    return records(layer).add_columns(*(version.c[name] for name in ("geom", "area_m2") if name in version.c))


def _features(layer: Layer, chosen: Select[Any]) -> Select[tuple[str, str]]:
    """Select the code of each record and its GeoJSON; fields without a value are null, so that all have the same."""
    record = chosen.subquery("record")
    names = [*layer.fields_by_name, *(["area_m2"] if "area_m2" in record.c else [])]
    properties = select(*(record.c[name] for name in names)).correlate(record).lateral("properties")
    outline = cast(func.ST_AsGeoJSON(record.c.geom, DECIMALS, 0), JSON) if layer.shapes else None
    written = func.json_build_object(
        *("type", "Feature"),
        *("id", record.c.id),
        *("geometry", outline),
        *("properties", func.row_to_json(properties.table_valued())),
    )
    selected = select(record.c.code, cast(written, Text).label("feature"))
    return selected.select_from(record.join(properties, true())).order_by(record.c.code)


def _is_shown(layer: Layer, audience: Collection[Visibility], at: datetime | None) -> ColumnElement[bool]:
    return is_known(layer, at) & is_visible(layer, audience, at)


def _touches(layer: Layer, box: Box | None) -> ColumnElement[bool]:
    if box is None:
        return true()
    if not layer.shapes:
        return false()
    envelope = func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326)
    return func.ST_Intersects(VERSIONS[layer.name].c.geom, envelope)


def _count(session: Session, layer: Layer, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(VERSIONS[layer.name]).where(condition)
    return session.execute(counted).scalar_one()
