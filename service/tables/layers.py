"""Two tables for every layer: the codes that are taken, and the versions of what was known.

The columns of versions follow from the layer's fields; a list of codes is a table of its own, because an array cannot
carry a foreign key.
"""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Double,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    column,
    func,
    literal_column,
    text,
)
from sqlalchemy.types import TypeEngine

from gis.layers import LAYERS, LAYERS_BY_NAME, Field, Kind, Layer, Shape
from service.tables.columns import (
    at_column,
    code_column,
    geom_column,
    id_column,
    link_column,
    metadata,
    recorded_column,
)

COLUMN_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.TEXT: Text(),
    Kind.TEXTS: ARRAY(Text()),
    Kind.INTEGER: Integer(),
    Kind.NUMBER: Double(),
    Kind.DATE: Date(),
    Kind.BOOLEAN: Boolean(),
}
GROUND_LAYERS = frozenset({"hazardous_areas", "release_areas"})
"""Layers whose polygons the ledger works on."""
SEARCHED_LAYERS = frozenset({"hazardous_areas", "tasks", "release_areas"})
"""Layers whose records people look for by their codes."""
WEB_MERCATOR = 3857
DRAWN_COMMENT = "The outline in Web Mercator; its metres are not those of ground."
DRAWN = frozenset({"drawn", "drawn_at"})
"""Columns that a trigger fills, of which maps ask for what holds now."""


def _identity(layer: Layer) -> Table:
    return Table(
        layer.singular,
        metadata,
        id_column(),
        Column("code", Text, nullable=False, unique=True),
        at_column("created_at", nullable=False, server_default=func.clock_timestamp()),
        *_code_ends(layer),
        comment=f"{layer.en}: the codes that are taken. One without a version is named by a link and awaited.",
    )


def _code_ends(layer: Layer) -> list[Index]:
    """Find the codes that begin or end with what somebody has typed so far, in either case."""
    if layer.name not in SEARCHED_LAYERS:
        return []
    capitals = func.upper(column("code"))
    begins, ends, by_letters = capitals.label("key"), func.reverse(capitals).label("key"), {"key": "text_pattern_ops"}
    return [
        Index(f"ix_{layer.singular}_code_beginning", begins, postgresql_ops=by_letters),
        Index(f"ix_{layer.singular}_code_end", ends, postgresql_ops=by_letters),
    ]


def _field_column(field: Field) -> Column[Any]:
    comment = field.en
    is_nullable = field.default is None and not field.is_required
    if field.layer:
        target = LAYERS_BY_NAME[field.layer].singular
        return link_column(field.column, target, nullable=is_nullable, comment=comment)
    if field.codelist:
        return code_column(field.column, field.codelist, nullable=is_nullable, comment=comment)
    return Column(field.column, COLUMN_TYPES[field.kind], nullable=is_nullable, comment=comment)


def _geometry_columns(layer: Layer) -> list[Column[Any]]:
    if not layer.shapes:
        return []
    kind = {frozenset({Shape.POLYGON}): "MULTIPOLYGON", frozenset({Shape.POINT}): "POINT"}.get(layer.shapes, "GEOMETRY")
    columns = [geom_column("geom", kind, comment="As it was uploaded.")]
    if layer.name in GROUND_LAYERS:
        columns += [
            geom_column("ground", "MULTIPOLYGON", comment="The outline with edges of at most 100 m."),
            geom_column("drawn", "MULTIPOLYGON", srid=WEB_MERCATOR, comment=DRAWN_COMMENT),
            geom_column("drawn_at", "POINT", srid=WEB_MERCATOR, comment="A point on it, where it is drawn as one."),
        ]
    if Shape.POLYGON in layer.shapes:
        columns.append(Column("area_m2", Double, comment="Geodesic, of the ground."))
    return columns


def _version(layer: Layer) -> Table:
    name = f"{layer.singular}_version"
    identity = f"{layer.singular}_id"
    fields = [_field_column(f) for f in layer.fields if f.name != "code" and f.kind not in {Kind.CODES, Kind.LINKS}]
    geometry = _geometry_columns(layer)
    return Table(
        name,
        metadata,
        id_column(),
        link_column(identity, layer.singular, nullable=False),
        Column("version", Integer, nullable=False),
        recorded_column(),
        link_column("upload_id", "upload", nullable=False),
        Column("position", Integer, nullable=False, comment="Of the feature in its upload."),
        Column("content_hash", LargeBinary, nullable=False),
        *fields,
        *geometry,
        UniqueConstraint(identity, "version"),
        Index(f"uq_{name}_current", identity, unique=True, postgresql_where=text("upper_inf(recorded)")),
        Index(None, "upload_id", "position"),
        Index(f"ix_{name}_opened", text("lower(recorded)")),
        Index(f"ix_{name}_closed", text("upper(recorded)"), postgresql_where=text("not upper_inf(recorded)")),
        *(Index(None, c.name, postgresql_using="gist") for c in geometry if _is_searched(c)),
        *_without_ground(name, layer, identity),
        *_of_task_and_day(name, layer),
        *_of_place(name, layer),
        *_of_release(name, layer),
        CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
        comment=f"{layer.en}: every version, with when the database knew it.",
    )


def _is_searched(column: Column[Any]) -> bool:
    return isinstance(column.type, Geometry) and column.name not in DRAWN


def _without_ground(name: str, layer: Layer, identity: str) -> list[Index]:
    """Keep the few records apart that are told without a polygon, and listed as their own."""
    is_ground = layer.name in GROUND_LAYERS
    return [Index(f"ix_{name}_without_ground", identity, postgresql_where=text("ground is null"))] if is_ground else []


TOLD_OF_DAYS = [
    *("id", "release_area_id", "version", "recorded", "visibility", "release_method", "basis", "upload_id"),
    *("organisation_id", "task_id", "district_id", "area_m2", "depth_cleared_cm", "processed_m2", "qc_state"),
    *("accepted_on", "ap_mine", "av_mine", "submunition", "uxo", "axo", "ied", "drawn_at"),
]
"""What reports ask of the releases of a few days; the index holds it, for each release lies in a page of its own."""


drawn_span_m: ColumnElement[float] = literal_column(
    "greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn))", Double()
)
"""How wide or how high an outline is, in the metres of Web Mercator."""


def _of_task_and_day(name: str, layer: Layer) -> list[Index]:
    """Find the work of a task, an organisation or a few days, what of it is large or found items, among a million."""
    if layer.name != "release_areas":
        return []
    return [
        Index(f"ix_{name}_task_id", "task_id"),
        Index(f"ix_{name}_organisation_id", "organisation_id", postgresql_where=text("organisation_id is not null")),
        Index(f"ix_{name}_effective_date", "effective_date", postgresql_include=TOLD_OF_DAYS),
        Index(f"ix_{name}_drawn_span", "effective_date", drawn_span_m),
        Index(
            f"ix_{name}_found",
            "effective_date",
            postgresql_include=[
                *("release_area_id", "recorded", "basis", "task_id", "organisation_id", "district_id"),
                *("ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
            ],
            postgresql_where=text("greatest(ap_mine, av_mine, submunition, uxo, axo, ied) > 0"),
        ),
        Index(f"ix_{name}_deminers", "effective_date", postgresql_where=text("deminers > 0")),
    ]


def _of_place(name: str, layer: Layer) -> list[Index]:
    """Find what is drawn on a tile; with no other index of what holds now does the planner join this one."""
    if layer.name not in GROUND_LAYERS:
        return []
    return [Index(f"ix_{name}_drawn", "drawn", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)"))]


def _of_release(name: str, layer: Layer) -> list[Index]:
    """Find the finds of a release: those that name it, and those that name its task alone."""
    if layer.name != "eo_items":
        return []
    return [
        Index(f"ix_{name}_release_area_id", "release_area_id", postgresql_where=text("release_area_id is not null")),
        Index(f"ix_{name}_task_id", "task_id", postgresql_where=text("release_area_id is null")),
    ]


def _list_table(layer: Layer, field: Field) -> Table:
    value = _field_column(field)
    value.primary_key, value.nullable, value.comment = True, False, None
    return Table(
        f"{layer.singular}_version_{field.column.removesuffix('_id')}",
        metadata,
        link_column("version_id", f"{layer.singular}_version", primary_key=True),
        value,
        comment=field.en,
    )


IDENTITIES: dict[str, Table] = {layer.name: _identity(layer) for layer in LAYERS}
VERSIONS: dict[str, Table] = {layer.name: _version(layer) for layer in LAYERS}
LISTS: dict[tuple[str, str], Table] = {
    (layer.name, field.name): _list_table(layer, field)
    for layer in LAYERS
    for field in layer.fields
    if field.kind in {Kind.CODES, Kind.LINKS}
}
