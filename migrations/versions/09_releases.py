"""Releases counted: by day and by what reports ask of them, and by the squares that maps draw from afar."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, link, recorded

revision = "09_releases"
down_revision = "08_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and what tells of single releases."""
    create_release_total()
    create_release_facts()
    create_releases_touched()
    create_cells()


def create_release_total() -> None:
    """Count by day, as known at every instant."""
    op.create_table(
        "release_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("effective_date", sa.Date(), nullable=False, index=True, comment="Day of work."),
        link("release_method", "release_method.code", nullable=False),
        link("visibility", "visibility.code", nullable=False),
        link("review_mode", "review_mode.code", nullable=False, comment="Of the version that held."),
        link("first_review_mode", "review_mode.code", nullable=False, comment="Of the first version."),
        sa.Column("first_sent_at", INSTANT, nullable=False, comment="When the upload of the first version was sent."),
        sa.Column("first_approved_at", INSTANT, nullable=False, comment="When the first version was approved."),
        sa.Column(
            "stated",
            sa.ARRAY(sa.Text()),
            nullable=False,
            comment="What they state of the fields that data quality asks for, sorted.",
        ),
        sa.Column(
            "is_polygon",
            sa.Boolean(),
            nullable=False,
            comment="They are drawn, and polygons of the operational account's own.",
        ),
        link("district_id", "district.id", comment="As stated, else of the task, else where the ledger has most."),
        link("organisation_id", "organisation.id", comment="As stated, else of the task."),
        link("project_id", "project.id", comment="Of the task's phase."),
        sa.Column(
            "first_find_on",
            sa.Date(),
            comment="Day from which on something was found in them, not before the work; missing: nothing.",
        ),
        sa.Column("release_count", sa.BigInteger(), nullable=False),
        *recorded(),
        comment="Releases counted by day of work and by what reports ask of them.",
        postgresql_with={"parallel_workers": 0},  # never worth a second process
    )
    op.execute("""
        create unique index uq_release_total_current on release_total (
            effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
            first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on
        )
        nulls not distinct where upper_inf(recorded)
    """)


def create_release_facts() -> None:
    """Say of single releases what they are counted by."""
    op.execute("""
        create function release_facts(known timestamptz) returns table (
            release_area_id uuid, effective_date date, release_method text, visibility text, review_mode text,
            first_review_mode text, first_sent_at timestamptz, first_approved_at timestamptz, stated text[],
            is_polygon boolean, district_id uuid, organisation_id uuid, project_id uuid, first_find_on date
        ) language sql stable parallel safe as $$
            select
                r.release_area_id, r.effective_date, r.release_method, r.visibility, u.review_mode,
                first_upload.review_mode, first_upload.created_at, first.approved_at,
                array_remove(array[
                    case when r.area_m2 is not null then 'area_m2' end,
                    case when exists (select from release_area_version_asset a where a.version_id = r.id)
                        then 'asset' end,
                    case when r.depth_cleared_cm is not null then 'depth_cleared_cm' end,
                    case when r.district_id is not null then 'district_id' end,
                    case when r.task_id is not null then 'task_id' end
                ], null),
                r.area_m2 is not null and (r.basis = 'operational' or coalesce((
                    select sum(e.area_m2::numeric)::double precision
                    from ledger_entry e
                    where e.release_area_id = r.release_area_id
                      and (upper_inf(e.recorded) or not upper_inf(e.recorded)) -- each has its index
                      and e.recorded @> known
                      and e.account = 'operational'
                      and e.cause in ('released', 'released_outside')
                ), 0) >= r.area_m2 / 2),
                coalesce(r.district_id, t.district_id, (
                    select e.district_id
                    from ledger_entry e
                    where e.release_area_id = r.release_area_id
                      and (upper_inf(e.recorded) or not upper_inf(e.recorded))
                      and e.recorded @> known
                      and e.account = 'operational'
                    order by e.area_m2 desc, e.id
                    limit 1
                )),
                coalesce(r.organisation_id, t.organisation_id),
                p.project_id,
                case
                    when greatest(r.ap_mine, r.av_mine, r.submunition, r.uxo, r.axo, r.ied) > 0 then r.effective_date
                    else least(
                        (
                            select min(greatest(i.found_on, r.effective_date))
                            from eo_item_version i
                            where i.release_area_id = r.release_area_id
                              and i.recorded @> known
                              and i.is_hazardous
                              and i.eo_category not in ('saa', 'scrap')
                        ),
                        (
                            select min(greatest(i.found_on, r.effective_date))
                            from eo_item_version i
                            where r.release_method = 'cleared'
                              and i.task_id = r.task_id
                              and i.release_area_id is null
                              and i.recorded @> known
                              and i.is_hazardous
                              and i.eo_category not in ('saa', 'scrap')
                              and st_covers(r.ground, i.geom)
                        )
                    )
                end
            from release_area_version r
            join upload u on u.id = r.upload_id
            cross join lateral (
                select r.upload_id, lower(r.recorded) as approved_at
                where r.version = 1
                union all
                select v.upload_id, lower(v.recorded)
                from release_area_version v
                where v.release_area_id = r.release_area_id and v.version = 1 and r.version > 1
            ) first
            join upload first_upload on first_upload.id = first.upload_id
            left join task_version t on t.task_id = r.task_id and t.recorded @> known
            left join project_phase_version p on p.project_phase_id = t.project_phase_id and p.recorded @> known
            where r.recorded @> known
        $$
    """)
    op.execute("""
        comment on function release_facts is 'The releases that held at an instant, each with what it is counted by in
release_total. Asked of the releases of a few identifiers it looks up no others.'
    """)


def create_releases_touched() -> None:
    """Say of which releases the facts may have changed at a stamp."""
    op.execute("""
        create function releases_touched(stamp timestamptz) returns setof uuid language sql stable parallel safe as $$
            with moved_task as materialized (
                select task_id
                from (
                    select task_id, organisation_id, district_id, project_phase_id, 1 as moved
                    from task_version
                    where lower(recorded) = stamp
                    union all
                    select task_id, organisation_id, district_id, project_phase_id, -1
                    from task_version
                    where upper(recorded) = stamp and not upper_inf(recorded)
                ) either
                group by task_id, organisation_id, district_id, project_phase_id
                having sum(moved) <> 0
                union
                select t.task_id
                from (
                    select project_phase_id
                    from (
                        select project_phase_id, project_id, 1 as moved
                        from project_phase_version
                        where lower(recorded) = stamp
                        union all
                        select project_phase_id, project_id, -1
                        from project_phase_version
                        where upper(recorded) = stamp and not upper_inf(recorded)
                    ) either
                    group by project_phase_id, project_id
                    having sum(moved) <> 0
                ) moved_phase
                join task_version t using (project_phase_id)
            ),
            moved_find as materialized (
                select release_area_id, task_id, geom from eo_item_version where lower(recorded) = stamp
                union all
                select release_area_id, task_id, geom
                from eo_item_version
                where upper(recorded) = stamp and not upper_inf(recorded)
            )
            select release_area_id from release_area_version where lower(recorded) = stamp
            union
            select release_area_id
            from release_area_version
            where upper(recorded) = stamp and not upper_inf(recorded)
            union
            select v.release_area_id from moved_task join release_area_version v using (task_id)
            union
            select release_area_id
            from ledger_entry
            where lower(recorded) = stamp and account = 'operational' and release_area_id is not null
            union
            select release_area_id
            from ledger_entry
            where upper(recorded) = stamp and not upper_inf(recorded)
              and account = 'operational' and release_area_id is not null
            union
            select release_area_id from moved_find where release_area_id is not null
            union
            select v.release_area_id
            from moved_find
            join release_area_version v on v.task_id = moved_find.task_id and v.ground && moved_find.geom
            where moved_find.release_area_id is null
        $$
    """)
    op.execute("""
        comment on function releases_touched is 'The releases of which something may have changed at a stamp that they
are counted by: they themselves, their ledger, whose their task is and where, or what was found in them.'
    """)


def create_cells() -> None:
    """Count what holds now by square: by week, and over all weeks, which is asked for most."""
    of_square = "by column and row of the Web Mercator square of zoom 14 in which they are drawn."
    first_day = "First day of the week of the work."
    monday: sa.Column[Any] = sa.Column("monday", sa.Date(), primary_key=True, comment=first_day)
    create_cell("release_cell", monday, comment=f"The releases that hold now, {of_square}")
    create_cell("release_cell_total", comment="The same of all weeks.")


def create_cell(name: str, *week: sa.Column[Any], comment: str) -> None:
    """Make a table of squares, of which the empty ones are found, to be taken away."""
    net = "Net, in the operational account: the entries added up."
    op.create_table(
        name,
        sa.Column("x", sa.Integer(), primary_key=True),
        sa.Column("y", sa.Integer(), primary_key=True),
        *week,
        link("release_method", "release_method.code", primary_key=True),
        link("basis", "basis.code", primary_key=True),
        link("visibility", "visibility.code", primary_key=True),
        sa.Column("release_count", sa.BigInteger(), nullable=False),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment=net),
        comment=comment,
    )
    op.execute(f"create index ix_{name}_empty on {name} (x, y) where release_count = 0")
