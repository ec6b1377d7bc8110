"""What maps draw: outlines and their middles in Web Mercator, and releases counted by square, week and method."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GROUND_VERSIONS = ("hazardous_area_version", "release_area_version")


def upgrade() -> None:
    """Add the columns, which a trigger fills, and the table, which every change of the ledger keeps."""
    for table in GROUND_VERSIONS:
        add_drawn(table)
    op.execute("""
        create function draw() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
            new.drawn := st_transform(new.geom, 3857);
            new.drawn_at := st_pointonsurface(new.drawn);
            return new;
        end $$
    """)
    for table in GROUND_VERSIONS:
        op.execute(f"create trigger draw before insert on {table} for each row execute function draw()")
    create_release_cell()
    fill_release_cell()


def add_drawn(table: str) -> None:
    """Add both columns with what is in them for the records that are there: triggers refuse an update.

    They do not stay generated: those of a row that is closed would be worked out anew, and be missing from what the
    trigger compares that refuses other changes.
    """
    op.execute(f"""
        alter table {table}
            add drawn geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
            add drawn_at geometry(Point, 3857) generated always as (st_pointonsurface(st_transform(geom, 3857))) stored
    """)
    op.execute(f"alter table {table} alter drawn drop expression, alter drawn_at drop expression")
    op.execute(f"comment on column {table}.drawn is 'The outline in Web Mercator; its metres are not those of ground.'")
    op.execute(f"comment on column {table}.drawn_at is 'A point on it, where it is drawn as one.'")


def create_release_cell() -> None:
    """Make the table of squares."""
    op.create_table(
        "release_cell",
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("release_method", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False, comment="First day of the week of the work."),
        sa.Column("release_count", sa.BigInteger(), nullable=False),
        sa.Column(
            "area_m2", sa.Numeric(), nullable=False, comment="Net, in the operational account: the entries added up."
        ),
        sa.ForeignKeyConstraint(["basis"], ["basis.code"], name="fk_release_cell_basis"),
        sa.ForeignKeyConstraint(["release_method"], ["release_method.code"], name="fk_release_cell_release_method"),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name="fk_release_cell_visibility"),
        sa.PrimaryKeyConstraint("x", "y", "monday", "release_method", "basis", "visibility", name="pk_release_cell"),
        comment="The releases that hold now, by column and row of the Web Mercator square of zoom 14 in which they "
        "are drawn.",
    )
    op.create_index("ix_release_cell_empty", "release_cell", ["x", "y"], postgresql_where=sa.text("release_count = 0"))
    op.execute("grant select, insert, delete, update (release_count, area_m2) on release_cell to landrelease_service")


def fill_release_cell() -> None:
    """Count the releases that are there."""
    op.execute("""
        insert into release_cell (x, y, release_method, basis, visibility, monday, release_count, area_m2)
        select
            floor((st_x(v.drawn_at) + 20037508.342789244) / 2445.98490512564),
            floor((20037508.342789244 - st_y(v.drawn_at)) / 2445.98490512564),
            v.release_method, v.basis, v.visibility, date_trunc('week', v.effective_date::timestamp)::date as monday,
            count(*), coalesce(sum(net.area_m2), 0)
        from release_area_version v
        left join (
            select release_area_id, sum(area_m2::numeric) as area_m2
            from ledger_entry
            where upper_inf(recorded) and account = 'operational' and cause in ('released', 'released_outside')
            group by release_area_id
        ) net using (release_area_id)
        where upper_inf(v.recorded) and v.drawn_at is not null
        group by 1, 2, v.release_method, v.basis, v.visibility, monday
    """)
