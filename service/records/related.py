"""What a record has to do with others: what names it, what lies on its ground, what lies around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME, Layer
from service.records.listed import Box, Listed, ListQuestion, listed, listed_count
from service.records.queries import is_current
from service.records.selection import Moment
from service.records.standing import standing
from service.tables import LISTS, VERSIONS

GROUND: Final = "ground"
SHARES_GROUND: Final = "T********"
"""DE-9IM: the insides meet; to touch along an edge is not enough."""
SHOWN: Final = 10
DRAWN: Final = 300


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How records of another layer belong to a record.

    Attributes
    ----------
    by
        The field by which they name it, or `GROUND`: they lie on the same ground.
    """

    layer: str
    by: str


RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "hazardous_areas": (
        Relation(layer="release_areas", by=GROUND),
        Relation(layer="tasks", by="hazardous_area_codes"),
        Relation(layer="eo_items", by=GROUND),
        Relation(layer="hazardous_areas", by="parent_codes"),
        Relation(layer="hazardous_areas", by=GROUND),
    ),
    "release_areas": (
        Relation(layer="hazardous_areas", by=GROUND),
        Relation(layer="release_areas", by=GROUND),
        Relation(layer="eo_items", by="release_area_code"),
    ),
    "tasks": (
        Relation(layer="release_areas", by="task_code"),
        Relation(layer="eo_items", by="task_code"),
        Relation(layer="hazardous_areas", by=GROUND),
    ),
    "eo_items": (Relation(layer="hazardous_areas", by=GROUND), Relation(layer="release_areas", by=GROUND)),
    "projects": (Relation(layer="project_phases", by="project_code"),),
    "project_phases": (Relation(layer="tasks", by="project_phase_code"),),
}
"""What is listed with a record; of organisations and districts it would be nearly everything."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A record, and how others are looked at from it.

    Attributes
    ----------
    geometry
        Its own, in EPSG:4326; missing where it has none.
    """

    layer: str
    id: UUID
    geometry: BaseGeometry | None
    moment: Moment


@dataclass(frozen=True, kw_only=True)
class Related:
    """The records that belong to a record in one way: the first of them, and how many there are."""

    relation: Relation
    count: int
    first: Listed


def related(session: Session, subject: Subject) -> list[Related]:
    """Give what belongs to a record, way by way; of ways that nothing goes, nothing."""
    found = []
    for relation in RELATIONS.get(subject.layer, ()):
        question = _question(subject, relation)
        count = listed_count(session, question) if question else 0
        if question and count:
            found.append(Related(relation=relation, count=count, first=listed(session, question, count=count)))
    return found


def around(
    session: Session, subject: Subject, layer: Layer, *, box: Box, columns: Sequence[str]
) -> Sequence[Mapping[str, Any]]:
    """Give the first records of a layer in a box but for the record itself: some columns, and `geometry` as WKB."""
    version = VERSIONS[layer.name]
    shown = standing(layer, subject.moment, box=box.envelope()).where(_is_another(subject, layer))
    record = shown.order_by(version.c.id).limit(DRAWN).subquery("record")
    chosen = select(*(record.c[name] for name in columns), func.ST_AsBinary(record.c.geom).label("geometry"))
    return [dict(row) for row in session.execute(chosen).mappings()]


def _question(subject: Subject, relation: Relation) -> ListQuestion | None:
    """Give the question for records of a relation; None where it has no answer."""
    layer = LAYERS_BY_NAME[relation.layer]
    asked = ListQuestion(layer=layer, moment=subject.moment, limit=SHOWN)
    if relation.by != GROUND:
        names = _names(layer, relation.by, subject.id)
        return replace(asked, condition=names & is_current(layer) if subject.moment.is_present else names)
    if subject.geometry is None or subject.geometry.is_empty:
        return None
    ground = func.ST_GeomFromWKB(subject.geometry.wkb, 4326)
    shares = func.ST_Relate(VERSIONS[layer.name].c.geom, ground, SHARES_GROUND)
    box = Box(**dict(zip(("west", "south", "east", "north"), subject.geometry.bounds, strict=True)))
    return replace(asked, box=box, condition=and_(shares, _is_another(subject, layer)))


def _is_another(subject: Subject, layer: Layer) -> ColumnElement[bool]:
    """Say of a version that it is of another record than the subject."""
    identity = VERSIONS[layer.name].c[f"{layer.singular}_id"]
    return identity != subject.id if layer.name == subject.layer else identity.is_not(None)


def _names(layer: Layer, field_name: str, target_id: UUID) -> ColumnElement[bool]:
    """Say of a version that one of its links is to a record."""
    version, column = VERSIONS[layer.name], layer.field(field_name).column
    links = LISTS.get((layer.name, field_name))
    if links is None:
        return version.c[column] == target_id
    return version.c.id.in_(select(links.c.version_id).where(links.c[column] == target_id))
