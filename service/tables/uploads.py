"""Uploads, their files and features, and what is said of them in review."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from gis.codelists import ReviewMode, Severity, UploadStatus
from gis.layers import LAYERS
from service.tables.columns import at_column, code_column, geom_column, id_column, link_column, metadata

upload = Table(
    "upload",
    metadata,
    id_column(),
    Column("layer", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", LargeBinary, comment="Missing: a withdrawal comes without a file."),
    Column("file_bytes", BigInteger),
    Column("is_check", Boolean, nullable=False, server_default=text("false"), comment="Checked only: never submitted."),
    Column("is_partial", Boolean, nullable=False, server_default=text("false")),
    code_column("status", UploadStatus, nullable=False),
    code_column("review_mode", ReviewMode, nullable=False),
    link_column("author_id", "person", nullable=False),
    link_column("replaces_id", "upload"),
    link_column("withdraws_id", "upload", index=True, comment="The approved upload that this one takes back."),
    Column("revision_reason", Text),
    Column("answers", JSONB, nullable=False, server_default=text("'{}'"), comment="What was said of how to read it."),
    Column("understood", JSONB, comment="How it was read: layer, CRS, columns and what they became."),
    Column("counts", JSONB, nullable=False, server_default=text("'{}'")),
    at_column("created_at", nullable=False, server_default=func.clock_timestamp()),
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
    at_column("stored_at", nullable=False, server_default=func.clock_timestamp()),
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
    link_column("upload_id", "upload", primary_key=True),
    Column("stage", Text, nullable=False),
    Column("done_count", BigInteger, nullable=False, server_default=text("0")),
    Column("total_count", BigInteger, comment="Missing while it is not known."),
    at_column("started_at", nullable=False, server_default=func.clock_timestamp()),
    at_column("changed_at", nullable=False, server_default=func.clock_timestamp()),
    at_column("cancelled_at", comment="When a person asked to stop."),
    link_column("cancelled_by_id", "person"),
    CheckConstraint("stage in ('waiting', 'reading', 'checking', 'storing')", name="stage_known"),
    comment="How far the work on a large upload is; written beside its transaction, so that others see it.",
)

upload_effect = Table(
    "upload_effect",
    metadata,
    Column("upload_id", UUID(as_uuid=True), ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
    at_column("known_at", comment="The last change of the ledger that it was worked out on; missing before the first."),
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
    id_column(),
    link_column("organisation_id", "organisation", comment="Whose files look so; missing: the installation's own."),
    Column("layer", Text, nullable=False),
    Column("column_names", ARRAY(Text), nullable=False, comment="Of the files it is for, in order."),
    Column("answers", JSONB, nullable=False),
    link_column("saved_by_id", "person", nullable=False),
    at_column("saved_at", nullable=False, server_default=func.clock_timestamp()),
    comment="How the files of an organisation are read; the last saved for the same columns is offered.",
)

staged_feature = Table(
    "staged_feature",
    metadata,
    link_column("upload_id", "upload", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False, comment="0-based, in the file."),
    Column("code", Text),
    Column("fields", JSONB, nullable=False, comment="The layer's fields, typed as JSON, codes and dates as text."),
    Column("properties", JSONB, nullable=False, comment="What the file said, unchanged."),
    geom_column("geom", "GEOMETRY"),
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
    link_column("upload_id", "upload", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, comment="Of the feature, 0-based; missing when the file as a whole is meant."),
    Column("feature_code", Text),
    Column("field", Text),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    code_column("severity", Severity, nullable=False),
    Column("values", JSONB, nullable=False),
    geom_column("location", "POINT"),
    Column("repair", Text),
    comment="What the checks found in an upload.",
)

workflow_event = Table(
    "workflow_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    link_column("upload_id", "upload", nullable=False, index=True),
    at_column("at", nullable=False, server_default=func.clock_timestamp()),
    link_column("person_id", "person", nullable=False),
    code_column("from_status", UploadStatus),
    code_column("to_status", UploadStatus, nullable=False),
    code_column("review_mode", ReviewMode, nullable=False),
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
