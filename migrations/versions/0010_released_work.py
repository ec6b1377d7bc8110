"""The releases of a period with what their work yielded, said once for efficiency and for data quality."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the function."""
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
            released as (
                select
                    a.release_area_id, v.id as version_id, a.release_method, a.effective_date, a.ground, v.visibility,
                    v.task_id, v.organisation_id, v.district_id, v.processed_m2,
                    coalesce(net.area_m2, 0) as net_m2,
                    v.basis = asked_account or coalesce(net.area_m2, 0) >= v.area_m2 / 2 as is_own,
                    coalesce(v.ap_mine, 0) + coalesce(v.av_mine, 0) + coalesce(v.submunition, 0)
                    + coalesce(v.uxo, 0) + coalesce(v.axo, 0) + coalesce(v.ied, 0) > 0 as says_find
                from account_release as a
                join release_area_version as v on v.id = a.version_id
                left join net on net.release_area_id = a.release_area_id
                where a.account = asked_account
                    and a.effective_date between first_on and last_on
                    and a.recorded @> known
            ),
            find as materialized ( -- what a release itself says of its finds is looked at below
                select i.release_area_id, i.task_id, i.geom
                from eo_item_version as i
                where i.recorded @> known
                    and i.is_hazardous and i.eo_category not in ('saa', 'scrap') and i.found_on <= last_on
            ),
            with_find as (
                select find.release_area_id
                from find
                where find.release_area_id is not null
                union
                select released.release_area_id
                from released
                join find on find.task_id = released.task_id and st_covers(released.ground, find.geom)
                where released.release_method = 'cleared' and find.release_area_id is null and find.geom is not null
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
                released.is_own and released.ground is not null,
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
