"""The work of a few days found among a million releases without opening their records: every report asks for it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OF_RELEASE = (
    *("id", "release_area_id", "version", "recorded", "visibility", "release_method", "basis", "upload_id"),
    *("organisation_id", "task_id", "district_id", "area_m2", "depth_cleared_cm", "processed_m2", "qc_state"),
    *("accepted_on", "ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
)
OF_ENTRY = (
    *("id", "account", "cause", "release_area_id", "district_id", "release_method", "contamination_class"),
    *("area_m2", "recorded"),
)


def upgrade() -> None:
    """Put what is asked of days into the indexes of days, and find yields among the finds of the releases only."""
    for table, columns in (("release_area_version", OF_RELEASE), ("ledger_entry", OF_ENTRY)):
        name = f"ix_{table}_effective_date"
        op.drop_index(name, table)
        op.create_index(name, table, ["effective_date"], postgresql_include=list(columns))
    op.create_index(
        "ix_eo_item_version_task_id",
        "eo_item_version",
        ["task_id"],
        postgresql_where=sa.text("release_area_id is null"),
    )
    replace_account_release()
    replace_released_work()
    replace_counted_items()


def replace_account_release() -> None:
    """Say of a release what its account is not asked for, too, and look its code up only where that is asked for."""
    op.execute("""
        create or replace view account_release as
        select
            a.code as account, v.id as version_id, v.release_area_id,
            (select i.code from release_area i where i.id = v.release_area_id) as code, v.recorded,
            case when a.code = 'certified' and v.basis = 'certified' then coalesce(v.accepted_on, v.effective_date)
                else v.effective_date end as effective_date,
            v.effective_date as worked_on,
            m.position as method_rank, v.release_method, v.district_id, v.ground, v.area_reported_m2,
            (select array_agg(t.target_type order by t.target_type) from release_area_version_target_type t
                where t.version_id = v.id) as target_types,
            v.visibility, v.task_id, v.organisation_id, v.basis, v.area_m2, v.processed_m2,
            coalesce(v.ap_mine, 0) + coalesce(v.av_mine, 0) + coalesce(v.submunition, 0)
            + coalesce(v.uxo, 0) + coalesce(v.axo, 0) + coalesce(v.ied, 0) > 0 as says_find
        from release_area_version v
        join release_method m on m.code = v.release_method
        join account a on a.code = 'operational' or a.code = 'certified' and v.qc_state <> 'failed'
            and (v.basis = 'certified' or v.release_method = 'cancelled')
    """)


def replace_released_work() -> None:
    """Look at nothing but the releases of the period, and at the finds in them and in their tasks."""
    op.execute("""
        create or replace function released_work(asked_account text, first_on date, last_on date, known timestamptz)
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


def replace_counted_items() -> None:
    """Pass over the releases that found nothing before their columns are taken apart."""
    op.execute("""
        create or replace function counted_items(known timestamptz) returns table (
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
