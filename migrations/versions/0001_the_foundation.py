"""The foundation: codelists, people, uploads and review, the layers, the ledger, reports."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "account",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_account")),
        comment="The set of releases that a figure counts; the two are never added together.",
    )
    op.create_table(
        "activity_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_activity_type")),
        comment="What kind of work a task is.",
    )
    op.create_table(
        "area_basis",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area_basis")),
        comment="How a reported area was measured.",
    )
    op.create_table(
        "asset",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_asset")),
        comment="What the ground was searched with.",
    )
    op.create_table(
        "basis",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_basis")),
        comment="Whether a release is reported work or accepted completion.",
    )
    op.create_table(
        "close_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_close_reason")),
        comment="Why a hazardous area was closed.",
    )
    op.create_table(
        "contamination_class",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_contamination_class")),
        comment="The one class that a set of contamination types maps to.",
    )
    op.create_table(
        "contamination_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_contamination_type")),
        comment="What may lie in the ground; a record holds a set of these.",
    )
    op.create_table(
        "currency",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
        comment="In what money is counted (ISO 4217); further ones join as they are needed.",
    )
    op.create_table(
        "date_precision",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_date_precision")),
        comment="How well the day of work is known.",
    )
    op.create_table(
        "disposal_state",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_disposal_state")),
        comment="What became of an item.",
    )
    op.create_table(
        "district",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("code", name=op.f("uq_district_code")),
        comment="Districts: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "district_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district_type")),
        comment="What kind of administrative unit a district is.",
    )
    op.create_table(
        "eo_category",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_eo_category")),
        comment="What an explosive item is.",
    )
    op.create_table(
        "eo_item",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eo_item")),
        sa.UniqueConstraint("code", name=op.f("uq_eo_item_code")),
        comment="Explosive items: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "evidence_summary",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_evidence_summary")),
        comment="What kind of evidence a hazardous area rests on.",
    )
    op.create_table(
        "geometry_source",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_geometry_source")),
        comment="Where an outline comes from; each has an accuracy unless one is given.",
    )
    op.create_table(
        "hazard_class",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hazard_class")),
        comment="How sure it is that an area is hazardous (IMAS 08.10).",
    )
    op.create_table(
        "hazard_origin",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hazard_origin")),
        comment="How a hazardous area came to be recorded.",
    )
    op.create_table(
        "hazard_status",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hazard_status")),
        comment="Where a hazardous area stands in its life.",
    )
    op.create_table(
        "hazardous_area",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazardous_area")),
        sa.UniqueConstraint("code", name=op.f("uq_hazardous_area_code")),
        comment="Hazardous areas: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "instance_fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_instance_fact")),
        comment="What this installation is: whether its data is a demonstration.",
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        comment="Organisations: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "organisation_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organisation_type")),
        comment="What kind of body an organisation is.",
    )
    op.create_table(
        "phase_status",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_phase_status")),
        comment="Where a phase of a project stands.",
    )
    op.create_table(
        "priority",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_priority")),
        comment="How urgent work on an area is.",
    )
    op.create_table(
        "priority_basis",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_priority_basis")),
        comment="Why an area has its priority.",
    )
    op.create_table(
        "purpose",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_purpose")),
        comment="What the released land is for.",
    )
    op.create_table(
        "qc_state",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_qc_state")),
        comment="What quality control found of a release.",
    )
    op.create_table(
        "project",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        comment="Projects: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "project_phase",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_phase")),
        sa.UniqueConstraint("code", name=op.f("uq_project_phase_code")),
        comment="Project phases: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "release_area",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_area")),
        sa.UniqueConstraint("code", name=op.f("uq_release_area_code")),
        comment="Released areas: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "release_method",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_release_method")),
        comment="How land was released (IMAS 07.11).",
    )
    op.create_table(
        "report_kind",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_report_kind")),
        comment="What a report is; further kinds join as they are built.",
    )
    op.create_table(
        "review_mode",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_review_mode")),
        comment="How many people a record passes before it counts.",
    )
    op.create_table(
        "role",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_role")),
        comment="What an account may do.",
    )
    op.create_table(
        "severity",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_severity")),
        comment="How grave an issue is: an error blocks, a warning asks for an answer, an info tells.",
    )
    op.create_table(
        "task",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("code", name=op.f("uq_task_code")),
        comment="Tasks: the codes that are taken. One without a version is named by a link and awaited.",
    )
    op.create_table(
        "task_status",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_task_status")),
        comment="Where a task stands.",
    )
    op.create_table(
        "upload_status",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_upload_status")),
        comment="Where an upload stands on the road to approval.",
    )
    op.create_table(
        "visibility",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_visibility")),
        comment="Who may see a record.",
    )
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "password_hash",
            sa.Text(),
            nullable=True,
            comment="argon2id; missing for a token's holder, who cannot sign in.",
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "failed_sign_in_count",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Wrong passwords in a row; the right one sets it back.",
        ),
        sa.Column(
            "failed_sign_in_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When the last wrong password was given.",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["role"], ["role.code"], name=op.f("fk_person_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        comment="Who acts: a person, or the holder of a token.",
    )
    op.create_table(
        "access_token",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the token."),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
        comment="Bearer tokens of scripts and GIS clients.",
    )
    op.create_table(
        "person_district",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("district_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_person_district_district_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_district_person_id")),
        sa.PrimaryKeyConstraint("person_id", "district_id", name=op.f("pk_person_district")),
        comment="The districts that a regional verifier answers for; none means every district.",
    )
    op.create_table(
        "report",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False, comment="As asked for: 2025-W43."),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("scope", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("as_known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revision_reason", sa.Text(), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False, comment="SHA-256 of the canonical figures, in hexadecimal."),
        sa.Column("issued_by_id", sa.UUID(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_report_period_in_order")),
        sa.ForeignKeyConstraint(["account"], ["account.code"], name=op.f("fk_report_account")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_report_issued_by_id")),
        sa.ForeignKeyConstraint(["kind"], ["report_kind.code"], name=op.f("fk_report_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "kind", "period", "scope", "account", "revision", name=op.f("uq_report_kind_period_scope_account_revision")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
        comment="Issued reports: frozen figures, of which language and format are renderings.",
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column(
            "file_sha256", sa.LargeBinary(), nullable=True, comment="Missing: a withdrawal comes without a file."
        ),
        sa.Column("file_bytes", sa.BigInteger(), nullable=True),
        sa.Column(
            "is_check",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Checked only: never submitted.",
        ),
        sa.Column("is_partial", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("review_mode", sa.Text(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=False),
        sa.Column("replaces_id", sa.UUID(), nullable=True),
        sa.Column("withdraws_id", sa.UUID(), nullable=True, comment="The approved upload that this one takes back."),
        sa.Column("revision_reason", sa.Text(), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint(
            "layer in ('districts', 'organisations', 'projects', 'project_phases', 'hazardous_areas', 'tasks', "
            "'release_areas', 'eo_items')",
            name=op.f("ck_upload_layer_known"),
        ),
        sa.CheckConstraint("num_nonnulls(file_sha256, withdraws_id) = 1", name=op.f("ck_upload_file_or_withdrawal")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_upload_author_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["upload.id"], name=op.f("fk_upload_replaces_id")),
        sa.ForeignKeyConstraint(["review_mode"], ["review_mode.code"], name=op.f("fk_upload_review_mode")),
        sa.ForeignKeyConstraint(["status"], ["upload_status.code"], name=op.f("fk_upload_status")),
        sa.ForeignKeyConstraint(["withdraws_id"], ["upload.id"], name=op.f("fk_upload_withdraws_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        comment="One file that came in, or the withdrawal of one, and how far it got.",
    )
    op.create_index(op.f("ix_upload_status_created_at"), "upload", ["status", "created_at"], unique=False)
    op.create_index(op.f("ix_upload_withdraws_id"), "upload", ["withdraws_id"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the cookie's value."),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_session_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
        comment="Signed-in browsers.",
    )
    op.create_table(
        "district_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("district_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name_az", sa.Text(), nullable=False, comment="Name in Azerbaijani"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_ru", sa.Text(), nullable=True, comment="Name in Russian"),
        sa.Column("aliases", sa.ARRAY(sa.Text()), nullable=True, comment="Other spellings"),
        sa.Column("iso_3166_2", sa.Text(), nullable=True, comment="ISO 3166-2 code, if it has one"),
        sa.Column("district_type", sa.Text(), nullable=True, comment="Kind of unit"),
        sa.Column("region_en", sa.Text(), nullable=True, comment="Economic region in English"),
        sa.Column("region_az", sa.Text(), nullable=True, comment="Economic region in Azerbaijani"),
        sa.Column("valid_from", sa.Date(), nullable=True, comment="First day of the unit"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="Last day of the unit"),
        sa.Column("boundary_source", sa.Text(), nullable=True, comment="Source of the boundary"),
        sa.Column("boundary_on", sa.Date(), nullable=True, comment="Date of the boundary"),
        sa.Column(
            "is_authoritative",
            sa.Boolean(),
            nullable=False,
            comment="Whether the boundary decides over a stated district",
        ),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="As it was uploaded.",
        ),
        sa.Column("area_m2", sa.Double(), nullable=True, comment="Geodesic, of the ground."),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_district_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_district_version_district_id")),
        sa.ForeignKeyConstraint(
            ["district_type"], ["district_type.code"], name=op.f("fk_district_version_district_type")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_district_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_district_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district_version")),
        sa.UniqueConstraint("district_id", "version", name=op.f("uq_district_version_district_id_version")),
        comment="Districts: every version, with when the database knew it.",
    )
    op.create_index(
        op.f("ix_district_version_geom"),
        "district_version",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_district_version_upload_id"), "district_version", ["upload_id"], unique=False)
    op.create_index(
        "ix_district_version_opened", "district_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(
        "ix_district_version_closed",
        "district_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_district_version_current",
        "district_version",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "eo_item_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("eo_item_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("eo_category", sa.Text(), nullable=False, comment="What it is"),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="How many"),
        sa.Column("found_on", sa.Date(), nullable=False, comment="Day of the find"),
        sa.Column("disposal_state", sa.Text(), nullable=False, comment="What became of it"),
        sa.Column("disposed_on", sa.Date(), nullable=True, comment="Day of disposal"),
        sa.Column("disposal_method", sa.Text(), nullable=True, comment="How it was disposed of"),
        sa.Column("model", sa.Text(), nullable=True, comment="Model"),
        sa.Column("depth_cm", sa.Integer(), nullable=True, comment="Depth in centimetres"),
        sa.Column(
            "is_hazardous",
            sa.Boolean(),
            nullable=False,
            comment="Whether it counts as explosive ordnance; scrap does not",
        ),
        sa.Column("task_id", sa.UUID(), nullable=True, comment="Code of the task under which the work was done"),
        sa.Column(
            "release_area_id", sa.UUID(), nullable=True, comment="Code of the released area in which it was found"
        ),
        sa.Column("organisation_id", sa.UUID(), nullable=True, comment="Code of the organisation that did the work"),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="Code of the district as stated by the operator"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="As it was uploaded.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_eo_item_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(
            ["disposal_state"], ["disposal_state.code"], name=op.f("fk_eo_item_version_disposal_state")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_eo_item_version_district_id")),
        sa.ForeignKeyConstraint(["eo_category"], ["eo_category.code"], name=op.f("fk_eo_item_version_eo_category")),
        sa.ForeignKeyConstraint(["eo_item_id"], ["eo_item.id"], name=op.f("fk_eo_item_version_eo_item_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_eo_item_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_area_id"], ["release_area.id"], name=op.f("fk_eo_item_version_release_area_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_eo_item_version_task_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_eo_item_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_eo_item_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eo_item_version")),
        sa.UniqueConstraint("eo_item_id", "version", name=op.f("uq_eo_item_version_eo_item_id_version")),
        comment="Explosive items: every version, with when the database knew it.",
    )
    op.create_index(
        op.f("ix_eo_item_version_geom"),
        "eo_item_version",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_eo_item_version_upload_id"), "eo_item_version", ["upload_id"], unique=False)
    op.create_index(
        "ix_eo_item_version_opened", "eo_item_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(
        "ix_eo_item_version_closed",
        "eo_item_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_eo_item_version_current",
        "eo_item_version",
        ["eo_item_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "hazardous_area_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("hazardous_area_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True, comment="Name of the place"),
        sa.Column("classification", sa.Text(), nullable=False, comment="Suspected or confirmed"),
        sa.Column("identified_on", sa.Date(), nullable=False, comment="Day of identification"),
        sa.Column("status", sa.Text(), nullable=False, comment="Where it stands"),
        sa.Column("status_changed_on", sa.Date(), nullable=True, comment="Day of the last change of status"),
        sa.Column("close_reason", sa.Text(), nullable=True, comment="Why it was closed"),
        sa.Column("evidence_summary", sa.Text(), nullable=True, comment="Kind of evidence"),
        sa.Column(
            "valid_from",
            sa.Date(),
            nullable=True,
            comment="Day from which a changed outline holds; without it the change corrects the past",
        ),
        sa.Column("origin", sa.Text(), nullable=True, comment="How it came to be recorded"),
        sa.Column(
            "reopens_released",
            sa.Boolean(),
            nullable=True,
            comment="Whether ground released before is contaminated again; left out: not asked, and not so",
        ),
        sa.Column("area_reported_m2", sa.Double(), nullable=True, comment="Area as reported, in square metres"),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="Code of the district as stated by the operator"),
        sa.Column("organisation_id", sa.UUID(), nullable=True, comment="Code of the organisation that did the work"),
        sa.Column(
            "reported_by", sa.Text(), nullable=True, comment="Team or person that did the work, as the report names it"
        ),
        sa.Column("priority", sa.Text(), nullable=True, comment="How urgent"),
        sa.Column("priority_basis", sa.Text(), nullable=True, comment="Why it has this priority"),
        sa.Column("geometry_source", sa.Text(), nullable=True, comment="Where the outline comes from"),
        sa.Column("accuracy_m", sa.Double(), nullable=True, comment="Accuracy of the outline in metres"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="As it was uploaded.",
        ),
        sa.Column(
            "ground",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="The outline with edges of at most 100 m.",
        ),
        sa.Column("area_m2", sa.Double(), nullable=True, comment="Geodesic, of the ground."),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_hazardous_area_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(
            ["classification"], ["hazard_class.code"], name=op.f("fk_hazardous_area_version_classification")
        ),
        sa.ForeignKeyConstraint(
            ["close_reason"], ["close_reason.code"], name=op.f("fk_hazardous_area_version_close_reason")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_hazardous_area_version_district_id")),
        sa.ForeignKeyConstraint(
            ["evidence_summary"], ["evidence_summary.code"], name=op.f("fk_hazardous_area_version_evidence_summary")
        ),
        sa.ForeignKeyConstraint(
            ["geometry_source"], ["geometry_source.code"], name=op.f("fk_hazardous_area_version_geometry_source")
        ),
        sa.ForeignKeyConstraint(
            ["hazardous_area_id"], ["hazardous_area.id"], name=op.f("fk_hazardous_area_version_hazardous_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hazardous_area_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(["origin"], ["hazard_origin.code"], name=op.f("fk_hazardous_area_version_origin")),
        sa.ForeignKeyConstraint(["priority"], ["priority.code"], name=op.f("fk_hazardous_area_version_priority")),
        sa.ForeignKeyConstraint(
            ["priority_basis"], ["priority_basis.code"], name=op.f("fk_hazardous_area_version_priority_basis")
        ),
        sa.ForeignKeyConstraint(["status"], ["hazard_status.code"], name=op.f("fk_hazardous_area_version_status")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_hazardous_area_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_hazardous_area_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazardous_area_version")),
        sa.UniqueConstraint(
            "hazardous_area_id", "version", name=op.f("uq_hazardous_area_version_hazardous_area_id_version")
        ),
        comment="Hazardous areas: every version, with when the database knew it.",
    )
    op.create_index(
        op.f("ix_hazardous_area_version_geom"),
        "hazardous_area_version",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_hazardous_area_version_ground"),
        "hazardous_area_version",
        ["ground"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_hazardous_area_version_upload_id"), "hazardous_area_version", ["upload_id"], unique=False)
    op.create_index(
        "ix_hazardous_area_version_opened",
        "hazardous_area_version",
        [sa.literal_column("lower(recorded)")],
        unique=False,
    )
    op.create_index(
        "ix_hazardous_area_version_closed",
        "hazardous_area_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_hazardous_area_version_current",
        "hazardous_area_version",
        ["hazardous_area_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "ledger_change",
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="The stamp that opens and closes `recorded`; strictly growing.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_ledger_change_upload_id")),
        sa.PrimaryKeyConstraint("recorded_at", name=op.f("pk_ledger_change")),
        comment="Every transaction that changed records or the ledger.",
    )
    op.create_table(
        "organisation_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False, comment="Kind of organisation"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_az", sa.Text(), nullable=True, comment="Name in Azerbaijani"),
        sa.Column(
            "mandated_by_law",
            sa.Boolean(),
            nullable=False,
            comment="Whether the law mandates it, so that it needs no accreditation",
        ),
        sa.Column("valid_from", sa.Date(), nullable=True, comment="First day"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="Last day"),
        sa.Column("successor_id", sa.UUID(), nullable=True, comment="Code of the organisation that took over"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_organisation_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_organisation_version_successor_id")
        ),
        sa.ForeignKeyConstraint(["type"], ["organisation_type.code"], name=op.f("fk_organisation_version_type")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_organisation_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_organisation_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_version")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_organisation_version_organisation_id_version")),
        comment="Organisations: every version, with when the database knew it.",
    )
    op.create_index(op.f("ix_organisation_version_upload_id"), "organisation_version", ["upload_id"], unique=False)
    op.create_index(
        "ix_organisation_version_opened", "organisation_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(
        "ix_organisation_version_closed",
        "organisation_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_organisation_version_current",
        "organisation_version",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "release_area_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("release_area_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("release_method", sa.Text(), nullable=False, comment="How the land was released"),
        sa.Column(
            "effective_date", sa.Date(), nullable=False, comment="Last day of work, or day of the decision to cancel"
        ),
        sa.Column(
            "date_precision", sa.Text(), nullable=False, comment="Whether the date is the day of work or of the report"
        ),
        sa.Column("basis", sa.Text(), nullable=False, comment="Reported work or accepted completion"),
        sa.Column("task_id", sa.UUID(), nullable=True, comment="Code of the task under which the work was done"),
        sa.Column("organisation_id", sa.UUID(), nullable=True, comment="Code of the organisation that did the work"),
        sa.Column(
            "reported_by", sa.Text(), nullable=True, comment="Team or person that did the work, as the report names it"
        ),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="Code of the district as stated by the operator"),
        sa.Column("depth_cleared_cm", sa.Integer(), nullable=True, comment="Depth searched, in centimetres"),
        sa.Column("criteria", sa.Text(), nullable=True, comment="Why it could be cancelled or reduced"),
        sa.Column(
            "survey_report",
            sa.Text(),
            nullable=True,
            comment="Number of the survey report (NTS or TS) that it rests on",
        ),
        sa.Column("work_date_from", sa.Date(), nullable=True, comment="First day of work"),
        sa.Column("completed_on", sa.Date(), nullable=True, comment="Day of completion"),
        sa.Column("accepted_on", sa.Date(), nullable=True, comment="Day of acceptance"),
        sa.Column("reported_on", sa.Date(), nullable=True, comment="Day the report was written"),
        sa.Column("handed_over_on", sa.Date(), nullable=True, comment="Day of handover"),
        sa.Column("area_reported_m2", sa.Double(), nullable=True, comment="Area as reported, in square metres"),
        sa.Column(
            "area_basis",
            sa.Text(),
            nullable=True,
            comment="Whether the reported area was measured in plan or along the slope",
        ),
        sa.Column(
            "is_split_by_number",
            sa.Boolean(),
            nullable=False,
            comment="One outline was reported with several methods: the square metres are split by number only",
        ),
        sa.Column(
            "width_m",
            sa.Double(),
            nullable=True,
            comment="Width of the strip along a line (road, railway), in metres; the record's ground is the strip",
        ),
        sa.Column(
            "length_m",
            sa.Double(),
            nullable=True,
            comment="Length of the line, in metres; left out: the drawn line's",
        ),
        sa.Column(
            "processed_m2", sa.Double(), nullable=True, comment="Gross work in square metres, every pass counted"
        ),
        sa.Column("passes", sa.Integer(), nullable=True, comment="Number of passes"),
        sa.Column("shift", sa.Text(), nullable=True, comment="Shift of a daily report"),
        sa.Column("deminers", sa.Integer(), nullable=True, comment="Deminers at work"),
        sa.Column("purpose", sa.Text(), nullable=True, comment="What the land is for"),
        sa.Column(
            "geometry_source",
            sa.Text(),
            nullable=True,
            comment="Where the outline comes from; `none` when there is no outline",
        ),
        sa.Column("qc_state", sa.Text(), nullable=False, comment="What quality control found"),
        sa.Column("ap_mine", sa.Integer(), nullable=True, comment="Anti-personnel mines disposed of"),
        sa.Column("av_mine", sa.Integer(), nullable=True, comment="Anti-vehicle mines disposed of"),
        sa.Column("submunition", sa.Integer(), nullable=True, comment="Submunitions disposed of"),
        sa.Column("uxo", sa.Integer(), nullable=True, comment="Other UXO disposed of"),
        sa.Column("axo", sa.Integer(), nullable=True, comment="Abandoned ordnance disposed of"),
        sa.Column("ied", sa.Integer(), nullable=True, comment="Improvised devices disposed of"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="As it was uploaded.",
        ),
        sa.Column(
            "ground",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="The outline with edges of at most 100 m.",
        ),
        sa.Column("area_m2", sa.Double(), nullable=True, comment="Geodesic, of the ground."),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_release_area_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(["area_basis"], ["area_basis.code"], name=op.f("fk_release_area_version_area_basis")),
        sa.ForeignKeyConstraint(["basis"], ["basis.code"], name=op.f("fk_release_area_version_basis")),
        sa.ForeignKeyConstraint(
            ["date_precision"], ["date_precision.code"], name=op.f("fk_release_area_version_date_precision")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_release_area_version_district_id")),
        sa.ForeignKeyConstraint(
            ["geometry_source"], ["geometry_source.code"], name=op.f("fk_release_area_version_geometry_source")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_release_area_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(["purpose"], ["purpose.code"], name=op.f("fk_release_area_version_purpose")),
        sa.ForeignKeyConstraint(["qc_state"], ["qc_state.code"], name=op.f("fk_release_area_version_qc_state")),
        sa.ForeignKeyConstraint(
            ["release_area_id"], ["release_area.id"], name=op.f("fk_release_area_version_release_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_method"], ["release_method.code"], name=op.f("fk_release_area_version_release_method")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_release_area_version_task_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_release_area_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_release_area_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_area_version")),
        sa.UniqueConstraint("release_area_id", "version", name=op.f("uq_release_area_version_release_area_id_version")),
        comment="Released areas: every version, with when the database knew it.",
    )
    op.create_index(
        op.f("ix_release_area_version_geom"),
        "release_area_version",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_release_area_version_ground"),
        "release_area_version",
        ["ground"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_release_area_version_upload_id"), "release_area_version", ["upload_id"], unique=False)
    op.create_index(
        "ix_release_area_version_opened", "release_area_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(
        "ix_release_area_version_closed",
        "release_area_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_release_area_version_current",
        "release_area_version",
        ["release_area_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "staged_feature",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="0-based, in the file."),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="The layer's fields, typed as JSON, codes and dates as text.",
        ),
        sa.Column(
            "properties",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What the file said, unchanged.",
        ),
        sa.Column(
            "geom",
            Geometry(srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"),
            nullable=True,
        ),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column(
            "base_version",
            sa.Integer(),
            nullable=True,
            comment="The version of the record that it was compared with; missing: none.",
        ),
        sa.Column(
            "version_id",
            sa.UUID(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
            comment="The id that its version has once it is approved.",
        ),
        sa.Column(
            "restores_id",
            sa.UUID(),
            nullable=True,
            comment="In a withdrawal: the version whose content comes back.",
        ),
        sa.CheckConstraint(
            "change in ('new', 'changed', 'unchanged', 'left_out', 'withdrawn')",
            name=op.f("ck_staged_feature_change_known"),
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_staged_feature_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_staged_feature")),
        comment="The features of an upload: what waits for approval, and after it what each version was made from.",
    )
    op.create_table(
        "project_phase_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("project_phase_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False, comment="Code of the project"),
        sa.Column("number", sa.Integer(), nullable=False, comment="Which phase of the project it is, from 1"),
        sa.Column("planned_area_m2", sa.Double(), nullable=True, comment="Planned area in square metres"),
        sa.Column("planned_start", sa.Date(), nullable=True, comment="Planned first day"),
        sa.Column("planned_end", sa.Date(), nullable=True, comment="Planned last day"),
        sa.Column("actual_start", sa.Date(), nullable=True, comment="First day"),
        sa.Column("actual_end", sa.Date(), nullable=True, comment="Last day"),
        sa.Column("budget_amount", sa.Double(), nullable=True, comment="Budget"),
        sa.Column("spent_amount", sa.Double(), nullable=True, comment="Spent so far"),
        sa.Column("currency", sa.Text(), nullable=True, comment="Currency of budget and spending"),
        sa.Column("status", sa.Text(), nullable=False, comment="Where it stands"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_project_phase_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(["currency"], ["currency.code"], name=op.f("fk_project_phase_version_currency")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_phase_version_project_id")),
        sa.ForeignKeyConstraint(
            ["project_phase_id"], ["project_phase.id"], name=op.f("fk_project_phase_version_project_phase_id")
        ),
        sa.ForeignKeyConstraint(["status"], ["phase_status.code"], name=op.f("fk_project_phase_version_status")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_project_phase_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_project_phase_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_phase_version")),
        sa.UniqueConstraint(
            "project_phase_id", "version", name=op.f("uq_project_phase_version_project_phase_id_version")
        ),
        comment="Project phases: every version, with when the database knew it.",
    )
    op.create_index(
        "ix_project_phase_version_closed",
        "project_phase_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "ix_project_phase_version_opened", "project_phase_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(op.f("ix_project_phase_version_upload_id"), "project_phase_version", ["upload_id"], unique=False)
    op.create_index(
        "uq_project_phase_version_current",
        "project_phase_version",
        ["project_phase_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "project_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_az", sa.Text(), nullable=True, comment="Name in Azerbaijani"),
        sa.Column("total_area_m2", sa.Double(), nullable=True, comment="Area of all phases, in square metres"),
        sa.Column("executing_org_id", sa.UUID(), nullable=True, comment="Code of the organisation that carries it out"),
        sa.Column("lead_nation", sa.Text(), nullable=True, comment="Nation that leads the donors"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_project_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(
            ["executing_org_id"], ["organisation.id"], name=op.f("fk_project_version_executing_org_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_version_project_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_project_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_project_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_version")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_project_version_project_id_version")),
        comment="Projects: every version, with when the database knew it.",
    )
    op.create_index(
        "ix_project_version_closed",
        "project_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "ix_project_version_opened", "project_version", [sa.literal_column("lower(recorded)")], unique=False
    )
    op.create_index(op.f("ix_project_version_upload_id"), "project_version", ["upload_id"], unique=False)
    op.create_index(
        "uq_project_version_current",
        "project_version",
        ["project_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "task_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True, comment="Name of the task"),
        sa.Column("task_type", sa.Text(), nullable=False, comment="Kind of work"),
        sa.Column("organisation_id", sa.UUID(), nullable=False, comment="Code of the organisation that did the work"),
        sa.Column(
            "project_phase_id",
            sa.UUID(),
            nullable=True,
            comment="Code of the project phase that the task belongs to",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="Where it stands"),
        sa.Column("depth_required_cm", sa.Integer(), nullable=True, comment="Depth to search, in centimetres"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="Day of the order"),
        sa.Column("started_on", sa.Date(), nullable=True, comment="First day of work"),
        sa.Column("suspended_on", sa.Date(), nullable=True, comment="Day of suspension"),
        sa.Column("completed_on", sa.Date(), nullable=True, comment="Last day of work"),
        sa.Column("accepted_on", sa.Date(), nullable=True, comment="Day of acceptance"),
        sa.Column("handed_over_on", sa.Date(), nullable=True, comment="Day of handover"),
        sa.Column(
            "planned_area_m2",
            sa.Double(),
            nullable=True,
            comment="Planned area in square metres; left out: the outline's",
        ),
        sa.Column(
            "width_m",
            sa.Double(),
            nullable=True,
            comment="Width of the strip along a line (road, railway), in metres; the record's ground is the strip",
        ),
        sa.Column(
            "length_m",
            sa.Double(),
            nullable=True,
            comment="Length of the line, in metres; left out: the drawn line's",
        ),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="Code of the district as stated by the operator"),
        sa.Column("priority", sa.Text(), nullable=True, comment="How urgent"),
        sa.Column("priority_basis", sa.Text(), nullable=True, comment="Why it has this priority"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), nullable=True, comment="Remarks"),
        sa.Column(
            "revision_reason", sa.Text(), nullable=True, comment="Why a known record comes again with other content"
        ),
        sa.Column(
            "geom",
            Geometry(srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"),
            nullable=True,
            comment="As it was uploaded.",
        ),
        sa.Column("area_m2", sa.Double(), nullable=True, comment="Geodesic, of the ground."),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_task_version_recorded_not_empty")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_task_version_district_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_task_version_organisation_id")),
        sa.ForeignKeyConstraint(["priority"], ["priority.code"], name=op.f("fk_task_version_priority")),
        sa.ForeignKeyConstraint(
            ["priority_basis"], ["priority_basis.code"], name=op.f("fk_task_version_priority_basis")
        ),
        sa.ForeignKeyConstraint(
            ["project_phase_id"], ["project_phase.id"], name=op.f("fk_task_version_project_phase_id")
        ),
        sa.ForeignKeyConstraint(["status"], ["task_status.code"], name=op.f("fk_task_version_status")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_version_task_id")),
        sa.ForeignKeyConstraint(["task_type"], ["activity_type.code"], name=op.f("fk_task_version_task_type")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_task_version_upload_id")),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name=op.f("fk_task_version_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_version")),
        sa.UniqueConstraint("task_id", "version", name=op.f("uq_task_version_task_id_version")),
        comment="Tasks: every version, with when the database knew it.",
    )
    op.create_index(
        op.f("ix_task_version_geom"), "task_version", ["geom"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index(op.f("ix_task_version_upload_id"), "task_version", ["upload_id"], unique=False)
    op.create_index("ix_task_version_opened", "task_version", [sa.literal_column("lower(recorded)")], unique=False)
    op.create_index(
        "ix_task_version_closed",
        "task_version",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        "uq_task_version_current",
        "task_version",
        ["task_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "upload_issue",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=True,
            comment="Of the feature, 0-based; missing when the file as a whole is meant.",
        ),
        sa.Column("feature_code", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("repair", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["severity"], ["severity.code"], name=op.f("fk_upload_issue_severity")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_issue_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_issue")),
        comment="What the checks found in an upload.",
    )
    op.create_table(
        "workflow_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("review_mode", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["from_status"], ["upload_status.code"], name=op.f("fk_workflow_event_from_status")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workflow_event_person_id")),
        sa.ForeignKeyConstraint(["review_mode"], ["review_mode.code"], name=op.f("fk_workflow_event_review_mode")),
        sa.ForeignKeyConstraint(["to_status"], ["upload_status.code"], name=op.f("fk_workflow_event_to_status")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_workflow_event_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_event")),
        comment="Every move of an upload: who, when, from, to, why.",
    )
    op.create_index(op.f("ix_workflow_event_upload_id"), "workflow_event", ["upload_id"], unique=False)
    op.create_table(
        "hazardous_area_version_contamination_type",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("contamination_type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contamination_type"],
            ["contamination_type.code"],
            name=op.f("fk_hazardous_area_version_contamination_type_contamination_type"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["hazardous_area_version.id"],
            name=op.f("fk_hazardous_area_version_contamination_type_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "contamination_type", name=op.f("pk_hazardous_area_version_contamination_type")
        ),
        comment="What may lie in the ground",
    )
    op.create_table(
        "hazardous_area_version_parent",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("parent_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["hazardous_area.id"], name=op.f("fk_hazardous_area_version_parent_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["hazardous_area_version.id"], name=op.f("fk_hazardous_area_version_parent_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "parent_id", name=op.f("pk_hazardous_area_version_parent")),
        comment="Codes of the areas it came from",
    )
    op.create_table(
        "release_area_version_asset",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asset"], ["asset.code"], name=op.f("fk_release_area_version_asset_asset")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["release_area_version.id"], name=op.f("fk_release_area_version_asset_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "asset", name=op.f("pk_release_area_version_asset")),
        comment="Means used",
    )
    op.create_table(
        "release_area_version_hazardous_area",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("hazardous_area_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazardous_area_id"],
            ["hazardous_area.id"],
            name=op.f("fk_release_area_version_hazardous_area_hazardous_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["release_area_version.id"], name=op.f("fk_release_area_version_hazardous_area_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "hazardous_area_id", name=op.f("pk_release_area_version_hazardous_area")),
        comment="Codes of the hazardous areas concerned",
    )
    op.create_table(
        "release_area_version_target_type",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("target_type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_type"], ["contamination_type.code"], name=op.f("fk_release_area_version_target_type_target_type")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["release_area_version.id"], name=op.f("fk_release_area_version_target_type_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "target_type", name=op.f("pk_release_area_version_target_type")),
        comment="What was searched for; left out means everything",
    )
    op.create_table(
        "task_version_hazardous_area",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("hazardous_area_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazardous_area_id"], ["hazardous_area.id"], name=op.f("fk_task_version_hazardous_area_hazardous_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["task_version.id"], name=op.f("fk_task_version_hazardous_area_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "hazardous_area_id", name=op.f("pk_task_version_hazardous_area")),
        comment="Codes of the hazardous areas concerned",
    )
    op.create_table(
        "task_version_methods_planned",
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("methods_planned", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["methods_planned"], ["asset.code"], name=op.f("fk_task_version_methods_planned_methods_planned")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["task_version.id"], name=op.f("fk_task_version_methods_planned_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "methods_planned", name=op.f("pk_task_version_methods_planned")),
        comment="Planned means",
    )
    op.create_table(
        "warning_acceptance",
        sa.Column("workflow_event_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="The rule whose warnings are accepted; * for all."),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workflow_event_id"], ["workflow_event.id"], name=op.f("fk_warning_acceptance_workflow_event_id")
        ),
        sa.PrimaryKeyConstraint("workflow_event_id", "rule", name=op.f("pk_warning_acceptance")),
        comment="The written acceptance of an upload's warnings at one step of review.",
    )

    # The upload that is worked on is newer than any statistics: told of the others only, the planner expects no rows of
    # it and joins them one by one, which takes the square of their number.
    op.execute("alter table staged_feature alter upload_id set statistics 0")
    create_views()
    create_counted_items()
    create_ground_area()
    create_district_shares()
    create_append_only()


LAYERS = ("district", "organisation", "project", "project_phase", "hazardous_area", "task", "release_area", "eo_item")
RECORDED = tuple(f"{layer}_version" for layer in LAYERS)
EVENTS = ("ledger_change", "workflow_event", "warning_acceptance")


def create_views() -> None:
    """Give each layer the view of what holds now."""
    for layer in LAYERS:
        op.execute(
            f"create view {layer}_current as select i.code, v.* from {layer} i "  # noqa: S608 - our own words
            f"join {layer}_version v on v.{layer}_id = i.id where upper_inf(v.recorded)"
        )
    op.execute("""
        create view account_release as
        select
            a.code as account, v.id as version_id, v.release_area_id, i.code, v.recorded,
            case when a.code = 'certified' and v.basis = 'certified' then coalesce(v.accepted_on, v.effective_date)
                else v.effective_date end as effective_date,
            v.effective_date as worked_on,
            m.position as method_rank, v.release_method, v.district_id, v.ground, v.area_reported_m2,
            (select array_agg(t.target_type order by t.target_type) from release_area_version_target_type t
                where t.version_id = v.id) as target_types
        from release_area_version v
        join release_area i on i.id = v.release_area_id
        join release_method m on m.code = v.release_method
        join account a on a.code = 'operational' or a.code = 'certified' and v.qc_state <> 'failed'
            and (v.basis = 'certified' or v.release_method = 'cancelled')
    """)
    op.execute("""
        comment on view account_release is 'Which releases an account holds, in which order they come:
every version in the operational account; accepted completion, dated by acceptance, and approved cancellation in the
certified one, unless quality control failed it.'
    """)


def create_counted_items() -> None:
    """Say once which explosive items count, so that an item in several reports is one."""
    op.execute("""
        create function counted_items(known timestamptz) returns table (
            release_area_id uuid, task_id uuid, organisation_id uuid, district_id uuid, eo_category text,
            is_hazardous boolean, quantity integer, found_on date, disposed_on date, geom geometry
        ) language sql stable parallel safe as $$
            select
                i.release_area_id, i.task_id, i.organisation_id, i.district_id, i.eo_category, i.is_hazardous,
                i.quantity, i.found_on,
                case when i.disposal_state in ('destroyed_in_situ', 'neutralised', 'removed') then i.disposed_on end,
                i.geom
            from eo_item_version i
            where i.recorded @> known
            union all
            select
                r.release_area_id, r.task_id, r.organisation_id, r.district_id, counted.eo_category, true,
                counted.quantity, r.effective_date, r.effective_date, null
            from release_area_version r
            cross join lateral (
                values
                    ('ap_mine', r.ap_mine),
                    ('av_mine', r.av_mine),
                    ('submunition', r.submunition),
                    ('uxo', r.uxo),
                    ('axo', r.axo),
                    ('ied', r.ied)
            ) counted (eo_category, quantity)
            where r.recorded @> known
              and r.basis = 'operational'
              and counted.quantity > 0
              and r.release_area_id not in ( -- hashed, where an anti-join may be planned row by row
                  select i.release_area_id
                  from eo_item_version i
                  where i.recorded @> known and i.release_area_id is not null
              )
        $$
    """)
    op.execute("""
        comment on function counted_items is 'Explosive items as known at an instant, each lot once: the rows of
eo_items, and whole numbers on operational releases of which no row of eo_items names the release. On a certified
release they repeat what was counted before. An item that is not disposed of has no day of disposal.'
    """)


def create_ground_area() -> None:
    """Measure ground ring by ring: PostGIS fails on a sliver around a hole that measures more than its shell."""
    op.execute("""
        create function ground_area_m2(ground geometry) returns double precision
        language sql immutable strict parallel safe as $$
            select case
                when st_nrings(ground) = st_numgeometries(ground) then st_area(ground::geography)
                else (
                    select greatest(0, sum(
                        st_area(ring.geom::geography) * case when ring.path[1] = 0 then 1 else -1 end
                    ))
                    from st_dump(ground) polygon
                    cross join st_dumprings(polygon.geom) ring
                )
            end
        $$
    """)
    op.execute(
        "comment on function ground_area_m2 is 'Square metres of polygons on the WGS 84 ellipsoid, never negative.'"
    )


def create_district_shares() -> None:
    """Say once how ground is split by district."""
    op.execute("""
        create function district_shares(
            ground geometry, stated_district_id uuid, known timestamptz, tolerance_m double precision
        ) returns table (district_id uuid, geom geometry) language sql stable parallel safe as $$
            with authority as (
                select coalesce(bool_and(d.is_authoritative), false) as is_given
                from district_version d
                where d.geom is not null and d.recorded @> known
            ),
            choice as (
                select stated_district_id is null or (select is_given from authority) as is_geometry
            ),
            whole as materialized (
                select d.district_id
                from district_version d
                join district i on i.id = d.district_id
                where d.geom ~ ground
                  and st_isempty(st_collectionextract(st_difference(ground, d.geom), 3))
                  and d.recorded @> known
                  and (select is_geometry from choice)
                order by i.code collate "C"
                limit 1
            ),
            is_split as (select is_geometry and not exists (select from whole) as is_needed from choice),
            met as materialized ( -- cut and not asked: predicates of GEOS 3.11 fail on edges a hair's breadth apart
                select district_id, code, geom
                from (
                    select d.district_id, i.code, st_collectionextract(st_intersection(ground, d.geom), 3) as geom
                    from district_version d
                    join district i on i.id = d.district_id
                    where d.geom && ground
                      and d.recorded @> known
                      and (select is_needed from is_split)
                ) cut
                where not st_isempty(geom)
            ),
            outside as (
                select (st_dump(st_collectionextract(st_difference(ground, met.geom), 3))).geom
                from (select coalesce(st_union(geom order by code), 'SRID=4326;POLYGON EMPTY') as geom from met) met
                where (select is_needed from is_split)
            )
            select stated_district_id, ground
            where not (select is_geometry from choice)
            union all
            select district_id, ground
            from whole
            union all
            select
                met.district_id,
                case
                    when before.geom is null then met.geom
                    else st_collectionextract(st_difference(met.geom, before.geom), 3)
                end
            from met
            cross join lateral (
                select st_union(m.geom order by m.code) as geom from met m
                where m.code collate "C" < met.code collate "C"
            ) before
            union all
            select nearest.district_id, outside.geom
            from outside
            left join lateral (
                select d.district_id
                from district_version d
                join district i on i.id = d.district_id
                where d.geom && st_expand(
                        outside.geom, tolerance_m / 110000 / cos(radians(st_ymax(outside.geom))), tolerance_m / 110000
                    )
                  and d.recorded @> known
                  and st_dwithin(d.geom::geography, outside.geom::geography, tolerance_m)
                order by st_distance(d.geom::geography, outside.geom::geography), i.code collate "C"
                limit 1
            ) nearest on true
        $$
    """)
    op.execute("""
        comment on function district_shares is 'The ground by district. While boundaries are not authoritative a stated
district takes all. Otherwise geometry decides: a district that covers all of it has it, where districts overlap the
first by code; what lies outside every district goes to the nearest one within the tolerance, and beyond it to none.'
    """)


def create_append_only() -> None:
    """Refuse every delete, and every update but the one that closes an open `recorded`."""
    op.execute("""
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% keeps what it was told', tg_table_name using errcode = 'restrict_violation';
        end $$
    """)
    op.execute("""
        create function close_recorded_only() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as $$
        declare
            unclosed record := new;
        begin
            unclosed.recorded := old.recorded;
            if unclosed *<> old or not upper_inf(old.recorded)
               or not coalesce(isfinite(upper(new.recorded)), false)
               or new.recorded is distinct from tstzrange(lower(old.recorded), upper(new.recorded)) then
                raise exception '% keeps what it was told: only an open "recorded" may be closed', tg_table_name
                    using errcode = 'restrict_violation';
            end if;
            return new;
        end $$
    """)
    for table in RECORDED:
        op.execute(
            f"create trigger close_recorded_only before update on {table} "
            "for each row execute function close_recorded_only()"
        )
    for table in (*RECORDED, *EVENTS):
        events = "delete or truncate" if table in RECORDED else "update or delete or truncate"
        op.execute(
            f"create trigger refuse_change before {events} on {table} "
            "for each statement execute function refuse_change()"
        )
