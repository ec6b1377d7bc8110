"""Releases added up by day and by what reports ask of them, as known at every instant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEYS = """
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on
"""


def upgrade() -> None:
    """Make the table and what tells of single releases, and fill it with what was known from each change on."""
    make_table()
    op.drop_index("ix_release_area_version_task_id", "release_area_version")
    op.create_index("ix_release_area_version_task_id", "release_area_version", ["task_id"])
    make_release_facts()
    make_releases_touched()
    fill()
    guard()


def make_table() -> None:
    """Make the table."""
    op.create_table(
        "release_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=False, comment="Day of work."),
        sa.Column("release_method", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("review_mode", sa.Text(), nullable=False, comment="Of the version that held."),
        sa.Column("first_review_mode", sa.Text(), nullable=False, comment="Of the first version."),
        sa.Column(
            "first_sent_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the upload of the first version was sent.",
        ),
        sa.Column(
            "first_approved_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the first version was approved.",
        ),
        sa.Column(
            "stated",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="What they state of the fields that data quality asks for, sorted.",
        ),
        sa.Column(
            "is_polygon",
            sa.Boolean(),
            nullable=False,
            comment="They are drawn, and polygons of the operational account's own.",
        ),
        sa.Column("district_id", sa.UUID(), comment="As stated, else of the task, else where the ledger has most."),
        sa.Column("organisation_id", sa.UUID(), comment="As stated, else of the task."),
        sa.Column("project_id", sa.UUID(), comment="Of the task's phase."),
        sa.Column(
            "first_find_on",
            sa.Date(),
            comment="Day from which on something was found in them, not before the work; missing: nothing.",
        ),
        sa.Column("release_count", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_release_total_recorded_not_empty")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_release_total_{column}"))
            for column, target, key in (
                ("release_method", "release_method", "code"),
                ("visibility", "visibility", "code"),
                ("review_mode", "review_mode", "code"),
                ("first_review_mode", "review_mode", "code"),
                ("district_id", "district", "id"),
                ("organisation_id", "organisation", "id"),
                ("project_id", "project", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_total")),
        comment="Releases counted by day of work and by what reports ask of them.",
    )
    op.create_index(
        "uq_release_total_current",
        "release_total",
        [key.strip() for key in KEYS.split(",")],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index("ix_release_total_effective_date", "release_total", ["effective_date"])
    op.execute("alter table release_total set (parallel_workers = 0)")  # never worth a second process


def make_release_facts() -> None:
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


def make_releases_touched() -> None:
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


def fill() -> None:
    """Count the releases that each change touched, after it and before it; what they move adds up to the totals."""
    op.execute("create temporary table release_touched (release_area_id uuid) on commit drop")
    op.execute(f"""
        create temporary table release_moved on commit drop as
        select {KEYS}, 0::bigint as moved_count, null::timestamptz as at
        from release_facts('-infinity')
        limit 0
    """)  # noqa: S608 - our own names
    op.execute(f"""
        do $$
        declare
            stamp timestamptz;
        begin
            for stamp in select recorded_at from ledger_change order by recorded_at loop
                truncate release_touched;
                insert into release_touched select * from releases_touched(stamp);
                analyze release_touched;
                insert into release_moved
                select {KEYS}, sum(moved), stamp
                from (
                    select 1 as moved, f.*
                    from release_touched
                    join release_facts(stamp) f using (release_area_id)
                    union all
                    select -1, f.*
                    from release_touched
                    join release_facts(stamp - interval '1 microsecond') f using (release_area_id)
                ) told
                group by {KEYS}
                having sum(moved) <> 0;
            end loop;
        end $$
    """)  # noqa: S608 - as above
    op.execute(f"""
        insert into release_total ({KEYS}, release_count, recorded)
        select {KEYS}, release_count, tstzrange(at, until)
        from (
            select
                {KEYS}, at, sum(moved_count) over so_far as release_count, lead(at) over so_far as until
            from release_moved
            window so_far as (partition by {KEYS} order by at)
        ) told
        where release_count <> 0
    """)  # noqa: S608 - as above


def guard() -> None:
    """Let the service add and close, and nothing else, and of the past nothing any more."""
    op.execute(
        "create trigger close_recorded_only before update on release_total "
        "for each row execute function close_recorded_only()"
    )
    op.execute(
        "create trigger refuse_change before delete or truncate on release_total "
        "for each statement execute function refuse_change()"
    )
    for change in ("insert", "update"):
        op.execute(
            f"create trigger refuse_other_instant_{change} after {change} on release_total "
            "referencing new table as told for each statement execute function refuse_other_instant()"
        )
    op.execute("grant select, insert, update (recorded) on release_total to landrelease_service")
