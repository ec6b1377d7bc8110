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
    op.create_index(op.f("ix_ledger_entry_effective_date"), "ledger_entry", ["effective_date"], unique=False)
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
    # Questions of the totals are over before a parallel worker has started.
    op.execute("alter table ledger_total set (parallel_workers = 0)")
    op.create_index(op.f("ix_ledger_total_effective_date"), "ledger_total", ["effective_date"], unique=False)
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
    op.create_table(
        "ledger_week",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="As in the totals."),
        sa.Column(
            "monday", sa.Date(), nullable=False, comment="First day of the week that the effective date falls in."
        ),
        sa.Column("release_method", sa.Text(), nullable=True),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the totals' areas, exact."),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_ledger_week_recorded_not_empty")),
        sa.ForeignKeyConstraint(["account"], ["account.code"], name=op.f("fk_ledger_week_account")),
        sa.ForeignKeyConstraint(["cause"], ["ledger_cause.code"], name=op.f("fk_ledger_week_cause")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_ledger_week_district_id")),
        sa.ForeignKeyConstraint(
            ["release_method"], ["release_method.code"], name=op.f("fk_ledger_week_release_method")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_week")),
        comment="The totals of released ground added up by week, district and method.",
    )
    op.execute("alter table ledger_week set (parallel_workers = 0)")
    op.create_index(
        "uq_ledger_week_current",
        "ledger_week",
        ["account", "cause", "monday", "district_id", "release_method"],
        unique=True,
        postgresql_include=["area_m2"],
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
    create_once_only()
    for table in RECORDED:
        op.execute(
            f"create trigger close_recorded_only before update on {table} "
            "for each row execute function close_recorded_only()"
        )
        op.execute(
            f"create trigger refuse_change before delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


RECORDED = ("hazard_piece", "ledger_entry", "ledger_total", "ledger_week")


def create_once_only() -> None:
    """Refuse ground that two releases of one account would free, unless it was opened again between them."""
    op.execute("""
        create function refuse_ground_twice() returns trigger language plpgsql as $$
        declare
            twice record;
            hundredth_deg2 constant double precision := 8e-13; -- less than 0.01 m2 anywhere on the ellipsoid
        begin
            perform pg_advisory_xact_lock(2021096); -- the ledger's turn: nobody else is adding unseen
            with net as materialized (
                -- The core leaves out a rim of less than half a hundredth of a square metre: what does not meet the
                -- core overlaps by less. Most neighbours only touch, and a prepared core finds that out cheaply.
                select
                    id, account, geom,
                    st_buffer(geom, -hundredth_deg2 / 2 / st_perimeter(geom), 'quad_segs=1 join=mitre') as core
                from opened
                where cause in ('released', 'released_outside')
            ),
            pair as materialized (
                select net.id, o.id as other_id, o.shared
                from net
                cross join lateral (
                    select o.id, st_collectionextract(st_intersection(net.geom, o.geom), 3) as shared
                    from ledger_entry o
                    where upper_inf(o.recorded)
                      and o.account = net.account
                      and o.cause in ('released', 'released_outside')
                      and o.geom && net.core
                      and st_intersects(net.core, o.geom)
                      and o.id < net.id
                    offset 0
                ) o
                where st_area(o.shared) > hundredth_deg2
            ),
            in_order as (
                select pair.*, f.effective_date as first_on, f.release_area_id as first_id, l.effective_date as last_on,
                    l.release_area_id as last_id
                from pair
                join ledger_entry f on f.id in (pair.id, pair.other_id)
                join ledger_entry l on l.id in (pair.id, pair.other_id) and l.id <> f.id
                    and (f.effective_date, f.id) < (l.effective_date, l.id)
            )
            select first.code as first_code, last.code as last_code, round(again.area_m2::numeric, 2) as area_m2
            into twice
            from in_order
            join release_area first on first.id = in_order.first_id
            join release_area last on last.id = in_order.last_id
            join release_area_version v on v.release_area_id = in_order.first_id and upper_inf(v.recorded)
            cross join lateral (
                select st_union(p.geom) as ground
                from hazard_piece p
                where upper_inf(p.recorded)
                  and p.geom && in_order.shared
                  and p.hazardous_from > in_order.first_on
                  and p.hazardous_from <= in_order.last_on
                  and (
                      p.since > v.effective_date
                      or exists (select from release_area_version_target_type t where t.version_id = v.id)
                      and not p.types <@ array(
                          select t.target_type from release_area_version_target_type t where t.version_id = v.id
                      )
                  )
            ) reopened
            cross join lateral (
                select ground_area_m2(case
                    when reopened.ground is null then in_order.shared
                    else st_collectionextract(st_difference(in_order.shared, reopened.ground), 3)
                end) as area_m2
            ) again
            where again.area_m2 > 0.01
            limit 1;
            if found then
                raise exception '% and % would free the same % m2', twice.first_code, twice.last_code, twice.area_m2
                    using errcode = 'exclusion_violation';
            end if;
            return null;
        end $$
    """)
    op.execute(
        "create trigger refuse_ground_twice after insert on ledger_entry referencing new table as opened "
        "for each statement execute function refuse_ground_twice()"
    )
