"""The land release ledger: pieces of hazardous ground, entries, and their totals."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the ledger."""
    op.create_table(
        "ledger_cause",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ledger_cause")),
        comment="Why ground passed from one state of the ledger to another.",
    )
    op.create_table(
        "hazard_piece",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("hazardous_area_id", sa.UUID(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("types", sa.ARRAY(sa.Text()), nullable=False, comment="The contamination types, sorted."),
        sa.Column("hazardous_from", sa.Date(), nullable=False, comment="First day on which the ground is hazardous."),
        sa.Column(
            "hazardous_until",
            sa.Date(),
            nullable=True,
            comment="Day on which successors take over or the rest is booked off.",
        ),
        sa.Column(
            "since", sa.Date(), nullable=True, comment="Work before this day does not count for it; missing: all does."
        ),
        sa.Column("is_successor", sa.Boolean(), nullable=False, comment="Begins as the heir of other areas."),
        sa.Column("is_succeeded", sa.Boolean(), nullable=False, comment="Ends because other areas take over."),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="As stated."),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_hazard_piece_recorded_not_empty")),
        sa.ForeignKeyConstraint(["classification"], ["hazard_class.code"], name=op.f("fk_hazard_piece_classification")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_hazard_piece_district_id")),
        sa.ForeignKeyConstraint(
            ["hazardous_area_id"], ["hazardous_area.id"], name=op.f("fk_hazard_piece_hazardous_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_piece")),
        comment="Ground that a hazardous area puts into stock, with its own dates.",
    )
    op.create_index(
        "ix_hazard_piece_closed",
        "hazard_piece",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        op.f("ix_hazard_piece_geom"),
        "hazard_piece",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("upper_inf(recorded)"),
        postgresql_ops={},
    )
    op.create_index(op.f("ix_hazard_piece_hazardous_area_id"), "hazard_piece", ["hazardous_area_id"], unique=False)
    op.create_index("ix_hazard_piece_opened", "hazard_piece", [sa.literal_column("lower(recorded)")], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("release_area_id", sa.UUID(), nullable=True, comment="The release that is the cause, or"),
        sa.Column(
            "hazardous_area_id", sa.UUID(), nullable=True, comment="the hazardous area that begins or ends there."
        ),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "district_id",
            sa.UUID(),
            nullable=True,
            comment="Of the record, stated or by geometry; missing where none is near.",
        ),
        sa.Column(
            "effective_date", sa.Date(), nullable=False, comment="In this account: day of work, or of acceptance."
        ),
        sa.Column("release_method", sa.Text(), nullable=True, comment="Missing where no release is the cause."),
        sa.Column("contamination_class", sa.Text(), nullable=True, comment="Of the release's target set."),
        sa.Column("class_before", sa.Text(), nullable=True, comment="Missing where the ground was not in stock."),
        sa.Column("types_before", sa.ARRAY(sa.Text()), nullable=True, comment="The types that were open, sorted."),
        sa.Column("district_before_id", sa.UUID(), nullable=True, comment="In which the ground was in stock."),
        sa.Column("class_after", sa.Text(), nullable=True, comment="Missing where the ground is no longer in stock."),
        sa.Column("types_after", sa.ARRAY(sa.Text()), nullable=True, comment="The types that are still open, sorted."),
        sa.Column("district_after_id", sa.UUID(), nullable=True, comment="In which the ground is in stock now."),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_ledger_entry_area_positive")),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_ledger_entry_recorded_not_empty")),
        sa.CheckConstraint(
            "num_nonnulls(release_area_id, hazardous_area_id) = 1", name=op.f("ck_ledger_entry_one_record")
        ),
        sa.ForeignKeyConstraint(
            ["hazardous_area_id"], ["hazardous_area.id"], name=op.f("fk_ledger_entry_hazardous_area_id")
        ),
        sa.ForeignKeyConstraint(["release_area_id"], ["release_area.id"], name=op.f("fk_ledger_entry_release_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        comment="Ground that one record moved from a state to another on a day, within one district and account.",
    )
    op.create_index(
        "ix_ledger_entry_closed",
        "ledger_entry",
        [sa.literal_column("upper(recorded)")],
        unique=False,
        postgresql_where=sa.text("not upper_inf(recorded)"),
    )
    op.create_index(
        op.f("ix_ledger_entry_geom"),
        "ledger_entry",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("upper_inf(recorded)"),
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_ledger_entry_hazardous_area_id"),
        "ledger_entry",
        ["hazardous_area_id"],
        unique=False,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index(
        op.f("ix_ledger_entry_effective_date"),
        "ledger_entry",
        ["effective_date"],
        unique=False,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index("ix_ledger_entry_opened", "ledger_entry", [sa.literal_column("lower(recorded)")], unique=False)
    op.create_index(
        op.f("ix_ledger_entry_release_area_id"),
        "ledger_entry",
        ["release_area_id"],
        unique=False,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "ledger_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "district_id",
            sa.UUID(),
            nullable=True,
            comment="Of the record, stated or by geometry; missing where none is near.",
        ),
        sa.Column(
            "effective_date", sa.Date(), nullable=False, comment="In this account: day of work, or of acceptance."
        ),
        sa.Column("release_method", sa.Text(), nullable=True, comment="Missing where no release is the cause."),
        sa.Column("contamination_class", sa.Text(), nullable=True, comment="Of the release's target set."),
        sa.Column("class_before", sa.Text(), nullable=True, comment="Missing where the ground was not in stock."),
        sa.Column("types_before", sa.ARRAY(sa.Text()), nullable=True, comment="The types that were open, sorted."),
        sa.Column("district_before_id", sa.UUID(), nullable=True, comment="In which the ground was in stock."),
        sa.Column("class_after", sa.Text(), nullable=True, comment="Missing where the ground is no longer in stock."),
        sa.Column("types_after", sa.ARRAY(sa.Text()), nullable=True, comment="The types that are still open, sorted."),
        sa.Column("district_after_id", sa.UUID(), nullable=True, comment="In which the ground is in stock now."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the entries' areas, exact."),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_ledger_total_recorded_not_empty")),
        sa.ForeignKeyConstraint(["account"], ["account.code"], name=op.f("fk_ledger_total_account")),
        sa.ForeignKeyConstraint(["cause"], ["ledger_cause.code"], name=op.f("fk_ledger_total_cause")),
        sa.ForeignKeyConstraint(["class_after"], ["hazard_class.code"], name=op.f("fk_ledger_total_class_after")),
        sa.ForeignKeyConstraint(["class_before"], ["hazard_class.code"], name=op.f("fk_ledger_total_class_before")),
        sa.ForeignKeyConstraint(
            ["contamination_class"], ["contamination_class.code"], name=op.f("fk_ledger_total_contamination_class")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_ledger_total_district_id")),
        sa.ForeignKeyConstraint(
            ["district_before_id"], ["district.id"], name=op.f("fk_ledger_total_district_before_id")
        ),
        sa.ForeignKeyConstraint(["district_after_id"], ["district.id"], name=op.f("fk_ledger_total_district_after_id")),
        sa.ForeignKeyConstraint(
            ["release_method"], ["release_method.code"], name=op.f("fk_ledger_total_release_method")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_total")),
        comment="The entries added up by all that they have in common but the record.",
    )
    op.create_index(
        "ix_ledger_total_flows",
        "ledger_total",
        ["account", "cause", "effective_date"],
        unique=False,
        postgresql_include=["district_id", "release_method", "area_m2"],
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index(
        "uq_ledger_total_current",
        "ledger_total",
        [
            "account",
            "cause",
            "district_id",
            "effective_date",
            "release_method",
            "contamination_class",
            "class_before",
            "types_before",
            "district_before_id",
            "class_after",
            "types_after",
            "district_after_id",
        ],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    for layer in ("hazardous_area", "release_area"):
        op.create_index(
            f"ix_{layer}_version_without_ground",
            f"{layer}_version",
            [f"{layer}_id"],
            unique=False,
            postgresql_where=sa.text("ground is null"),
        )
    for table in RECORDED:
        op.execute(
            f"create trigger close_recorded_only before update on {table} "
            "for each row execute function close_recorded_only()"
        )
        op.execute(
            f"create trigger refuse_change before delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


RECORDED = ("hazard_piece", "ledger_entry", "ledger_total")
