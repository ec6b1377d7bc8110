"""The rows that maps are drawn from: who may see what, as of which day, as known at which instant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.layers import LAYERS_BY_NAME, Layer
from gis.maps.frames import FIRST_SHOWN, MapLayer
from gis.paper.view import Bounds
from service.records.queries import is_known, is_visible
from service.records.selection import EVERYTHING, Moment, Selection, is_selected
from service.records.standing import standing
from service.tables import IDENTITIES, VERSIONS

Rows = Sequence[Mapping[str, Any]]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": (
        *("id", "code", "classification", "status", "contamination_types"),
        *("area_m2", "identified_on", "organisation", "district_code"),
    ),
    "tasks": ("id", "code", "task_type", "status", "organisation"),
    "release_areas": (
        *("id", "code", "release_method", "basis", "effective_date"),
        *("area_m2", "organisation", "task_code"),
    ),
    "eo_items": (
        *("id", "code", "eo_category", "quantity", "found_on", "disposal_state", "disposed_on"),
        *("model", "organisation", "task_code"),
    ),
    "districts": ("code", "name_en", "name_az"),
}
"""What is drawn and told of the records of each layer."""
RECORDS = tuple(name for name in COLUMNS if name != "districts")
PRINTED = tuple(name for name in RECORDS if name != "eo_items")
"""The records that are drawn on paper and kept in a file; the points of explosive items are for the screen alone."""

COUNTED_BY: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": ("classification", "status"),
    "tasks": (),
    "release_areas": ("release_method",),
    "eo_items": ("eo_category",),
}
"""The fields that say to which line of the legend a record belongs."""


@dataclass(frozen=True, kw_only=True)
class MapQuestion:
    """What a map is asked to show.

    Attributes
    ----------
    moment
        The day whose end is shown, the state of knowledge, and who looks.
    selection
        What the records are narrowed to.
    shown
        The layers that start turned on; what is turned off is said on the map and can be turned on.
    """

    moment: Moment
    selection: Selection = EVERYTHING
    shown: tuple[MapLayer, ...] = FIRST_SHOWN


@dataclass(frozen=True, kw_only=True)
class Only:
    """What is read of what a map shows: the record of a code, those that touch a box, or all."""

    code: str | None = None
    bounds: Bounds | None = None

    @property
    def envelope(self) -> ColumnElement[Any] | None:
        """Give the box as the database knows it."""
        return None if self.bounds is None else func.ST_MakeEnvelope(*self.bounds, 4326)


ALL = Only()


def records_shown(
    session: Session, question: MapQuestion, layer: Layer, *, columns: Collection[str], only: Only = ALL
) -> Rows:
    """Give the records of a layer that a map shows: the columns asked for, and `geometry` as WKB."""
    fields = {*columns, *layer.dated_by}
    statement = standing(layer, question.moment, question.selection, box=only.envelope, fields=fields)
    if only.code is not None:
        statement = statement.where(IDENTITIES[layer.name].c.code == only.code)
    shown = statement.subquery("shown")
    rows = select(*(shown.c[name] for name in columns), func.ST_AsBinary(shown.c.geom).label("geometry"))
    ordered = rows.order_by(*(shown.c[name] for name in (*layer.dated_by, "code")))
    return [dict(row) for row in session.execute(ordered).mappings()]


def record_counts(session: Session, question: MapQuestion, name: str) -> list[Row[Any]]:
    """Count the records of a layer by `COUNTED_BY`: `drawn_count`, `undrawn_count`, and the bounds of the outlines.

    Tasks are counted by `is_place`: whether only a point of them is known.
    """
    shown = standing(LAYERS_BY_NAME[name], question.moment, question.selection).subquery("shown")
    kinds = [shown.c[field] for field in COUNTED_BY[name]]
    if name == "tasks":
        kinds = [(func.ST_Dimension(shown.c.geom) == 0).label("is_place")]
    extent = func.ST_Extent(shown.c.geom)
    corners = {"west": func.ST_XMin, "south": func.ST_YMin, "east": func.ST_XMax, "north": func.ST_YMax}
    counted = select(
        *kinds,
        func.count(shown.c.geom).label("drawn_count"),
        (func.count() - func.count(shown.c.geom)).label("undrawn_count"),
        *(corner(extent).label(side) for side, corner in corners.items()),
    )
    return list(session.execute(counted.group_by(*kinds)))


def district_count(session: Session, question: MapQuestion) -> int:
    """Count the districts that have a boundary."""
    shown = standing(LAYERS_BY_NAME["districts"], question.moment).subquery("shown")
    return session.scalar(select(func.count(shown.c.geom))) or 0


def withheld_layers(session: Session, question: MapQuestion, layers: Collection[str]) -> frozenset[str]:
    """Give the layers of which the reader may not see every record of what is asked for."""
    audience, at = question.moment.audience, question.moment.as_known_at

    def has_withheld(layer: Layer) -> bool:
        is_asked = is_known(layer, at) & is_selected(layer, question.selection, at)
        is_withheld = is_asked & ~is_visible(layer, audience, at)
        return bool(session.scalar(select(exists(select(VERSIONS[layer.name].c.id).where(is_withheld)))))

    return frozenset(name for name in layers if has_withheld(LAYERS_BY_NAME[name]))


def names(session: Session, question: MapQuestion, layer: str, *, language: Language) -> Mapping[str, str]:
    """Give the names of districts or organisations by their codes."""
    identity, version = IDENTITIES[layer], VERSIONS[layer]
    columns = select(identity.c.code, version.c.name_en, version.c.name_az).join(
        version, version.c[f"{LAYERS_BY_NAME[layer].singular}_id"] == identity.c.id
    )
    rows = session.execute(columns.where(version.c.recorded.contains(question.moment.as_known_at)))
    return {row.code: (row.name_az if language == "az" else None) or row.name_en for row in rows}


def finds(session: Session, question: MapQuestion, *, layer: str, record_id: str) -> Sequence[tuple[str, int]]:
    """Give the explosive items found in a record's ground or by its task: category and quantity, what harms alone.

    What was found is told of a release, of a task, and of a hazardous area within its ground.
    """
    if layer == "eo_items":
        return []
    items = standing(LAYERS_BY_NAME["eo_items"], question.moment).subquery("items")
    version = VERSIONS[layer].alias("about")
    identity = version.c[f"{LAYERS_BY_NAME[layer].singular}_id"]
    about = select(version.c.geom).where(
        identity == record_id, version.c.recorded.contains(question.moment.as_known_at)
    )
    is_linked = {
        "release_areas": items.c.release_area_code == _code_of("release_areas", record_id),
        "tasks": items.c.task_code == _code_of("tasks", record_id),
        "hazardous_areas": func.ST_Intersects(items.c.geom, about.scalar_subquery()),
    }[layer]
    counted = select(items.c.eo_category, func.sum(items.c.quantity).label("quantity"))
    statement = counted.where(items.c.is_hazardous, is_linked).group_by(items.c.eo_category)
    return [(row.eo_category, int(row.quantity)) for row in session.execute(statement.order_by(items.c.eo_category))]


def _code_of(layer: str, record_id: str) -> ColumnElement[str]:
    identity = IDENTITIES[layer].c
    return select(identity.code).where(identity.id == record_id).scalar_subquery()
