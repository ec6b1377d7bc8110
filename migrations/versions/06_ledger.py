"""The land release ledger: its changes, pieces of hazardous ground, and entries, of which none frees ground twice."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, link, recorded, shape

revision = "06_ledger"
down_revision = "05_ground"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the rule."""
    create_changes()
    create_pieces()
    create_entries()
    create_once_only()


def create_changes() -> None:
    """Keep the instants at which something changed, and of which all is told."""
    op.create_table(
        "ledger_change",
        sa.Column(
            "recorded_at",
            INSTANT,
            primary_key=True,
            comment="The stamp that opens and closes `recorded`; strictly growing.",
        ),
        link("upload_id", "upload.id", nullable=False),
        comment="Every transaction that changed records or the ledger.",
    )
    op.create_table(
        "ledger_told",
        sa.Column("recorded_at", INSTANT, sa.ForeignKey("ledger_change.recorded_at"), primary_key=True),
        comment="The changes whose effect on the ledger is complete: nothing more is recorded at their instants.",
    )


def create_pieces() -> None:
    """Keep what is in stock."""
    op.create_table(
        "hazard_piece",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("hazardous_area_id", "hazardous_area.id", nullable=False, index=True),
        link("classification", "hazard_class.code", nullable=False),
        sa.Column("types", sa.ARRAY(sa.Text()), nullable=False, comment="The contamination types, sorted."),
        sa.Column("hazardous_from", sa.Date(), nullable=False, comment="First day on which the ground is hazardous."),
        sa.Column("hazardous_until", sa.Date(), comment="Day on which successors take over or the rest is booked off."),
        sa.Column("since", sa.Date(), comment="Work before this day does not count for it; missing: all does."),
        sa.Column("is_successor", sa.Boolean(), nullable=False, comment="Begins as the heir of other areas."),
        sa.Column("is_succeeded", sa.Boolean(), nullable=False, comment="Ends because other areas take over."),
        link("district_id", "district.id", comment="As stated."),
        shape("geom", "MULTIPOLYGON", nullable=False),
        *recorded(),
        comment="Ground that a hazardous area puts into stock, with its own dates.",
    )
    op.execute("create index ix_hazard_piece_closed on hazard_piece (upper(recorded)) where not upper_inf(recorded)")
    op.execute("create index ix_hazard_piece_geom on hazard_piece using gist (geom) where upper_inf(recorded)")
    op.execute("create index ix_hazard_piece_opened on hazard_piece (lower(recorded))")


def create_entries() -> None:
    """Keep what moved it."""
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("release_area_id", "release_area.id", comment="The release that is the cause, or"),
        link("hazardous_area_id", "hazardous_area.id", comment="the hazardous area that begins or ends there."),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "district_id", sa.UUID(), comment="Of the record, stated or by geometry; missing where none is near."
        ),
        sa.Column(
            "effective_date", sa.Date(), nullable=False, comment="In this account: day of work, or of acceptance."
        ),
        sa.Column("release_method", sa.Text(), comment="Missing where no release is the cause."),
        sa.Column("contamination_class", sa.Text(), comment="Of the release's target set."),
        sa.Column("class_before", sa.Text(), comment="Missing where the ground was not in stock."),
        sa.Column("types_before", sa.ARRAY(sa.Text()), comment="The types that were open, sorted."),
        sa.Column("district_before_id", sa.UUID(), comment="In which the ground was in stock."),
        sa.Column("class_after", sa.Text(), comment="Missing where the ground is no longer in stock."),
        sa.Column("types_after", sa.ARRAY(sa.Text()), comment="The types that are still open, sorted."),
        sa.Column("district_after_id", sa.UUID(), comment="In which the ground is in stock now."),
        shape("geom", "MULTIPOLYGON", nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        *recorded(),
        sa.CheckConstraint("area_m2 > 0", name="area_positive"),
        sa.CheckConstraint("num_nonnulls(release_area_id, hazardous_area_id) = 1", name="one_record"),
        comment="Ground that one record moved from a state to another on a day, within one district and account.",
    )
    op.execute("create index ix_ledger_entry_closed on ledger_entry (upper(recorded)) where not upper_inf(recorded)")
    op.execute("""
        create index ix_ledger_entry_effective_date on ledger_entry (effective_date)
        include (
            id, account, cause, release_area_id, district_id, release_method, contamination_class, area_m2, recorded
        )
    """)
    op.execute("create index ix_ledger_entry_geom on ledger_entry using gist (geom) where upper_inf(recorded)")
    op.execute("""
        create index ix_ledger_entry_hazardous_area_id on ledger_entry (hazardous_area_id)
        where upper_inf(recorded)
    """)
    op.execute("""
        create index ix_ledger_entry_hazardous_area_id_closed on ledger_entry (hazardous_area_id)
        where not upper_inf(recorded)
    """)
    op.execute("create index ix_ledger_entry_opened on ledger_entry (lower(recorded))")
    op.execute("""
        create index ix_ledger_entry_release_area_id on ledger_entry (release_area_id)
        include (account, cause, area_m2) where upper_inf(recorded)
    """)
    op.execute("""
        create index ix_ledger_entry_release_area_id_closed on ledger_entry (release_area_id)
        where not upper_inf(recorded)
    """)


def create_once_only() -> None:
    """Refuse ground that two releases of one account would free, unless it was opened again between them."""
    op.execute("""
        create function refuse_ground_twice() returns trigger language plpgsql
        set search_path = public, pg_temp as $$
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
