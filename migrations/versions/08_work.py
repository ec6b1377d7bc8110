"""Work, finds and what waits, said once for every figure that is made of them; and finds added up by day."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import link, recorded

revision = "08_work"
down_revision = "07_totals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions and the table."""
    create_counted_items()
    create_item_total()
    create_released_work()
    create_waiting_features()


def create_counted_items() -> None:
    """Say which explosive items count, so that an item in several reports is one."""
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
              and greatest(r.ap_mine, r.av_mine, r.submunition, r.uxo, r.axo, r.ied) > 0 -- most found nothing
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


def create_item_total() -> None:
    """Add up disposed items by day and category, as known at every instant: what every report asks for."""
    op.create_table(
        "item_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        link("eo_category", "eo_category.code", nullable=False),
        sa.Column("is_hazardous", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        *recorded(),
        comment="Explosive items by the day of their disposal and category, each item once.",
    )
    op.execute("""
        create unique index uq_item_total_current on item_total (disposed_on, eo_category, is_hazardous)
        include (quantity) where upper_inf(recorded)
    """)


def create_released_work() -> None:
    """Say what the releases of a period yielded, from nothing but them and the finds in them and in their tasks."""
    op.execute("""
        create function released_work(asked_account text, first_on date, last_on date, known timestamptz)
        returns table (
            release_area_id uuid, version_id uuid, release_method text, effective_date date, visibility text,
            task_id uuid, organisation_id uuid, district_id uuid,
            net_m2 double precision, worked_m2 double precision, is_polygon boolean, has_find boolean
        ) language sql stable as $$
            with net as (
                select e.release_area_id, sum(e.area_m2::numeric)::double precision as area_m2
                from ledger_entry as e
                where e.account = asked_account
                    and e.cause in ('released', 'released_outside')
                    and e.recorded @> known
                    and e.effective_date between first_on and last_on
                group by e.release_area_id
            ),
            released as materialized (
                select
                    a.release_area_id, a.version_id, a.release_method, a.effective_date, a.visibility, a.task_id,
                    a.organisation_id, a.district_id, a.processed_m2, a.area_m2 is not null as is_drawn, a.says_find,
                    coalesce(net.area_m2, 0) as net_m2,
                    a.basis = asked_account or coalesce(net.area_m2, 0) >= a.area_m2 / 2 as is_own
                from account_release as a
                left join net on net.release_area_id = a.release_area_id
                where a.account = asked_account
                    and a.effective_date between first_on and last_on
                    -- The same day in the operational account, by which its releases are found.
                    and (asked_account <> 'operational' or a.worked_on between first_on and last_on)
                    and a.recorded @> known
            ),
            find as materialized ( -- what a release itself says of its finds is looked at below
                select i.release_area_id, i.task_id, i.geom
                from eo_item_version as i
                where i.recorded @> known
                    and i.is_hazardous and i.eo_category not in ('saa', 'scrap') and i.found_on <= last_on
                    and i.release_area_id in (select r.release_area_id from released as r)
                union all
                select null, i.task_id, i.geom
                from eo_item_version as i
                where i.recorded @> known
                    and i.is_hazardous and i.eo_category not in ('saa', 'scrap') and i.found_on <= last_on
                    and i.release_area_id is null and i.task_id in (select r.task_id from released as r)
            ),
            with_find as (
                select find.release_area_id
                from find
                where find.release_area_id is not null
                union
                select released.release_area_id
                from released
                join find on find.task_id = released.task_id
                join release_area_version as v on v.id = released.version_id
                where released.release_method = 'cleared'
                    and find.release_area_id is null and find.geom is not null
                    and st_covers(v.ground, find.geom)
                union
                select released.release_area_id
                from released
                where released.says_find
            )
            select
                released.release_area_id, released.version_id, released.release_method, released.effective_date,
                released.visibility, released.task_id, released.organisation_id, released.district_id, released.net_m2,
                case when released.is_own then coalesce(released.processed_m2, released.net_m2)
                    else released.net_m2 end,
                released.is_own and released.is_drawn,
                with_find.release_area_id is not null
            from released
            left join with_find on with_find.release_area_id = released.release_area_id
        $$
    """)
    op.execute("""
        comment on function released_work is 'The releases of an account and a period, as known at an instant: their
net, the ground as it was worked, whether they count as a polygon of their own, and whether something was found in them.
What an account takes over from the other one repeats work: its polygon and its gross work count only where at least
half of it is its own net.'
    """)


def create_waiting_features() -> None:
    """Say what waits for approval at an instant: its uploads, its features, the ground they would bring."""
    op.execute("""
        create function waiting_features(known timestamptz) returns table (
            upload_id uuid, sent_at timestamptz, layer text, change text, fields jsonb, geom geometry, day text,
            area_m2 numeric, district text, organisation text, project text
        ) language sql stable parallel safe as $$
            select
                upload.id, upload.created_at, upload.layer, feature.change, feature.fields, feature.geom,
                coalesce(
                    feature.fields ->> 'effective_date', feature.fields ->> 'disposed_on', feature.fields ->> 'found_on'
                ),
                case
                    when upload.layer <> 'release_areas' or feature.change = 'withdrawn' then 0
                    when st_dimension(feature.geom) = 2 then ground_area_m2(feature.geom)
                    else coalesce((feature.fields ->> 'area_reported_m2')::double precision, 0)
                end::numeric,
                district.code, coalesce(feature.fields ->> 'organisation', organisation.code), project.code
            from upload
            cross join lateral (
                select to_status
                from workflow_event
                where workflow_event.upload_id = upload.id and workflow_event.at <= known
                order by workflow_event.id desc
                limit 1
            ) as last_event
            join staged_feature as feature on feature.upload_id = upload.id
            left join task on task.code = feature.fields ->> 'task_code'
            left join task_version as t on t.task_id = task.id and t.recorded @> known
            left join project_phase_version as p on p.project_phase_id = t.project_phase_id and p.recorded @> known
            left join project on project.id = p.project_id
            left join organisation on organisation.id = t.organisation_id
            left join district as stated on stated.code = feature.fields ->> 'district_code'
            left join lateral (
                select d.district_id
                from district_version as d
                where stated.id is null
                  and d.recorded @> known
                  and st_intersects(d.geom, st_pointonsurface(feature.geom))
                order by d.district_id
                limit 1
            ) as around on true
            left join district on district.id = coalesce(stated.id, around.district_id, t.district_id)
            where not upload.is_check
              and last_event.to_status in ('submitted', 'regional_verified')
              and feature.change in ('new', 'changed', 'withdrawn')
        $$
    """)
    op.execute("""
        comment on function waiting_features is 'Features that would change something, of uploads on the road to
approval at an instant. The day is that of work, of disposal or of the find. The square metres are those of new and
corrected releases, as drawn, or as reported where nothing is drawn, and netted against nothing. A feature is where it
states, else where a point on its ground lies, else where its task is; it is of whom it names, else of its task.'
    """)
