"""All tables.

A layer has two: its identity (`release_area`: the code is taken) and its versions (`release_area_version`: what was
known of it, and when). Their columns follow from the layer's fields; lists of codes are tables of their own, because an
array cannot carry a foreign key. Nothing here is ever deleted; of versions, pieces and entries only the open end of
`recorded` is ever set.
"""

import re
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    Time,
    UniqueConstraint,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, UUID
from sqlalchemy.types import TypeEngine

from gis.codelists import (
    CODELISTS,
    Account,
    Basis,
    Codelist,
    ContaminationClass,
    DeliveryState,
    EoCategory,
    FigurePrecision,
    HazardClass,
    LedgerCause,
    MadeState,
    PublishedKind,
    ReleaseMethod,
    ReportKind,
    ReviewMode,
    Role,
    Severity,
    UploadStatus,
    Visibility,
)
from gis.layers import LAYERS, LAYERS_BY_NAME, Field, Kind, Layer, Shape

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


# --- columns in their few forms -----------------------------------------------------------------------------------


def lookup_name(codelist: type[Codelist]) -> str:
    """Give the name of a codelist's lookup table: `ReleaseMethod` is stored as `release_method`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", codelist.__name__).lower()


def _id() -> Column[Any]:
    return Column("id", UUID(as_uuid=True), primary_key=True, server_default=func.gen_random_uuid())


def _code(name: str, codelist: type[Codelist], **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    return Column(name, Text, ForeignKey(f"{lookup_name(codelist)}.code"), **options)


def _link(name: str, target: str, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    return Column(name, UUID(as_uuid=True), ForeignKey(f"{target}.id"), **options)


def _at(name: str, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    return Column(name, DateTime(timezone=True), **options)


def _geom(name: str, kind: str, *, srid: int = 4326, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    return Column(name, Geometry(kind, srid=srid, spatial_index=False), **options)


def _recorded() -> Column[Any]:
    return Column("recorded", TSTZRANGE, nullable=False, comment="When the database said so; open while it still does.")


# --- codelists ----------------------------------------------------------------------------------------------------

LOOKUPS: dict[type[Codelist], Table] = {
    codelist: Table(
        lookup_name(codelist),
        metadata,
        Column("code", Text, primary_key=True),
        Column("en", Text, nullable=False),
        Column("az", Text, nullable=False),
        Column(
            "position",
            SmallInteger,
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        comment=(codelist.__doc__ or "").strip(),
    )
    for codelist in CODELISTS
}

# --- people -------------------------------------------------------------------------------------------------------

person = Table(
    "person",
    metadata,
    _id(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, comment="argon2id; missing for a token's holder, who cannot sign in."),
    _code("role", Role, nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=text("true")),
    Column(
        "failed_sign_in_count",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="Wrong passwords in a row; the right one sets it back.",
    ),
    _at("failed_sign_in_at", comment="When the last wrong password was given."),
    _link("organisation_id", "organisation", comment="Whose records they send; missing: anybody's."),
    _at("created_at", nullable=False, server_default=func.now()),
    comment="Who acts: a person, or the holder of a token.",
)

person_district = Table(
    "person_district",
    metadata,
    _link("person_id", "person", primary_key=True),
    _link("district_id", "district", primary_key=True),
    comment="The districts that a regional verifier answers for; none means every district.",
)

access_token = Table(
    "access_token",
    metadata,
    _id(),
    _link("person_id", "person", nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True, comment="SHA-256 of the token."),
    _at("created_at", nullable=False, server_default=func.now()),
    _at("expires_at"),
    _at("revoked_at"),
    comment="Bearer tokens of scripts and GIS clients.",
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the cookie's value."),
    _link("person_id", "person", nullable=False),
    Column("csrf_token", Text, nullable=False),
    _at("created_at", nullable=False, server_default=func.now()),
    _at("expires_at", nullable=False),
    comment="Signed-in browsers.",
)

# --- uploads and review -------------------------------------------------------------------------------------------

upload = Table(
    "upload",
    metadata,
    _id(),
    Column("layer", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", LargeBinary, comment="Missing: a withdrawal comes without a file."),
    Column("file_bytes", BigInteger),
    Column("is_check", Boolean, nullable=False, server_default=text("false"), comment="Checked only: never submitted."),
    Column("is_partial", Boolean, nullable=False, server_default=text("false")),
    _code("status", UploadStatus, nullable=False),
    _code("review_mode", ReviewMode, nullable=False),
    _link("author_id", "person", nullable=False),
    _link("replaces_id", "upload"),
    _link("withdraws_id", "upload", index=True, comment="The approved upload that this one takes back."),
    Column("revision_reason", Text),
    Column("answers", JSONB, nullable=False, server_default=text("'{}'"), comment="What was said of how to read it."),
    Column("understood", JSONB, comment="How it was read: layer, CRS, columns and what they became."),
    Column("counts", JSONB, nullable=False, server_default=text("'{}'")),
    _at("created_at", nullable=False, server_default=func.clock_timestamp()),
    Index(None, "status", "created_at"),
    CheckConstraint(f"layer in ({', '.join(repr(layer.name) for layer in LAYERS)})", name="layer_known"),
    CheckConstraint("num_nonnulls(file_sha256, withdraws_id) = 1", name="file_or_withdrawal"),
    comment="One file that came in, or the withdrawal of one, and how far it got.",
)

stored_file = Table(
    "stored_file",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("byte_count", BigInteger, nullable=False),
    _at("stored_at", nullable=False, server_default=func.clock_timestamp()),
    comment="The files that came in, each once, whatever it was called.",
)

stored_file_part = Table(
    "stored_file_part",
    metadata,
    Column("sha256", LargeBinary, ForeignKey("stored_file.sha256"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
    comment="The bytes of a file, in order, a few megabytes a row.",
)

upload_work = Table(
    "upload_work",
    metadata,
    _link("upload_id", "upload", primary_key=True),
    Column("stage", Text, nullable=False),
    Column("done_count", BigInteger, nullable=False, server_default=text("0")),
    Column("total_count", BigInteger, comment="Missing while it is not known."),
    _at("started_at", nullable=False, server_default=func.clock_timestamp()),
    _at("changed_at", nullable=False, server_default=func.clock_timestamp()),
    _at("cancelled_at", comment="When a person asked to stop."),
    _link("cancelled_by_id", "person"),
    CheckConstraint("stage in ('waiting', 'reading', 'checking', 'storing')", name="stage_known"),
    comment="How far the work on a large upload is; written beside its transaction, so that others see it.",
)

upload_effect = Table(
    "upload_effect",
    metadata,
    Column("upload_id", UUID(as_uuid=True), ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
    _at("known_at", comment="The last change of the ledger that it was worked out on; missing before the first."),
    Column("effect", JSONB, nullable=False),
    comment="What the approval of an upload would change, as it was last worked out.",
)

upload_summary = Table(
    "upload_summary",
    metadata,
    Column("upload_id", UUID(as_uuid=True), ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
    Column("summary", JSONB, nullable=False),
    comment="What an upload that was sent for review holds: districts, organisations, warnings by rule, area.",
)

saved_mapping = Table(
    "saved_mapping",
    metadata,
    _id(),
    _link("organisation_id", "organisation", comment="Whose files look so; missing: the installation's own."),
    Column("layer", Text, nullable=False),
    Column("column_names", ARRAY(Text), nullable=False, comment="Of the files it is for, in order."),
    Column("answers", JSONB, nullable=False),
    _link("saved_by_id", "person", nullable=False),
    _at("saved_at", nullable=False, server_default=func.clock_timestamp()),
    comment="How the files of an organisation are read; the last saved for the same columns is offered.",
)

staged_feature = Table(
    "staged_feature",
    metadata,
    _link("upload_id", "upload", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False, comment="0-based, in the file."),
    Column("code", Text),
    Column("fields", JSONB, nullable=False, comment="The layer's fields, typed as JSON, codes and dates as text."),
    Column("properties", JSONB, nullable=False, comment="What the file said, unchanged."),
    _geom("geom", "GEOMETRY"),
    Column("content_hash", LargeBinary, nullable=False),
    Column("change", Text, nullable=False),
    Column(
        "source_row", Integer, comment="0-based, in the file, where rows were split or gathered; missing: position."
    ),
    Column("source_outline", LargeBinary, comment="As drawn in the file, EWKB in its CRS; missing: as `geom`."),
    Column("base_version", Integer, comment="The version of the record that it was compared with; missing: none."),
    Column(
        "version_id",
        UUID(as_uuid=True),
        nullable=False,
        server_default=func.gen_random_uuid(),
        comment="The id that its version has once it is approved.",
    ),
    Column("restores_id", UUID(as_uuid=True), comment="In a withdrawal: the version whose content comes back."),
    CheckConstraint("change in ('new', 'changed', 'unchanged', 'left_out', 'withdrawn')", name="change_known"),
    comment="The features of an upload: what waits for approval, and after it what each version was made from.",
)

upload_issue = Table(
    "upload_issue",
    metadata,
    _link("upload_id", "upload", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, comment="Of the feature, 0-based; missing when the file as a whole is meant."),
    Column("feature_code", Text),
    Column("field", Text),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    _code("severity", Severity, nullable=False),
    Column("values", JSONB, nullable=False),
    _geom("location", "POINT"),
    Column("repair", Text),
    comment="What the checks found in an upload.",
)

workflow_event = Table(
    "workflow_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _link("upload_id", "upload", nullable=False, index=True),
    _at("at", nullable=False, server_default=func.clock_timestamp()),
    _link("person_id", "person", nullable=False),
    _code("from_status", UploadStatus),
    _code("to_status", UploadStatus, nullable=False),
    _code("review_mode", ReviewMode, nullable=False),
    Column("reason", Text),
    comment="Every move of an upload: who, when, from, to, why.",
)

warning_acceptance = Table(
    "warning_acceptance",
    metadata,
    Column("workflow_event_id", BigInteger, ForeignKey("workflow_event.id"), primary_key=True),
    Column("rule", Text, primary_key=True, comment="The rule whose warnings are accepted; * for all."),
    Column("reason", Text, nullable=False),
    comment="The written acceptance of an upload's warnings at one step of review.",
)

# --- layers -------------------------------------------------------------------------------------------------------

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
        _id(),
        Column("code", Text, nullable=False, unique=True),
        _at("created_at", nullable=False, server_default=func.clock_timestamp()),
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
        return _link(field.column, target, nullable=is_nullable, comment=comment)
    if field.codelist:
        return _code(field.column, field.codelist, nullable=is_nullable, comment=comment)
    return Column(field.column, COLUMN_TYPES[field.kind], nullable=is_nullable, comment=comment)


def _geometry_columns(layer: Layer) -> list[Column[Any]]:
    if not layer.shapes:
        return []
    kind = {frozenset({Shape.POLYGON}): "MULTIPOLYGON", frozenset({Shape.POINT}): "POINT"}.get(layer.shapes, "GEOMETRY")
    columns = [_geom("geom", kind, comment="As it was uploaded.")]
    if layer.name in GROUND_LAYERS:
        columns += [
            _geom("ground", "MULTIPOLYGON", comment="The outline with edges of at most 100 m."),
            _geom("drawn", "MULTIPOLYGON", srid=WEB_MERCATOR, comment=DRAWN_COMMENT),
            _geom("drawn_at", "POINT", srid=WEB_MERCATOR, comment="A point on it, where it is drawn as one."),
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
        _id(),
        _link(identity, layer.singular, nullable=False),
        Column("version", Integer, nullable=False),
        _recorded(),
        _link("upload_id", "upload", nullable=False),
        Column("position", Integer, nullable=False, comment="Of the feature in its upload."),
        Column("content_hash", LargeBinary, nullable=False),
        *fields,
        *geometry,
        UniqueConstraint(identity, "version"),
        Index(f"uq_{name}_current", identity, unique=True, postgresql_where=text("upper_inf(recorded)")),
        Index(None, "upload_id"),
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
    *("accepted_on", "ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
]
"""What reports ask of the releases of a few days; the index holds it, for each release lies in a page of its own."""


def _of_task_and_day(name: str, layer: Layer) -> list[Index]:
    """Find the work of a task and of a few days among a million releases."""
    if layer.name != "release_areas":
        return []
    return [
        Index(f"ix_{name}_task_id", "task_id", postgresql_where=text("upper_inf(recorded)")),
        Index(f"ix_{name}_effective_date", "effective_date", postgresql_include=TOLD_OF_DAYS),
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
        _link("version_id", f"{layer.singular}_version", primary_key=True),
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

# --- the ledger ---------------------------------------------------------------------------------------------------

ledger_change = Table(
    "ledger_change",
    metadata,
    _at("recorded_at", primary_key=True, comment="The stamp that opens and closes `recorded`; strictly growing."),
    _link("upload_id", "upload", nullable=False),
    comment="Every transaction that changed records or the ledger.",
)

hazard_piece = Table(
    "hazard_piece",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _link("hazardous_area_id", "hazardous_area", nullable=False, index=True),
    _code("classification", HazardClass, nullable=False),
    Column("types", ARRAY(Text), nullable=False, comment="The contamination types, sorted."),
    Column("hazardous_from", Date, nullable=False, comment="First day on which the ground is hazardous."),
    Column("hazardous_until", Date, comment="Day on which successors take over or the rest is booked off."),
    Column("since", Date, comment="Work before this day does not count for it; missing: all does."),
    Column("is_successor", Boolean, nullable=False, comment="Begins as the heir of other areas."),
    Column("is_succeeded", Boolean, nullable=False, comment="Ends because other areas take over."),
    _link("district_id", "district", comment="As stated."),
    _geom("geom", "MULTIPOLYGON", nullable=False),
    _recorded(),
    Index(None, "geom", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)")),
    Index("ix_hazard_piece_opened", text("lower(recorded)")),
    Index("ix_hazard_piece_closed", text("upper(recorded)"), postgresql_where=text("not upper_inf(recorded)")),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="Ground that a hazardous area puts into stock, with its own dates.",
)


def _passage(*, is_checked: bool) -> list[Column[Any]]:
    """Give the columns that say from which state to which ground passed, when, and why.

    Entries are computed from records whose codes are checked, and each goes into a total in the same transaction: so
    only the totals' codes point at their lookup tables.
    """
    columns = [
        _code("account", Account, nullable=False),
        _code("cause", LedgerCause, nullable=False),
        _link("district_id", "district", comment="Of the record, stated or by geometry; missing where none is near."),
        Column("effective_date", Date, nullable=False, comment="In this account: day of work, or of acceptance."),
        _code("release_method", ReleaseMethod, comment="Missing where no release is the cause."),
        _code("contamination_class", ContaminationClass, comment="Of the release's target set."),
        _code("class_before", HazardClass, comment="Missing where the ground was not in stock."),
        Column("types_before", ARRAY(Text), comment="The types that were open, sorted."),
        _link("district_before_id", "district", comment="In which the ground was in stock."),
        _code("class_after", HazardClass, comment="Missing where the ground is no longer in stock."),
        Column("types_after", ARRAY(Text), comment="The types that are still open, sorted."),
        _link("district_after_id", "district", comment="In which the ground is in stock now."),
    ]
    if is_checked:
        return columns
    return [Column(c.name, c.type, nullable=c.nullable, comment=c.comment) for c in columns]


OF_STOCK = (
    *("release_method", "class_before", "types_before", "district_before_id"),
    *("class_after", "types_after", "district_after_id"),
)
"""What of a passage a stock is told by, besides account, cause and time."""

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _link("release_area_id", "release_area", comment="The release that is the cause, or"),
    _link("hazardous_area_id", "hazardous_area", comment="the hazardous area that begins or ends there."),
    *_passage(is_checked=False),
    _geom("geom", "MULTIPOLYGON", nullable=False),
    Column("area_m2", Double, nullable=False),
    _recorded(),
    Index(None, "geom", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)")),
    Index(
        None,
        "release_area_id",
        postgresql_include=["account", "cause", "area_m2"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "hazardous_area_id", postgresql_where=text("upper_inf(recorded)")),
    Index(
        None,
        "effective_date",
        postgresql_include=[
            *("id", "account", "cause", "release_area_id", "district_id", "release_method", "contamination_class"),
            *("area_m2", "recorded"),
        ],
    ),
    Index("ix_ledger_entry_opened", text("lower(recorded)")),
    Index("ix_ledger_entry_closed", text("upper(recorded)"), postgresql_where=text("not upper_inf(recorded)")),
    *(
        Index(f"ix_ledger_entry_{name}_closed", name, postgresql_where=text("not upper_inf(recorded)"))
        for name in ("release_area_id", "hazardous_area_id")
    ),
    CheckConstraint("area_m2 > 0", name="area_positive"),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    CheckConstraint("num_nonnulls(release_area_id, hazardous_area_id) = 1", name="one_record"),
    comment="Ground that one record moved from a state to another on a day, within one district and account.",
)

ledger_total = Table(
    "ledger_total",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    *_passage(is_checked=True),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the entries' areas, exact."),
    _recorded(),
    Index(
        "uq_ledger_total_current",
        *(column.name for column in _passage(is_checked=True)),
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(
        "ix_ledger_total_flows",
        "account",
        "cause",
        "effective_date",
        postgresql_include=["district_id", "release_method", "area_m2"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "effective_date"),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The entries added up by all that they have in common but the record.",
)

ledger_week = Table(
    "ledger_week",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _code("account", Account, nullable=False),
    _code("cause", LedgerCause, nullable=False),
    _link("district_id", "district", comment="As in the totals."),
    Column("monday", Date, nullable=False, comment="First day of the week that the effective date falls in."),
    _code("release_method", ReleaseMethod),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the totals' areas, exact."),
    _recorded(),
    Index(
        "uq_ledger_week_current",
        *("account", "cause", "monday", "district_id", "release_method"),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The totals of released ground added up by week, district and method.",
)

ledger_month = Table(
    "ledger_month",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _code("account", Account, nullable=False),
    _code("cause", LedgerCause, nullable=False),
    Column("month", Date, nullable=False, comment="First day of the month of the effective date."),
    *(column for column in _passage(is_checked=True) if column.name in OF_STOCK),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the totals' areas, exact."),
    _recorded(),
    Index(
        "uq_ledger_month_current",
        *("account", "cause", "month", *OF_STOCK),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The totals added up by month and by what a stock is told by.",
)

item_total = Table(
    "item_total",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("disposed_on", Date, nullable=False),
    _code("eo_category", EoCategory, nullable=False),
    Column("is_hazardous", Boolean, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    _recorded(),
    Index(
        "uq_item_total_current",
        *("disposed_on", "eo_category", "is_hazardous"),
        unique=True,
        postgresql_include=["quantity"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="Explosive items by the day of their disposal and category, each item once.",
)

CELL_ZOOM = 14
WORLD_M = 40_075_016.685578488
"""The side of the square that Web Mercator draws the world in."""


def _cell(name: str, *week: Column[Any], comment: str) -> Table:
    """Give a table of what is counted by square."""
    return Table(
        name,
        metadata,
        Column("x", Integer, primary_key=True, autoincrement=False),
        Column("y", Integer, primary_key=True, autoincrement=False),
        *week,
        _code("release_method", ReleaseMethod, primary_key=True),
        _code("basis", Basis, primary_key=True),
        _code("visibility", Visibility, primary_key=True),
        Column("release_count", BigInteger, nullable=False),
        Column("area_m2", Numeric, nullable=False, comment="Net, in the operational account: the entries added up."),
        Index(f"ix_{name}_empty", "x", "y", postgresql_where=text("release_count = 0")),
        comment=comment,
    )


release_cell = _cell(
    "release_cell",
    Column("monday", Date, primary_key=True, comment="First day of the week of the work."),
    comment=f"The releases that hold now, by column and row of the Web Mercator square of zoom {CELL_ZOOM} "
    "in which they are drawn.",
)
release_cell_total = _cell("release_cell_total", comment="The same of all weeks.")

# --- reports and the installation ---------------------------------------------------------------------------------

report = Table(
    "report",
    metadata,
    _id(),
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True),
    _code("kind", ReportKind, nullable=False),
    Column("period", Text, nullable=False, comment="As asked for: 2025-W43."),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    Column("scope", JSONB, nullable=False, server_default=text("'{}'")),
    _code("account", Account, nullable=False),
    _at("as_known_at", nullable=False),
    Column("revision", Integer, nullable=False),
    Column("revision_reason", Text),
    Column("content", JSONB, nullable=False, comment="Everything that the report says, free of language."),
    Column("checksum", Text, nullable=False, comment="SHA-256 of the canonical content, in hexadecimal."),
    Column(
        "answers",
        JSONB,
        nullable=False,
        server_default=text("'[]'"),
        comment="What its checks found that a reason was needed for, in both languages, and the reason.",
    ),
    Column(
        "settings",
        JSONB,
        nullable=False,
        server_default=text("'{}'"),
        comment="The settings of the installation that its figures follow from, as they were when it was issued.",
    ),
    _link("issued_by_id", "person", nullable=False),
    _at("issued_at", nullable=False, server_default=func.clock_timestamp()),
    UniqueConstraint("kind", "period", "scope", "account", "revision"),
    Index(None, "period_to", "number"),
    CheckConstraint("period_from <= period_to", name="period_in_order"),
    comment="Issued reports: frozen figures, of which language and format are renderings.",
)

report_schedule = Table(
    "report_schedule",
    metadata,
    _id(),
    _code("kind", ReportKind, nullable=False),
    Column("period_unit", Text, nullable=False),
    Column("scope", JSONB, nullable=False, server_default=text("'{}'")),
    Column("is_default", Boolean, nullable=False, comment="Made by the service, once for each kind."),
    _at("created_at", nullable=False, server_default=func.clock_timestamp()),
    CheckConstraint("period_unit in ('day', 'week', 'month', 'quarter', 'year')", name="unit_known"),
    Index("ix_report_schedule_default", "kind", unique=True, postgresql_where=text("is_default")),
    comment="Which reports make themselves: a kind, for each period, of a scope.",
)

report_schedule_version = Table(
    "report_schedule_version",
    metadata,
    _link("schedule_id", "report_schedule", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("days_after", SmallInteger, nullable=False, comment="Of the last day of the period."),
    Column("local_time", Time, nullable=False),
    Column("time_zone", Text, nullable=False),
    _at("due_after", nullable=False, comment="What was due by then is not made: begun or resumed there."),
    Column("is_paused", Boolean, nullable=False),
    Column("makes_up_all", Boolean, nullable=False, comment="Each period that was missed, or the last."),
    _link("issuer_id", "person", comment="In whose name it is issued by itself; missing: drafted."),
    Column("languages", ARRAY(Text), nullable=False),
    Column("formats", ARRAY(Text), nullable=False),
    Column("recipients", ARRAY(Text), nullable=False),
    _link("told_by_id", "person", comment="Missing: the service itself."),
    _at("told_at", nullable=False, server_default=func.clock_timestamp()),
    CheckConstraint("days_after between 1 and 366", name="days_within_a_year"),
    comment="When a scheduled report is made and who gets it; the highest number holds.",
)

made_report = Table(
    "made_report",
    metadata,
    _id(),
    _link("schedule_id", "report_schedule", nullable=False),
    Column("period", Text, nullable=False),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    _at("due_at", nullable=False),
    _code("state", MadeState, nullable=False),
    Column("why", JSONB, comment="In both languages, why it is not issued."),
    _at("as_known_at", comment="Of a draft; missing while it is only due."),
    _at("made_at"),
    _link("report_id", "report", comment="As which it was issued."),
    _link("settled_by_id", "person", comment="Who dismissed it."),
    _at("settled_at"),
    UniqueConstraint("schedule_id", "period"),
    CheckConstraint("(state = 'issued') = (report_id is not null)", name="issued_as_a_report"),
    comment="What schedules made: each period at most once.",
)

report_delivery = Table(
    "report_delivery",
    metadata,
    _id(),
    _link("made_report_id", "made_report", nullable=False, index=True),
    _link("report_id", "report", comment="What is sent; missing: the draft."),
    Column("recipient", Text, nullable=False),
    Column("languages", ARRAY(Text), nullable=False),
    Column("formats", ARRAY(Text), nullable=False),
    _code("state", DeliveryState, nullable=False),
    Column("attempt_count", Integer, nullable=False, server_default=text("0")),
    _at("next_try_at", comment="While it waits."),
    Column("error", Text, comment="What the mail server said last."),
    _link("asked_by_id", "person", comment="Missing: sent by itself, once to a recipient."),
    _at("asked_at", nullable=False, server_default=func.clock_timestamp()),
    _at("settled_at", comment="When it was sent, or given up."),
    Index(
        "ix_report_delivery_by_itself",
        "made_report_id",
        "recipient",
        unique=True,
        postgresql_where=text("asked_by_id is null"),
    ),
    comment="Mails that carry reports, one for each recipient.",
)

published_figure = Table(
    "published_figure",
    metadata,
    _id(),
    _code("kind", PublishedKind, nullable=False),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    Column("key", Text, nullable=False, comment="Of what it tells, as the source calls it; all: everybody"),
    Column("ap_mine", Integer),
    Column("at_mine", Integer),
    Column("uxo", Integer),
    Column("area", Numeric, comment="With the digits that were published, in its unit."),
    Column("area_unit", Text),
    _code("precision", FigurePrecision, comment="Of the area."),
    Column("source", Text, nullable=False, comment="The address of the page it was read on."),
    Column("note", Text),
    _at(
        "told_at",
        nullable=False,
        server_default=text("statement_timestamp()"),
        comment="Of rows of the same kind, days, key and source the last one holds.",
    ),
    _link("imported_by_id", "person", nullable=False),
    UniqueConstraint("kind", "period_from", "period_to", "key", "source", "told_at", name="uq_published_figure_told"),
    CheckConstraint("area_unit in ('m2', 'ha', 'km2')", name="area_unit_known"),
    CheckConstraint("num_nonnulls(area, area_unit, precision) in (0, 3)", name="area_whole"),
    CheckConstraint("num_nonnulls(ap_mine, at_mine, uxo, area) > 0", name="says_something"),
    CheckConstraint("period_from <= period_to", name="period_in_order"),
    comment="Figures as they were published elsewhere, with their sources; no computed figure holds them.",
)

instance_fact = Table(
    "instance_fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
    comment="What this installation is: whether its data is a demonstration.",
)
